package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A small module with one test of each kind.
const tests = `package store

import "testing"

func TestCommit(t *testing.T) {
	t.Run("the loser is told", func(*testing.T) {})
}
func BenchmarkCommit(*testing.B) {}
func FuzzDecode(*testing.F) {}
func helper() {}
`

// project writes a module whose row Z1 has the given lines, and returns its root.
func project(t *testing.T, lines string) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "local/store/store_test.go", tests)
	write(t, root, "tests/scenario/testdata/good_deploy.txtar", "")
	write(t, root, "tests/scenario/scenario_test.go", "package scenario\n\nimport \"testing\"\n\nfunc TestScenarios(*testing.T) {}\n")
	write(t, root, "docs/judge.md", "")
	write(t, root, "docs/status.yaml", source(lines))
	return root
}

// source has every row that is wanted, all open, but for Z1.
func source(z1 string) string {
	var b strings.Builder
	b.WriteString("groups:\n  - id: T\n    title: Things\n    rows:\n      - " + z1 + "\n")
	for group, n := range wanted() {
		for i := 1; i <= n; i++ {
			if id := fmt.Sprint(group, i); id != "Z1" {
				b.WriteString("      - {id: " + id + ", requirement: It works, state: open}\n")
			}
		}
	}
	return b.String()
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// status runs the command and returns what it says.
func status(args ...string) string {
	var out bytes.Buffer
	if err := run(args, &out); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(out.String())
}

func TestEvidenceHasToExist(t *testing.T) {
	const fine = "1 done, 0 part, 105 open"
	for name, test := range map[string]struct{ evidence, want string }{
		"a test":                 {"local/store.TestCommit", fine},
		"a subtest":              {"local/store.TestCommit/the loser is told", fine},
		"a subtest as Go has it": {"local/store.TestCommit/the_loser_is_told", fine},
		"a scenario":             {"tests/scenario.TestScenarios/good_deploy", fine},
		"a benchmark":            {"local/store.BenchmarkCommit", fine},
		"a fuzz target":          {"local/store.FuzzDecode", fine},
		"a file":                 {"docs/judge.md", fine},
		"a fabricated test":      {"local/store.TestCommits", "Z1: there is no TestCommits in local/store"},
		"a fabricated subtest":   {"local/store.TestCommit/all is lost", `Z1: TestCommit in local/store has no subtest "all is lost"`},
		"a fabricated scenario":  {"tests/scenario.TestScenarios/late", `Z1: TestScenarios in tests/scenario has no subtest "late"`},
		"a fabricated benchmark": {"local/store.BenchmarkLoad", "Z1: there is no BenchmarkLoad in local/store"},
		"another package's test": {"local/queue.TestCommit", "Z1: there is no TestCommit in local/queue"},
		"a fabricated file":      {"docs/proof.md", "Z1: there is no file docs/proof.md"},
		"a helper":               {"local/store.helper", "Z1: there is no file local/store.helper"},
	} {
		t.Run(name, func(t *testing.T) {
			root := project(t, "{id: Z1, requirement: A bot, state: done, evidence: ['"+test.evidence+"']}")
			if got := status("--root", root); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestARowSaysWhereItStands(t *testing.T) {
	for name, test := range map[string]struct{ row, want string }{
		"open":                     {"{id: Z1, requirement: A bot, state: open}", "0 done, 0 part, 106 open"},
		"a part":                   {"{id: Z1, requirement: A bot, state: part, missing: all else, evidence: [docs/judge.md]}", "0 done, 1 part, 105 open"},
		"done without evidence":    {"{id: Z1, requirement: A bot, state: done}", "Z1: says done, but names no evidence"},
		"a part without evidence":  {"{id: Z1, requirement: A bot, state: part, missing: all}", "Z1: says part, but names no evidence"},
		"a part of what?":          {"{id: Z1, requirement: A bot, state: part, evidence: [docs/judge.md]}", "Z1: a part, and nothing else, says what is missing"},
		"open, but with evidence":  {"{id: Z1, requirement: A bot, state: open, evidence: [docs/judge.md]}", "Z1: is open, but names evidence"},
		"a state of its own":       {"{id: Z1, requirement: A bot, state: nearly}", `Z1: state "nearly": want done, part or open`},
		"no text":                  {"{id: Z1, requirement: ' ', state: open}", "Z1: has no text"},
		"a row that is missing":    {"{id: Z2, requirement: A bot, state: open}", "Z2 is there twice\nZ1 is missing"},
		"a row that nobody wanted": {"{id: Z1, requirement: A, state: open}\n      - {id: Z11, requirement: B, state: open}", "107 rows, but the requirements have 106"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := status("--root", project(t, test.row)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestATestThatDidNotPassIsNoEvidence(t *testing.T) {
	root := project(t, "{id: Z1, requirement: A bot, state: done, evidence: [local/store.TestCommit/the loser is told, local/store.BenchmarkCommit]}")
	for name, test := range map[string]struct{ action, want string }{
		"passed":  {"pass", "1 done, 0 part, 105 open"},
		"skipped": {"skip", "Z1: local/store.TestCommit/the loser is told did not pass in the test run"},
		"failed":  {"fail", "Z1: local/store.TestCommit/the loser is told did not pass in the test run"},
	} {
		t.Run(name, func(t *testing.T) {
			write(t, root, "run.json", `{"Action":"`+test.action+`","Package":"`+module+`/local/store","Test":"TestCommit/the_loser_is_told"}`)
			if got := status("--root", root, "--ran", filepath.Join(root, "run.json")); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestThePageHasToBeUpToDate(t *testing.T) {
	root := project(t, "{id: Z1, requirement: 'Either | or', state: part, missing: one, evidence: [docs/judge.md, local/store.TestCommit]}")
	if got := status("--check", "--root", root); !strings.HasPrefix(got, "read the page: ") {
		t.Errorf("no page: got %q", got)
	}
	status("--root", root)
	if got := status("--check", "--root", root); got != "0 done, 1 part, 105 open" {
		t.Errorf("a fresh page: got %q", got)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "status.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := "| Z1 | Either \\| or | 🟡 part; missing: one | [docs/judge.md](../docs/judge.md)<br>`local/store.TestCommit` |\n"
	if !strings.Contains(string(page), want) {
		t.Errorf("want %q in:\n%s", want, page)
	}
	write(t, root, "docs/status.md", strings.Replace(string(page), "part", "done", 1))
	if got := status("--check", "--root", root); got != "docs/status.md is not what docs/status.yaml says: run `make status`" {
		t.Errorf("an edited page: got %q", got)
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	root := project(t, "{id: Z1, requirement: A bot, state: open}")
	write(t, root, "run.json", "{")
	unknown := project(t, "{id: Z1, requirement: A bot, state: open, colour: red}")
	broken := project(t, "{id: Z1, requirement: A bot, state: open}")
	write(t, broken, "broken_test.go", "pakage")
	for name, args := range map[string][]string{
		"an unknown flag":            {"--chek"},
		"no source":                  {"--root", t.TempDir()},
		"an unknown key":             {"--root", unknown},
		"a test file that is broken": {"--root", broken},
		"no test run":                {"--root", root, "--ran", filepath.Join(root, "none.json")},
		"a broken test run":          {"--root", root, "--ran", filepath.Join(root, "run.json")},
	} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
