package commands_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md D1, D2, D3, D7, D8, D9, D12: whatever answers of the code host are lost,
// whatever it tells twice, late or never, whenever people stop waiting: an order starts
// one run at most, every rollout ends, and no run goes on that nobody wants.
func TestWhateverTheCodeHostDoesBuildsEndAndAreAskedForOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &factory{world: newWorld(t).connect(), t: t}
		for range rapid.IntRange(5, 60).Draw(t, "events") {
			f.event()
			f.askedOnce()
		}
		f.host.Before, f.host.After, f.host.Late, f.deaf = nil, nil, 0, false
		f.settle()
		f.addsUp()
	})
}

// factory is a world whose code host cannot be relied upon.
type factory struct {
	*world
	t     *rapid.T
	deaf  bool            // webhooks are lost
	heard []commands.News // what the code host has told, to be told again
}

func (f *factory) event() {
	f.now = f.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(f.t, "seconds")) * time.Second)
	f.weather()
	switch rapid.SampledFrom([]string{"deploy", "deploy", "abort", "tick", "tick", "tick", "errands", "errands", "errand", "run", "run", "news", "look", "sweep"}).Draw(f.t, "event") {
	case "deploy":
		_, _ = f.run(rel, grammar.Deploy{Target: f.where(), Ref: unbuiltSHA})
	case "abort":
		_, _ = f.run(rel, grammar.Abort{Subject: grammar.Subject{Target: f.where()}})
	case "tick":
		f.tickAll()
	case "errands":
		f.errands()
	case "errand": // one that is late, or was sent twice
		_ = f.Errand(context.Background(), rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, f.now))
	case "run":
		f.moveRun()
	case "news":
		if len(f.heard) > 0 {
			_ = f.Hear(context.Background(), rapid.SampledFrom(f.heard).Draw(f.t, "news"))
		}
	case "look":
		f.now = f.now.Add(time.Duration(rapid.IntRange(1, 10).Draw(f.t, "minutes")) * time.Minute)
	case "sweep":
		_ = f.Sweep(context.Background(), f.now)
	}
}

// weather is what one call of the code host does wrong during one event, if anything.
func (f *factory) weather() {
	f.host.Before, f.host.After = nil, nil
	f.host.Silent = rapid.Bool().Draw(f.t, "silent")
	f.host.Late = rapid.SampledFrom([]time.Duration{0, 0, 5 * time.Minute, time.Hour}).Draw(f.t, "late")
	f.deaf = rapid.Bool().Draw(f.t, "deaf")
	call := rapid.SampledFrom([]string{"Dispatch", "Dispatch", "Find", "Look", "Cancel", "Open", "Mark"}).Draw(f.t, "call")
	switch rapid.SampledFrom([]string{"fine", "fine", "fine", "lost request", "lost answer", "limit"}).Draw(f.t, "weather") {
	case "lost request":
		f.host.Before = failing(call, errDown)
	case "lost answer":
		f.host.After = failing(call, errDown)
	case "limit":
		f.host.Before = failing(call, &rollout.Error{Kind: rollout.Throttled, Message: "Later."})
	}
}

func (f *factory) where() grammar.Target {
	return rapid.SampledFrom([]grammar.Target{staging, prod}).Draw(f.t, "where")
}

// moveRun is what happens on the code host: a run goes on, ends well or badly.
func (f *factory) moveRun() {
	runs := slices.DeleteFunc(f.host.Runs(), func(r commandtest.Dispatched) bool { return r.State.Ended() })
	if len(runs) == 0 {
		return
	}
	run := rapid.SampledFrom(runs).Draw(f.t, "run").ID
	switch rapid.SampledFrom([]string{"going", "waiting", "built", "broken", "empty"}).Draw(f.t, "to") {
	case "going":
		f.host.Set(run, func(r *rollout.Run) { r.State, r.Waits = rollout.RunGoing, nil })
	case "waiting":
		f.host.Set(run, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, []string{"staging"} })
	case "built":
		f.built(run)
	case "broken":
		f.broken(run)
	case "empty":
		f.host.Set(run, func(r *rollout.Run) { r.State = rollout.RunSucceeded })
	}
	n := f.newsOf(run)
	f.heard = append(f.heard, n)
	if !f.deaf {
		_ = f.Hear(context.Background(), n)
	}
}

