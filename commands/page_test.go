package commands_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// paged are the states that the pager was told, in order.
func (w *ward) paged() string {
	var out []string
	for _, p := range w.outside.Pages() {
		out = append(out, string(p.State))
	}
	return strings.Join(out, " ")
}

// turns has an alarm turn, a minute later, and everything that follows from that done.
func (w *ward) turns(state rollout.AlarmState) {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	w.hears(w.signal(errorsAlarm, state))
	w.errands()
}

func TestThePagerIsKeptInStepWithTheIncident(t *testing.T) {
	w := newWard(t, handsOn)
	w.turns(rollout.AlarmRed)
	w.turns(rollout.AlarmOK)
	w.turns(rollout.AlarmRed)
	_, err := w.Acknowledge(t.Context(), w.request(rel), w.incident().ID)
	w.must(err)
	w.errands()
	w.turns(rollout.AlarmOK)
	if got, want := w.paged(), "trigger resolve trigger acknowledge resolve"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, p := range w.outside.Pages() {
		if p.Key != w.incident().ID || p.Target != is(prod) || !p.Since.Equal(w.incident().Opened) {
			t.Errorf("%+v", p)
		}
	}
}

func TestAPageSaysWhatIsKnownAtThreeInTheMorning(t *testing.T) {
	w := newWard(t, handsOn)
	w.People = commandtest.NewPeople(commands.Person{ID: rel, Name: "Ana"})
	w.Policy.Services[0].Runbook, w.Policy.Address = "https://wiki.example.com/checkout", "https://bot.example.com/live"
	w.bad(30 * time.Second)
	w.turns(rollout.AlarmRed)
	p := w.outside.Pages()[0]
	if p.Summary != "checkout in prod: checkout-errors is red; suspect v42 (bad0000 by Ana)" || p.Link != "https://slack.com/app_redirect?channel=CCHECKOUT" {
		t.Errorf("%q, %q", p.Summary, p.Link)
	}
	if want := "https://bot.example.com/live/see/" + p.Key; p.Details["incident"] != want {
		t.Errorf("%q, want %q", p.Details["incident"], want)
	}
	for name, want := range map[string]string{"runbook": "https://wiki.example.com/checkout", "reason": "Threshold Crossed", "back would be": "v41"} {
		if p.Details[name] != want {
			t.Errorf("%s: %q", name, p.Details[name])
		}
	}
	w = newWard(t, handsOn)
	w.Policy.Services[0].Channel, w.Policy.Channel = "", ""
	w.bad(30 * time.Second)
	w.people.Down = errDown
	w.turns(rollout.AlarmRed)
	if p := w.outside.Pages()[0]; p.Link != "" || !strings.Contains(p.Summary, rel) {
		t.Errorf("%q, %q", p.Summary, p.Link)
	}
}

func TestThePagerIsToldOfAnotherSuspect(t *testing.T) {
	w := newWard(t, handsOn)
	w.turns(rollout.AlarmRed)
	w.start(prod, badSHA)
	w.drive(w.lockOf(prod).Owner, shifted)
	w.now = w.now.Add(time.Minute)
	w.hears(w.red(latencyAlarm))
	w.errands()
	w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.PageErrand, Incident: w.incident().ID, At: w.now}))
	if got := w.paged(); got != "trigger trigger" || !strings.Contains(w.outside.Pages()[1].Summary, "v42") {
		t.Errorf("%s", got)
	}
}

// What was acknowledged before it could be triggered is triggered all the same. What is over
// is resolved, though nobody knows of a trigger: that may have been sent and not noted.
func TestThePagerHearsThingsInTheirOrder(t *testing.T) {
	w := newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	_, err := w.Acknowledge(t.Context(), w.request(rel), w.incident().ID)
	w.must(err)
	w.errands()
	if got := w.paged(); got != "trigger acknowledge" {
		t.Error(got)
	}
	w = newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	w.turns(rollout.AlarmOK)
	if got := w.paged(); got != "resolve" {
		t.Error(got)
	}
	w.must(w.Errand(t.Context(), rollout.Notice{Kind: rollout.PageErrand, Incident: w.incident().ID, At: w.now}))
	if got := w.paged(); got != "resolve" {
		t.Errorf("told again: %s", got)
	}
}

