package commands_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// drills has prod do drills, with a commit that is known to be bad.
func (w *world) drills() {
	w.environment("prod", func(e *commands.Environment) { e.Drill = 30 * time.Minute })
	w.Policy.Services[0].Drill = "badbad"
	w.host.Add("checkout", rollout.Release{SHA: badSHA}, "badbad")
}

func (w *world) drill(who string) (commands.Outcome, error) {
	return w.asks(who, grammar.Drill{Target: prod})
}

func TestADrillShipsWhatIsKnownToBeBad(t *testing.T) {
	w := newWorld(t)
	w.drills()
	r := w.began(w.drill(rel))
	if r.Release.SHA != badSHA || r.Drill == nil || r.Drill.Within != 30*time.Minute || !r.Drill.By.IsZero() || !r.Announces || r.By != rel {
		t.Errorf("%+v", r)
	}
	if r.Strategy.Kind != rollout.Canary || w.lockOf(prod).Owner != r.ID {
		t.Errorf("strategy %s, owner %s", r.Strategy.Kind, w.lockOf(prod).Owner)
	}
	if r = w.drive(r.ID, nil); r.Phase != rollout.RolledBack || w.live(prod) != rollout.All("41") {
		t.Errorf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
	}
}

// Its commit is bad on purpose, and goes back in any case.
func TestNothingIsAskedOfADrillsCommit(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.drills()
	w.asksFirst()
	w.demand(rollout.Demands{Signed: true, Checks: []string{"tests"}})
	w.environment("prod", func(e *commands.Environment) { e.After, e.MaxCommits = "staging", 1 })
	w.began(w.drill(rel))
}

func TestADrillThatMayNotBeginSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world)
		who    string
		code   string
		words  []string
	}{
		"who may not deploy":      {who: dev, code: "not_allowed", words: []string{"releaser"}},
		"a guest":                 {who: guest, code: "guest"},
		"no drills there":         {before: func(w *world) { w.environment("prod", func(e *commands.Environment) { e.Drill = 0 }) }, code: "no_drills", words: []string{"slipway.yaml", "drill: 30m"}},
		"nothing known to be bad": {before: func(w *world) { w.Policy.Services[0].Drill = "" }, code: "nothing_bad", words: []string{"slipway.yaml", "drill: <ref>"}},
		"an unknown ref":          {before: func(w *world) { w.Policy.Services[0].Drill = "gone" }, code: "unknown_ref", words: []string{"gone"}},
		"locked":                  {before: func(w *world) { w.asked(rel, grammar.Lock{Target: prod, Reason: "careful"}) }, code: "locked", words: []string{"careful"}},
		"under way":               {before: func(w *world) { w.start(prod, goodSHA) }, code: "busy", words: []string{"abc1230"}},
		"split":                   {before: func(w *world) { w.byHand(prod, rollout.Split("41", "40", 0.3)) }, code: "split"},
		"nothing to go back to":   {before: func(w *world) { w.deleteAlias(rollout.Live) }, code: "no_way_back", words: []string{"/deploy prod checkout <commit>"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.drills()
			if c.before != nil {
				c.before(w)
			}
			open := len(list[rollout.Rollout](w, rollout.OpenIndex))
			who := c.who
			if who == "" {
				who = rel
			}
			_, err := w.drill(who)
			hinted(t, err, c.code, c.words...)
			if now := len(list[rollout.Rollout](w, rollout.OpenIndex)); now != open {
				t.Errorf("%d rollouts are open, before %d", now, open)
			}
		})
	}
}

func TestAPlanDoesNotSpeakOfDrills(t *testing.T) {
	for _, g := range newWorld(t).plan(rel, goodSHA).Gates {
		if g.Name == "something to go back to" {
			t.Error("a deploy needs nothing to go back to")
		}
	}
}

func TestAScheduleThatFiresTwiceOnADayDrillsOnce(t *testing.T) {
	w := newWorld(t)
	w.drills()
	w.must(w.RunDrill(t.Context(), is(prod)))
	r := w.rollout(w.lockOf(prod).Owner)
	if r.By != rollout.Slipway || r.Drill == nil {
		t.Errorf("by %s, drill %+v", r.By, r.Drill)
	}
	w.must(w.RunDrill(t.Context(), is(prod))) // while it is under way
	w.drive(r.ID, nil)
	w.unlocked()
	w.now = noon.Add(11 * time.Hour)
	w.must(w.Forget(t.Context(), w.now))
	w.must(w.RunDrill(t.Context(), is(prod))) // long afterwards
	if n := len(list[rollout.Rollout](w, rollout.AllIndex)); n != 1 {
		t.Errorf("%d drills on one day", n)
	}
	w.now = noon.Add(24 * time.Hour)
	w.must(w.Forget(t.Context(), w.now))
	w.must(w.RunDrill(t.Context(), is(prod)))
	if n := len(list[rollout.Rollout](w, rollout.AllIndex)); n != 2 {
		t.Errorf("%d drills in two days", n)
	}
}

// unlocked lets deploys into prod again, if something keeps them out.
func (w *world) unlocked() {
	w.t.Helper()
	if w.lockOf(prod).Held != nil {
		w.asked(rel, grammar.Unlock{Target: prod})
	}
}

func TestADrillOfTheScheduleThatMayNotBeginIsToldToTheTopicOnce(t *testing.T) {
	w := newWorld(t)
	w.drills()
	topic := &commandtest.Outside{Before: func(string) error { return errDown }}
	w.Topic = topic
	w.asked(rel, grammar.Lock{Target: prod, Reason: "careful"})
	if err := w.RunDrill(t.Context(), is(prod)); !errors.Is(err, errDown) {
		t.Fatalf("nobody heard, and it is not tried again: %v", err)
	}
	topic.Before = nil
	w.must(w.RunDrill(t.Context(), is(prod)))
	w.must(w.RunDrill(t.Context(), is(prod)))
	if said := topic.Announced(); len(said) != 1 || said[0].Subject != "The drill of checkout in prod did not begin" || !strings.Contains(said[0].Body, "careful") {
		t.Errorf("%q", said)
	}
	if entries := w.verify(prod); entries[len(entries)-1].Actor != rollout.Slipway || entries[len(entries)-1].Detail != "drill: locked" {
		t.Errorf("audit %+v", entries)
	}
}

func TestADrillOfTheScheduleWithoutATopicIsOnlyLogged(t *testing.T) {
	w := newWorld(t)
	w.must(w.RunDrill(t.Context(), is(prod)))
	w.must(w.RunDrill(t.Context(), is(grammar.Target{Service: "checkout", Environment: "moon"})))
	if n := len(list[rollout.Rollout](w, rollout.AllIndex)); n != 0 {
		t.Errorf("%d rollouts", n)
	}
}

func TestADrillOfTheScheduleThatCannotBeSavedIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	w.drills()
	w.store.Before = func(rollout.Change) error { return errDown }
	if err := w.RunDrill(t.Context(), is(prod)); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

// It says so before, too: see the doctor.
func TestADrillThatNothingCouldTakeBackSaysSo(t *testing.T) {
	for _, on := range []commands.OnAlarm{handsOff, handsOn} {
		w := newWard(t, on)
		w.drills()
		r := w.drive(w.began(w.drill(rel)).ID, nil)
		d := get[rollout.Drilled](w.world, rollout.Drilled{Rollout: r.ID}.Key())
		if d.Passed || strings.Contains(d.Why, "in prod the judge only looks on, and no alarm takes anything back") != !on.RollBack {
			t.Errorf("%+v", d)
		}
	}
}
