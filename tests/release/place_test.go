package release

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/deployed"
)

// patience is how long something may take that has to come true, in real time.
const patience = 2 * time.Minute

// place is a target of a deployed bot, and a workflow that ships to it.
type place struct {
	*deployed.Deployment
	t   *testing.T
	env []string // of the workflow's jobs
	at  rollout.Target
}

// open deploys the bot, and gives a workflow that Ana has started what it needs.
func open(t *testing.T) place {
	t.Helper()
	d, env := Open(t)
	p := place{Deployment: d, t: t, env: []string{"GITHUB_ACTOR=ana", "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=acme/checkout", "GITHUB_RUN_ID=7"}}
	for name, value := range env {
		p.env = append(p.env, name+"="+value)
	}
	p.follows(Policy())
	return p
}

// follows gives the workflow a policy.
func (p *place) follows(policy string) {
	p.t.Helper()
	name := filepath.Join(p.t.TempDir(), "slipway.yaml")
	p.must(os.WriteFile(name, []byte(policy), 0o600))
	p.env = append(slices.Clone(p.env), "SLIPWAY_CONFIG="+name)
}

// by gives a test a target that nobody else ships to.
func (p place) by(t *testing.T, service, environment string) place {
	t.Helper()
	p.t, p.at = t, rollout.Target{Service: service, Environment: environment}
	return p
}

// job is one part as it runs.
type job struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

// told is what a part told when it ended.
type told struct {
	Code                                          int
	Outcome, Rollout, Version, SHA, Message, Hint string
}

// start begins a part in a process of its own.
func (p place) start(args ...string) *job {
	p.t.Helper()
	args = append(args, "--timeout", "2h", "--output", "json") // simulated hours
	j := &job{Cmd: exec.CommandContext(p.t.Context(), filepath.Join(os.Getenv("SLIPWAY_BUILT_IN"), "slipway"), append([]string{"release"}, args...)...)}
	j.Env, j.Stdout, j.Stderr = p.env, &j.stdout, &j.stderr
	p.must(j.Start())
	return j
}

// ends waits for a part, and wants an exit code.
func (p place) ends(j *job, code int) (r told) {
	p.t.Helper()
	_ = j.Wait() // the code says it
	r.Code = j.ProcessState.ExitCode()
	if err := json.Unmarshal(j.stdout.Bytes(), &r); err != nil || r.Code != code {
		p.t.Fatalf("%v: code %d, want %d; %v\n%s%s", j.Args[2:], r.Code, code, err, &j.stdout, &j.stderr)
	}
	if strings.Contains(j.stderr.String(), `"level":"INFO"`) {
		p.t.Errorf("%v: a job's log is for people:\n%s", j.Args[2:], &j.stderr)
	}
	return r
}

// part does a part and wants an exit code.
func (p place) part(code int, args ...string) told {
	p.t.Helper()
	return p.ends(p.start(args...), code)
}

// publish begins to ship a commit.
func (p place) publish(code int, sha string) told {
	p.t.Helper()
	return p.part(code, "publish", "--service", p.at.Service, "--env", p.at.Environment, "--sha", sha)
}

// rollback takes the target back.
func (p place) rollback(code int) told {
	p.t.Helper()
	return p.part(code, "rollback", "--service", p.at.Service, "--env", p.at.Environment)
}

// sha is a commit of the service that behaves so.
func (p place) sha(behaviour string) string {
	p.t.Helper()
	return Commit(p.t, p.Deployment, p.at.Service, behaviour)
}

// live is where the traffic goes: "v41", or "v41 + v42 50%".
func (p place) live() string {
	p.t.Helper()
	a, err := p.World.Cloud.GetAlias(p.at.Service+"-"+p.at.Environment, "live")
	p.must(err)
	if len(a.AdditionalVersionWeights) > 0 {
		return "v" + a.FunctionVersion + ", split"
	}
	return "v" + a.FunctionVersion
}

// phase is the phase of a rollout.
func (p place) phase(id string) rollout.Phase {
	p.t.Helper()
	row, err := p.Store.Load(p.t.Context(), rollout.RolloutKey(rollout.ID(id)))
	p.must(err)
	r, err := rollout.Decode[rollout.Rollout](row)
	p.must(err)
	return r.Phase
}

// until waits until a rollout is in one of these phases.
func (p place) until(id string, phases ...rollout.Phase) {
	p.t.Helper()
	p.eventually(fmt.Sprintf("one of %v", phases), func() bool { return slices.Contains(phases, p.phase(id)) })
}

// eventually waits until something is true.
func (p place) eventually(what string, is func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s: it never came true\n%s", what, p.Log())
		}
	}
}

// shows says that the service's channel has a message with all of these.
func (p place) shows(texts ...string) bool {
	for _, c := range p.World.Slack.View("U0ANA").Channels {
		if c.Name != p.at.Service {
			continue
		}
		for _, m := range c.Messages {
			if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(m.Text+string(m.Blocks), text) }) {
				return true
			}
		}
	}
	return false
}

func (p place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
