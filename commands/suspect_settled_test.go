package commands_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// meanwhile are metrics that take so long that something happens.
type meanwhile struct {
	commands.Metrics
	happens func()
}

func (m meanwhile) Minutes(ctx context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	out, err := m.Metrics.Minutes(ctx, q)
	m.happens()
	return out, err
}

// faults.md C8: what was decided on is not so any more when it is to be done.
func TestNothingIsTakenBackForAnIncidentThatHasChangedMeanwhile(t *testing.T) {
	for name, happens := range map[string]func(w *ward){
		"it is over":         func(w *ward) { w.now = w.now.Add(time.Second); w.hears(w.green(errorsAlarm)) },
		"nothing is known":   func(w *ward) { w.now = w.now.Add(time.Second); w.hears(w.unknown(errorsAlarm)) },
		"another is accused": func(w *ward) { w.changes(func(i *rollout.Incident) { i.Suspect.Rollout = "01K" }) },
		"it goes back":       func(w *ward) { w.changes(func(i *rollout.Incident) { i.Back = "01K" }) },
	} {
		w := newWard(t, handsOn)
		id := w.bad(4 * time.Minute)
		once := true
		w.Metrics = meanwhile{w.Metrics, func() {
			if once {
				once = false
				happens(w)
			}
		}}
		w.hears(w.red(errorsAlarm))
		if i := w.incident(); w.rollout(id).Phase != rollout.Shifting || i.Kept != "" || strings.Contains(happened(i), "kept") {
			t.Errorf("%s: %s, kept %q", name, w.rollout(id).Phase, i.Kept)
		}
	}
}

// changes changes the incident as somebody else does.
func (w *ward) changes(change func(i *rollout.Incident)) {
	w.t.Helper()
	i := w.incident()
	i.Revision++
	change(&i)
	w.must(w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{i}}))
}

// faults.md F1: the process dies right after it has decided. The incident says what was
// decided all the same.
func TestAnIncidentSaysThatItsSuspectGoesBackAtTheMomentOfTheDecision(t *testing.T) {
	for name, begin := range map[string]func(w *ward){
		"under way": func(w *ward) { w.bad(4 * time.Minute) },
		"finished":  func(w *ward) { w.wentLive(4 * time.Minute) },
	} {
		w := newWard(t, handsOn)
		begin(w)
		w.store.After = func(c rollout.Change) error {
			if slices.ContainsFunc(c.Put, func(r rollout.Record) bool { return r.Key().Kind == "rollout" }) {
				w.store.Before = func(rollout.Change) error { return errDown }
			}
			return nil
		}
		w.hears(w.red(errorsAlarm))
		if i := w.incident(); i.Back != w.lockOf(prod).Owner || i.Gone.IsZero() || happened(i) != "red back!" || w.live(prod).Weight == 1 {
			t.Errorf("%s: %s, back %q of %q", name, happened(i), i.Back, w.lockOf(prod).Owner)
		}
	}
}

// A way back that others get into the way of is tried until it is free.
func TestAWayBackIsNotGivenUpBecauseOthersAreFaster(t *testing.T) {
	w := newWard(t, handsOn)
	w.wentLive(4 * time.Minute)
	times := 10
	w.store.Before = func(c rollout.Change) error {
		if slices.ContainsFunc(c.Put, func(r rollout.Record) bool { return r.Key().Kind == "lock" }) && times > 0 {
			times--
			return &rollout.ConflictError{Key: rollout.LockKey(is(prod))}
		}
		return nil
	}
	if w.hears(w.red(errorsAlarm)); w.live(prod) != rollout.All("41") {
		t.Errorf("live %s, kept %q", w.live(prod), w.incident().Kept)
	}
}

// What cannot be decided is decided by the next look, and is no reason to do this one again.
func TestALookThatCannotDecideIsOverAllTheSame(t *testing.T) {
	w := newWard(t, handsOn)
	w.wentLive(4 * time.Minute)
	w.fault = failing("ListVersionsByFunction", errDown)
	w.hears(w.red(errorsAlarm))
	w.must(w.Errand(t.Context(), rollout.LookNotice(w.incident().ID, w.now)))
	w.Store = failsOn{Store: w.store, kind: "rollout"}
	w.must(w.Errand(t.Context(), rollout.LookNotice(w.incident().ID, w.now)))
	if i := w.incident(); !i.Looked.Equal(w.now) || !strings.Contains(i.Kept, "tried again") {
		t.Errorf("looked %s, kept %q", i.Looked, i.Kept)
	}
}

