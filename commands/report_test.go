package commands_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// told is what the code host was told of deployments: SHA and states, in order.
func (w *world) told() (out []string) {
	for _, d := range w.host.Told() {
		out = append(out, fmt.Sprintf("%.7s %s %v", d.Latest.SHA, d.Latest.Environment, d.States))
	}
	return out
}

func TestTheCodeHostIsToldOfEachRolloutAndOfWhatItReplaced(t *testing.T) {
	w := newWorld(t).connect()
	w.Policy.Address = "https://bot.example.com/live"
	w.deploy(staging, goodSHA)
	w.errands()
	if want := []string{"abc1230 staging [queued in_progress success]"}; !slices.Equal(w.told(), want) {
		t.Fatalf("%v, want %v", w.told(), want)
	}
	w.deploy(staging, unbuiltSHA)
	w.errands()
	w.deploy(staging, crashSHA)
	w.errands()
	w.goesBack(staging)
	w.errands()
	want := []string{
		"abc1230 staging [queued in_progress success inactive]",
		"dddddd0 staging [queued in_progress success inactive]",
		"c4a5000 staging [queued in_progress failure]",
		"abc1230 staging [in_progress success]",
	}
	if !slices.Equal(w.told(), want) {
		t.Errorf("%v, want %v", w.told(), want)
	}
	if first := w.host.Told()[0].Latest; first.LogURL != "https://bot.example.com/live/see/"+string(first.Rollout) {
		t.Errorf("what was not built leads to %q", first.LogURL)
	}
	built := w.host.Told()[1].Latest
	if built.LogURL != w.host.Runs()[0].URL || built.Service != "checkout" || built.Rollout == "" || built.Description == "" || len(built.Description) > 140 {
		t.Errorf("%+v", built)
	}
}

// goesBack takes back what was shipped to a target, to v42.
func (w *world) goesBack(where grammar.Target) {
	w.t.Helper()
	r, change := rollout.Begin(rollout.Rollout{
		ID: rollout.ID(w.NewID()), Target: is(where), Phase: rollout.RollingBack, IsRollback: true, Reports: true,
		Candidate: "43", Stable: "42", StableRelease: rollout.Release{SHA: goodSHA}, Cause: rollout.Cause{Code: rollout.CauseRollback},
	}, w.lockOf(where), w.now)
	w.must(w.store.Commit(w.context(), change))
	w.drive(r.ID, nil)
}

func TestWhatWasTakenBackLeavesTheOneBeforeInItsPlace(t *testing.T) {
	w := newWorld(t).connect()
	w.deploy(prod, goodSHA)
	w.errands()
	w.deploy(prod, badSHA)
	w.errands()
	want := []string{"abc1230 prod [queued in_progress success]", "bad0000 prod [queued in_progress failure]"}
	if !slices.Equal(w.told(), want) {
		t.Errorf("%v, want %v", w.told(), want)
	}
}

// faults.md D12: GitHub is down all the time, and hears of it afterwards.
func TestARolloutDoesNotWaitForWhatCannotBeTold(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Before = func(call string) error {
		if call == "Open" || call == "Mark" {
			return errDown
		}
		return nil
	}
	first, second := w.deploy(staging, goodSHA), w.deploy(staging, unbuiltSHA)
	if first.Phase != rollout.Succeeded || second.Phase != rollout.Succeeded || len(w.host.Told()) != 0 {
		t.Fatalf("%s, %s, told %v", first.Phase, second.Phase, w.told())
	}
	w.host.Before = nil
	w.now = w.now.Add(30 * time.Second)
	w.errands()
	want := []string{"abc1230 staging [inactive]", "dddddd0 staging [success]"}
	if !slices.Equal(w.told(), want) {
		t.Errorf("%v, want %v", w.told(), want)
	}
}

