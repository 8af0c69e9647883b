package commands_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// drifted is a fleet of which each prod is a commit behind, and main another one ahead.
func drifted(t *testing.T, services int) *fleet {
	t.Helper()
	f := newFleet(t, services)
	for i := range services {
		f.ship(f.at(i, "prod"), "", "one", 3*time.Hour)
		f.ship(f.at(i, "staging"), "", "two", time.Hour)
		f.put(rollout.Head{Service: f.at(i, "").Service, Commit: rollout.Commit{SHA: sha("three")}, At: noon})
	}
	f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("two"), Ahead: 4})
	f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("three"), Ahead: 6})
	f.host.Differ(rollout.Comparison{From: sha("two"), To: sha("three"), Ahead: 2})
	return f
}

func TestCommitsBetweenAreCountedOnceForGood(t *testing.T) {
	f := drifted(t, 1)
	for range 2 {
		prod, staging := f.only(f.at(0, "prod")), f.only(f.at(0, "staging"))
		if prod.Drift == nil || prod.Drift.Commits != 4 || prod.Waiting != 6 || prod.Head == nil {
			t.Errorf("prod: %+v, %d wait", prod.Drift, prod.Waiting)
		}
		if staging.Drift != nil || staging.Waiting != 2 || staging.Head == nil {
			t.Errorf("staging: %+v, %d wait", staging.Drift, staging.Waiting)
		}
	}
	if calls := f.host.Calls(); len(calls) != 3 {
		t.Errorf("%v", calls)
	}
	got, err := rollout.Decode[rollout.Gap](f.load(rollout.Gap{Service: "s000", From: sha("one"), To: sha("two")}.Key()))
	if err != nil || got.Ahead != 4 || got.Lost {
		t.Errorf("%+v, %v", got, err)
	}
}

func (f *fleet) load(k rollout.Key) rollout.Stored {
	f.t.Helper()
	row, err := f.store.Load(context.Background(), k)
	if err != nil {
		f.t.Fatal(err)
	}
	return row
}

// What staging has is often the newest commit there is.
func TestWhatIsAskedForTwiceIsCountedOnce(t *testing.T) {
	f := drifted(t, 1)
	f.put(rollout.Head{Service: "s000", Commit: rollout.Commit{SHA: sha("two")}, At: noon.Add(time.Minute)})
	if s := f.only(f.at(0, "prod")); s.Drift == nil || s.Drift.Commits != 4 || s.Waiting != 4 {
		t.Errorf("%+v, %d wait", s.Drift, s.Waiting)
	}
	if calls := f.host.Calls(); len(calls) != 1 {
		t.Errorf("%v", calls)
	}
}

// The commits have the last word on which one is newer.
func TestWhatIsLiveThatHoldsAllOfTheOtherIsNotBehind(t *testing.T) {
	f := drifted(t, 1)
	f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("two"), Behind: 3})
	f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("three"), Behind: 1})
	for range 2 {
		if s := f.only(f.at(0, "prod")); s.Drift != nil || s.Head != nil || s.Waiting != 0 {
			t.Errorf("%+v, %+v, %d", s.Drift, s.Head, s.Waiting)
		}
	}
	if n := f.page(rollout.Target{}, 1).Count.Drifting; n != 0 {
		t.Errorf("%d are behind", n)
	}
}

func TestACodeHostThatDoesNotKnowIsNoReasonToFail(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		calls int // of a second look
	}{
		"it is down":                    {errDown, 2},
		"one of them is not there":      {&rollout.Error{Kind: rollout.NotFound}, 0},
		"somebody has to permit it":     {rollout.Refuse("denied", "No.", "Ask."), 2},
		"it has had enough for an hour": {&rollout.Error{Kind: rollout.Throttled}, 2},
	} {
		f := drifted(t, 1)
		f.host.Before = func(string) error { return c.err }
		f.only(f.at(0, "prod"))
		f.host.Calls()
		s := f.only(f.at(0, "prod"))
		if s.Problem != "" || s.Drift == nil || s.Drift.Commits != 0 || s.Head == nil || s.Waiting != 0 {
			t.Errorf("%s: %+v", name, s)
		}
		if calls := f.host.Calls(); len(calls) != c.calls {
			t.Errorf("%s: asked again: %v", name, calls)
		}
	}
}

func TestASlowCodeHostHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := drifted(t, 7)
		slow := &slowHost{Commits: f.host, takes: 300 * time.Millisecond}
		f.Commits = slow
		began := time.Now()
		shown := f.page(rollout.Target{}, 1)
		if took := time.Since(began); took > 750*time.Millisecond {
			t.Errorf("it took %s", took)
		}
		if slow.meter.most != 5 {
			t.Errorf("%d were asked at once", slow.meter.most)
		}
		known := 0
		for _, s := range shown.Targets {
			if s.Drift != nil && s.Drift.Commits > 0 {
				known++
			}
			if s.Waiting > 0 {
				known++
			}
		}
		if known != 10 { // two rounds of five
			t.Errorf("%d were counted in time", known)
		}
	})
}

// slowHost takes its time for each comparison, and gives up when whoever asked has.
type slowHost struct {
	commands.Commits
	takes time.Duration
	meter harbour
}

func (h *slowHost) Compare(ctx context.Context, service, from, to string) (rollout.Comparison, error) {
	var calls int
	h.meter.begin(&calls)
	defer h.meter.end()
	select {
	case <-time.After(h.takes):
	case <-ctx.Done():
		return rollout.Comparison{}, ctx.Err()
	}
	return h.Commits.Compare(ctx, service, from, to)
}

func TestOnlyWhatCanBeComparedIs(t *testing.T) {
	f := drifted(t, 1)
	f.Policy.Services[0].Repository = ""
	if s := f.only(f.at(0, "prod")); s.Drift == nil || s.Head != nil || s.Drift.Commits != 0 {
		t.Errorf("%+v", s)
	}
	f.Policy.Services[0].Repository = "acme/shop"
	f.account.live[f.at(0, "prod")] = rollout.All("console") // of which nobody knows the commit
	if s := f.only(f.at(0, "prod")); s.Drift != nil || s.Head == nil || s.Waiting != 0 {
		t.Errorf("%+v", s)
	}
	if calls := f.host.Calls(); len(calls) != 0 {
		t.Errorf("%v", calls)
	}
}

func TestGapsThatCannotBeReadOrKeptAreAskedForAgain(t *testing.T) {
	f := drifted(t, 1)
	f.Store = failsOn{Store: f.store, kind: "gap"}
	f.store.Before = func(rollout.Change) error { return errDown }
	for range 2 {
		if s := f.only(f.at(0, "prod")); s.Drift == nil || s.Drift.Commits != 4 || s.Waiting != 6 {
			t.Errorf("%+v", s)
		}
		if calls := f.host.Calls(); len(calls) != 2 {
			t.Errorf("%v", calls)
		}
	}
}