// The thread hears of each reason once, however they take turns.
func TestAReasonToKeepASuspectIsToldOnce(t *testing.T) {
	w := newWard(t, handsOn)
	irreversible(w)
	w.hears(w.red(errorsAlarm))
	for n := range 20 {
		if w.fault = nil; n%2 == 0 {
			w.fault = failing("GetMetricData", errDown)
		}
		w.passes(time.Minute)
	}
	if got := strings.Count(happened(w.incident()), "kept!"); got != 1 {
		t.Errorf("told %d times: %s", got, happened(w.incident()))
	}
}

// Who is in the way is told by name.
func TestAReasonToKeepASuspectNamesPeople(t *testing.T) {
	w := newWard(t, handsOn)
	w.wentLive(4 * time.Minute)
	w.start(prod, badSHA)
	w.People = commandtest.NewPeople(commands.Person{ID: rel, Name: "Ana"})
	w.hears(w.red(errorsAlarm))
	if i := w.incident(); !strings.Contains(i.Kept, "Another rollout") || !strings.Contains(i.Kept, "by @Ana") {
		t.Errorf("kept %q", i.Kept)
	}
}

// Reading the metrics costs calls, and editing a message attention.
func TestEvidenceIsAskedForOnlyWhileItIsOfUse(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(29 * time.Minute)
	during := w.incident()
	if during.Evidence == nil || during.Evidence.Finding != rollout.FoundWorse {
		t.Fatalf("%+v", during.Evidence)
	}
	w.passes(2 * time.Minute)
	w.calls = nil
	w.passes(2 * time.Hour)
	if n := calls(w.calls, "GetMetricData"); n != 0 {
		t.Errorf("read %d times after that", n)
	}
	w = newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(12 * time.Minute)
	sent := len(edits(w))
	w.passes(10 * time.Minute)
	if n := len(edits(w)) - sent; n > 6 {
		t.Errorf("%d edits in ten minutes in which nothing happened", n)
	}
}

// edits are the states of the incident's message that were put on their way.
func edits(w *ward) (out []int64) {
	for _, s := range w.outbox.Sent() {
		if s.ID == w.incident().ID {
			out = append(out, s.Version)
		}
	}
	return out
}

// When it began to be bad is known from the first evidence, though later ones know only
// of the latest minutes.
func TestAnIncidentKeepsSinceWhenItWasBad(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	first := w.looks().FirstBad
	w.passes(25 * time.Minute)
	if i := w.incident(); first.IsZero() || !i.FirstBad.Equal(first) || !i.Recovery().FirstBad.Equal(first) {
		t.Errorf("%s, and then %s", first, i.FirstBad)
	}
}

// Nobody has compared what was shipped: what it changed for good is not known.
func TestWhatNobodyComparedIsNotTakenBackByItself(t *testing.T) {
	for name, c := range map[string]struct {
		begin func(w *ward)
		kept  bool
	}{
		"nobody compared":       {func(w *ward) { w.wentLive(4 * time.Minute) }, true},
		"it cannot be read":     {func(w *ward) { irreversibleNot(w); w.Store = failsOn{Store: w.store, kind: "shipping"} }, true},
		"nothing is in the way": {irreversibleNot, false},
	} {
		w := newWard(t, handsOn)
		w.Policy.Services[0].Watched = []string{"migrations/**"}
		c.begin(w)
		w.hears(w.red(errorsAlarm))
		i := w.incident()
		if (i.Back == "") != c.kept || strings.Contains(i.Kept, "may not undo") != c.kept {
			t.Errorf("%s: back %q, kept %q", name, i.Back, i.Kept)
		}
		if c.kept { // people are not kept from it
			_, err := w.BackFrom(t.Context(), w.request(rel), i.ID)
			if w.must(err); w.live(prod) != rollout.All("41") {
				t.Errorf("%s: live %s", name, w.live(prod))
			}
		}
	}
}

// irreversibleNot is a bad version that was compared, and has changed nothing for good.
func irreversibleNot(w *ward) {
	w.connect()
	w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 10 })
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Commits: []rollout.Commit{{SHA: goodSHA}}, Ahead: 1, Files: []string{"src/7.go"}})
	w.wentLive(4 * time.Minute)
}

// What is taken back is what was looked at: the aliases are read once before the decision.
func TestASuspectIsTakenBackFromWhatWasSeen(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.calls = nil
	w.store.Before = func(rollout.Change) error { return errDown }
	if _, err := w.BackFrom(t.Context(), w.request(rel), w.incident().ID); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	if n := calls(w.calls, "ListAliases"); n != 1 {
		t.Errorf("the aliases were read %d times: %v", n, w.calls)
	}
}
