package config

import (
	"strings"
	"time"
)

// Reference is the page about every key, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("# Configuration\n\n" +
		"Everything is in one file, `slipway.yaml`. It is read strictly: unknown keys, wrong values and missing keys\n" +
		"are all reported at once with their lines, and nothing starts. Anchors, aliases, merge keys and tags are not\n" +
		"supported. One to copy from is [examples/slipway.yaml](examples/slipway.yaml).\n")
	reference(&b, "", rootShape().rows)
	return b.String()
}

// reference writes the table of a section, then those of the sections in it.
func reference(b *strings.Builder, path string, rows []row) {
	title := "`" + path + "`"
	if path == "" {
		title = "The file"
	}
	b.WriteString("\n## " + title + "\n\n| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n")
	for _, r := range rows {
		cells := []string{"`" + r.key + "`", r.kind, r.fallback(), r.doc}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	for _, r := range rows {
		if len(r.rows) > 0 {
			reference(b, r.path(path), r.rows)
		}
	}
}

// fallback is what a key means when it is left out.
func (r row) fallback() string {
	switch {
	case r.required:
		return "required"
	case r.standard == "":
		return ""
	case strings.ContainsAny(r.standard, "` "):
		return r.standard
	}
	return "`" + r.standard + "`"
}

// path is where the rows within a row are.
func (r row) path(above string) string {
	path := place{path: above}.under(r.key)
	if r.named {
		return path + ".<name>"
	}
	if strings.HasPrefix(r.kind, "a list") {
		return path + "[]"
	}
	return path
}

// Brief writes a duration as people do: 30m, not 30m0s.
func Brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
