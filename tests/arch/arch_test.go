package arch_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/tests/arch"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// rules are all of them, each with what it finds in some files.
func rules(l arch.Limits) map[string]func([]arch.File) []string {
	return map[string]func([]arch.File) []string{
		"imports": func(f []arch.File) []string { return arch.CheckImports(f, arch.Arrows()) },
		"reach":   func(f []arch.File) []string { return arch.CheckReach(f, arch.Bans()) },
		"calls":   func(f []arch.File) []string { return arch.CheckCalls(f, arch.Calls()) },
		"globals": arch.CheckGlobals,
		"size":    func(f []arch.File) []string { return arch.CheckSize(f, l) },
	}
}

func load(t *testing.T, root string) []arch.File {
	t.Helper()
	files, err := arch.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s has no Go file", root)
	}
	return files
}

func TestTheCodeKeepsTheRules(t *testing.T) {
	files := load(t, filepath.Join("..", ".."))
	for name, rule := range rules(arch.DefaultLimits()) {
		t.Run(name, func(t *testing.T) {
			for _, found := range rule(files) {
				t.Error(found)
			}
		})
	}
}

// Each folder of testdata is a small module that breaks one rule; its golden
// file is what the rule says about it. A rule that goes blind is seen here.
func TestEachRuleSeesItsBreach(t *testing.T) {
	for name, rule := range rules(arch.Limits{File: 20, Median: 15, Port: 3}) {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join("testdata", name)
			got := strings.Join(rule(load(t, root)), "\n") + "\n"
			golden := filepath.Join(root, "found.golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
			if got == "\n" {
				t.Error("the rule found nothing")
			}
		})
	}
}

func TestTheSmallestFileIsFineForEveryRule(t *testing.T) {
	files := load(t, filepath.Join("testdata", "good"))
	for name, rule := range rules(arch.DefaultLimits()) {
		if found := rule(files); len(found) > 0 {
			t.Errorf("%s: %s", name, strings.Join(found, "\n"))
		}
	}
}

func TestEveryRowOfTheLayoutGivesItsReason(t *testing.T) {
	for _, a := range arch.Arrows() {
		if a.Why == "" {
			t.Errorf("%s gives no reason", a.Package)
		}
	}
}

// A row is dead when an earlier one matches everything that it would.
func TestNoRowOfTheLayoutHidesBehindAnother(t *testing.T) {
	var deep []string
	for _, a := range arch.Arrows() {
		if slices.ContainsFunc(deep, func(p string) bool { return a.Package == p || strings.HasPrefix(a.Package, p+"/") }) {
			t.Errorf("%s is never reached", a.Package)
		}
		if p, ok := strings.CutSuffix(a.Package, "/..."); ok {
			deep = append(deep, p)
		}
	}
}
