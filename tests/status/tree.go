package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Tree is what evidence can be found in: the module's test files, its other
// files, and what passed in a test run, if one was given.
type Tree struct {
	root    string
	tests   map[string]bool            // "folder.TestName"
	words   map[string]map[string]bool // folder → what may name a subtest there
	passed  map[string]bool            // "folder.TestName/subtest"
	haveRun bool
}

// testFunc is a function that `go test` runs.
var testFunc = regexp.MustCompile(`^(Test|Benchmark|Fuzz|Example)`)

// Look reads the test files below root.
func Look(root string) (*Tree, error) {
	t := &Tree{root: root, tests: map[string]bool{}, words: map[string]map[string]bool{}, passed: map[string]bool{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case strings.HasSuffix(name, "_test.go") && !strings.Contains(rel, "testdata/"):
			return t.read(name, path.Dir(rel))
		case strings.HasSuffix(name, ".txtar"):
			// A scenario is a subtest of the folder's test, named like its file.
			folder, _, _ := strings.Cut(path.Dir(rel), "/testdata")
			t.word(folder, strings.TrimSuffix(path.Base(rel), ".txtar"))
		}
		return nil
	})
	return t, err
}

// read notes the test functions of a file, and its strings: the name of a
// subtest is one of them.
func (t *Tree) read(name, folder string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && testFunc.MatchString(n.Name.Name) {
				t.tests[folder+"."+n.Name.Name] = true
			}
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				t.word(folder, s)
			}
		}
		return true
	})
	return nil
}

func (t *Tree) word(folder, s string) {
	if t.words[folder] == nil {
		t.words[folder] = map[string]bool{}
	}
	t.words[folder][subtest(s)] = true
}

// subtest writes a name as the testing package does.
func subtest(s string) string { return strings.ReplaceAll(s, " ", "_") }

// Problems returns a sentence for every piece of evidence that is not there.
func (t *Tree) Problems(s Status) []error {
	var found []error
	for _, r := range s.rows() {
		for _, e := range r.Evidence {
			if err := t.find(e); err != nil {
				found = append(found, fmt.Errorf("%s: %w", r.ID, err))
			}
		}
	}
	return found
}
