package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
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
	_, err := w.Acknowledge(t.Context(), w.request(rel), w.incident().ID)
	w.must(err)
	w.passes(2 * time.Hour)
	if got := happened(w.incident()); !strings.HasSuffix(got, "acked!") {
		t.Errorf("somebody is at it: %s", got)
	}
}

// One incident that cannot be seen to is in no other's way, and whoever was faster has done
// the same.
func TestAnIncidentThatCannotBeTendedIsInNoOthersWay(t *testing.T) {
	w := newWard(t, handsOff)
	other := w.red("staging-errors")
	other.Gauges[0].Dimensions = map[string]string{"FunctionName": "checkout-staging"}
	w.hears(w.red(errorsAlarm), other)
	w.errands()
	first, once := "", true
	w.store.Before = func(c rollout.Change) error {
		n, look := c.Put[0].(rollout.Notice)
		if first == "" {
			first = n.Incident
		}
		if look && n.Incident == first { // whichever is looked at first
			return errDown
		}
		return nil
	}
	for range 2 {
		w.now = w.now.Add(time.Minute)
		w.must(w.TendIncidents(t.Context()))
	}
	if w.looked() != 1 {
		t.Errorf("%d of two incidents are looked at", w.looked())
	}
	w.store.Before = func(rollout.Change) error {
		if once {
			once = false
			return &rollout.ConflictError{}
		}
		return nil
	}
	w.must(w.TendIncidents(t.Context()))
	w.store.Down = errDown
	if err := w.TendIncidents(t.Context()); !contains(err, "it is down") {
		t.Error(err)
	}
}

func TestIncidentsAreNotAlwaysTendedInTheSameOrder(t *testing.T) {
	w := newWard(t, handsOff)
	for n := range 5 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{
			Name: fmt.Sprint("service-", n), Functions: []commands.Function{{Environment: "prod", Name: fmt.Sprint("function-", n)}},
		})
		s := w.red(fmt.Sprint("alarm-", n))
		s.Gauges[0].Dimensions = map[string]string{"FunctionName": fmt.Sprint("function-", n)}
		w.hears(s)
	}
	w.errands()
	first := map[string]bool{}
	for range 20 {
		w.now = w.now.Add(time.Minute)
		sent := len(w.outbox.Sent())
		w.must(w.TendIncidents(t.Context()))
		first[w.outbox.Sent()[sent].ID] = true
		w.errands()
	}
	if len(first) < 3 {
		t.Errorf("always first: %v", first)
	}
}

// What costs calls, and tells nothing new, is done more rarely.
func TestAnIncidentThatStaysAsItIsIsLookedAtMoreRarely(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.passes(70 * time.Minute)
	before := w.incident().Revision
	w.passes(10 * time.Hour)
	if looks := w.incident().Revision - before; looks < 55 || looks > 90 { // some of them remind
		t.Errorf("%d revisions in ten hours", looks)
	}
	w.now = w.now.Add(time.Second)
	w.hears(w.red(latencyAlarm))
	w.errands()
	w.now = w.now.Add(time.Minute)
	w.must(w.TendIncidents(t.Context()))
	if w.looked() != 1 {
		t.Error("another alarm is red, and nobody looks")
	}
}

// The end came too soon after the beginning to be told at once.
func TestTheEndIsToldOnceItWasQuietForAWhile(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.passes(20 * time.Minute)
	w.hears(w.green(errorsAlarm))
	w.passes(2 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(3 * time.Minute)
	w.hears(w.green(errorsAlarm))
	w.passes(time.Minute)
	if got := happened(w.incident()); strings.HasSuffix(got, "over!") {
		t.Fatalf("too much at once: %s", got)
	}
	w.passes(15 * time.Minute)
	i := w.incident()
	if got := happened(i); !strings.HasSuffix(got, "over!") || i.Open() {
		t.Errorf("%s", got)
	}
	w.passes(time.Hour)
	if w.incident().Revision != i.Revision {
		t.Errorf("it is told again: %s", happened(w.incident()))
	}
}

// Alarms take their time to be well again once the suspect was taken back.
func TestNobodyIsRemindedRightAfterTheSuspectWasTakenBack(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(14 * time.Minute)
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.passes(14 * time.Minute)
	if got := happened(w.incident()); strings.Contains(got, "reminded") || !strings.HasSuffix(got, "restored!") {
		t.Fatal(got)
	}
	w.passes(3 * time.Minute)
	if got := happened(w.incident()); !strings.HasSuffix(got, "reminded!") {
		t.Error(got)
	}
}
