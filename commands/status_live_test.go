package commands_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// What the account does not say in time is shown as it was seen last, and says so.
func TestASlowAccountHoldsUpNobodyAndHidesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, 7)
		for i := range 7 {
			f.ship(f.at(i, "prod"), "", "one", time.Hour)
			f.ship(f.at(i, "staging"), "", "one", time.Hour)
		}
		f.account.takes = 400 * time.Millisecond
		began := time.Now()
		shown := f.page(rollout.Target{}, 1)
		if took := time.Since(began); took > time.Second {
			t.Errorf("it took %s", took)
		}
		late := 0
		for _, s := range shown.Targets {
			if s.Recalled {
				late++
			}
			if s.Problem != "" || s.Live.Version != "one" || s.By != rel {
				t.Errorf("%s: %+v by %q", s.Target, s.Live, s.By)
			}
		}
		if len(shown.Targets) != 14 || late != 6 {
			t.Errorf("%d of %d targets are late", late, len(shown.Targets))
		}
	})
}

func TestATargetThatCannotBeReadHidesNoOther(t *testing.T) {
	f := newFleet(t, 4)
	for i := range 3 {
		f.ship(f.at(i, "prod"), "", "one", time.Hour)
	}
	f.account.fails = map[rollout.Target]error{
		f.at(1, "prod"): errDown, f.at(3, "prod"): errDown,
		f.at(2, "prod"): &rollout.Error{Kind: rollout.NotFound, Err: errors.New("no function")},
	}
	want := map[string]string{
		"s002/prod": "its Lambda function is not there", "s003/prod": "it cannot be read right now",
	}
	for _, s := range f.page(rollout.Target{Environment: "prod"}, 1).Targets {
		if s.Problem != want[s.Target.String()] || s.Recalled != (s.Target == f.at(1, "prod")) {
			t.Errorf("%s: %q, recalled %v", s.Target, s.Problem, s.Recalled)
		}
	}
}

// Whatever our own rollouts say, live is what the account says.
func TestTheAccountHasTheLastWord(t *testing.T) {
	f := newFleet(t, 1)
	at := f.at(0, "prod")
	f.ship(at, "zero", "one", time.Hour)
	f.account.named = map[rollout.Version]rollout.Release{"other": {SHA: sha("other")}}
	for version, want := range map[rollout.Version]string{"one": sha("one"), "zero": sha("zero"), "other": sha("other"), "console": "", "": ""} {
		f.account.list = 0
		f.account.live[at] = rollout.Split(version, "two", 0.25)
		s := f.only(at)
		if s.Live.Version != version || s.Live.Release.SHA != want || s.Weight != 0.25 || s.Problem != "" {
			t.Errorf("%s: %+v, %v on another, %q", version, s.Live, s.Weight, s.Problem)
		}
		if brought := version == "one"; brought != (s.By == rel) || brought == s.Since.IsZero() {
			t.Errorf("%s: by %q since %s", version, s.By, s.Since)
		}
		if known := version == "one" || version == "zero" || version == ""; known != (f.account.list == 0) {
			t.Errorf("%s: %d lists of versions", version, f.account.list)
		}
	}
}

func TestWithoutTheLocksNoTargetIsShownAsIfItWereFree(t *testing.T) {
	f := newFleet(t, 1)
	f.ship(f.at(0, "prod"), "", "one", time.Hour)
	f.Store = cannotQuery{Store: f.store, index: rollout.LockIndex}
	if s := f.only(f.at(0, "prod")); s.Problem == "" || s.Live.Version != "one" {
		t.Errorf("%+v", s)
	}
	f.Store = cannotQuery{Store: f.store, index: rollout.TargetIndex(f.at(0, "prod"))}
	if s := f.only(f.at(0, "prod")); s.Problem == "" || s.Live.Version != "" {
		t.Errorf("%+v", s)
	}
}

// Attempts that failed do not bury the rollout that has brought what is live.
func TestWhoBroughtItIsKnownAfterManyAttemptsThatFailed(t *testing.T) {
	f := newFleet(t, 1)
	at := f.at(0, "prod")
	f.ship(at, "zero", "one", 24*time.Hour)
	for range 7 {
		f.past(at, "one", "two", time.Hour, rollout.Failed)
	}
	if s := f.only(at); s.By != rel || !s.Since.Equal(noon.Add(-24*time.Hour)) || s.Live.Release.SHA != sha("one") {
		t.Errorf("%+v by %q since %s", s.Live, s.By, s.Since)
	}
	f.past(at, "one", "two", 0, rollout.Watching)
	if s := f.only(at); s.Rollout == nil || s.Live.Version != "one" {
		t.Errorf("%+v", s)
	}
}