// faults.md F1: the trigger takes long, and it is over when that arrives.
func TestAPageOfWhatIsOverMeanwhileIsResolved(t *testing.T) {
	w := newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	n := rollout.Notice{Kind: rollout.PageErrand, Incident: w.incident().ID, At: w.now}
	over := sync.OnceFunc(func() {
		w.now = w.now.Add(time.Minute)
		w.hears(w.green(errorsAlarm))
	})
	w.outside.Before = func(string) error {
		over()
		return nil
	}
	w.must(w.Errand(t.Context(), n))
	if got := w.paged(); got != "trigger resolve" {
		t.Error(got)
	}
	flips := 0 // it turns each time that the pager hears of it
	w.outside.Before = func(string) error {
		flips++
		w.now = w.now.Add(time.Second)
		w.hears(w.signal(errorsAlarm, map[bool]rollout.AlarmState{true: rollout.AlarmRed, false: rollout.AlarmOK}[flips%2 == 0]))
		return nil
	}
	w.now = w.now.Add(time.Second)
	w.hears(w.red(errorsAlarm))
	if err := w.Errand(t.Context(), n); !rollout.IsKind(err, rollout.Stale) || flips > 20 {
		t.Errorf("%v after %d pages", err, flips)
	}
}

// A drill is bad on purpose. What had been paged before is resolved all the same.
func TestNobodyIsPagedForADrill(t *testing.T) {
	w := newWard(t, handsOn)
	w.drills()
	_, err := w.run(rel, grammar.Drill{Target: prod})
	w.must(err)
	w.drive(w.lockOf(prod).Owner, shifted)
	w.turns(rollout.AlarmRed)
	w.turns(rollout.AlarmOK)
	if i := w.incident(); !i.Suspect.Drill || w.paged() != "" {
		t.Errorf("%+v, %s", i.Suspect, w.paged())
	}
	w = newWard(t, handsOn)
	w.drills()
	w.turns(rollout.AlarmRed)
	_, err = w.run(rel, grammar.Drill{Target: prod})
	w.must(err)
	w.drive(w.lockOf(prod).Owner, shifted)
	w.now = w.now.Add(time.Minute)
	w.hears(w.red(latencyAlarm))
	w.now = w.now.Add(time.Minute)
	w.hears(w.green(latencyAlarm))
	w.turns(rollout.AlarmOK)
	if got := w.paged(); !strings.HasSuffix(got, "resolve") {
		t.Errorf("%s", got)
	}
}

// The pager is down, or its answer is lost: it is told again, and a rollback does not
// wait for it.
func TestAPagerThatIsDownIsToldLaterAndHoldsUpNothing(t *testing.T) {
	for name, breaks := range map[string]func(w *ward){
		"down":         func(w *ward) { w.outside.Before = failing("Page", errDown) },
		"reply lost":   func(w *ward) { w.outside.After = failing("Page", errDown) },
		"note is lost": func(w *ward) { w.store.Before = cannotSave("paged") },
	} {
		w := newWard(t, handsOn)
		w.bad(4 * time.Minute)
		breaks(w)
		w.turns(rollout.AlarmRed)
		if w.live(prod) != rollout.All("41") {
			t.Errorf("%s: live %s", name, w.live(prod))
		}
		w.outside.Before, w.outside.After, w.store.Before = nil, nil, nil
		w.errands()
		if got := get[rollout.Paged](w.world, rollout.PagedKey(w.incident().ID)); got.State != rollout.PageTrigger || got.Revision != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// cannotSave refuses to write down records of one kind.
func cannotSave(kind string) func(rollout.Change) error {
	return func(c rollout.Change) error {
		for _, r := range c.Put {
			if r.Key().Kind == kind {
				return errDown
			}
		}
		return nil
	}
}

func TestNobodyIsPagedWhereNobodyWantsToBe(t *testing.T) {
	w := newWard(t, handsOff)
	if w.turns(rollout.AlarmRed); w.paged() != "" {
		t.Error(w.paged())
	}
	w = newWard(t, handsOn)
	w.Pager = nil
	if w.turns(rollout.AlarmRed); len(w.notices()) != 1 { // its message
		t.Errorf("%+v", w.notices())
	}
	w = newWard(t, handsOn)
	n := rollout.Notice{Kind: rollout.PageErrand, Incident: "01JNOTHING", At: w.now}
	if err := w.Errand(t.Context(), n); !rollout.IsMissing(err) {
		t.Error(err)
	}
	w.store.Down = errDown
	if err := w.Errand(t.Context(), n); !contains(err, "it is down") {
		t.Error(err)
	}
}
