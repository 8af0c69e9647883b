// Command tables writes the tables of inputs and outputs in the READMEs of Terraform's
// modules, between their marks, from the files beside them:
//
//	go run ./tests/infra/tables
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/source"
)

const (
	from = "<!-- made by go run ./tests/infra/tables -->\n"
	to   = "<!-- end -->"
)

func main() {
	pages, err := all("infra")
	for name, page := range pages {
		if err == nil {
			err = os.WriteFile(name, []byte(page), 0o644) //nolint:gosec // a page of the repository, for everybody to read
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// all are the READMEs with marks, as they should be, by file name.
func all(root string) (map[string]string, error) {
	modules, err := source.Read(root)
	if err != nil {
		return nil, err
	}
	pages := map[string]string{}
	for _, m := range modules {
		name := filepath.Join(root, m.Folder, "README.md")
		page, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if filled, ok := fill(string(page), tables(m)); ok {
			pages[name] = filled
		}
	}
	return pages, nil
}

// fill puts the tables between the marks; false means that there are none.
func fill(page, tables string) (string, bool) {
	before, rest, begins := strings.Cut(page, from)
	_, after, ends := strings.Cut(rest, to)
	return before + from + tables + to + after, begins && ends
}
