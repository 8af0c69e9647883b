package workflows_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// programs are all that a workflow's scripts may call beyond a plain system.
var programs = []string{"action", "aws", "curl", "docker", "go", "gh", "slipway", "terraform"}

// What the repository calls itself, and a commit that act takes from the copy.
const (
	itself = "slipway-dev/slipway"
	zeros  = "0000000000000000000000000000000000000000"
)

// A stage is a copy of the repository in which workflows are executed, with a stand-in
// for every action and every program.
type stage struct {
	t       *testing.T
	root    string // the copy
	standin string // answers, calls, artifacts
	act     string
	local   []string // which action is replaced by which folder
	env     []string // what the steps have beyond what the workflow says
	vars    map[string]string
	told    int
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, act: tool(t, "act"), root: checkout(t, strings.NewReplacer(
		"uses: $/.github/actions/slipway", "uses: "+itself+"/.github/actions/slipway@"+zeros, "uses: $/", "uses: ./")), standin: t.TempDir(),
		vars: map[string]string{"AWS_REGION": "eu-west-1", "SLIPWAY_BUILD_ROLE": "role/build", "SLIPWAY_DEPLOY_ROLE": "role/deploy", "SLIPWAY_TABLE": "slipway", "SLIPWAY_NOTICE_ROLE": "role/notice", "SLIPWAY_TOPIC": "topic"}}
	write(t, filepath.Join(s.root, "tools/ci/release"), read(t, repository+"/tools/ci/release"), 0o700) // #nosec G302 -- a script
	s.local = append(s.local, itself+"@"+zeros+"="+s.root)
	for _, name := range programs {
		write(t, filepath.Join(s.standin, "bin", name), read(t, "testdata/program"), 0o700)
	}
	for _, text := range files(t) {
		for _, m := range pin.FindAllStringSubmatch(text, -1) {
			folder, err := filepath.Abs(filepath.Join("testdata/actions", m[1]))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(folder); err == nil {
				s.local = append(s.local, m[1]+"@"+m[2]+"="+folder)
			}
		}
	}
	s.git("init", "-q")
	s.builtBefore(read(t, repository+"/.github/actions/slipway/built"))
	slices.Sort(s.local)
	s.local = slices.Compact(s.local)
	return s
}

// builtBefore says what the action finds built already.
func (s *stage) builtBefore(lines string) {
	s.t.Helper()
	write(s.t, filepath.Join(s.root, ".github/actions/slipway/built"), lines, 0o600)
	s.git("add", "-A")
	s.git("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", "all")
}

func (s *stage) git(args ...string) {
	s.t.Helper()
	if out, err := run(s.t, "git", append([]string{"-C", s.root}, args...)...); err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// answer lays down what a program says to a call that begins so, and its exit code.
// Several answers to a call are given one after the other; the last one stays.
func (s *stage) answer(call string, code int, says string) {
	s.t.Helper()
	s.told++
	write(s.t, filepath.Join(s.standin, "answers", call, fmt.Sprintf("%03d", s.told)), fmt.Sprintf("%d\n%s\n", code, says), 0o600)
}

// first lays an answer down that is given before the others.
func (s *stage) first(call string, code int, says string) {
	s.t.Helper()
	write(s.t, filepath.Join(s.standin, "answers", call, "000"), fmt.Sprintf("%d\n%s\n", code, says), 0o600)
}

// A result is what came of a run.
type result struct {
	jobs  map[string]string // success or failure; what was skipped is not in it
	calls []string          // in the order in which they were made
	log   string
}

// called are the calls that begin so.
func (r result) called(prefix string) (out []string) {
	for _, call := range r.calls {
		if strings.HasPrefix(call, prefix) {
			out = append(out, call)
		}
	}
	return out
}

// run executes a workflow for an event.
func (s *stage) run(workflow, event string, payload map[string]any) result {
	s.t.Helper()
	payload["repository"] = map[string]any{"default_branch": "main"}
	payload["ref"] = "refs/heads/main"
	body, err := json.Marshal(payload)
	if err != nil {
		s.t.Fatal(err)
	}
	write(s.t, filepath.Join(s.standin, "event.json"), string(body), 0o600)
	args := []string{event, "--json", "-C", s.root, "-W", filepath.Join(s.root, ".github/workflows", workflow), "-e", filepath.Join(s.standin, "event.json"),
		"-P", "ubuntu-24.04=-self-hosted", "--actor", "ana", "--no-cache-server", "--no-skip-checkout", "--action-offline-mode", "--env", "STANDIN=" + s.standin}
	for name, value := range s.vars {
		args = append(args, "--var", name+"="+value)
	}
	for _, v := range s.env {
		args = append(args, "--env", v)
	}
	for _, replaced := range s.local {
		args = append(args, "--local-repository", replaced)
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, s.act, args...) // #nosec G204 -- a test's own program
	c.Env = []string{"HOME=" + s.standin, "PATH=" + s.standin + "/bin:/usr/bin:/bin", "TMPDIR=" + s.standin}
	out, err := c.CombinedOutput()
	r := s.read(string(out))
	if failed := slices.Contains(slices.Collect(maps.Values(r.jobs)), "failure"); failed != (err != nil) || len(r.jobs) == 0 {
		s.t.Fatalf("act: %v, with the jobs %v\n%s", err, r.jobs, r.log)
	}
	return r
}

// read makes sense of what act wrote: a JSON object in each line.
func (s *stage) read(out string) result {
	s.t.Helper()
	r := result{jobs: map[string]string{}}
	for lines := bufio.NewScanner(strings.NewReader(out)); lines.Scan(); {
		var line struct{ JobID, JobResult, Msg string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			line.Msg = lines.Text() + "\n"
		}
		r.log += strings.TrimSuffix(line.Msg, "\n") + "\n"
		if line.JobResult != "" {
			r.jobs[line.JobID] = line.JobResult
		}
	}
	if text, err := os.ReadFile(filepath.Join(s.standin, "calls")); err == nil {
		r.calls = strings.Split(strings.TrimSpace(string(text)), "\n")
	}
	return r
}
