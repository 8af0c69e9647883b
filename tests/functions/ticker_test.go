package functions

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// begin has a worker begin a rollout in staging, and gives it.
func (p *place) begin() rollout.ID {
	p.t.Helper()
	w := p.start("worker")
	if again := w.failures(p.event(p.asks("nightingale.deploy", grammar.Deploy{Target: grammar.Target(target("staging")), Ref: "abc123"}))); len(again) > 0 {
		p.t.Fatalf("it did not begin: %s", w.Log())
	}
	open, err := p.store.Query(p.t.Context(), rollout.Query{Index: rollout.OpenIndex})
	p.must(err)
	if len(open) != 1 {
		p.t.Fatalf("%d rollouts began: %q\n%s", len(open), p.said(true), w.Log())
	}
	return rollout.ID(open[0].Key.ID)
}

// tick is one turn of a rollout.
func (p *process) tick(id rollout.ID) engine.Turn {
	p.t.Helper()
	var turn engine.Turn
	p.invoke(engine.Task{Do: engine.DoTick, Rollout: id, Correlation: "req-7", Wakes: 1}, &turn)
	return turn
}

// until ticks a rollout, each time when it is due, until ok.
func (p *process) until(id rollout.ID, ok func(engine.Turn) bool) engine.Turn {
	p.t.Helper()
	for range 60 {
		turn := p.tick(id)
		if ok(turn) {
			return turn
		}
		time.Sleep(min(time.Duration(turn.Wait)*time.Second, 3*time.Second)) // a process lives by the real clock
	}
	p.t.Fatalf("it never comes to that: %s", p.Log())
	return engine.Turn{}
}

// resting says that a rollout has nothing to do until its next minute is over.
func resting(turn engine.Turn) bool { return turn.Wait > 5 }

// faults.md E12, E14: what comes twice, or too late, changes nothing.
func TestARolloutIsMovedOnByTicksAndByNothingElse(t *testing.T) {
	p := newPlace(t)
	id, k := p.begin(), p.start("ticker")
	turn := k.until(id, resting)
	if turn.Done || turn.Function != "checkout-staging" || turn.Stable == "" || turn.Fence != 1 {
		t.Errorf("the turn is %+v", turn)
	}
	before := p.done("staging")
	if again := k.tick(id); again.Wait > turn.Wait || again.Done || p.done("staging") != before {
		t.Errorf("a tick that comes early: %+v, audit %s", again, p.done("staging"))
	}
	for range 2 {
		k.invoke(engine.Task{Do: engine.DoPark, Rollout: id, Correlation: "req-7", Token: "nightingale-token"}, new(any))
	}
	p.start("worker").failures(p.event(p.asks("nightingale.abort", grammar.Abort{Subject: grammar.Subject{Rollout: string(id)}})))
	k.until(id, func(turn engine.Turn) bool { return turn.Done })
	ended := p.done("staging")
	if !strings.Contains(ended, "rolled_back") {
		t.Errorf("the audit says %s", ended)
	}
	if late := k.tick(id); !late.Done || late.Wait != 0 || p.done("staging") != ended {
		t.Errorf("a tick that comes late: %+v, audit %s", late, p.done("staging"))
	}
	if got := k.counted("DeployStarted", "DeployRolledBack", "DeploySucceeded"); !maps.Equal(got, map[string]float64{"DeployStarted": 1, "DeployRolledBack": 1}) {
		t.Errorf("it counts %v: %s", got, k.Log())
	}
	for _, line := range k.lines() {
		if line["correlation_id"] != "req-7" {
			t.Errorf("a line without its request: %v", line)
		}
	}
}

func TestAnAccountThatIsBusyIsNoFailure(t *testing.T) {
	p := newPlace(t)
	id, k := p.begin(), p.start("ticker")
	k.tick(id)
	p.account.throttle(1000)
	turn := k.until(id, func(turn engine.Turn) bool { return turn.Wait == 5 })
	if turn.Done || turn.Function != "checkout-staging" {
		t.Errorf("the turn is %+v", turn)
	}
	p.account.throttle(0)
	k.until(id, resting)
}

// faults.md E12: twice at once, and when there is nothing to do.
func TestASweepIsHarmless(t *testing.T) {
	p := newPlace(t)
	id, k := p.begin(), p.start("ticker")
	before := p.done("staging")
	for range 2 {
		var got any
		if k.invoke(`{"do":"sweep"}`, &got); got != nil {
			t.Errorf("it answered %v", got)
		}
	}
	if p.done("staging") != before {
		t.Errorf("audit %s, before %s", p.done("staging"), before)
	}
	if beats := k.counted("Heartbeat")["Heartbeat"]; beats != 2 {
		t.Errorf("two sweeps are %v heartbeats: %s", beats, k.Log())
	}
	k.tick(id)
}

func TestATaskThatMakesNoSenseIsRefused(t *testing.T) {
	p := newPlace(t)
	k := p.start("ticker")
	for task, want := range map[string]string{
		`{"do":"tick"}`:                              "names no rollout",
		`{"do":"park","rollout":"01A"}`:              "there is no task",
		`{"do":"promote","rollout":"01A"}`:           "there is no task",
		`{"do":"tick","rollout":"01A"}`:              "rollout/01A",
		`{"do":"tick","rollout":"01A","force":true}`: "rollout/01A", // an execution may have begun with another definition
		`{"do":7}`: "this is no task",
		`[]`:       "this is no task",
		encode(t, p.event(p.asks("1", lock("prod")))):      "this is no task",
		encode(t, command("nightingale", "x", time.Now())): "this is no task",
	} {
		if got := k.refused(task); !strings.Contains(got, want) {
			t.Errorf("%s: %s", task, got)
		}
	}
	if diff := cmp.Diff("", p.done("prod")); diff != "" {
		t.Error(diff)
	}
}

func TestATickerNeedsNoSecret(t *testing.T) {
	p := newPlace(t)
	p.env = slices.DeleteFunc(p.env, func(v string) bool {
		return strings.HasPrefix(v, "SLIPWAY_SECRETS=") || strings.HasPrefix(v, "SLACK_BOT_TOKEN=")
	})
	p.start("ticker").invoke(`{"do":"sweep"}`, new(any))
}
