package workflows_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A desk is a folder in which a script of tools/ci runs with stand-ins for programs.
type desk struct {
	*stage
	output, summary string
}

func newDesk(t *testing.T, script string) desk {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("needs jq, which GitHub's runners have")
	}
	s := &stage{t: t, standin: t.TempDir()}
	for _, name := range programs {
		write(t, filepath.Join(s.standin, "bin", name), read(t, "testdata/program"), 0o700)
	}
	write(t, filepath.Join(s.standin, "bin", script), read(t, repository+"/tools/ci/"+script), 0o700)
	return desk{s, filepath.Join(s.standin, "output"), filepath.Join(s.standin, "summary")}
}

// command is a script, to be started.
func (d desk) command(script string, args ...string) *exec.Cmd {
	c := exec.CommandContext(d.t.Context(), filepath.Join(d.standin, "bin", script), args...) // #nosec G204 -- a script of ours
	c.Dir = d.standin
	c.Env = []string{"PATH=" + d.standin + "/bin:/usr/local/bin:/usr/bin:/bin", "STANDIN=" + d.standin, "GITHUB_OUTPUT=" + d.output,
		"GITHUB_STEP_SUMMARY=" + d.summary, "GITHUB_REPOSITORY=acme/checkout"}
	return c
}

// run gives what the script printed, and its exit code.
func (d desk) run(script string, args ...string) (string, int) {
	d.t.Helper()
	c := d.command(script, args...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

func TestAPartOfAReleaseKeepsItsExitCodeAndSaysWhatItMeans(t *testing.T) {
	for code, title := range map[int]string{
		0: "notice title=check: ok", 1: "error title=check: FAILED", 2: "error title=check: not understood", 3: "error title=check: refused",
		4: "error title=check: not over yet", 5: "error title=check: rolled back", 137: "error title=check: FAILED",
	} {
		d := newDesk(t, "release")
		d.answer("slipway", code, `{"rollout":"`+id+`","message":"100 % of it.","hint":"Type this."}`)
		out, got := d.run("release", "check", "--rollout", id)
		if got != code || !strings.Contains(out, "::"+title+"::100 %25 of it.\n") {
			t.Errorf("code %d, want %d, and %q:\n%s", got, code, title, out)
		}
		if got := read(t, d.output); got != fmt.Sprintf("rollout=%s\ncode=%d\nmessage=100 %% of it.\nhint=Type this.\n", id, code) {
			t.Errorf("outputs: %q", got)
		}
		if got := read(t, d.summary); !strings.Contains(got, "    100 % of it.\n    Type this.\n") {
			t.Errorf("summary: %q", got)
		}
	}
}

func TestWhatSlipwaySaysIsNeitherACommandNorAnOutput(t *testing.T) {
	d := newDesk(t, "release")
	d.answer("slipway", 1, `{"rollout":"evil\nrollout=evil","message":"a\n::set-output name=x::evil\r\nrollout=evil\u2028b","hint":"\n# evil"}`)
	out, _ := d.run("release", "publish")
	if got := read(t, d.output); got != "rollout=\ncode=1\nmessage=a ::set-output name=x::evil rollout=evil b\nhint= # evil\n" {
		t.Errorf("outputs: %q", got)
	}
	if got := read(t, d.summary); strings.Contains(got, "\n#") {
		t.Errorf("summary: %q", got)
	}
	if strings.Count(out, "\n") != 3 {
		t.Errorf("printed: %q", out)
	}
}

func TestWhatSlipwayTellsOnTheWayIsPrintedWhileCommandsAreStopped(t *testing.T) {
	d := newDesk(t, "release")
	write(t, filepath.Join(d.standin, "bin/slipway"), "#!/bin/sh\necho '::error::evil' >&2\necho '{}'\n", 0o700)
	first, _ := d.run("release", "check")
	second, _ := d.run("release", "check")
	lines := strings.Split(first, "\n")
	token, ok := strings.CutPrefix(lines[0], "::stop-commands::")
	if !ok || len(token) != 32 || lines[1] != "::error::evil" || lines[2] != "::"+token+"::" {
		t.Errorf("printed: %q", first)
	}
	if strings.Contains(second, token) {
		t.Error("the token can be foreseen")
	}
}

func TestACancelledRunEndsAsSlipwaySaysThatItDoes(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		d := newDesk(t, "release")
		write(t, filepath.Join(d.standin, "bin/slipway"), `#!/bin/bash
trap 'sleep 0.1; echo "{\"message\":\"Slipway goes on with it.\"}"; exit 4' TERM
touch "$STANDIN/started"
for _ in {1..200}; do sleep 0.05; done
`, 0o700)
		c := d.command("release", "switch")
		var out strings.Builder
		c.Stdout = &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for !exists(filepath.Join(d.standin, "started")) {
			time.Sleep(5 * time.Millisecond)
		}
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // the code says it
		if c.ProcessState.ExitCode() != 4 || !strings.Contains(out.String(), "::error title=switch: not over yet::Slipway goes on with it.") {
			t.Errorf("%s: code %d\n%s", signal, c.ProcessState.ExitCode(), &out)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestAResultThatCannotBeReadIsAFailureOfPublish(t *testing.T) {
	for _, says := range []string{"", "panic: x", "{}", "[]", `{"rollout":7}`} {
		d := newDesk(t, "release")
		d.answer("slipway", 0, says)
		if out, code := d.run("release", "publish"); code != 1 || !strings.Contains(out, "Slipway did not say which rollout it began.") {
			t.Errorf("with %q: code %d\n%s", says, code, out)
		}
	}
}

func TestEnvironmentsComeInTheOrderInWhichThingsAreShipped(t *testing.T) {
	for _, c := range []struct {
		folders []string
		want    string
		code    int
	}{
		{nil, "environments=[]\n", 0},
		{[]string{"prod", "dev", "staging"}, `environments=["dev","staging","prod"]` + "\n", 0},
		{[]string{"prod"}, `environments=["prod"]` + "\n", 0},
		{[]string{"prod", "qa"}, "In infra there is a folder that is none of dev, staging and prod.\n", 1},
	} {
		d := newDesk(t, "environments")
		for _, folder := range c.folders {
			if err := os.MkdirAll(filepath.Join(d.standin, "infra", folder), 0o750); err != nil {
				t.Fatal(err)
			}
		}
		if out, code := d.run("environments", "infra"); out != c.want || code != c.code {
			t.Errorf("with %v: code %d, %q", c.folders, code, out)
		}
	}
}

func TestAPlanIsAFencedCommentInThePlaceOfItsForerunner(t *testing.T) {
	const mark = "<!-- terraform plan of prod -->"
	for _, c := range []struct{ name, comments, plan, to string }{
		{"the first", `[]`, "ok", "--method POST repos/acme/checkout/issues/7/comments"},
		{"a later", `[{"id":5,"user":{"login":"github-actions[bot]"},"body":"` + mark + `x"}]`, "ok", "--method PATCH repos/acme/checkout/issues/comments/5"},
		{"somebody else's", `[{"id":5,"user":{"login":"eve"},"body":"` + mark + `x"}]`, "ok", "--method POST repos/acme/checkout/issues/7/comments"},
		{"a fence in it", `[]`, "```\n# evil", "--method POST"},
		{"a long one", `[]`, strings.Repeat("x", 100_000), "--method POST"},
		{"none", `[]`, "", "--method POST"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, "comment")
			d.answer("gh api --paginate", 0, c.comments)
			write(t, filepath.Join(d.standin, "plan"), c.plan, 0o600)
			if out, code := d.run("comment", "7", "prod", "plan"); code != 0 {
				t.Fatalf("code %d\n%s", code, out)
			}
			sent := strings.Join(d.read("").called("gh api --silent"), "\n")
			if !strings.Contains(sent, c.to) || !strings.Contains(sent, mark) || strings.Count(sent, "```") != 2 || len(sent) > 65_000 {
				t.Errorf("sent was %.300q", sent)
			}
		})
	}
}

func TestTheAuditLooksAtEverythingAndCountsTheWorst(t *testing.T) {
	for _, bad := range []string{"", "npm", "pip-audit"} {
		d := newDesk(t, "audit")
		for _, name := range []string{"npm", "python3", "pip", "pip-audit"} {
			write(t, filepath.Join(d.standin, "bin", name), read(t, "testdata/program"), 0o700)
		}
		root := filepath.Join(d.standin, "repository")
		for _, path := range []string{"sandbox/page/web/package-lock.json", "tools/peers/a/package-lock.json", "tools/peers/a/requirements.txt", "tools/peers/b/requirements.txt"} {
			write(t, filepath.Join(root, path), "", 0o600)
		}
		for _, name := range []string{"pip", "pip-audit"} {
			write(t, filepath.Join(root, ".cache/audit/bin", name), read(t, "testdata/program"), 0o700)
		}
		write(t, filepath.Join(root, "tools/ci/audit"), read(t, repository+"/tools/ci/audit"), 0o700)
		if bad != "" {
			d.answer(bad, 1, "high severity")
			d.answer(bad, 0, "")
		}
		_, code := d.run("../repository/tools/ci/audit")
		r := d.read("")
		if (code != 0) != (bad != "") || len(r.called("npm audit")) != 2 || len(r.called("pip-audit")) != 2 {
			t.Errorf("with a bad %q: code %d, %q", bad, code, r.calls)
		}
	}
}
