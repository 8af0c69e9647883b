package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// looks runs the errand that brings the incident up to date.
func (w *ward) looks() rollout.Incident {
	w.t.Helper()
	w.must(w.Errand(w.context(), rollout.LookNotice(w.incident().ID, w.now)))
	return w.incident()
}

func TestALookGathersWhatPeopleWantToSee(t *testing.T) {
	w := newWard(t, handsOff)
	id := w.bad(4 * time.Minute)
	var readings []rollout.Reading
	for n := range 40 {
		readings = append(readings, rollout.Reading{At: noon.Add(time.Duration(n-20) * time.Minute), Value: float64(n)})
	}
	lines := []rollout.Failing{{Text: strings.Repeat("x", 5000), Count: 9}, {Text: "b", Count: 2}, {Text: "c"}, {Text: "d"}}
	w.monitor.Say(readings, lines)
	w.hears(w.red(errorsAlarm))
	i := w.looks()
	if len(i.Errors) != 3 || i.Errors[0].Count != 9 || len(i.Errors[0].Text) > 310 {
		t.Errorf("%+v", i.Errors)
	}
	p := i.Plot
	if p == nil || p.Title != "Errors (Sum)" || *p.Threshold != 5 || len(p.Points) != 16 || !p.Points[0].At.Equal(noon.Add(-11*time.Minute)) {
		t.Fatalf("%+v", p)
	}
	if len(p.Marks) != 1 || p.Marks[0] != w.rollout(id).Shares[0] {
		t.Errorf("%+v", p.Marks)
	}
	w.monitor.Calls()
	w.looks()
	if calls := w.monitor.Calls(); slices.Contains(calls, "Failing") {
		t.Errorf("the log has said what fails, and is read again: %v", calls)
	}
	if i.Evidence == nil || i.Evidence.Finding != rollout.FoundWorse || i.Evidence.Times < 10 || !i.Looked.Equal(w.now) || i.Kept != "" {
		t.Errorf("%+v, looked %s, kept %q", i.Evidence, i.Looked, i.Kept)
	}
}

// What was before the suspect's first traffic, or before what is shown, is not its doing.
func TestALookLeavesOutWhatWasBefore(t *testing.T) {
	w := newWard(t, handsOff)
	r := w.wentLive(4 * time.Minute)
	w.monitor.Say([]rollout.Reading{{At: w.now.Add(-time.Minute)}}, nil)
	w.hears(w.red(errorsAlarm))
	if i := w.looks(); len(i.Plot.Marks) != 2 || len(r.Shares) != 3 {
		t.Errorf("%+v of %+v", i.Plot.Marks, r.Shares)
	}
	w = newWard(t, handsOff)
	id := w.bad(4 * time.Minute)
	traffic := w.rollout(id).Shares[0].From
	w.monitor.Say(nil, []rollout.Failing{{Text: "before", Last: traffic.Add(-time.Second)}, {Text: "since", Last: traffic}})
	w.hears(w.red(errorsAlarm))
	if i := w.looks(); len(i.Errors) != 1 || i.Errors[0].Text != "since" {
		t.Errorf("%+v", i.Errors)
	}
}

// Each look has what it can have: whatever is away is left out, and comes later.
func TestALookLeavesOutWhatCannotBeHad(t *testing.T) {
	for _, call := range []string{"Series", "Failing"} {
		w := newWard(t, handsOff)
		w.bad(4 * time.Minute)
		w.monitor.Say([]rollout.Reading{{At: w.now.Add(-time.Minute)}}, []rollout.Failing{{Text: "x"}})
		w.monitor.Before = failing(call, errDown)
		w.hears(w.red(errorsAlarm))
		i := w.looks()
		if (i.Plot == nil) != (call == "Series") || (i.Errors == nil) != (call == "Failing") || i.Evidence == nil {
			t.Errorf("without %s: %+v", call, i)
		}
		w.monitor.Before = nil
		if i := w.looks(); i.Plot == nil || i.Errors == nil {
			t.Errorf("with %s again: %+v", call, i)
		}
	}
	w := newWard(t, handsOff)
	w.bad(4 * time.Minute)
	w.Monitor, w.Logs = nil, nil
	w.hears(w.red(errorsAlarm))
	w.fault = failing("GetMetricData", errDown)
	if i := w.looks(); i.Plot != nil || i.Errors != nil || i.Evidence == nil || i.Evidence.Unread == "" || i.Evidence.Finding != rollout.FoundUnclear {
		t.Errorf("%+v, %+v", i, i.Evidence)
	}
	w.fault = nil
	before := w.looks().Evidence
	w.fault = failing("GetMetricData", errDown)
	if i := w.looks(); before.Unread != "" || i.Evidence.Unread != "" {
		t.Errorf("what was read before is lost: %+v", i.Evidence)
	}
}