// faults.md D12: an answer is lost; nothing is told twice that matters.
func TestADeploymentIsMadeOnceWhateverIsLost(t *testing.T) {
	for _, call := range []string{"Open", "Mark"} {
		w := newWorld(t).connect()
		w.host.After = failing(call, errDown)
		w.deploy(staging, goodSHA)
		w.errands()
		w.host.After = nil
		w.now = w.now.Add(30 * time.Second) // whoever began has died
		w.errands()
		told := w.host.Told()
		left := slices.DeleteFunc(w.notices(), func(n rollout.Notice) bool { return !n.Kind.Errand() })
		if len(told) != 1 || told[0].States[len(told[0].States)-1] != rollout.DeploymentDone || len(left) != 0 {
			t.Errorf("%s: %v, left %+v", call, w.told(), left)
		}
	}
}

// While one sender makes it, another one that got the same errand does not.
func TestADeploymentIsMadeByOneSenderAtATime(t *testing.T) {
	w := newWorld(t).connect()
	n := rollout.Notice{Kind: rollout.ReportErrand, Rollout: w.start(prod, goodSHA), At: w.now}
	var second error
	w.host.Before = func(call string) error {
		if w.host.Before = nil; call == "Open" {
			w.now = w.now.Add(29 * time.Second)
			second = w.Errand(t.Context(), n)
		}
		return nil
	}
	w.must(w.Errand(t.Context(), n))
	if got := w.host.Calls(); !rollout.IsKind(second, rollout.Throttled) || calls(got, "Open") != 1 {
		t.Errorf("the second: %v, calls %v", second, got)
	}
}

func TestWhatNeedNotBeToldIsNot(t *testing.T) {
	w := newWorld(t)
	id := w.deploy(prod, goodSHA).ID
	w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.ReportErrand, Rollout: id, At: w.now}))
	w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.ReportErrand, Rollout: "01JNONE", At: w.now}))
	w.connect()
	w.Policy.Services[0].Builds = false
	id = w.deploy(staging, goodSHA).ID
	w.errands()
	w.host.Calls()
	w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.ReportErrand, Rollout: id, At: w.now})) // twice
	if got := w.host.Calls(); len(got) != 0 {
		t.Errorf("calls %v", got)
	}
}

// A rollback may go to a version that nobody knows the commit of.
func TestAVersionWithoutACommitIsNoDeployment(t *testing.T) {
	w := newWorld(t).connect()
	r := rollout.Rollout{ID: "01J", Target: is(prod), Phase: rollout.RollingBack, IsRollback: true, Stable: "40", Candidate: "41", Reports: true}
	_, change := rollout.Begin(r, rollout.Lock{Target: is(prod)}, w.now)
	w.must(w.store.Commit(t.Context(), change))
	if w.errands(); len(w.host.Told()) != 0 {
		t.Errorf("%v", w.told())
	}
}

func TestAReportNeedsTheStore(t *testing.T) {
	w := newWorld(t).connect()
	id := w.start(prod, goodSHA)
	n := rollout.Notice{Kind: rollout.ReportErrand, Rollout: id, At: w.now}
	for name, store := range map[string]commands.Store{
		"rollout": failsOn{w.store, "rollout"}, "reported": failsOn{w.store, "reported"}, "past": cannotQuery{w.store, rollout.TargetIndex(is(prod))},
	} {
		w.Store = store
		if err := w.Errand(t.Context(), n); !contains(err, "it is down") {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Store = w.store
	for _, left := range []int{0, 1, 2} { // each of the notes that it makes, one after the other
		w.store.Before = func(rollout.Change) error {
			if left--; left < 0 {
				return errDown
			}
			return nil
		}
		if err := w.Errand(t.Context(), n); !contains(err, "it is down") {
			t.Error(err)
		}
		w.now = w.now.Add(30 * time.Second)
	}
	w.store.Before = nil
	if w.must(w.Errand(t.Context(), n)); !slices.Equal(w.told(), []string{"abc1230 prod [queued queued]"}) {
		t.Errorf("%v", w.told())
	}
}
