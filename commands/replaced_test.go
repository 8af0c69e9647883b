package commands_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// backTo takes what is live in prod back, all the way.
func (w *world) backTo(to string) rollout.Rollout {
	w.t.Helper()
	out, err := w.run(rel, grammar.Rollback{Target: prod, To: to})
	w.must(err)
	return w.drive(out.(commands.Started).Rollout.ID, nil)
}

// refreshed are the versions at which a rollout's message is waiting to be told.
func (w *world) refreshed(id rollout.ID) (versions []int64) {
	for _, n := range w.notices() {
		if n.Kind == rollout.Progress && n.Rollout == id && n.Late {
			versions = append(versions, n.Version)
		}
	}
	return versions
}

// keeps is a store that cannot write a rollout for now.
func (w *world) keeps(id rollout.ID) func(rollout.Change) error {
	return func(c rollout.Change) error {
		if slices.ContainsFunc(c.Put, func(r rollout.Record) bool { return r.Key() == rollout.RolloutKey(id) }) {
			return errDown
		}
		return nil
	}
}

func TestADeploySaysWhatTookItsPlaceAndSince(t *testing.T) {
	for name, next := range map[string]func(w *world) rollout.Rollout{
		"a rollback": func(w *world) rollout.Rollout { return w.backTo("") },
		"a deploy":   func(w *world) rollout.Rollout { return w.deploy(prod, unbuiltSHA) },
	} {
		w := newWorld(t)
		w.codeHost()
		r := w.deploy(prod, goodSHA)
		w.errands()
		if before := w.rollout(r.ID); before.Replaced != "" || !before.Until.IsZero() {
			t.Fatalf("%s: replaced too early: %+v", name, before)
		}
		w.now = w.now.Add(time.Hour)
		by := next(w)
		w.errands()
		r = w.rollout(r.ID)
		if r.Replaced != by.ID || r.Until.Before(by.Created) || r.Until.After(by.Ended) || r.Phase != rollout.Succeeded {
			t.Errorf("%s: %s until %s, of %s to %s", name, r.Replaced, r.Until, by.Created, by.Ended)
		}
		if got := w.refreshed(r.ID); !slices.Equal(got, []int64{r.Revision}) {
			t.Errorf("%s: its message is told at %v, it is at %d", name, got, r.Revision)
		}
		if w.rollout(by.ID).Replaced != "" {
			t.Errorf("%s: the newest one was replaced", name)
		}
	}
}

func TestADeployStaysWhatIsLiveWhereNothingTookItsPlace(t *testing.T) {
	for name, next := range map[string]func(w *world){
		"a deploy that is taken back": func(w *world) { w.deploy(prod, badSHA) },
		"a deploy that fails":         func(w *world) { w.deploy(prod, crashSHA) },
		"a deploy under way":          func(w *world) { w.drive(w.start(prod, badSHA), shifted) },
		"another environment's":       func(w *world) { w.deploy(staging, badSHA) },
	} {
		w := newWorld(t)
		r := w.deploy(prod, goodSHA)
		next(w)
		w.errands()
		if now := w.rollout(r.ID); now.Replaced != "" || now.Revision != r.Revision {
			t.Errorf("%s: %s, revision %d after %d", name, now.Replaced, now.Revision, r.Revision)
		}
	}
}

// Errands come twice, late and out of order; what a deploy says of its end is written once.
func TestWhatTookADeploysPlaceIsNotedOnceWhateverTheOrder(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	r := w.deploy(prod, goodSHA)
	w.deploy(prod, badSHA) // which brought nothing
	w.unlocked()
	w.store.Before = w.keeps(r.ID)
	back := w.backTo("v41")
	w.unlocked()
	again := w.deploy(prod, unbuiltSHA)
	w.store.Before = nil
	if now := w.rollout(r.ID); now.Replaced != "" {
		t.Fatalf("noted already: %s", now.Replaced)
	}
	for _, id := range []rollout.ID{again.ID, back.ID, again.ID, r.ID} {
		w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.ReplaceErrand, Rollout: id, At: w.now}))
	}
	now := w.rollout(r.ID)
	if now.Replaced != back.ID || now.Revision != r.Revision+1 || w.rollout(again.ID).Replaced != "" {
		t.Errorf("%s, revision %d after %d", now.Replaced, now.Revision, r.Revision)
	}
}

// Nothing that has to be noted for people is in the way of a rollback.
func TestWhatTookADeploysPlaceIsNotedLaterWhereItCannotBeNow(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.store.Before = w.keeps(r.ID)
	back := w.backTo("")
	n := rollout.Notice{Kind: rollout.ReplaceErrand, Rollout: back.ID, At: w.now}
	if err := w.Errand(t.Context(), n); !errors.Is(err, errDown) || w.live(prod) != rollout.All("41") || back.Phase != rollout.RolledBack {
		t.Errorf("%v, live %s, %s", err, w.live(prod), back.Phase)
	}
	w.store.Before = nil
	w.overtaken(1)
	w.must(w.Errand(t.Context(), n))
	w.must(w.Errand(t.Context(), n))
	if got := w.rollout(r.ID).Replaced; got != back.ID {
		t.Errorf("replaced by %q", got)
	}
	for name, store := range map[string]commands.Store{
		"rollout": failsOn{w.store, "rollout"}, "alarms": failsOn{w.store, "alarms"}, "past": cannotQuery{w.store, rollout.TargetIndex(is(prod))},
	} {
		w.Store = store
		if err := w.Errand(t.Context(), n); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The button of an incident's message is there while it would do something.
func TestAnIncidentSaysWhenItsSuspectIsNotThereToBeTakenBack(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	if w.looks().Away {
		t.Fatal("it is live")
	}
	fix := w.start(prod, unbuiltSHA)
	if !w.looks().Away {
		t.Error("another rollout owns the target")
	}
	_, err := w.run(rel, grammar.Abort{Subject: grammar.Subject{Rollout: string(fix)}})
	w.must(err)
	if w.looks().Away {
		t.Error("that was stopped, and it is live still")
	}
	w.now = w.now.Add(time.Minute)
	w.hears(w.green(errorsAlarm))
	w.environment("prod", func(e *commands.Environment) { e.Strategy.Shadow = true })
	w.deploy(prod, badSHA)
	w.errands()
	if i := w.incident(); !i.Away || i.Open() {
		t.Errorf("another one took its place: %+v", i)
	}
}

func TestAnIncidentWithoutASuspectHasNothingToTakeBack(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.deploy(prod, goodSHA)
	if i := w.looks(); i.Suspect != nil || i.Away {
		t.Errorf("%+v", i)
	}
}
