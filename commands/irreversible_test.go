package commands_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// migrated is a deploy to prod that has gone all the way, and changed files that a
// rollback does not undo. The code host is away from then on.
func (w *world) migrated() rollout.Rollout {
	w.t.Helper()
	w.Policy.Services[0].Watched = []string{"**/migrations/**"}
	w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 5 })
	h := w.codeHost()
	r := w.deploy(prod, goodSHA)
	h.Before = func(string) error { return errDown }
	return r
}

// backAsked is the question that somebody is answered with.
func (w *world) backAsked(out commands.Outcome, err error) commands.BackAsked {
	w.t.Helper()
	w.must(err)
	asked, ok := out.(commands.BackAsked)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return asked
}

func TestARollbackThatMayNotUndoEverythingIsAskedAboutOnceMore(t *testing.T) {
	for name, ask := range map[string]func(w *world, r rollout.Rollout) (commands.Outcome, error){
		"by command": func(w *world, _ rollout.Rollout) (commands.Outcome, error) {
			return w.asks(rel, grammar.Rollback{Target: prod})
		},
		"to a version before": func(w *world, _ rollout.Rollout) (commands.Outcome, error) {
			return w.asks(rel, grammar.Rollback{Target: prod, To: "v41"})
		},
		"by its message's button": func(w *world, r rollout.Rollout) (commands.Outcome, error) {
			return w.Undo(context.Background(), w.request(rel), r.ID)
		},
		"by the incident's": func(w *world, r rollout.Rollout) (commands.Outcome, error) {
			w.over(w.alarmed(r.ID)) // a moment ago
			return w.backFrom(rel, incident)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			asked := w.backAsked(ask(w, w.migrated()))
			if asked.Target != is(prod) || asked.From.Version != "42" || asked.From.Release.SHA != goodSHA || asked.To.Version != "41" || asked.To.Release.SHA != shipped("41") {
				t.Errorf("%+v", asked)
			}
			if want := []string{"migrations/7.sql", "src/migrations/8/up.sql"}; !slices.Equal(asked.Flagged, want) || asked.Changed != nil {
				t.Errorf("flagged %v, changed %v", asked.Flagged, asked.Changed)
			}
			if w.live(prod) != rollout.All("42") || w.lockOf(prod).Owner != "" {
				t.Fatal("something has begun already")
			}
			r := w.began(w.anyway(rel, asked.Proposal))
			if w.live(prod) != rollout.All("41") || r.By != rel || (r.Incident == incident) != (name == "by the incident's") {
				t.Errorf("live %s, by %s for %q", w.live(prod), r.By, r.Incident)
			}
			if left := list[rollout.Proposal](w, rollout.ProposalsIndex); len(left) != 0 {
				t.Errorf("still there: %+v", left)
			}
			w.verify(prod)
		})
	}
}

func TestNobodyIsAskedWhereARollbackUndoesEverything(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world)
		to     string
		asked  bool
	}{
		"nothing is watched":                      {before: func(w *world) { w.migrated(); w.Policy.Services[0].Watched = nil }},
		"nothing was flagged":                     {before: func(w *world) { w.Policy.Services[0].Watched = []string{"db/**"}; w.deploy(prod, goodSHA) }},
		"it is under way, and both are in use":    {before: func(w *world) { w.migrated(); w.hostIsBack(); w.drive(w.start(prod, badSHA), shifted) }},
		"it was shipped before what is gone back": {before: func(w *world) { w.migrated(); w.hostIsBack(); w.deploy(prod, unbuiltSHA) }, to: "v42"},
		"it lies further back":                    {before: func(w *world) { w.migrated(); w.hostIsBack(); w.deploy(prod, unbuiltSHA) }, to: "v41", asked: true},
		"it lies before what was there":           {before: func(w *world) { w.migrated() }, to: "v39", asked: true},
		"its version was taken back on its way": {before: func(w *world) {
			w.Policy.Services[0].Watched = []string{"**"}
			r := w.deploy(prod, badSHA)
			w.must(w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{rollout.Shipping{Rollout: r.ID, Flagged: []string{"migrations/9.sql"}}}}))
		}, to: "v39"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.before(w)
			out, err := w.asks(rel, grammar.Rollback{Target: prod, To: c.to})
			w.must(err)
			if _, asked := out.(commands.BackAsked); asked != c.asked {
				t.Errorf("%+v", out)
			}
		})
	}
}

// hostIsBack has the code host answer again, of which nothing is asked.
func (w *world) hostIsBack() {
	w.host.Before = nil
	w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 0 })
}

func TestARunOfAWorkflowIsNotAskedSinceItCannotClick(t *testing.T) {
	w := newWorld(t)
	w.migrated()
	w.runs()
	w.began(w.asks(run, grammar.Rollback{Target: prod}))
}

func TestAnAlarmDoesNotTakeBackByItselfWhatMayNotBeUndone(t *testing.T) {
	w := newWorld(t)
	i := w.alarmed(w.migrated().ID)
	id, refusal, err := commands.BackFor(t.Context(), w.Commands, i, "too bad")
	if w.must(err); id != "" || w.live(prod) != rollout.All("42") {
		t.Errorf("%s, live %s", id, w.live(prod))
	}
	hinted(t, refusal, "irreversible", "migrations/7.sql", "v41")
	if left := list[rollout.Proposal](w, rollout.ProposalsIndex); len(left) != 0 {
		t.Errorf("it asks itself: %+v", left)
	}
}

// A rollback has to work; what it cannot know does not keep it from doing so.
func TestWhatCannotBeReadIsNoReasonToAsk(t *testing.T) {
	w := newWorld(t)
	w.migrated()
	w.Store = failsOn{Store: w.store, kind: "shipping"}
	w.began(w.asks(rel, grammar.Rollback{Target: prod}))

	w = newWorld(t)
	r := w.migrated()
	id := rollout.ID("01J" + strings.Repeat("0", 23)) // older than any
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey(id), Rev: 1, Body: []byte(`{"schema":99,"record":{}}`)}, []string{rollout.TargetIndex(r.Target)})
	if asked := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod, To: "v39"})); len(asked.Flagged) != 2 {
		t.Errorf("%+v", asked)
	}
}
