package commands_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// events are the names of those that workflows heard of, in order.
func (w *ward) events() string {
	var out []string
	for _, e := range w.outside.Events() {
		out = append(out, e.Name)
	}
	return strings.Join(out, " ")
}

func TestWorkflowsHearOnceOfTheAlarmAndOnceThatItsSuspectIsBack(t *testing.T) {
	w := newWard(t, handsOn)
	w.bad(4 * time.Minute)
	s := w.red(errorsAlarm)
	w.hears(s, s)
	w.passes(2 * time.Minute)
	w.turns(rollout.AlarmOK)
	w.turns(rollout.AlarmRed)
	if got := w.events(); got != "alarm rolled_back" {
		t.Fatal(got)
	}
	e := w.outside.Events()[1]
	for name, want := range map[string]string{
		"service": "checkout", "environment": "prod", "incident": w.incident().ID, "alarm": errorsAlarm, "state": "ALARM",
		"version": "42", "sha": badSHA, "back": "41", "since": s.At.Format(time.RFC3339),
	} {
		if e.Facts[name] != want {
			t.Errorf("%s: %q, want %q", name, e.Facts[name], want)
		}
	}
	if len(e.Facts) > 10 || e.Service != "checkout" {
		t.Errorf("%+v", e)
	}
}

func TestWorkflowsHearOnlyOfWhatTheyWant(t *testing.T) {
	on := handsOn
	on.Events = []string{commands.EventBack}
	w := newWard(t, on)
	w.turns(rollout.AlarmRed)
	if got := w.events(); got != "" {
		t.Error(got)
	}
	w = newWard(t, handsOn)
	w.Events = nil
	w.turns(rollout.AlarmRed)
}

// A workflow that runs twice may do harm: only what was surely not taken is sent again.
func TestAnEventIsSentAtMostOnce(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(w *ward)
		want   string
	}{
		"busy":            {func(w *ward) { w.outside.Before = failing("Event", &rollout.Error{Kind: rollout.Throttled}) }, "alarm"},
		"a dead line":     {func(w *ward) { w.outside.Before = failing("Event", errDown) }, ""},
		"reply lost":      {func(w *ward) { w.outside.After = failing("Event", errDown) }, "alarm"},
		"cannot be noted": {func(w *ward) { w.store.Before = cannotNoteEvent }, "alarm"},
	} {
		w := newWard(t, handsOn)
		c.breaks(w)
		w.turns(rollout.AlarmRed)
		w.outside.Before, w.outside.After, w.store.Before = nil, nil, nil
		w.errands()
		n := rollout.Notice{ID: "event/" + w.incident().ID + "/alarm", Kind: rollout.EventErrand, Incident: w.incident().ID, At: w.now}
		w.must(w.Errand(t.Context(), n))
		if w.events() != c.want {
			t.Errorf("%s: %q", name, w.events())
		}
	}
}

// cannotNoteEvent refuses to write down that an event is sent, and nothing else.
func cannotNoteEvent(c rollout.Change) error {
	if len(c.Put) != 1 {
		return nil
	}
	if _, incident := c.Put[0].(rollout.Incident); incident {
		return errDown
	}
	return nil
}

// faults.md B3, F1: whoever runs the errand once more, however late.
func TestAnEventThatWasSentLongAgoIsNotSentAgain(t *testing.T) {
	w := newWard(t, handsOn)
	w.turns(rollout.AlarmRed)
	w.now = w.now.Add(16 * time.Minute)
	w.must(w.Forget(t.Context(), w.now))
	w.must(w.Errand(t.Context(), rollout.Notice{ID: "event/" + w.incident().ID + "/alarm", Kind: rollout.EventErrand, Incident: w.incident().ID, At: w.now}))
	if w.events() != "alarm" {
		t.Error(w.events())
	}
}

func TestAnEventOfNoIncidentIsAnError(t *testing.T) {
	w := newWard(t, handsOn)
	if err := w.Errand(t.Context(), rollout.Notice{ID: "event/x/alarm", Kind: rollout.EventErrand, Incident: "x", At: w.now}); !rollout.IsMissing(err) {
		t.Error(err)
	}
}

// It will not be permitted however often it is tried.
func TestAnEventThatIsNotPermittedIsGivenUp(t *testing.T) {
	w := newWard(t, handsOn)
	w.outside.Before = failing("Event", &rollout.Error{Kind: rollout.Invalid, Message: "no permission"})
	w.turns(rollout.AlarmRed)
	for _, n := range w.notices() {
		if n.Kind == rollout.EventErrand {
			t.Errorf("%+v", n)
		}
	}
}
