package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAnIncidentRemindsWhereNobodyIsAtIt(t *testing.T) {
	open := heard(rollout.Incident{}, signal("a", red, 0)) // heard of a second later
	acked, snoozed := open.Ack("UANA", after(1)), open.Snooze("UANA", after(1))
	reopened := heard(open.Ack("UANA", after(1)), signal("a", green, 5), signal("a", red, 20))
	for name, c := range map[string]struct {
		i    rollout.Incident
		at   float64
		want bool
	}{
		"too early":                          {open, 15, false},
		"a quarter of an hour later":         {open, 15.02, true},
		"reminded just now":                  {open.Remind(after(16)), 45.9, false},
		"reminded half an hour ago":          {open.Remind(after(16)), 46, true},
		"somebody is at it":                  {acked, 60, false},
		"over":                               {heard(open, signal("a", green, 5)), 60, false},
		"nothing is known of it":             {heard(open, signal("a", unknown, 5)), 60, false},
		"snoozed":                            {snoozed, 60.9, false},
		"the snooze is over":                 {snoozed, 61, true},
		"reminded of that":                   {snoozed.Remind(after(61)), 90, false},
		"nobody cared":                       {snoozed.Remind(after(61)), 91, true},
		"snoozed by whoever is at it":        {acked.Snooze("UANA", after(2)), 62, true},
		"reminded of that, and at it":        {acked.Snooze("UANA", after(2)).Remind(after(62)), 120, false},
		"snoozed, and then taken up":         {snoozed.Ack("UBEN", after(30)), 120, false},
		"reminded before it was snoozed":     {open.Remind(after(16)).Snooze("UANA", after(17)), 77, true},
		"red again, and nobody is at it yet": {reopened, 35, false},
		"red again, and nobody cares":        {reopened, 35.1, true},
	} {
		if got := c.i.DueReminder(after(c.at)); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestAWordOnAnIncidentIsKeptAndTold(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0)).Snooze("UANA", after(1)).Ack("UBEN", after(2)).Remind(after(20))
	if got := story(i); got != "red snoozed! acked! reminded!" {
		t.Error(got)
	}
	if i.Snoozed != nil || *i.Acked != (rollout.Heeded{By: "UBEN", At: after(2)}) || !i.Reminded.Equal(after(20)) {
		t.Errorf("%+v", i)
	}
	if h := i.Log[1]; h.By != "UANA" || h.Until.Sub(h.At) != time.Hour {
		t.Errorf("%+v", h)
	}
}

// A word on an incident is about what was red then.
func TestAnIncidentThatBeginsAgainIsHeededByNobody(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0)).Ack("UANA", after(1)).Snooze("UANA", after(2))
	if i = heard(i, signal("a", green, 5), signal("a", red, 20)); i.Acked != nil || i.Snoozed != nil || !i.Open() {
		t.Errorf("at it %+v, snoozed %+v", i.Acked, i.Snoozed)
	}
}

func TestWhoeverTakesAnIncidentOverIsToldFromWhom(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0)).Ack("UANA", after(1)).Ack("UBEN", after(2))
	if h := i.Log[2]; h.By != "UBEN" || h.From != "UANA" || i.Acked.By != "UBEN" || i.Log[1].From != "" {
		t.Errorf("%+v", i.Log)
	}
}

func TestWhatHappenedIsFoundByItsNumberUntilItIsForgotten(t *testing.T) {
	var i rollout.Incident
	for n := range 60 {
		i = i.Note(rollout.Happens{At: after(float64(n + 1)), Told: n%2 == 0})
	}
	for n, want := range map[int]bool{-1: false, 0: false, 1: true, 2: false, 11: false, 12: true, 60: true, 61: false} {
		h, ok := i.Entry(n)
		if ok != want || ok && !h.At.Equal(after(float64(n))) {
			t.Errorf("%d: %s, %t", n, h.At, ok)
		}
	}
	before := i
	for n := range 3 {
		i = i.Note(rollout.Happens{At: after(float64(n + 61)), Told: n != 1})
	}
	if got := i.ToTell(before); len(got) != 2 || got[0] != 61 || got[1] != 63 {
		t.Errorf("to tell: %v", got)
	}
}

func TestTheTimesOfARecoveryCountFromTheFirstBadMinute(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 4))
	if r := i.Recovery(); r.Detect() != 0 || r.Restore() != 0 || r.Recover() != 0 || !r.Red.Equal(after(4)) || !r.Heard.Equal(after(4).Add(time.Second)) {
		t.Errorf("%+v", r)
	}
	i = i.Note(rollout.Happens{At: after(5), Kind: rollout.HappensBack}).Note(rollout.Happens{At: after(6), Kind: rollout.HappensBack})
	i.Restored = after(7)
	i = heard(i, signal("a", green, 12))
	if r := i.Recovery(); r.Detect() != 0 || r.Restore() != 3*time.Minute || r.Recover() != 8*time.Minute || !r.Back.Equal(after(5)) {
		t.Errorf("without metrics: %+v", r)
	}
	i = i.Weighed(rollout.Evidence{FirstBad: noon})
	if r := i.Recovery(); r.Detect() != 4*time.Minute || r.Restore() != 7*time.Minute || r.Recover() != 12*time.Minute {
		t.Errorf("%+v", r)
	}
	i.FirstBad = after(6)
	if r := i.Recovery(); r.Detect() != 0 || r.Restore() != 3*time.Minute {
		t.Errorf("the alarm was faster than the metrics: %+v", r)
	}
}

// Evidence is about an hour at most, and an incident may last longer.
func TestSinceWhenItWasBadIsKeptWhenLaterEvidenceDoesNotKnow(t *testing.T) {
	var i rollout.Incident
	for _, e := range []rollout.Evidence{{}, {FirstBad: after(3)}, {FirstBad: after(2)}, {FirstBad: after(40)}, {Finding: rollout.FoundWell}} {
		i = i.Weighed(e)
	}
	if !i.Recovery().FirstBad.Equal(after(2)) || i.Evidence.Finding != rollout.FoundWell {
		t.Errorf("%s, %+v", i.FirstBad, i.Evidence)
	}
}

func TestOfWhatHappenedFlapsAreForgottenFirst(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0), signal("b", red, 0)).Note(rollout.Happens{At: after(1), Kind: rollout.HappensBack, Told: true}).Ack("UANA", after(2))
	for n := range 100 {
		i = heard(i, signal("a", green, float64(n+3)), signal("a", red, float64(n)+3.5))
	}
	if len(i.Log) != 50 || !i.Recovery().Back.Equal(after(1)) {
		t.Fatalf("%d things, gone back %s", len(i.Log), i.Recovery().Back)
	}
	for n, kind := range map[int]rollout.HappensKind{1: rollout.HappensRed, 3: rollout.HappensBack, 4: rollout.HappensAcked} {
		if h, ok := i.Entry(n); !ok || h.Kind != kind {
			t.Errorf("the %dth thing is %q, want %q", n, h.Kind, kind)
		}
	}
	for n := range 100 {
		i = i.Note(rollout.Happens{At: after(float64(200 + n)), Kind: rollout.HappensReminded, Told: true})
	}
	if h, ok := i.Entry(3); ok || !i.Gone.Equal(after(1)) {
		t.Errorf("%+v, gone back %s", h, i.Gone)
	}
}
