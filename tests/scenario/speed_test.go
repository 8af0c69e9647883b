package scenario

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

// deployed deploys checkout's commit at the head of a branch to staging at the speed
// of real time, and gives the rollout once it is watched.
func deployed(m *machine, branch string) rollout.Rollout {
	m.t.Helper()
	if _, err := m.w.Slack.Command(m.t.Context(), world.People()[0].ID, "C0CHECKOUT", "/deploy", "staging "+branch); err != nil {
		m.t.Fatal(err)
	}
	for range 300 {
		time.Sleep(time.Second)
		index := rollout.TargetIndex(rollout.Target{Service: "checkout", Environment: "staging"})
		rows, err := m.w.Store.Query(m.t.Context(), rollout.Query{Index: index, Limit: 1, Descending: true})
		if err != nil {
			m.t.Fatal(err)
		}
		r, err := rollout.Decode[rollout.Rollout](rows[0])
		if err != nil {
			m.t.Fatal(err)
		}
		if r.Phase == rollout.Watching {
			return r
		}
	}
	m.t.Fatal("it is not there after five minutes")
	return rollout.Rollout{}
}

// came is when a rollout came into a phase.
func came(r rollout.Rollout, p rollout.Phase) (at time.Time) {
	for _, s := range r.Stages {
		if s.Phase == p {
			at = s.At
		}
	}
	return at
}

// What takes time here is what the simulated world is made to take, and whoever waits
// for a moment before they look. Computing costs nothing in a bubble, so this never
// depends on the machine.
func TestAtTheSpeedOfRealTimeNobodyWaitsForLong(t *testing.T) {
	run(t, machine{speed: 1}, func(m *machine) {
		r := deployed(m, "vouchers")
		told := ended(m)
		if waited := came(r, rollout.Deploying).Sub(told); waited < 0 || waited > 2*time.Second {
			m.t.Errorf("the rollout went on %s after its build had ended", waited)
		}
		asked, live := r.Created, came(r, rollout.Watching)
		if all := live.Sub(asked); all > 2*time.Minute {
			m.t.Errorf("from the commit to live it takes %s", all)
		}
		if without := live.Sub(asked) - r.Took(rollout.Building); without > 20*time.Second {
			m.t.Errorf("without build and watch a deploy takes %s", without)
		}
		m.t.Logf("after the webhook %s; build %s, deploy %s, check %s, shift %s, promote %s; live after %s", came(r, rollout.Deploying).Sub(told),
			r.Took(rollout.Building), r.Took(rollout.Deploying), r.Took(rollout.Checking), r.Took(rollout.Shifting), r.Took(rollout.Promoting), live.Sub(asked))
	})
}

// ended is when the code host noted that the one run there was had ended.
func ended(m *machine) time.Time {
	for _, d := range m.w.GitHub.Deliveries() {
		var event struct{ Action string }
		if err := json.Unmarshal(d.Body, &event); err != nil {
			m.t.Fatal(err)
		}
		if d.Event == "workflow_run" && strings.HasPrefix(event.Action, "completed") {
			return d.At
		}
	}
	m.t.Fatal("no run has ended")
	return time.Time{}
}