// A log costs by how much of it is read.
func TestALookAsksNoMoreOftenThanItMust(t *testing.T) {
	w := newWard(t, handsOff)
	w.bad(4 * time.Minute)
	w.monitor.Say([]rollout.Reading{{At: w.now}}, nil)
	w.hears(w.red(errorsAlarm))
	w.passes(30 * time.Minute)
	calls := w.monitor.Calls()
	count := func(name string) int {
		return len(slices.DeleteFunc(slices.Clone(calls), func(c string) bool { return c != name }))
	}
	if logs := count("Failing"); logs < 5 || logs > 13 {
		t.Errorf("the log was asked %d times", logs)
	}
	w.monitor.Say(nil, []rollout.Failing{{Text: "x"}})
	if i := w.looks(); i.Errors != nil {
		t.Errorf("half an hour later the log was read again: %+v", i.Errors)
	}
}

func TestALookThatFindsNothingNewTellsNobody(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.looks()
	sent, before := len(w.outbox.Sent()), w.incident()
	if before.Plot != nil {
		t.Errorf("a picture of nothing: %+v", before.Plot)
	}
	w.now = w.now.Add(time.Minute)
	if i := w.looks(); len(w.outbox.Sent()) != sent || i.Revision != before.Revision+1 || !i.Looked.Equal(w.now) {
		t.Errorf("sent %+v, revision %d after %d", w.outbox.Sent()[sent:], i.Revision, before.Revision)
	}
	w.hears(w.green(errorsAlarm))
	over := w.looks()
	w.now = w.now.Add(time.Minute)
	if again := w.looks(); again.Revision != over.Revision {
		t.Errorf("it is over, and revision %d follows %d", again.Revision, over.Revision)
	}
}

// Whoever takes the suspect back, the incident follows that to its end.
func TestALookFollowsWhatPeopleDo(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	if i := w.looks(); happened(i) != "red back!" || i.Log[1].By != rel || !i.Restored.IsZero() {
		t.Errorf("%s %+v", happened(i), i.Log)
	}
	w.passes(time.Minute)
	w.hears(w.green(errorsAlarm))
	i := w.looks()
	if happened(i) != "red back! restored! over!" || i.Back != w.rollbacks()[0].ID || i.Health == nil || i.Open() {
		t.Errorf("%s, health %+v", happened(i), i.Health)
	}
	times := i.Recovery()
	if times.FirstBad.IsZero() || !times.FirstBad.Before(times.Back) || times.Restored.Before(times.Back) || times.Restore() <= 0 || times.Recover() < times.Restore() {
		t.Errorf("%+v", times)
	}
}

// Nothing is suspected. What is rolled back for the incident all the same belongs to it.
func TestALookFollowsARollbackWithoutASuspect(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.passes(time.Minute)
	if i := w.incident(); i.Suspect != nil || i.Back == "" || i.Restored.IsZero() {
		t.Errorf("%s", happened(i))
	}
}

// A fix that is stopped while the incident goes on does not take the suspect back.
func TestALookTellsASuspectFromAnotherRolloutThatGoesBack(t *testing.T) {
	w := newWard(t, handsOff)
	r := w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	fix := w.start(prod, badSHA)
	w.drive(fix, shifted)
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.passes(time.Minute)
	if i := w.incident(); i.Suspect.Rollout != r.ID || i.Back != "" || w.rollout(fix).Incident != i.ID {
		t.Errorf("suspect %s, back %q", i.Suspect.Rollout, i.Back)
	}
}

func TestALookAtNothingIsNone(t *testing.T) {
	w := newWard(t, handsOff)
	w.must(w.Errand(t.Context(), rollout.LookNotice("01JNOTHING", w.now)))
}

func TestALookThatCannotBeSavedIsTriedAgain(t *testing.T) {
	for name, breaks := range map[string]func(w *ward){
		"the store is away":       func(w *ward) { w.store.Down = errDown },
		"the past cannot be read": func(w *ward) { w.Store = cannotQuery{Store: w.store, index: rollout.TargetIndex(is(prod))} },
		"nothing can be saved":    func(w *ward) { w.store.Before = func(rollout.Change) error { return errDown } },
		"others are faster":       func(w *ward) { w.overtaken(1000) },
	} {
		w := newWard(t, handsOff)
		w.hears(w.red(errorsAlarm))
		id := w.incident().ID
		breaks(w)
		if err := w.Errand(t.Context(), rollout.LookNotice(id, w.now)); !errors.Is(err, errDown) && !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