// tickAll gives each open rollout that is due a turn.
func (f *factory) tickAll() {
	for _, r := range list[rollout.Rollout](f.world, rollout.OpenIndex) {
		_, _ = f.Tick(context.Background(), r.ID)
	}
}

// askedOnce holds the runs against the orders.
func (f *factory) askedOnce() {
	orders := map[string]bool{}
	for _, r := range f.host.Runs() {
		if orders[r.Order.Correlation] {
			f.t.Fatalf("two runs for %s", r.Order.Correlation)
		}
		orders[r.Order.Correlation] = true
	}
}

// settle lets everything work again, until nothing is left to be done.
func (f *factory) settle() {
	for range 2000 {
		open := len(list[rollout.Rollout](f.world, rollout.OpenIndex))
		switch {
		case open > 0:
			f.now = f.now.Add(30 * time.Second)
		case len(list[rollout.BuildRun](f.world, rollout.BuildsIndex)) > 0: // for a day, it may be
			f.now = f.now.Add(20 * time.Minute)
		default:
			return
		}
		f.tickAll()
		f.errands()
		if f.isBuilt() { // a run whose image is there is let run to its end
			f.builders()
		}
		_ = f.Sweep(context.Background(), f.now)
	}
	f.t.Fatalf("no end: %+v, %+v", list[rollout.Rollout](f.world, rollout.OpenIndex), list[rollout.BuildRun](f.world, rollout.BuildsIndex))
}

// addsUp holds rollouts, runs and what the code host was told against one another.
func (f *factory) addsUp() {
	f.askedOnce()
	f.now = f.now.Add(time.Minute) // whoever was just making a deployment has died
	f.errands()
	used := f.isBuilt()
	for _, r := range f.host.Runs() {
		if !r.State.Ended() && !used {
			f.t.Errorf("run %d of %s goes on, and nobody wants it", r.ID, r.Order.Correlation)
		}
	}
	all := list[rollout.Rollout](f.world, rollout.AllIndex)
	for _, r := range all {
		if r.Phase == rollout.Failed && (r.Cause.Text == "" || r.Cause.Code != rollout.CauseBuild && r.Cause.Code != rollout.CauseDeadline) {
			f.t.Errorf("%s failed: %+v", r.ID, r.Cause)
		}
	}
	f.toldOf(all)
	for _, where := range []grammar.Target{staging, prod} {
		builds := slices.DeleteFunc(f.verify(where), func(e rollout.Entry) bool { return e.Action != "build" })
		if len(builds) > len(all) {
			f.t.Errorf("the audit tells of %d builds for %d rollouts", len(builds), len(all))
		}
	}
}

// isBuilt says whether the commit has an image by now.
func (f *factory) isBuilt() bool {
	b, err := f.Artifacts.State(context.Background(), is(prod), rollout.Release{SHA: unbuiltSHA})
	f.must(err)
	return b.State == rollout.BuildReady
}

// toldOf holds what the code host was told last against how the rollouts ended.
func (f *factory) toldOf(all []rollout.Rollout) {
	last := map[rollout.ID]string{}
	for _, d := range f.host.Told() {
		if _, twice := last[d.Latest.Rollout]; twice {
			f.t.Errorf("%s was told of twice", d.Latest.Rollout)
		}
		last[d.Latest.Rollout] = string(d.States[len(d.States)-1])
	}
	for _, r := range all {
		want := []string{string(r.Deployed())}
		if r.Phase == rollout.Succeeded {
			want = append(want, string(rollout.DeploymentInactive))
		}
		if got := last[r.ID]; !slices.Contains(want, got) {
			f.t.Errorf("%s, %s: told %q, want %s", r.ID, r.Phase, got, strings.Join(want, " or "))
		}
	}
	if len(all) != len(last) {
		f.t.Error(fmt.Sprint(len(all), " rollouts, ", len(last), " deployments"))
	}
}
