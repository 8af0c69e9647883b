// Command status makes docs/status.md from docs/status.yaml: what must work,
// where it stands, and how one can see it.
//
//	status                              writes the page
//	status --check                      fails when the page or the source is wrong
//	status --check --ran unit.json      … or when a named test did not pass in that
//	                                    run (what `go test -json` printed)
//
// A row that claims something names its evidence, and evidence that does not
// exist is an error: a status page is only worth something if it cannot lie.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// names collects a flag that may be given more than once.
type names []string

func (n *names) String() string     { return "" }
func (n *names) Set(s string) error { *n = append(*n, s); return nil }

func run(args []string, out io.Writer) error {
	var ran names
	flags := flag.NewFlagSet("status", flag.ContinueOnError)
	root := flags.String("root", ".", "the module's `folder`")
	check := flags.Bool("check", false, "change nothing; fail when something is wrong")
	flags.Var(&ran, "ran", "a `file` of go test -json: named tests must have passed in it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	status, err := Read(filepath.Join(*root, "docs", "status.yaml"))
	if err != nil {
		return fmt.Errorf("read the status: %w", err)
	}
	tree, err := Look(*root)
	if err != nil {
		return fmt.Errorf("look for tests: %w", err)
	}
	for _, name := range ran {
		if err := tree.AddRun(name); err != nil {
			return fmt.Errorf("read the test run: %w", err)
		}
	}
	problems := append(status.Problems(), tree.Problems(status)...)
	page := filepath.Join(*root, "docs", "status.md")
	if *check {
		problems = append(problems, differs(page, status.Page()))
	} else if err := os.WriteFile(page, status.Page(), 0o600); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	fmt.Fprintf(out, "    %s\n", status.Summary())
	return nil
}

func differs(name string, want []byte) error {
	got, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the page: %w", err)
	}
	if string(got) != string(want) {
		return errors.New("docs/status.md is not what docs/status.yaml says: run `make status`")
	}
	return nil
}
