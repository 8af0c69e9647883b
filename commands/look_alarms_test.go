package commands_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C5, F4: news that are lost, of an alarm that is well again or was deleted.
func TestAnIncidentEndsThoughTheNewsOfItsEndWereLost(t *testing.T) {
	for name, lost := range map[string]func(w *ward, s rollout.Signal){
		"well":    func(w *ward, s rollout.Signal) { s.State, s.At = rollout.AlarmOK, w.now; w.monitor.Set(s, nil) },
		"deleted": func(w *ward, s rollout.Signal) { w.monitor.Unset(s.ID) },
	} {
		w := newWard(t, handsOff)
		s := w.red(errorsAlarm)
		w.hears(s)
		w.passes(time.Minute)
		lost(w, s)
		w.passes(10 * time.Minute)
		known := get[rollout.Alarms](w.world, rollout.AlarmsKey(is(prod)))
		if i := w.incident(); i.Open() || happened(i) != "red over!" || len(known.Red()) != 0 {
			t.Errorf("%s: %s, red %+v", name, happened(i), known.Red())
		}
	}
}

func TestTheMonitoringIsAskedNowAndThenOnlyAboutWhatIsNotWell(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm), w.red(latencyAlarm))
	w.now = w.now.Add(time.Second)
	w.hears(w.green(latencyAlarm))
	w.passes(4 * time.Minute)
	if n := calls(w.monitor.Calls(), "Alarms"); n != 0 {
		t.Errorf("asked %d times at once", n)
	}
	w.passes(30 * time.Minute)
	if n := calls(w.monitor.Calls(), "Alarms"); n < 4 || n > 7 {
		t.Errorf("asked %d times in half an hour", n)
	}
	before := w.incident()
	again := w.red(errorsAlarm) // it was evaluated again
	w.monitor.Set(again, nil)
	w.passes(10 * time.Minute)
	if i := w.incident(); !i.Alarms[0].At.Equal(before.Alarms[0].At) || !i.Open() {
		t.Errorf("%+v", i.Alarms[0])
	}
}

// An account that nobody can look into is in no other's way.
func TestAnAlarmThatCannotBeAskedAboutIsAsWasLastHeard(t *testing.T) {
	w := newWard(t, handsOff)
	w.Policy.Alarms.Accounts = append(w.Policy.Alarms.Accounts, "210987654321")
	foreign := w.red("foreign")
	foreign.ID, foreign.Account = strings.Replace(foreign.ID, "123456789012", "210987654321", 1), "210987654321"
	s := w.red(errorsAlarm)
	w.hears(s, foreign)
	w.monitor.Unset(s.ID)
	w.Monitor = shortSighted{w.monitor}
	w.passes(20 * time.Minute)
	if i := w.incident(); !i.Open() || i.Alarms[0].State != rollout.AlarmOK || i.Alarms[1].State != rollout.AlarmRed {
		t.Errorf("%+v", i.Alarms)
	}
	w.Monitor = w.monitor
	w.monitor.Before = failing("Alarms", errDown)
	w.monitor.Unset(foreign.ID)
	w.passes(20 * time.Minute)
	if i := w.incident(); !i.Open() {
		t.Errorf("the monitoring is down, and %s", happened(i))
	}
}

func TestAnIncidentOfWhichNothingIsKnownEndsAfterAnHour(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	w.now = w.now.Add(time.Minute)
	w.hears(w.unknown(errorsAlarm))
	w.passes(58 * time.Minute)
	if i := w.incident(); !i.Open() {
		t.Fatalf("too early: %s", happened(i))
	}
	w.passes(15 * time.Minute)
	i := w.incident()
	if i.Open() || i.Alarms[0].State != rollout.AlarmUnknown || strings.Contains(happened(i), "reminded") || !strings.HasSuffix(happened(i), "over!") {
		t.Errorf("%s, %+v", happened(i), i.Alarms)
	}
}

// What the monitoring says cannot be noted: it is asked again.
func TestAnAnswerThatCannotBeNotedIsAskedForAgain(t *testing.T) {
	w := newWard(t, handsOff)
	s := w.red(errorsAlarm)
	w.hears(s)
	w.monitor.Unset(s.ID)
	w.now = w.now.Add(6 * time.Minute)
	w.store.Before = func(c rollout.Change) error {
		if len(c.Put) > 1 {
			return errDown
		}
		return nil
	}
	if err := w.Errand(t.Context(), rollout.LookNotice(w.incident().ID, w.now)); err != nil && !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.store.Before = nil
	w.passes(12 * time.Minute)
	if i := w.incident(); i.Open() {
		t.Errorf("%s", happened(i))
	}
}
