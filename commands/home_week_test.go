package commands_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// looks has somebody look at the Home tab.
func (w *world) looks(who string) commands.HomeShown {
	w.t.Helper()
	h, err := w.home(who)
	w.must(err)
	return h
}

func TestTheHomeTabHasTheNumbersOfTheLastSevenDays(t *testing.T) {
	w := newWorld(t)
	berlin := zone(t, "Europe/Berlin")
	w.Policy.Summary.Zone = berlin
	w.now = time.Date(2026, 10, 27, 23, 30, 0, 0, time.UTC) // the next day in Berlin, which has had a day of 25 hours
	week := w.looks(rel).Week
	from, to := time.Date(2026, 10, 22, 0, 0, 0, 0, berlin), time.Date(2026, 10, 29, 0, 0, 0, 0, berlin)
	if week == nil || !week.From.Equal(from) || !week.To.Equal(to) || !week.At.Equal(w.now) {
		t.Errorf("%+v, want %s to %s", week, from, to)
	}
}

// A day begins with its first moment, as it does in the summaries, where the clocks skip
// midnight or show it twice.
func TestTheWeeksDaysBeginWithTheirFirstMoment(t *testing.T) {
	for place, now := range map[string]time.Time{
		"Africa/Cairo":     time.Date(2026, 4, 23, 12, 0, 0, 0, time.UTC),
		"America/Havana":   time.Date(2026, 10, 31, 16, 0, 0, 0, time.UTC),
		"America/Santiago": time.Date(2026, 9, 5, 16, 0, 0, 0, time.UTC),
	} {
		w := newWorld(t)
		w.Policy.Summary.Zone, w.now = zone(t, place), now
		week := w.looks(rel).Week
		from, to := dora.Midnight(now, -6, zone(t, place)), dora.Midnight(now, 1, zone(t, place))
		if week == nil || !week.From.Equal(from) || !week.To.Equal(to) {
			t.Errorf("%s: %+v, want %s to %s", place, week, from, to)
		}
	}
}

func TestTheWeeksNumbersAreWorkedOutOnceInTenMinutes(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, goodSHA)
	first := w.looks(rel).Week
	if first.Now.FailRate.Of != 1 {
		t.Fatalf("%+v", first.Now)
	}
	at := w.now
	w.deploy(prod, shipped("40"))
	w.now = at.Add(9 * time.Minute)
	if again := w.looks(dev).Week; !again.At.Equal(first.At) || again.Now.FailRate.Of != 1 {
		t.Errorf("worked out again at %s", again.At)
	}
	w.now = at.Add(40 * time.Minute)
	if later := w.looks(dev).Week; !later.At.Equal(w.now) {
		t.Errorf("still those of %s", later.At)
	}
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	w.now = midnight.Add(-time.Minute)
	w.looks(rel)
	w.now = midnight.Add(time.Minute)
	if week := w.looks(rel).Week; !week.To.Equal(midnight.AddDate(0, 0, 1)) {
		t.Errorf("yesterday's: %+v", week)
	}
}

func TestAHomeTabWithoutNumbersShowsTheRest(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.Store = cannotQuery{Store: w.store, index: rollout.AllIncidentsIndex}
	if h := w.looks(rel); h.Week != nil || len(h.Open) != 1 || h.Open[0].ID != id {
		t.Errorf("%+v", h)
	}
	w.Store = failsTo{w.store, "measured"}
	if h := w.looks(rel); h.Week == nil { // what cannot be kept is shown all the same
		t.Error("no numbers")
	}
}

func TestWhoHasLookedWithinAnHourIsShownChanges(t *testing.T) {
	w := newWorld(t)
	w.looks(dev)
	w.now = w.now.Add(30 * time.Minute)
	w.looks(rel)
	viewers(t, w, rel, dev)
	w.now = w.now.Add(30*time.Minute + time.Second)
	viewers(t, w, rel)
	_, err := w.Home(t.Context(), commands.Request{Actor: rel}) // it is only shown anew
	w.must(err)
	w.now = w.now.Add(30 * time.Minute)
	viewers(t, w)
}

// In the sandbox a rollout's hour is over in seconds; that of somebody who looks is not.
func TestAnHourOfLookingIsOneOfRealTime(t *testing.T) {
	w := newWorld(t)
	real := w.now.Add(-24 * time.Hour)
	_, err := w.Home(t.Context(), commands.Request{ID: "look", Actor: dev, Received: real})
	w.must(err)
	if got, err := w.Viewers(t.Context(), real.Add(time.Minute)); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
	viewers(t, w)
}

func TestOfMoreThanTenTheLastToLookAreShownChanges(t *testing.T) {
	w := newWorld(t)
	for n := range 30 {
		v := rollout.Viewer{User: fmt.Sprintf("U%02d", n), At: w.now.Add(time.Duration(-n) * time.Minute)}
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{v}}))
	}
	got, err := w.Viewers(t.Context(), w.now)
	if err != nil || len(got) != 10 || got[0] != "U00" || got[9] != "U09" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWhoHasNotLookedForADayIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.looks(dev)
	at := w.now
	w.must(w.Forget(t.Context(), at.Add(24*time.Hour-time.Second)))
	if left := list[rollout.Viewer](w, rollout.ViewersIndex); len(left) != 1 {
		t.Errorf("forgotten too early: %v", left)
	}
	w.now = at.Add(time.Hour)
	w.looks(dev)
	w.must(w.Forget(t.Context(), at.Add(24*time.Hour)))
	if left := list[rollout.Viewer](w, rollout.ViewersIndex); len(left) != 1 {
		t.Errorf("forgotten though they have looked again: %v", left)
	}
	w.must(w.Forget(t.Context(), at.Add(25*time.Hour)))
	if left := list[rollout.Viewer](w, rollout.ViewersIndex); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
}

func TestThatALookCannotBeNotedKeepsNobodyFromLooking(t *testing.T) {
	w := newWorld(t)
	w.Store = failsTo{w.store, "viewer"}
	w.looks(dev)
	viewers(t, w)
	w.Store = cannotQuery{Store: w.store, index: rollout.ViewersIndex}
	if _, err := w.Viewers(t.Context(), w.now); !errors.Is(err, errDown) {
		t.Error(err)
	}
	if err := w.Forget(t.Context(), w.now); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

func viewers(t *testing.T, w *world, want ...string) {
	t.Helper()
	got, err := w.Viewers(t.Context(), w.now)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("viewers are %v, want %v: %v", got, want, err)
	}
}

// failsTo is a store that writes no records of one kind.
type failsTo struct {
	commands.Store
	kind string
}

func (s failsTo) Commit(ctx context.Context, c rollout.Change) error {
	for _, r := range c.Put {
		if r.Key().Kind == s.kind {
			return errDown
		}
	}
	return s.Store.Commit(ctx, c)
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
