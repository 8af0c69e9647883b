package commands_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// heeds are the two words that somebody can have on an incident.
func heeds(w *ward) map[string]func(context.Context, commands.Request, string) (commands.Outcome, error) {
	return map[string]func(context.Context, commands.Request, string) (commands.Outcome, error){
		"acknowledge": w.Acknowledge, "snooze": w.Snooze,
	}
}

func TestWhoeverMayRollBackMayHeedAnIncidentAndTheThreadHearsOfIt(t *testing.T) {
	for _, action := range []string{"acknowledge", "snooze"} {
		w := newWard(t, handsOff)
		w.hears(w.red(errorsAlarm))
		w.now = w.now.Add(time.Minute)
		out, err := heeds(w)[action](t.Context(), w.request(rel), w.incident().ID)
		w.must(err)
		i := w.incident()
		changed, ok := out.(commands.IncidentChanged)
		if !ok || changed.Action != action || changed.Incident.Revision != i.Revision || len(w.replies()) != 1 {
			t.Errorf("%s: %+v, replies %+v", action, out, w.replies())
		}
		if h := i.Log[1]; h.By != rel || !h.Told || !h.At.Equal(w.now) || h.Until.Equal(w.now.Add(time.Hour)) != (action == "snooze") {
			t.Errorf("%s: %+v", action, i.Log)
		}
		_, err = heeds(w)[action](t.Context(), w.request(rel), i.ID)
		again := map[string]struct{ code, word string }{"acknowledge": {"acknowledged", "You are at it already"}, "snooze": {"snoozed", rel}}[action]
		if refused(t, err, again.code); !contains(err, again.word) {
			t.Errorf("%s: it does not say who: %v", action, err)
		}
	}
}

// Whoever comes later may have more to say; what the one before has snoozed goes on.
func TestSomebodyElseTakesAnIncidentOver(t *testing.T) {
	w := newWard(t, handsOff)
	w.Policy.Roles["releaser"] = []string{rel, dev}
	w.hears(w.red(errorsAlarm))
	id := w.incident().ID
	_, err := w.Acknowledge(t.Context(), w.request(rel), id)
	w.must(err)
	_, err = w.Snooze(t.Context(), w.request(rel), id)
	w.must(err)
	w.now = w.now.Add(time.Minute)
	_, err = w.Acknowledge(t.Context(), w.request(dev), id)
	w.must(err)
	i := w.incident()
	if i.Acked.By != dev || !i.Acked.At.Equal(w.now) || i.Snoozed != nil || happened(i) != "red acked! snoozed! acked!" {
		t.Errorf("%+v, snoozed %+v, %s", i.Acked, i.Snoozed, happened(i))
	}
	if first, last := i.Log[1], i.Log[3]; first.From != "" || last.From != rel || last.By != dev {
		t.Errorf("%+v, then %+v", first, last)
	}
}

// faults.md B1: who may only look keeps nobody from being reminded.
func TestAnIncidentIsNotHeededByWhoeverMayNotRollBack(t *testing.T) {
	for _, action := range []string{"acknowledge", "snooze"} {
		for _, who := range []string{nobody, dev} {
			w := newWard(t, handsOff)
			w.hears(w.red(errorsAlarm))
			_, err := heeds(w)[action](t.Context(), w.request(who), w.incident().ID)
			hinted(t, err, "not_allowed", "checkout in prod", "releaser")
			entries := w.verify(prod)
			if i := w.incident(); i.Acked != nil || i.Snoozed != nil || len(entries) != 1 || entries[0].Actor != who || entries[0].Detail != action+": not_allowed" {
				t.Errorf("%s of %s: %s, audit %+v", action, who, happened(i), entries)
			}
		}
	}
}

func TestASnoozeThatIsOverCanBeHadAgain(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm))
	for range 2 {
		_, err := w.Snooze(t.Context(), w.request(rel), w.incident().ID)
		w.must(err)
		w.now = w.now.Add(time.Hour)
	}
}

// faults.md B1, B2
func TestAWordOnAnIncidentIsRefusedToStrangersAndForWhatIsNone(t *testing.T) {
	for action := range heeds(newWard(t, handsOff)) {
		w := newWard(t, handsOff)
		w.hears(w.red(errorsAlarm))
		i := w.incident()
		for who, code := range map[string]string{guest: "guest", stranger: "guest", robot: "not_a_person", leaver: "not_a_person", "UWHO": "unknown_person"} {
			_, err := heeds(w)[action](t.Context(), w.request(who), i.ID)
			refused(t, err, code)
		}
		_, err := heeds(w)[action](t.Context(), w.request(rel), "01JNOTHING")
		hinted(t, err, "no_incident")
		w.now = w.now.Add(time.Minute)
		w.hears(w.green(errorsAlarm))
		_, err = heeds(w)[action](t.Context(), w.request(rel), i.ID)
		refused(t, err, "over")
		if now := w.incident(); now.Acked != nil || now.Snoozed != nil {
			t.Errorf("%s: %+v", action, now)
		}
	}
}

// faults.md B3: the same click comes twenty times.
func TestAClickThatComesTwentyTimesIsOneWord(t *testing.T) {
	for action := range heeds(newWard(t, handsOff)) {
		w := newWard(t, handsOff)
		w.hears(w.red(errorsAlarm))
		q, id := w.request(rel), w.incident().ID
		errs := make([]error, 20)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() { _, errs[n] = heeds(w)[action](t.Context(), q, id) })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, commands.ErrRepeated) {
				t.Errorf("%s: a twin hears %v", action, err)
			}
		}
		if won != 1 || len(w.incident().Log) != 2 {
			t.Errorf("%s: %d won, %s", action, won, happened(w.incident()))
		}
	}
}

func TestAWordThatCannotBeSavedIsAnError(t *testing.T) {
	for name, breaks := range map[string]func(w *ward){
		"the store is away":    func(w *ward) { w.store.Down = errDown },
		"nothing can be saved": func(w *ward) { w.store.Before = func(rollout.Change) error { return errDown } },
	} {
		w := newWard(t, handsOff)
		w.hears(w.red(errorsAlarm))
		id := w.incident().ID
		breaks(w)
		if _, err := w.Acknowledge(t.Context(), w.request(rel), id); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
