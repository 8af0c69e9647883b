package commands_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const incident = "01JINCIDENT"

// alarmed writes down an incident in prod, whose suspect is a rollout.
func (w *world) alarmed(suspect rollout.ID) rollout.Incident {
	w.t.Helper()
	red := rollout.Alarm{Signal: rollout.Signal{ID: "arn:checkout-5xx", Name: "checkout-5xx", State: rollout.AlarmRed, At: w.now}}
	i := rollout.Incident{ID: incident, Revision: 1, Target: is(prod), Alarms: []rollout.Alarm{red}, Opened: w.now, Heard: w.now}
	if suspect != "" {
		r := w.rollout(suspect)
		i.Suspect = &rollout.Suspect{Rollout: r.ID, Candidate: r.Candidate, Stable: r.Stable, Release: r.Release}
	}
	w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{
		i, rollout.Alarms{Target: i.Target, Revision: 1, All: []rollout.Alarm{red}, Incident: i.ID},
	}}))
	return i
}

// over ends the incident.
func (w *world) over(i rollout.Incident) {
	w.t.Helper()
	i.Revision, i.Closed = i.Revision+1, w.now
	w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{i}}))
}

func (w *world) backFrom(who, id string) (commands.Outcome, error) {
	return w.BackFrom(context.Background(), w.request(who), id)
}

func TestTheIncidentsButtonTakesItsSuspectBack(t *testing.T) {
	for name, c := range map[string]struct {
		suspect func(w *world) rollout.ID
		later   time.Duration
		over    bool
	}{
		"while it shifts":                {suspect: shifting},
		"when it is finished":            {suspect: func(w *world) rollout.ID { return w.deploy(prod, goodSHA).ID }},
		"when it was finished long ago":  {suspect: func(w *world) rollout.ID { return w.deploy(prod, goodSHA).ID }, later: 40 * time.Hour},
		"until a day after the incident": {suspect: func(w *world) rollout.ID { return w.deploy(prod, goodSHA).ID }, later: 24 * time.Hour, over: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			i := w.alarmed(c.suspect(w))
			if c.over {
				w.over(i)
			}
			w.now = w.now.Add(c.later)
			_, err := w.backFrom(rel, incident)
			w.must(err)
			r := w.drive(w.lockOf(prod).Owner, nil)
			if r.Phase != rollout.RolledBack || r.Incident != incident || r.Cause.Code != rollout.CauseRollback || r.Cause.By != rel || w.live(prod) != rollout.All("41") {
				t.Errorf("%s %+v for %q, live %s", r.Phase, r.Cause, r.Incident, w.live(prod))
			}
			if held := w.lockOf(prod).Held; held == nil || held.By != rel {
				t.Errorf("held %+v", held)
			}
			w.verify(prod)
		})
	}
}

// faults.md B2, B4: what is not there, or not so any more, is said, with what is live.
func TestAnIncidentsButtonThatIsOutOfDateChangesNothingAndSaysWhatIsLive(t *testing.T) {
	finished := func(w *world) rollout.Incident { return w.alarmed(w.deploy(prod, goodSHA).ID) }
	for name, c := range map[string]struct {
		before func(w *world)
		id     string
		code   string
		words  []string
	}{
		"a forged id":    {before: func(w *world) { finished(w) }, id: "../lock/checkout/prod", code: "no_incident", words: []string{"/deploy status"}},
		"a rollout's id": {before: func(w *world) { finished(w) }, id: "01J00000000000000000000001", code: "no_incident"},
		"no suspect":     {before: func(w *world) { w.alarmed("") }, code: "no_suspect", words: []string{"/rollback prod checkout"}},
		"a rollback": {before: func(w *world) {
			i := w.alarmed(w.deploy(prod, goodSHA).ID)
			i.Revision, i.Suspect.IsRollback = 2, true
			w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{i}}))
		}, code: "no_suspect", words: []string{"a rollback itself"}},
		"over for over a day":                          {before: func(w *world) { w.over(finished(w)); w.now = w.now.Add(24*time.Hour + time.Second) }, code: "expired", words: []string{"/rollback prod checkout"}},
		"another one is live":                          {before: func(w *world) { finished(w); w.byHand(prod, rollout.All("39")) }, code: "superseded", words: []string{"that is v39", "/deploy status prod checkout"}},
		"a deploy is under way":                        {before: func(w *world) { finished(w); w.drive(w.start(prod, badSHA), shifted) }, code: "superseded", words: []string{"under way"}},
		"it was taken back":                            {before: func(w *world) { w.alarmed(w.deploy(prod, badSHA).ID) }, code: "ended", words: []string{"was rolled back", "What is live is v41."}},
		"nothing is live":                              {before: func(w *world) { w.alarmed(w.deploy(prod, badSHA).ID); w.deleteAlias(rollout.Live) }, code: "ended", words: []string{"Nothing is live."}},
		"it goes back already":                         {before: func(w *world) { w.alarmed(shifting(w)); w.asked(rel, grammar.Rollback{Target: prod}) }, code: "rolling_back"},
		"it goes back already, though it was finished": {before: func(w *world) { finished(w); w.asked(rel, grammar.Rollback{Target: prod}) }, code: "rolling_back", words: []string{"to v41"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.before(w)
			before, live := len(w.actions(prod)), w.aliases(prod)[rollout.Live].Revision
			id := incident
			if c.id != "" {
				id = c.id
			}
			_, err := w.backFrom(rel, id)
			refused(t, err, c.code)
			if c.words != nil {
				hinted(t, err, c.code, c.words...)
			}
			if len(w.actions(prod)) != before || w.aliases(prod)[rollout.Live].Revision != live {
				t.Errorf("audit %v, live %s", w.actions(prod), w.live(prod))
			}
		})
	}
}

