package commands_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// looked is how many errands that look at an incident are in the outbox.
func (w *ward) looked() (n int) {
	for _, notice := range w.notices() {
		if notice.Kind == rollout.LookErrand {
			n++
		}
	}
	return n
}

func TestAnIncidentIsLookedAtEachMinuteWhileItGoesOn(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.errands()
	for after, want := range map[time.Duration]int{59 * time.Second: 0, time.Minute: 1} {
		w.now = w.incident().Looked.Add(after)
		w.must(w.TendIncidents(t.Context()))
		if got := w.looked(); got != want {
			t.Errorf("after %s: %d errands", after, got)
		}
		w.errands()
	}
	w.now = w.now.Add(time.Minute)
	w.hears(w.green(errorsAlarm))
	w.errands()
	w.now = w.now.Add(time.Minute)
	w.must(w.Sweep(t.Context(), w.now))
	if w.looked() != 0 {
		t.Error("it is over, and is looked at")
	}
}

// A process has died between an incident and all that follows from it.
func TestASweepGoesOnWithAnIncidentThatNobodyLookedAt(t *testing.T) {
	w := newWard(t, handsOn)
	id := w.bad(4 * time.Minute)
	w.environment("prod", func(e *commands.Environment) { e.OnAlarm = handsOff })
	w.hears(w.red(errorsAlarm))
	w.environment("prod", func(e *commands.Environment) { e.OnAlarm = handsOn })
	for _, n := range w.notices() { // which are lost
		w.must(w.store.Commit(t.Context(), rollout.Change{Delete: []rollout.Deletion{{Key: n.Key(), Rev: n.Version}}}))
	}
	w.now = w.now.Add(time.Minute)
	w.must(w.Sweep(t.Context(), w.now))
	w.errands()
	if i := w.incident(); i.Back != id || w.live(prod) != rollout.All("41") {
		t.Errorf("%s, kept %q, live %s", happened(i), i.Kept, w.live(prod))
	}
}

func TestAnIncidentThatNobodyHeedsIsRemindedOfNowAndThen(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.passes(14 * time.Minute)
	if got := happened(w.incident()); got != "red" {
		t.Fatalf("too early: %s", got)
	}
	w.passes(80 * time.Minute)
	if got := strings.Count(happened(w.incident()), "reminded!"); got != 3 {
		t.Errorf("reminded %d times in an hour and a half: %s", got, happened(w.incident()))
	}
	_, err := w.Acknowledge(t.Context(), w.request(dev), w.incident().ID)
	w.must(err)
	w.passes(2 * time.Hour)
	if got := happened(w.incident()); !strings.HasSuffix(got, "acked!") {
		t.Errorf("somebody is at it: %s", got)
	}
}

func TestWhatCannotBeTendedIsAnErrorAndWhoeverWasFasterIsNone(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.now = w.now.Add(time.Minute)
	w.overtaken(1)
	w.must(w.TendIncidents(t.Context()))
	w.store.Before = func(rollout.Change) error { return errDown }
	if err := w.TendIncidents(t.Context()); !contains(err, "it is down") {
		t.Error(err)
	}
	w.Store = failsOn{Store: w.store, kind: "notice"}
	if err := w.TendIncidents(t.Context()); !contains(err, "it is down") {
		t.Error(err)
	}
	w.store.Down = errDown
	if err := w.TendIncidents(t.Context()); !contains(err, "it is down") {
		t.Error(err)
	}
}
