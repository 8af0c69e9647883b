package commands_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

func TestDeliveriesAreThoseOfTheTimeInOrderOverAllMonths(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	w.ends("09", "2026-09-30 23:59", "before")
	w.ends("08", "2026-10-01 00:00", "one")
	w.ends("01", "2026-10-31 23:59", "three")
	w.ends("02", "2026-10-15 12:00", "two", func(r *rollout.Result) { r.Kind, r.Target = rollout.WentBack, is(staging) })
	for n := range 1500 { // more than are read at once
		w.ends(fmt.Sprintf("1%04d", n), "2026-11-02 12:00", "many")
	}
	w.ends("2", "2026-11-03 00:00", "after")
	all, err := w.Deliveries(t.Context(), w.local("2026-10-01 00:00"), w.local("2026-11-03 00:00"))
	w.must(err)
	if got := commitsOf(all); len(got) != 1503 || !slices.Equal(got[:4], []string{"one", "two", "three", "many"}) {
		t.Errorf("%d: %v…", len(got), got[:min(4, len(got))])
	}
	all, err = w.Deliveries(t.Context(), w.local("2026-10-31 23:00"), w.local("2026-11-02 00:00"))
	w.must(err)
	if got := commitsOf(all); !slices.Equal(got, []string{"three"}) {
		t.Errorf("from the last of a month on: %v", got)
	}
	if none, err := w.Deliveries(t.Context(), w.now, w.now); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
}

// An incident of before the page that is read first is not lost.
func TestMeasuresAreThoseOfProductionWithTheIncidentsOfItsDeployments(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	w.Policy.Summary.Production = []string{"staging"}
	w.ends("01", "2026-11-18 10:00", "prod")
	r := w.ends("02", "2026-11-18 10:00", "staged", func(r *rollout.Result) { r.Target = is(staging) })
	bad := rollout.Incident{ID: "01A", Revision: 1, Target: is(staging), Opened: r.Ended, Suspect: &rollout.Suspect{Rollout: r.Rollout}, Evidence: &rollout.Evidence{Finding: rollout.FoundWorse}}
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{bad}}))
	for n := range 150 {
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Incident{ID: fmt.Sprintf("01B%03d", n), Revision: 1, Target: is(prod), Opened: w.now}}}))
	}
	now, before, err := w.Measures(t.Context(), w.local("2026-11-16 00:00"), w.local("2026-11-23 00:00"))
	w.must(err)
	if now.FailRate != (dora.Part{N: 1, Of: 1}) || before.FailRate != (dora.Part{}) || before.Frequency.Weeks != 13 {
		t.Errorf("%+v, before %+v", now, before)
	}
}
