package report

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	opening = "<!-- slipway tables: "
	closing = "<!-- end -->"
)

// opened is the line after which a section stands.
func opened(name string) string { return opening + name + " -->\n" }

// splice puts text into the place that the page has for a section, and leaves
// all else as it is, byte by byte.
func splice(page, name, text string) (string, error) {
	mark := opened(name)
	before, rest, ok := strings.Cut(page, mark)
	if !ok {
		return "", fmt.Errorf("there is no line %q", strings.TrimSpace(mark))
	}
	if strings.Contains(rest, mark) {
		return "", fmt.Errorf("there is more than one line %q", strings.TrimSpace(mark))
	}
	old, after, ok := strings.Cut(rest, closing)
	if !ok || strings.Contains(old, opening) {
		return "", fmt.Errorf("there is no line %q after %q", closing, strings.TrimSpace(mark))
	}
	return before + mark + text + closing + after, nil
}

// check says at once what the page would refuse in the end.
func (j job) check(all []part) error {
	if j.page == "" {
		return nil
	}
	page, err := os.ReadFile(j.page)
	if err != nil {
		return err
	}
	var errs []error
	for i, p := range all {
		if i > 0 && all[i-1].section == p.section {
			continue
		}
		if _, err := splice(string(page), p.section, ""); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", j.page, err))
		}
	}
	return errors.Join(errs...)
}

// publish writes the sections into the page and the pictures beside it, or all
// of the text to out. The page is read now, as it may have changed in these
// minutes.
func (j job) publish(sections []section) error {
	if j.page == "" {
		for _, s := range sections {
			if _, err := fmt.Fprintf(j.out, "%s%s%s\n", opened(s.name), s.text, closing); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
		return nil
	}
	data, err := os.ReadFile(j.page)
	if err != nil {
		return fmt.Errorf("read the page again: %w", err)
	}
	page := string(data)
	for _, s := range sections {
		if page, err = splice(page, s.name, s.text); err != nil {
			return fmt.Errorf("%s: %w", j.page, err)
		}
		if err := j.hang(s.pictures); err != nil {
			return err
		}
	}
	if err := os.WriteFile(j.page, []byte(page), 0o600); err != nil { //nolint:gosec // G703: the file is the one that the person named
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// hang puts pictures into the folder beside the page.
func (j job) hang(pictures []*picture) error {
	folder := filepath.Join(filepath.Dir(j.page), "images")
	for _, p := range pictures {
		svg, err := p.svg()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(folder, 0o750); err != nil {
			return fmt.Errorf("make the folder of the pictures: %w", err)
		}
		if err := os.WriteFile(filepath.Join(folder, p.file), svg, 0o644); err != nil { //nolint:gosec // G306: for everybody, as all of the documents
			return fmt.Errorf("write a picture: %w", err)
		}
	}
	return nil
}
