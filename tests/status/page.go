package main

import (
	"bytes"
	"fmt"
	"strings"
)

// Page is docs/status.md.
func (s Status) Page() []byte {
	var b bytes.Buffer
	b.WriteString("# Status\n\n")
	b.WriteString("What must work, where it stands, and how one can see it. Made from\n")
	b.WriteString("[status.yaml](status.yaml) by `make status`; CI checks that every test, benchmark\n")
	b.WriteString("and file named here exists, and that the tests pass.\n\n")
	fmt.Fprintf(&b, "%s.\n", s.Summary())
	for _, g := range s.Groups {
		fmt.Fprintf(&b, "\n## %s. %s\n\n| id | requirement | state | evidence |\n|---|---|---|---|\n", g.ID, g.Title)
		for _, r := range g.Rows {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, cell(r.Requirement), cell(r.state()), cell(r.evidence()))
		}
	}
	return b.Bytes()
}

// Summary counts the rows: "12 done, 3 part, 91 open".
func (s Status) Summary() string {
	n := map[State]int{}
	for _, r := range s.rows() {
		n[r.State]++
	}
	return fmt.Sprintf("%d done, %d part, %d open", n[Done], n[Part], n[Open])
}

func (r Row) state() string {
	switch r.State {
	case Done:
		return "✅ done"
	case Part:
		return "🟡 part; missing: " + r.Missing
	case Open:
		return "⬜ open"
	}
	return string(r.State)
}

// evidence shows tests as code and files as links.
func (r Row) evidence() string {
	shown := make([]string, 0, len(r.Evidence))
	for _, e := range r.Evidence {
		if named.MatchString(e) {
			shown = append(shown, "`"+e+"`")
		} else {
			shown = append(shown, fmt.Sprintf("[%s](../%s)", e, e))
		}
	}
	return strings.Join(shown, "<br>")
}

func cell(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "|", `\|`) }
