package workflows_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rhysd/actionlint"
)

// tool is a linter or act, as tools/peer has installed it.
func tool(t *testing.T, name string) string {
	t.Helper()
	home := os.Getenv("WORKFLOW_TOOLS")
	if home == "" {
		t.Skip("needs act, zizmor and shellcheck: run it with `make test`, or set WORKFLOW_TOOLS to where tools/peer has installed them")
	}
	path, err := filepath.Abs(filepath.Join(home, "bin", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// checkout is a copy of the repository's workflows and actions. What $/ stands for,
// the workflow's own repository at its own commit, is written as neither actionlint
// nor act need to know it.
func checkout(t *testing.T, itself *strings.Replacer) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files(t) {
		write(t, filepath.Join(root, name), itself.Replace(text), 0o600)
	}
	for _, folder := range []string{".git", "tools/ci"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func lint(t *testing.T, root string) []*actionlint.Error {
	t.Helper()
	l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: tool(t, "shellcheck"), WorkingDir: root})
	if err != nil {
		t.Fatal(err)
	}
	found, err := l.LintRepository(root)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestActionlintAndShellcheckFindNothing(t *testing.T) {
	root := checkout(t, strings.NewReplacer("uses: $/", "uses: ./"))
	for name, text := range examples(t) {
		write(t, filepath.Join(root, ".github/workflows", "page-"+name+".yml"), text, 0o600)
	}
	for _, found := range lint(t, root) {
		t.Error(found)
	}
}

func TestActionlintFindsWhatIsWrongInAScriptAndAroundIt(t *testing.T) {
	root := checkout(t, strings.NewReplacer("uses: $/", "uses: ./"))
	write(t, filepath.Join(root, ".github/workflows/bad.yml"), `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: rm $THIS
      - run: echo ${{ steps.none.outputs.x }}
`, 0o600)
	kinds := map[string]bool{}
	for _, found := range lint(t, root) {
		kinds[found.Kind] = true
	}
	if !kinds["shellcheck"] || !kinds["expression"] {
		t.Errorf("it found only %v", kinds)
	}
}

func TestShellcheckFindsNothingInTheScripts(t *testing.T) {
	scripts, err := filepath.Glob(repository + "/tools/ci/[a-z]*")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"testdata/program"}
	for _, path := range scripts {
		if strings.HasPrefix(read(t, path), "#!") {
			args = append(args, path)
		}
	}
	if out, err := run(t, tool(t, "shellcheck"), args...); err != nil || len(args) < 5 {
		t.Errorf("shellcheck %v: %v\n%s", args, err, out)
	}
}

func TestZizmorFindsNothing(t *testing.T) {
	out, err := run(t, tool(t, "zizmor"), "--offline", "--no-progress", "--persona=auditor", "--color=never", "--strict-collection", repository+"/.github")
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestZizmorFindsAnInjection(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, ".github/workflows/bad.yml"), `on: issues
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ github.event.issue.title }}"
`, 0o600)
	out, err := run(t, tool(t, "zizmor"), "--offline", "--no-progress", "--color=never", root)
	if err == nil || !strings.Contains(out, "template-injection") {
		t.Errorf("%v\n%s", err, out)
	}
}

func run(t *testing.T, program string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	return string(out), err
}
