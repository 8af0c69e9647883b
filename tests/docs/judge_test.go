package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/report"
)

// The page's figures are those of the code as it is. Another architecture rounds
// otherwise, which may move a rollout in many thousands.
func TestTheJudgesTablesAreWhatTheCommandMakes(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("it simulates for a minute, and counts on amd64's rounding")
	}
	dir := t.TempDir()
	page := filepath.Join(dir, "judge.md")
	if err := os.WriteFile(page, []byte(read(t, "docs/judge.md")), 0o600); err != nil {
		t.Fatal(err)
	}
	command := report.Command()
	command.SetArgs([]string{"--page", page})
	command.SetOut(t.Output())
	command.SetErr(t.Output())
	if err := command.ExecuteContext(t.Context()); err != nil {
		t.Error(err)
	}
	made, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(made) != read(t, "docs/judge.md") {
		t.Error("docs/judge.md shows other figures; run `make tables`")
	}
}

var shell = regexp.MustCompile("(?s)```sh\n(.*?)```")

func TestTheJudgesCommandsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	shown := shell.FindAllStringSubmatch(read(t, "docs/judge.md"), -1)
	if len(shown) < 3 {
		t.Fatalf("only %d commands are shown", len(shown))
	}
	for _, m := range shown {
		c := exec.CommandContext(t.Context(), "sh", "-e", "-c", m[1])
		c.Dir = root
		out, err := c.CombinedOutput()
		if err != nil || len(out) == 0 {
			t.Errorf("%s: %v\n%s", m[1], err, out)
		}
	}
}
