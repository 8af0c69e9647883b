package integration

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/deployed"
)

// Whoever commits a notice queues it right after, unless it dies between.
func TestTheScheduleFindsANoticeThatNobodySends(t *testing.T) {
	p := deploy(t, deployed.Options{})
	p.Schedule()
	lock := rollout.Lock{Target: target("prod")}.Hold(rollout.Hold{By: ana, Reason: "migrating orders"})
	n := rollout.Notice{ID: "01NOTICE", Kind: rollout.Locked, Channel: checkout, By: ana}
	p.must(p.Store.Commit(t.Context(), rollout.Held(lock, n, "lock", p.World.Clock.Now())))
	p.eventually("the channel is told", func() bool { return slices.ContainsFunc(p.seen(false), says("migrating orders")) })
	p.eventually("the outbox is empty", func() bool { return p.outbox() == 0 })
}

// faults.md E14: somebody deletes the ticker. What the last resort then does to an
// alias is shown in tests/faults.
func TestTheTopicHearsOfALastResort(t *testing.T) {
	p := deploy(t, deployed.Options{})
	p.types("/deploy", "prod abc123")
	p.eventually("the canary has traffic", func() bool { return p.rollout("prod").Phase == rollout.Shifting })
	p.Delete("ticker")
	var told []string
	p.eventually("the topic is told", func() bool {
		told = append(told, p.Told()...)
		return len(told) > 0
	})
	if id := string(p.rollout("prod").ID); len(told) != 1 || !strings.Contains(told[0], "rollout "+id) {
		t.Errorf("%q", told)
	}
}

func target(environment string) rollout.Target {
	return rollout.Target{Service: "checkout", Environment: environment}
}

// rollout is checkout's newest in an environment, or nothing.
func (p *place) rollout(environment string) (r rollout.Rollout) {
	p.t.Helper()
	rows, err := p.Store.Query(p.t.Context(), rollout.Query{Index: rollout.TargetIndex(target(environment)), Limit: 1, Descending: true})
	p.must(err)
	if len(rows) > 0 {
		r, err = rollout.Decode[rollout.Rollout](rows[0])
		p.must(err)
	}
	return r
}

// outbox is how many notices wait to be sent.
func (p *place) outbox() int {
	p.t.Helper()
	rows, err := p.Store.Query(p.t.Context(), rollout.Query{Index: rollout.OutboxIndex})
	p.must(err)
	return len(rows)
}
