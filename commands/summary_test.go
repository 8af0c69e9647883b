package commands_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests, wherever they are run

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// sums is a world at a time of a zone, that tells two channels.
func sums(t *testing.T, zone, now string) *world {
	t.Helper()
	w := newWorld(t)
	place, err := time.LoadLocation(zone)
	w.must(err)
	w.Policy.Summary = commands.Summary{Zone: place, Channels: []string{"C1", "C2"}}
	w.now = w.local(now)
	return w
}

// local is a time as the clock on the wall shows it: "2026-11-23 09:00".
func (w *world) local(clock string) time.Time {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, cmp.Or(w.Policy.Summary.Zone, time.UTC))
	w.must(err)
	return at
}

// ends writes down that a commit went all the way to prod.
func (w *world) ends(id, clock, sha string, change ...func(*rollout.Result)) rollout.Result {
	w.t.Helper()
	at := w.local(clock)
	r := rollout.Result{
		Rollout: rollout.ID("01R" + id), Revision: 1, Target: is(prod), Release: rollout.Release{SHA: sha, Subject: "Pay by invoice"}, By: rel,
		Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: at.Add(-time.Hour), Moved: at.Add(-time.Hour), Full: at, Ended: at, Commits: []time.Time{at.Add(-2 * time.Hour)}, Total: 1,
	}
	for _, c := range change {
		c(&r)
	}
	w.must(w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{r}}))
	return r
}

func (w *world) summary(cmd grammar.Summary) commands.SummaryShown {
	w.t.Helper()
	out, err := w.run(nobody, cmd)
	w.must(err)
	return out.(commands.SummaryShown)
}

// summed are the summaries that are waiting to be told.
func (w *world) summed() (names []string) {
	for _, n := range w.notices() {
		if n.Kind == rollout.Summed {
			names = append(names, n.Channel+" "+n.Period+" "+n.Day)
		}
	}
	return names
}

func TestASummaryIsOfTheDayBeforeAndOnMondayOfTheWeek(t *testing.T) {
	for name, c := range map[string]struct{ zone, at, want string }{
		"a Tuesday":                     {"Europe/Berlin", "2026-11-24 09:00", "day 2026-11-23"},
		"a Sunday":                      {"Europe/Berlin", "2026-11-22 09:00", "day 2026-11-21"},
		"a Monday":                      {"Europe/Berlin", "2026-11-23 09:00", "week 2026-11-22"},
		"a Monday, not yet in UTC":      {"Asia/Tokyo", "2026-11-23 08:00", "week 2026-11-22"},
		"a Monday, in UTC alone":        {"America/Los_Angeles", "2026-11-22 20:00", "day 2026-11-21"},
		"the first of a month":          {"Europe/Berlin", "2026-12-01 00:00", "day 2026-11-30"},
		"after a day of 25 hours":       {"Europe/Berlin", "2026-10-26 09:00", "week 2026-10-25"},
		"on a day of 25 hours":          {"Europe/Berlin", "2026-10-25 09:00", "day 2026-10-24"},
		"after a day without midnight":  {"Africa/Cairo", "2026-04-25 09:00", "day 2026-04-24"},
		"on a day without midnight":     {"Africa/Cairo", "2026-04-24 09:00", "day 2026-04-23"},
		"after midnight has come twice": {"America/Havana", "2026-11-03 09:00", "day 2026-11-02"},
	} {
		w := sums(t, c.zone, c.at)
		w.must(w.Summarise(t.Context(), w.now))
		if got, want := w.summed(), []string{"C1 " + c.want, "C2 " + c.want}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		day, length := strings.Fields(c.want), 24*time.Hour
		s, err := w.Told(t.Context(), rollout.Notice{Kind: rollout.Summed, Period: day[0], Day: day[1]})
		w.must(err)
		if day[0] == "week" {
			length *= 7
		}
		if got := s.To.Sub(s.From); (got-length).Abs() > time.Hour || s.To.Add(-time.Nanosecond).Format(time.DateOnly) != day[1] || s.Period != day[0] || s.Page != 1 {
			t.Errorf("%s: %s to %s", name, s.From, s.To)
		}
		if got := w.summary(grammar.Summary{Period: day[0]}); !got.From.Equal(s.From) || !got.To.Equal(s.To) {
			t.Errorf("%s: who asks is shown %s to %s, and not %s to %s", name, got.From, got.To, s.From, s.To)
		}
	}
}

