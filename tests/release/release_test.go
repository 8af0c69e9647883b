package release

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

func TestAWorkflowShips(t *testing.T) {
	p := open(t)
	for name, c := range map[string]struct {
		service, environment string
		story                func(place)
	}{
		"part by part, and back":                   {"checkout", "staging", partByPart},
		"nothing that is sick":                     {"search", "staging", sick},
		"what is worse, and it goes back":          {"payments", "staging", worse},
		"and is killed, and the engine goes on":    {"payments", "prod", killed},
		"and is cancelled, and the engine goes on": {"checkout", "prod", cancelled},
		"and back to what is not well, loudly":     {"search", "prod", backToSick},
		"not where it may not":                     {"checkout", "staging", refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.story(p.by(t, c.service, c.environment))
		})
	}
}

// Each part may be done twice: that is what trying a job again does.
func partByPart(p place) {
	green := p.publish(0, p.sha("good"))
	if p.live() != "v41" || green.Version != "42" || green.SHA != p.sha("good") || !strings.Contains(green.Message, "no traffic has moved") {
		p.t.Errorf("%+v, live %s", green, p.live())
	}
	if again := p.publish(0, p.sha("good")); again.Rollout != green.Rollout {
		p.t.Errorf("it was begun again: %+v", again)
	}
	for _, part := range []string{"check", "switch", "watch"} {
		for range 2 {
			p.part(0, part, "--rollout", green.Rollout)
		}
		if moved := p.live() == "v42"; moved != (part != "check") {
			p.t.Errorf("after %s, live is %s", part, p.live())
		}
	}
	p.eventually("the channel shows the same rollout", func() bool {
		return p.shows("ana (GitHub)", green.SHA[:7], "v42", "https://github.com/acme/checkout/actions/runs/7")
	})
	if back := p.rollback(0); p.live() != "v41" || !strings.Contains(back.Message, "its health check passed") {
		p.t.Errorf("%+v, live %s", back, p.live())
	}
	if locked := p.publish(3, p.sha("slow")); !strings.Contains(locked.Message, "locked") {
		p.t.Errorf("after a rollback: %+v", locked)
	}
	if again := p.rollback(0); p.live() != "v41" || !strings.Contains(again.Message, "already back on v41") {
		p.t.Errorf("it went back twice: %+v", again)
	}
	if alarm := p.part(0, "rollback", "--service", "checkout", "--env", "staging", "--if-recent"); !strings.Contains(alarm.Message, "already back on v41") {
		p.t.Errorf("of a second alarm: %+v", alarm)
	}
}

func sick(p place) {
	j := p.start("publish", "--service", "search", "--env", "staging", "--sha", p.sha("crash"))
	_ = j.Wait() // it may see already that the check has failed
	id := p.newest()
	for _, part := range []string{"check", "switch", "watch"} {
		if r := p.part(1, part, "--rollout", id); !strings.Contains(r.Message, "did not pass its health check") {
			p.t.Errorf("%s: %+v", part, r)
		}
	}
	if p.live() != "v41" {
		p.t.Errorf("live is %s", p.live())
	}
}

func worse(p place) {
	stable := p.live()
	id := p.publish(0, p.sha("slow")).Rollout
	p.part(0, "check", "--rollout", id)
	r := p.part(5, "switch", "--rollout", id)
	if p.live() != stable || r.Outcome != "rolled_back" || !strings.Contains(r.Message, "is worse than") {
		p.t.Errorf("%+v, live %s", r, p.live())
	}
	p.part(5, "watch", "--rollout", id)
}

// The machine of a job is gone in the midst of the switch.
func killed(p place) {
	id := p.publish(0, p.sha("good")).Rollout
	p.part(0, "check", "--rollout", id)
	j := p.start("switch", "--rollout", id)
	p.until(id, rollout.Shifting)
	p.must(j.Process.Kill())
	_ = j.Wait() // it was killed
	p.until(id, rollout.Succeeded)
	p.part(0, "switch", "--rollout", id)
	p.part(0, "watch", "--rollout", id)
}

func cancelled(p place) {
	id := p.publish(0, p.sha("good")).Rollout
	j := p.start("switch", "--rollout", id)
	p.until(id, rollout.Shifting)
	asked := time.Now()
	p.must(j.Process.Signal(syscall.SIGINT))
	r := p.ends(j, 4)
	if took := time.Since(asked); took > 5*time.Second || !strings.Contains(r.Message, "told to stop; Slipway goes on with it") {
		p.t.Errorf("after %s: %+v", took, r)
	}
	p.until(id, rollout.Watching, rollout.Succeeded)
	if r := p.rollback(0); p.live() != "v41" {
		p.t.Errorf("%+v, live %s", r, p.live())
	}
}

// What was well once is not any more: a table it needs was dropped, say.
func backToSick(p place) {
	id := p.publish(0, p.sha("good")).Rollout
	p.part(0, "switch", "--rollout", id)
	p.part(0, "watch", "--rollout", id)
	for _, c := range p.World.Commits {
		if c.Service == "search" && c.SHA != p.sha("good") {
			p.must(p.World.Cloud.SetBehaviour(c.Digest(), cloud.Presets()["crash"]))
		}
	}
	if r := p.rollback(1); p.live() != "v41" || !strings.Contains(r.Message, "IT IS NOT WELL") {
		p.t.Errorf("%+v, live %s", r, p.live())
	}
}

func refused(p place) {
	if r := p.publish(3, strings.Repeat("0", 40)); !strings.Contains(r.Message, "no commit of checkout") {
		p.t.Errorf("%+v", r)
	}
	if r := p.part(1, "switch", "--rollout", "01JZZZZZZZZZZZZZZZZZZZZZZZ"); !strings.Contains(r.Message, "There is no rollout") {
		p.t.Errorf("%+v", r)
	}
	p.follows(strings.ReplaceAll(Policy(), "workflows: true", "workflows: false"))
	if r := p.publish(3, p.sha("good")); !strings.Contains(r.Message, "Runs of workflows may not deploy to staging") {
		p.t.Errorf("%+v", r)
	}
	p.rollback(3)
	p.follows(Policy() + "github: {}\n")
	if r := p.publish(3, p.sha("good")); !strings.Contains(r.Message, "the step has no GITHUB_TOKEN") {
		p.t.Errorf("%+v", r)
	}
}

// newest is the id of the target's newest rollout.
func (p place) newest() string {
	p.t.Helper()
	rows, err := p.Store.Query(p.t.Context(), rollout.Query{Index: rollout.TargetIndex(p.at), Limit: 1, Descending: true})
	p.must(err)
	if len(rows) == 0 {
		p.t.Fatal("nothing has begun")
	}
	return rows[0].Key.ID
}
