package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func (w *world) status(where grammar.Target) []commands.TargetStatus {
	w.t.Helper()
	out, err := w.run(nobody, grammar.Status{Target: where})
	w.must(err)
	return out.(commands.StatusShown).Targets
}

func TestStatusShowsWhatIsLiveWhoBroughtItAndWhatMoves(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.deploy(prod, crashSHA) // it brought nothing
	id := w.start(prod, badSHA)
	w.drive(id, shifted)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	s := w.status(prod)[0]
	if s.Live.Version != "42" || s.Live.Release.SHA != goodSHA || s.By != rel || !s.Since.Equal(r.Ended) {
		t.Errorf("live %+v, by %s since %s", s.Live, s.By, s.Since)
	}
	if s.Weight != 0.1 || s.Rollout == nil || s.Rollout.ID != id || s.Hold == nil || s.Problem != "" {
		t.Errorf("%+v", s)
	}
}

func TestStatusWithoutATargetShowsAllAndATargetThatCannotBeReadHidesNone(t *testing.T) {
	w := newWorld(t)
	all := w.status(grammar.Target{})
	if len(all) != 4 { // two services, two environments; nobody has made the ghost's functions
		t.Fatalf("%d targets", len(all))
	}
	for _, s := range all {
		if ghost := s.Target.Service == "ghost"; ghost != (s.Problem != "") || ghost != (s.Live.Version == "") {
			t.Errorf("%s: live %q, problem %q", s.Target, s.Live.Version, s.Problem)
		}
	}
	for op, problem := range map[string]bool{"ListAliases": true, "ListVersionsByFunction": false} {
		w.fault = func(o string) error {
			if o == op {
				return errDown
			}
			return nil
		}
		if s := w.status(prod)[0]; (s.Problem != "") != problem || (s.Live.Version == "41") == problem || s.Live.Release.SHA != "" {
			t.Errorf("%s fails: %+v", op, s)
		}
	}
	w.fault = nil
	w.store.Down = errDown
	if s := w.status(prod); s[0].Problem == "" {
		t.Error("the store is down, and nobody hears of it")
	}
}

func TestStatusOfATargetWithoutAnAliasShowsThatNothingIsLive(t *testing.T) {
	w := newWorld(t)
	w.deleteAlias(rollout.Live)
	if s := w.status(prod)[0]; s.Live.Version != "" || s.Problem != "" {
		t.Errorf("%+v", s)
	}
}

func TestHistoryListsTheLastRolloutsNewestFirst(t *testing.T) {
	w := newWorld(t)
	first, second := w.deploy(staging, goodSHA), w.deploy(prod, goodSHA)
	third := w.deploy(prod, crashSHA)
	for where, want := range map[grammar.Target][]rollout.ID{
		{}:                       {third.ID, second.ID, first.ID},
		prod:                     {third.ID, second.ID},
		{Service: "checkout"}:    {third.ID, second.ID, first.ID},
		{Environment: "staging"}: {first.ID},
		{Service: "ghost"}:       {},
	} {
		out, err := w.run(nobody, grammar.History{Target: where})
		w.must(err)
		shown := out.(commands.HistoryShown)
		var got []rollout.ID
		for _, r := range shown.Rollouts {
			got = append(got, r.ID)
		}
		if len(got) != len(want) || shown.Where != is(where) {
			t.Errorf("%+v: %v, want %v", where, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%+v: %v, want %v", where, got, want)
			}
		}
	}
}

func TestHistoryIsCutToWhatAPersonReads(t *testing.T) {
	w := newWorld(t)
	for range 20 {
		id := w.start(prod, goodSHA)
		_, err := w.run(rel, grammar.Abort{Subject: of(id)})
		w.must(err)
		w.now = w.now.Add(time.Minute)
	}
	for _, where := range []grammar.Target{{}, prod} {
		out, err := w.run(nobody, grammar.History{Target: where})
		w.must(err)
		if n := len(out.(commands.HistoryShown).Rollouts); n != 15 {
			t.Errorf("%+v: %d rollouts", where, n)
		}
	}
}

func TestAPlanShowsEveryGateAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	out, err := w.run(rel, grammar.Plan{Target: prod, Ref: "invoices"})
	w.must(err)
	p := out.(commands.Planned)
	if p.Release.SHA != goodSHA || p.Live.Version != "41" || p.Strategy.Kind != rollout.Canary || len(p.Gates) != 8 {
		t.Errorf("%+v", p)
	}
	for _, g := range p.Gates {
		if g.Refusal != nil {
			t.Errorf("%s: %s", g.Name, g.Refusal)
		}
	}
	w.start(prod, badSHA)
	_, err = w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	before := len(w.actions(prod))
	out, err = w.run(dev, grammar.Plan{Target: prod, Ref: "414141"})
	w.must(err)
	closed := map[string]string{}
	for _, g := range out.(commands.Planned).Gates {
		if g.Refusal != nil {
			closed[g.Name] = g.Refusal.Code
		}
	}
	for gate, code := range map[string]string{"authorised": "not_allowed", "not locked": "locked", "nothing under way": "busy", "already live": ""} {
		if closed[gate] != code {
			t.Errorf("%s is closed with %q, want %q", gate, closed[gate], code)
		}
	}
	if closed["not already live"] != "already_live" || len(w.actions(prod)) != before {
		t.Errorf("closed %v", closed)
	}
}

func TestWithoutARolloutACanaryIsWhatIsLive(t *testing.T) {
	w := newWorld(t)
	out, err := w.run(nobody, grammar.Canary{Target: prod})
	w.must(err)
	if c := out.(commands.CanaryShown); c.Live != rollout.All("41") || c.Rollout != nil || c.Target != is(prod) {
		t.Errorf("%+v", c)
	}
	w.fault = func(string) error { return errDown }
	if _, err := w.run(nobody, grammar.Canary{Target: prod}); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

func TestHelpNeedsNothingButAPerson(t *testing.T) {
	w := newWorld(t)
	w.store.Down, w.fault = errDown, func(string) error { return errDown }
	out, err := w.run(nobody, grammar.Help{Topic: "lock"})
	if err != nil || out != (commands.HelpShown{Topic: "lock"}) {
		t.Errorf("%+v, %v", out, err)
	}
}

// What is down is an error with its cause, never a guess.
func TestWhileTheStoreOrTheAccountIsDownNothingIsDone(t *testing.T) {
	reads := map[string]bool{"help": true, "status": true, "doctor": true}
	for name, cmd := range every(prod) {
		if reads[name] {
			continue
		}
		w := newWorld(t)
		w.drills()
		w.store.Down = errDown
		if _, err := w.run(rel, cmd); !errors.Is(err, errDown) {
			t.Errorf("%s without a store: %v", name, err)
		}
		w.store.Down = nil
		w.store.Before = func(rollout.Change) error { return errDown }
		_, err := w.run(rel, cmd)
		if entries := w.actions(prod); len(entries) != 0 || errors.Is(err, errDown) != writes(name) {
			t.Errorf("%s with a store that is full: %v, audit %v", name, err, entries)
		}
	}
	for _, op := range []string{"ListAliases", "ListVersionsByFunction"} {
		w := newWorld(t)
		w.fault = func(o string) error {
			if o == op {
				return errDown
			}
			return nil
		}
		for _, cmd := range []grammar.Command{grammar.Deploy{Target: prod, Ref: goodSHA}, grammar.Plan{Target: prod, Ref: goodSHA}, grammar.Rollback{Target: prod}} {
			if _, err := w.run(rel, cmd); !errors.Is(err, errDown) {
				t.Errorf("%s without %s: %v", cmd.Name(), op, err)
			}
		}
	}
}

// writes says which commands get as far as writing when nothing was ever deployed.
func writes(name string) bool {
	return name == "deploy" || name == "drill" || name == "rollback" || name == "lock"
}

func TestAPolicyNamesEveryEnvironmentThatCannotWork(t *testing.T) {
	p := policy()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	p.Environments[0].Strategy.Kind = "big-bang"
	p.Environments[1].Strategy.PauseLimit = 0
	err := p.Validate()
	if err == nil {
		t.Fatal("a policy that cannot work is let through")
	}
	for _, word := range []string{"environment staging", "big-bang", "environment prod", "pauseLimit"} {
		if !contains(err, word) {
			t.Errorf("%q is not told of: %v", word, err)
		}
	}
}

func TestStatusNamesWhoBroughtWhatIsLiveBack(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, badSHA) // taken back by itself
	if s := w.status(prod)[0]; s.Live.Version != "41" || s.By != rollout.Slipway {
		t.Errorf("taken back by itself: %s by %q", s.Live.Version, s.By)
	}
	_, err := w.run(rel, grammar.Unlock{Target: prod})
	w.must(err)
	id := shifting(w)
	_, err = w.run(rel, grammar.Abort{Subject: grammar.Subject{Rollout: string(id)}})
	w.must(err)
	w.drive(id, nil)
	if s := w.status(prod)[0]; s.By != rel {
		t.Errorf("aborted by a person: by %q", s.By)
	}
}