// asked carries out a command that has to be let through.
func (w *world) asked(who string, cmd grammar.Command) {
	w.t.Helper()
	_, err := w.asks(who, cmd)
	w.must(err)
}

// faults.md B1: rights are looked up again at the click, and the audit has it.
func TestAnIncidentsButtonGivesNoRights(t *testing.T) {
	for who, code := range map[string]string{dev: "not_allowed", nobody: "not_allowed", guest: "guest", stranger: "guest", robot: "not_a_person", leaver: "not_a_person"} {
		w := newWorld(t)
		w.alarmed(w.deploy(prod, goodSHA).ID)
		_, err := w.backFrom(who, incident)
		refused(t, err, code)
		entries := w.verify(prod)
		if last := entries[len(entries)-1]; last.Actor != who || last.Detail != "rollback: "+code || w.live(prod) != rollout.All("42") {
			t.Errorf("%s: audit %+v, live %s", who, last, w.live(prod))
		}
	}
}

// faults.md B3, C1: any number of clicks and alarms at once.
func TestOfClicksOnAnIncidentAtOnceOneTakesTheSuspectBack(t *testing.T) {
	w := newWorld(t)
	i := w.alarmed(w.deploy(prod, goodSHA).ID)
	var wg sync.WaitGroup
	won := make(chan string, 40)
	for n := range 40 {
		q := w.request(rel)
		wg.Go(func() {
			if n%2 == 0 {
				if _, err := w.BackFrom(context.Background(), q, incident); err == nil {
					won <- "a click"
				}
				return
			}
			if _, refusal, err := commands.BackFor(context.Background(), w.Commands, i, "too bad"); err == nil && refusal == nil {
				won <- "the alarm"
			}
		})
	}
	wg.Wait()
	rollbacks := 0
	for _, action := range w.actions(prod) {
		if action == "rollback" {
			rollbacks++
		}
	}
	if len(won) != 1 || rollbacks != 1 || w.live(prod) != rollout.All("41") {
		t.Errorf("%d have won, %d rollbacks, live %s", len(won), rollbacks, w.live(prod))
	}
}

// faults.md B3, G2: the same click again, also when the first one's answer was lost.
func TestARepeatedClickOnAnIncidentIsActedUponOnce(t *testing.T) {
	w := newWorld(t)
	w.alarmed(w.deploy(prod, goodSHA).ID)
	q := w.request(rel)
	w.store.After = func(rollout.Change) error { return errDown }
	if _, err := w.BackFrom(t.Context(), q, incident); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	w.store.After = nil
	if _, err := w.BackFrom(t.Context(), q, incident); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
}

func TestWhatAnAlarmTakesBackIsLockedWithItsReasonAndNobodyDidIt(t *testing.T) {
	for name, suspect := range map[string]func(w *world) rollout.ID{
		"under way": shifting,
		"finished":  func(w *world) rollout.ID { return w.deploy(prod, goodSHA).ID },
	} {
		w := newWorld(t)
		i := w.alarmed(suspect(w))
		id, refusal, err := commands.BackFor(t.Context(), w.Commands, i, "v42 is 18 times worse")
		if err != nil || refusal != nil || id != w.lockOf(prod).Owner || w.live(prod) != rollout.All("41") {
			t.Fatalf("%s: %s, %v, %v, live %s", name, id, refusal, err, w.live(prod))
		}
		r := w.drive(id, nil)
		if r.Phase != rollout.RolledBack || r.Cause != (rollout.Cause{Code: rollout.CauseAlarm, Text: "v42 is 18 times worse"}) || r.Incident != incident {
			t.Errorf("%s: %s %+v for %q", name, r.Phase, r.Cause, r.Incident)
		}
		if held := w.lockOf(prod).Held; held == nil || held.By != "" || !strings.Contains(held.Reason, "18 times worse") {
			t.Errorf("%s: held %+v", name, held)
		}
		for _, e := range w.verify(prod) {
			if e.Action == "rollback" && e.Actor != rollout.Slipway {
				t.Errorf("%s: by %s", name, e.Actor)
			}
		}
	}
}
