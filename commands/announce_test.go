package commands_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func announced(r rollout.ID, now time.Time) rollout.Notice {
	return rollout.Notice{ID: "announce/" + string(r), Kind: rollout.AnnounceErrand, Rollout: r, At: now}
}

func TestTheTopicHearsOfWhatWasTakenBack(t *testing.T) {
	w := newWard(t, handsOn)
	w.Policy.Announces, w.Policy.Address = true, "https://bot.example.com/live"
	w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(time.Minute)
	all := w.outside.Announced()
	if len(all) != 1 || all[0].Subject != "checkout in prod was taken back to v41" {
		t.Fatalf("%+v", all)
	}
	for _, word := range []string{"v42 (bad0000) was rolled back.", "Why: the alarm checkout-errors is red", "Live is v41 (4141414) again.", "/deploy unlock prod checkout", "/deploy why 01J", "In Slack: https://bot.example.com/live/see/01J"} {
		if !strings.Contains(all[0].Body, word) {
			t.Errorf("%q is not in %q", word, all[0].Body)
		}
	}
}

func TestTheTopicHearsWhatCameOfADrill(t *testing.T) {
	for cause, want := range map[string]string{rollout.CauseVerdict: "Drill passed: checkout in prod", rollout.CauseDrill: "Drill FAILED: checkout in prod"} {
		w := newWard(t, handsOff)
		r := rollout.Rollout{
			ID: "01JD", Revision: 1, Target: is(prod), Phase: rollout.RolledBack, Candidate: "42", Stable: "41", Ended: w.now,
			Drill: &rollout.Drill{Within: time.Hour, By: w.now.Add(time.Hour)}, Cause: rollout.Cause{Code: cause, Text: "as it is"},
		}
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{r}}))
		w.must(w.Errand(t.Context(), announced(r.ID, w.now)))
		if all := w.outside.Announced(); len(all) != 1 || all[0].Subject != want || !strings.Contains(all[0].Body, "as it is") || strings.Contains(all[0].Body, "unlock") || strings.Contains(all[0].Body, "In Slack") {
			t.Errorf("%+v, want %q", all, want)
		}
	}
}

// SNS is down, and hears of it later.
func TestATopicThatIsDownHearsOfItLater(t *testing.T) {
	w := newWard(t, handsOn)
	w.Policy.Announces = true
	w.outside.Before = failing("Publish", errDown)
	w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(time.Minute)
	if len(w.rollbacks()) != 1 || len(w.outside.Announced()) != 0 {
		t.Fatalf("%+v", w.outside.Announced())
	}
	w.outside.Before = nil
	if w.errands(); len(w.outside.Announced()) != 1 {
		t.Errorf("%+v", w.outside.Announced())
	}
}

func TestNothingIsAnnouncedToNobodyOrOfWhatGoesOn(t *testing.T) {
	w := newWard(t, handsOff)
	id := w.bad(time.Minute)
	w.must(w.Errand(t.Context(), announced(id, w.now)))
	w.must(w.Errand(t.Context(), announced("01JNOTHING", w.now))) // it is given up
	w.Topic = nil
	_, err := w.Undo(t.Context(), w.request(rel), id)
	w.must(err)
	w.passes(time.Minute)
	w.must(w.Errand(t.Context(), announced(id, w.now)))
	if all := w.outside.Announced(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}
