package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C5: an alarm that never says anything again.
func TestAnIncidentOfWhichNothingIsKnownForAnHourIsOver(t *testing.T) {
	for name, c := range map[string]struct {
		news []rollout.Alarm
		at   float64
		open bool
	}{
		"unknown for an hour":        {[]rollout.Alarm{signal("a", red, 0), signal("a", unknown, 5)}, 65.1, false},
		"not for so long":            {[]rollout.Alarm{signal("a", red, 0), signal("a", unknown, 5)}, 64, true},
		"another one is red":         {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 1), signal("a", unknown, 5)}, 600, true},
		"another one is well":        {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 1), signal("b", green, 2), signal("a", unknown, 5)}, 65.1, false},
		"one of two was heard later": {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 1), signal("a", unknown, 5), signal("b", unknown, 30)}, 66, true},
		"it is still red":            {[]rollout.Alarm{signal("a", red, 0)}, 600, true},
	} {
		for n := range c.news {
			c.news[n].Heard = c.news[n].At.Add(time.Second)
		}
		i := heard(rollout.Incident{}, c.news...).Forsaken(after(c.at))
		_, lost := i.Unknown()
		if i.Open() != c.open || !c.open && (!lost || !i.Closed.Equal(after(c.at)) || i.OwesEnd()) {
			t.Errorf("%s: open %v, %s", name, i.Open(), story(i))
		}
		if again := i.Forsaken(after(c.at + 1)); story(again) != story(i) {
			t.Errorf("%s: it ends again: %s", name, story(again))
		}
	}
	over := heard(rollout.Incident{}, signal("a", red, 0), signal("a", green, 5))
	if i := over.Forsaken(after(600)); story(i) != story(over) {
		t.Errorf("it was over: %s", story(i))
	}
	if _, lost := over.Unknown(); lost {
		t.Error("all are well, and one is unknown")
	}
}

// Alarms take their time to be well again.
func TestNobodyIsRemindedForAWhileAfterTheWayBack(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0))
	i.Gone, i.Restored = after(14), after(15)
	for at, want := range map[float64]bool{16: false, 29.9: false, 30: true} {
		if got := i.DueReminder(after(at)); got != want {
			t.Errorf("after %v minutes: %v", at, got)
		}
	}
}