// Below an old message in a channel, "All 40" leads to that day, and not to yesterday.
func TestASummaryOfAnotherDayIsShownOnceThatIsOver(t *testing.T) {
	w := sums(t, "Europe/Berlin", "2026-11-24 09:00")
	for on, want := range map[string]string{"2026-11-09": "2026-11-09", "2026-11-23": "2026-11-23"} {
		if got := w.summary(grammar.Summary{On: on}); got.From.Format(time.DateOnly) != want || got.To.Sub(got.From) != 24*time.Hour {
			t.Errorf("%s: %s to %s", on, got.From, got.To)
		}
	}
	if got := w.summary(grammar.Summary{Period: grammar.Week, On: "2026-11-15"}); got.From.Format(time.DateOnly) != "2026-11-09" {
		t.Errorf("the week until the 15th begins on %s", got.From)
	}
	for _, on := range []string{"2026-11-24", "2027-01-01"} {
		_, err := w.Run(t.Context(), commands.Request{Actor: rel, Command: grammar.Summary{On: on}})
		if got := asRefusal(err); got == nil || got.Code != "not_over" {
			t.Errorf("%s: %v", on, err)
		}
	}
	if _, err := w.Run(t.Context(), commands.Request{Actor: rel, Command: grammar.Summary{On: "soon"}}); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

// Each day is told once, by whoever is first; a schedule fires twice, and late.
func TestASummaryIsToldOnceHoweverOftenItIsDue(t *testing.T) {
	w := sums(t, "Europe/Berlin", "2026-11-24 09:00")
	at := w.now
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { w.must(w.Summarise(context.Background(), at)) })
	}
	all.Wait()
	w.now = w.now.Add(20 * time.Hour)
	w.must(w.Summarise(t.Context(), at.Add(time.Minute)))
	if got := w.summed(); !slices.Equal(got, []string{"C1 day 2026-11-23", "C2 day 2026-11-23"}) {
		t.Errorf("%v", got)
	}
	if sent := w.outbox.Sent(); len(sent) != 2 {
		t.Errorf("sent %v", sent)
	}
	w.forgetNotices() // they were told
	w.must(w.Summarise(t.Context(), at))
	if got := w.summed(); got != nil {
		t.Errorf("told again: %v", got)
	}
}

func (w *world) forgetNotices() {
	for _, n := range w.notices() {
		w.must(w.store.Commit(w.context(), rollout.Change{Delete: []rollout.Deletion{{Key: n.Key(), Rev: n.Version}}}))
	}
}

// What could not be written for one channel is told to it the next time, and to no other.
func TestAChannelThatWasNotToldIsToldTheNextTime(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	w.store.Before = func(c rollout.Change) error {
		if strings.Contains(c.Put[0].Key().ID, "C2") {
			return errDown
		}
		return nil
	}
	if err := w.Summarise(t.Context(), w.now); !errors.Is(err, errDown) || !strings.Contains(err.Error(), "C2") {
		t.Errorf("%v", err)
	}
	w.store.Before = nil
	w.forgetNotices()
	w.must(w.Summarise(t.Context(), w.now))
	if got := w.summed(); !slices.Equal(got, []string{"C2 day 2026-11-23"}) {
		t.Errorf("%v", got)
	}
}

func TestASummaryOfALongTimeAgoOrToComeIsNotTold(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	for _, away := range []time.Duration{-25 * time.Hour, 25 * time.Hour, -1e6 * time.Hour} {
		if err := w.Summarise(t.Context(), w.now.Add(away)); !rollout.IsKind(err, rollout.Invalid) || !strings.Contains(err.Error(), "is not told") {
			t.Errorf("%s: %v", away, err)
		}
	}
	if got := w.summed(); got != nil {
		t.Errorf("%v", got)
	}
	w.must(w.Summarise(t.Context(), w.now.Add(-23*time.Hour)))
	if _, err := w.Told(t.Context(), rollout.Notice{Kind: rollout.Summed, Period: "day", Day: "yesterday"}); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

// A day that is told before it is over would never be told whole.
func TestASummaryIsNotToldBeforeItsDayIsOver(t *testing.T) {
	for now, due := range map[string]string{"2026-11-24 09:00": "2026-11-25 00:00", "2026-11-22 23:59": "2026-11-23 00:00"} {
		w := sums(t, "Europe/Berlin", now)
		if err := w.Summarise(t.Context(), w.local(due)); !rollout.IsKind(err, rollout.Invalid) || !strings.Contains(err.Error(), "not over") {
			t.Errorf("due at %s: %v", due, err)
		}
		if got := w.summed(); got != nil {
			t.Errorf("due at %s: %v", due, got)
		}
		w.now = w.local(due)
		w.must(w.Summarise(t.Context(), w.now))
		if got := w.summed(); len(got) != 2 {
			t.Errorf("due at %s: %v", due, got)
		}
	}
}

func TestNobodyIsToldWhereNoChannelIsNamed(t *testing.T) {
	w := newWorld(t)
	w.must(w.Summarise(t.Context(), w.now))
	if got := w.summed(); got != nil {
		t.Errorf("%v", got)
	}
	s := w.summary(grammar.Summary{})
	if s.Zone != time.UTC || s.Period != grammar.Day || !slices.Equal(s.Production, []string{"prod"}) || s.Page != 1 || s.Shipped != nil || s.Cost != nil || len(s.Days) != 14 {
		t.Errorf("%+v", s)
	}
}
