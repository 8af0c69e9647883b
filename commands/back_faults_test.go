package commands_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C8: the fence lets one of them go first, and the other one hears of it.
func TestAnAlarmHearsWhichRolloutTakesItsSuspectBackAlready(t *testing.T) {
	w := newWorld(t)
	i := w.alarmed(w.deploy(prod, goodSHA).ID)
	back := w.began(w.asks(rel, grammar.Rollback{Target: prod}))
	id, refusal, err := commands.BackFor(t.Context(), w.Commands, i, "too bad")
	w.must(err)
	if id != back.ID || refusal.Code != "rolling_back" || back.Incident != incident {
		t.Errorf("%s, %v", id, refusal)
	}
	w.drive(back.ID, nil)
	id, refusal, err = commands.BackFor(t.Context(), w.Commands, i, "too bad")
	if w.must(err); id != "" || refusal.Code != "changed_meanwhile" {
		t.Errorf("%s, %v", id, refusal)
	}
	w = newWorld(t)
	i = w.alarmed(w.deploy(prod, goodSHA).ID)
	i.Suspect.Candidate = "40" // which goes nowhere
	w.asked(rel, grammar.Rollback{Target: prod})
	if id, _, err := commands.BackFor(t.Context(), w.Commands, i, "too bad"); id != "" || err != nil {
		t.Errorf("%s, %v", id, err)
	}
}

// faults.md E1: the alias was moved, and nobody heard of it.
func TestARollbackWhoseAnswerWasLostIsDoneAllTheSame(t *testing.T) {
	w := newWorld(t)
	w.alarmed(w.deploy(prod, goodSHA).ID)
	w.after = failing("UpdateAlias", errDown)
	out, err := w.backFrom(rel, incident)
	r := w.began(out, err)
	if w.after = nil; w.live(prod) != rollout.All("41") {
		t.Errorf("live %s", w.live(prod))
	}
	if r = w.drive(r.ID, nil); r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseRollback {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// faults.md E2: somebody else points live somewhere else while it is being taken back.
func TestARollbackDoesNotFightWhoeverMovesTheAlias(t *testing.T) {
	w := newWorld(t)
	w.alarmed(w.deploy(prod, goodSHA).ID)
	once := sync.OnceFunc(func() { w.byHand(prod, rollout.All("39")) })
	w.store.After = func(rollout.Change) error { // it is decided
		once()
		return nil
	}
	r := w.drive(w.began(w.backFrom(rel, incident)).ID, nil)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseForeign || w.live(prod) != rollout.All("39") {
		t.Errorf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
	}
}

// Only what decides has to be there: neither code host nor metrics, nor a link to the incident.
func TestARollbackNeedsNoCodeHostAndNoIncidentThatCanBeRead(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	w.deploy(prod, goodSHA)
	h.Before = func(string) error { return errDown }
	w.Store = failsOn{Store: w.store, kind: "alarms"}
	if r := w.began(w.asks(rel, grammar.Rollback{Target: prod})); r.Incident != "" || w.live(prod) != rollout.All("41") {
		t.Errorf("for %q, live %s", r.Incident, w.live(prod))
	}
}

func TestARollbackIsLinkedToTheIncidentThatIsOpen(t *testing.T) {
	for name, open := range map[string]bool{"open": true, "over": false} {
		w := newWorld(t)
		i := w.alarmed(w.deploy(prod, goodSHA).ID)
		if !open {
			w.over(i)
		}
		if r := w.began(w.asks(rel, grammar.Rollback{Target: prod, To: "v40"})); (r.Incident == incident) != open {
			t.Errorf("%s: %q", name, r.Incident)
		}
	}
}

func TestAnIncidentsButtonWhoseFactsCannotBeReadChangesNothing(t *testing.T) {
	for _, kind := range []string{"incident", "rollout", "lock"} {
		w := newWorld(t)
		w.alarmed(w.deploy(prod, goodSHA).ID)
		w.Store = failsOn{Store: w.store, kind: kind}
		if _, err := w.backFrom(rel, incident); err == nil || w.live(prod) != rollout.All("42") {
			t.Errorf("%s: %v", kind, err)
		}
	}
	w := newWorld(t)
	i := w.alarmed(w.deploy(prod, goodSHA).ID)
	w.fault = failing("ListAliases", errDown)
	if _, refusal, err := commands.BackFor(t.Context(), w.Commands, i, "too bad"); refusal != nil || !errors.Is(err, errDown) {
		t.Errorf("%v, %v", refusal, err)
	}
}
