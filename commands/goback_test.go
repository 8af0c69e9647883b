package commands_test

import (
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// back are the ways to ask for the version before: what comes first, and the wish.
func back() map[string]struct{ begin, ask func(w *world) } {
	asked := func(cmd grammar.Command) func(w *world) {
		return func(w *world) {
			_, err := w.run(rel, cmd)
			w.must(err)
		}
	}
	running := func(w *world) { shifting(w) }
	return map[string]struct{ begin, ask func(w *world) }{
		"a rollback of a finished deploy": {func(*world) {}, asked(grammar.Rollback{Target: prod})},
		"a rollback of one under way":     {running, asked(grammar.Rollback{Target: prod})},
		"an abort":                        {running, asked(grammar.Abort{Subject: grammar.Subject{Target: prod}})},
		"the button of one under way": {running, func(w *world) {
			_, err := w.Undo(w.context(), commands.Request{ID: "click", Actor: rel}, w.lockOf(prod).Owner)
			w.must(err)
		}},
		"an incident's button": {func(w *world) { w.alarmed(shifting(w)) }, func(w *world) {
			_, err := w.backFrom(rel, incident)
			w.must(err)
		}},
		"an incident's button, on what is finished": {func(w *world) { w.alarmed(w.deploy(prod, goodSHA).ID) }, func(w *world) {
			_, err := w.backFrom(rel, incident)
			w.must(err)
		}},
		"an alarm":                     {func(w *world) { w.alarmed(shifting(w)) }, byAlarm},
		"an alarm on what is finished": {func(w *world) { w.alarmed(w.deploy(prod, goodSHA).ID) }, byAlarm},
		"what was asked about once more": {func(w *world) { w.migrated() }, func(w *world) {
			asked := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod}))
			_, err := w.anyway(rel, asked.Proposal)
			w.must(err)
		}},
	}
}

// byAlarm has the suspect of the incident taken back by itself.
func byAlarm(w *world) {
	id, refusal, err := commands.BackFor(w.context(), w.Commands, get[rollout.Incident](w, rollout.IncidentKey(incident)), "too bad")
	if w.must(err); id == "" || refusal != nil {
		w.t.Errorf("%s, %v", id, refusal)
	}
}

// faults.md F3: the engine is down. Between the committed decision and the restored
// alias there are at most three calls to the account, and nothing else.
func TestGoingBackNeedsFewCallsAndNoEngine(t *testing.T) {
	for name, c := range back() {
		w := newWorld(t)
		c.begin(w)
		before := w.live(prod)
		w.engine.Down = errDown
		w.store.After = func(change rollout.Change) error {
			if slices.ContainsFunc(change.Put, func(r rollout.Record) bool { return r.Key().Kind == "rollout" }) { // it is decided
				w.calls, w.store.After = nil, nil
			}
			return nil
		}
		c.ask(w)
		calls := slices.Clone(w.calls)
		if live := w.live(prod); live == before || live.Weight != 0 || len(calls) > 3 || moved(calls) != 1 {
			t.Errorf("%s: live %s, calls %v", name, live, calls)
		}
		w.verify(prod)
	}
}

// faults.md E3: what the command could not do is the engine's.
func TestWhatCannotGoBackAtOnceIsLeftToTheEngine(t *testing.T) {
	for name, c := range back() {
		w := newWorld(t)
		c.begin(w)
		started, woken := len(w.engine.Started()), len(w.engine.Woken())
		w.fault = failing("UpdateAlias", code(cloud.CodeTooManyRequests))
		c.ask(w)
		w.fault = nil
		id := w.lockOf(prod).Owner
		if got := w.engine.Started()[started:]; !slices.Equal(got, []rollout.ID{id}) {
			t.Errorf("%s: started %v", name, got)
		}
		if got := len(w.engine.Woken()) - woken; got != 1 && !w.rollout(id).IsRollback {
			t.Errorf("%s: woken %d times", name, got)
		}
		if r := w.drive(id, nil); r.Phase != rollout.RolledBack || w.live(prod).Weight != 0 {
			t.Errorf("%s: %s, live %s", name, r.Phase, w.live(prod))
		}
	}
}

// faults.md F3: an execution that was stopped by hand is begun again by whoever
// presses a button, and by nobody's turn.
func TestAWishStartsTheEngineAgainAndTakesNoTurnOfItsOwn(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	w.calls = nil
	_, err := w.run(rel, grammar.Pause{Subject: of(id)})
	w.must(err)
	if !slices.Equal(w.engine.Started(), []rollout.ID{id, id}) || !slices.Equal(w.engine.Woken(), []rollout.ID{id}) || len(w.calls) != 0 {
		t.Errorf("started %v, woken %v, calls %v", w.engine.Started(), w.engine.Woken(), w.calls)
	}
}
