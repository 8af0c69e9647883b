package commands_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

func TestWhatASummarySaysWasShipped(t *testing.T) {
	w := sums(t, "Europe/Berlin", "2026-11-24 09:00")
	w.ends("01", "2026-11-10 10:00", "old")
	w.ends("02", "2026-11-22 23:59", "sunday", func(r *rollout.Result) {
		r.Fault = &rollout.Fault{FirstBad: w.local("2026-11-23 07:50"), Gone: w.local("2026-11-23 08:00"), Restored: w.local("2026-11-23 08:01")}
	})
	w.ends("03", "2026-11-23 00:00", "first")
	w.ends("04", "2026-11-23 12:00", "staged", func(r *rollout.Result) { r.Target = is(staging) })
	w.ends("05", "2026-11-23 12:00", "canary", func(r *rollout.Result) {
		r.Phase, r.Full, r.Fault = rollout.RolledBack, time.Time{}, &rollout.Fault{Gone: w.local("2026-11-23 11:59")}
	})
	w.ends("06", "2026-11-23 13:00", "old", func(r *rollout.Result) { r.Kind = rollout.RepeatResult })
	w.ends("07", "2026-11-23 14:00", "bad", func(r *rollout.Result) { r.Kind, r.Phase = rollout.DrillResult, rollout.RolledBack })
	w.ends("08", "2026-11-23 23:59", "last")
	w.ends("09", "2026-11-24 00:00", "today")
	s := w.summary(grammar.Summary{Page: 2})
	if got := commitsOf(s.Shipped); !slices.Equal(got, []string{"first", "last"}) || s.Shipped[0].Release.Subject != "Pay by invoice" || s.Shipped[0].By != rel {
		t.Errorf("shipped %v", got)
	}
	if got := commitsOf(s.Back); !slices.Equal(got, []string{"sunday", "canary"}) {
		t.Errorf("back %v", got)
	}
	days := s.Days[11:]
	if s.Elsewhere != 1 || s.Page != 2 || len(s.Days) != 14 || s.Days[0].Deployments != 1 || days[1] != (commands.Day{Date: w.local("2026-11-22 00:00"), Deployments: 1, Failed: 1}) ||
		days[2] != (commands.Day{Date: s.From, Deployments: 2}) {
		t.Errorf("elsewhere %d, days %+v", s.Elsewhere, s.Days)
	}
	want := dora.Five{ // of the week that ends with that Monday, and so of Sunday's too
		Frequency: dora.Frequency{Weeks: 13, Deployments: 2}, LeadTime: dora.Median{Value: 2 * time.Hour, N: 3}, FailRate: dora.Part{N: 1, Of: 3},
		// the fault of the morning, and one that is not back yet; the commit of midnight began before that
		Recovery: dora.Median{Value: 11 * time.Minute, N: 1}, Rework: dora.Part{N: 1, Of: 3},
	}
	if s.Now != want || s.Before.FailRate != (dora.Part{Of: 1}) {
		t.Errorf("%+v, before %+v", s.Now, s.Before)
	}
}

func commitsOf(all []rollout.Result) (out []string) {
	for _, r := range all {
		out = append(out, r.Release.SHA)
	}
	return out
}

func TestWhatElseASummarySays(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	lock := func(service string, age time.Duration, until time.Time) rollout.Lock {
		return rollout.Lock{Target: rollout.Target{Service: service, Environment: "prod"}, Revision: 1, Held: &rollout.Hold{Since: w.now.Add(-age), Until: until}}
	}
	drill := func(id, clock string) rollout.Drilled {
		return rollout.Drilled{Rollout: rollout.ID(id), Ended: w.local(clock), Passed: true}
	}
	incident := func(id, opened, closed string) rollout.Incident {
		i := rollout.Incident{ID: id, Revision: 1, Target: is(prod), Opened: w.local(opened)}
		if closed != "" {
			i.Closed = w.local(closed)
		}
		return i
	}
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{
		lock("new", time.Hour, time.Time{}), lock("old", 50*time.Hour, time.Time{}), lock("older", 60*time.Hour, time.Time{}), lock("over", 70*time.Hour, w.now),
		drill("01A", "2026-11-22 10:00"), drill("01B", "2026-11-23 10:00"), drill("01C", "2026-11-23 15:00"), drill("01D", "2026-11-24 01:00"),
		incident("01E", "2026-11-01 10:00", "2026-11-23 10:00"), incident("01F", "2026-11-20 10:00", ""), incident("01G", "2026-11-23 10:00", "2026-11-23 11:00"), incident("01H", "2026-11-24 01:00", ""),
	}}))
	w.Spending = spends{}
	w.ends("01", "2026-10-31 23:00", "october")
	w.ends("02", "2026-11-01 00:00", "november")
	w.ends("03", "2026-11-23 10:00", "yesterday", func(r *rollout.Result) { r.Target = is(staging) })
	w.ends("04", "2026-11-24 01:00", "today")
	s := w.summary(grammar.Summary{})
	var held, open []string
	for _, l := range s.Held {
		held = append(held, l.Target.Service)
	}
	for _, i := range s.Incidents {
		open = append(open, i.ID)
	}
	if !slices.Equal(held, []string{"older", "old"}) || !slices.Equal(open, []string{"01G", "01F"}) || s.Drill == nil || s.Drill.Rollout != "01C" {
		t.Errorf("held %v, incidents %v, drill %+v", held, open, s.Drill)
	}
	if s.Cost == nil || s.Cost.Deploys != 2 || s.Cost.Region != "2026-11-01 to 2026-11-24" {
		t.Errorf("%+v", s.Cost)
	}
}

// spends says what it was asked.
type spends struct{}

func (spends) SoFar(month, until time.Time, deploys int) commands.Cost {
	return commands.Cost{Deploys: deploys, Region: month.Format(time.DateOnly) + " to " + until.Format(time.DateOnly)}
}

func TestAResultThatCannotBeReadIsCountedAndHidesNoOther(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	w.ends("01", "2026-11-23 10:00", "good")
	w.store.Leave(rollout.Stored{Key: rollout.ResultKey("01R02"), Rev: 1, Body: []byte(`{"schema":99}`)}, []string{rollout.ResultsIndex(w.now)})
	if s := w.summary(grammar.Summary{}); s.Partial != 1 || len(s.Shipped) != 1 {
		t.Errorf("%d unread, %d shipped", s.Partial, len(s.Shipped))
	}
}

func TestASummaryNeedsTheStore(t *testing.T) {
	w := sums(t, "UTC", "2026-11-24 09:00")
	w.ends("01", "2026-11-23 10:00", "good")
	for _, index := range []string{rollout.ResultsIndex(w.now), rollout.AllIncidentsIndex, rollout.LockIndex, rollout.DrillsIndex} {
		w.Store = cannotQuery{w.store, index}
		if _, err := w.run(nobody, grammar.Summary{}); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", index, err)
		}
	}
	w.Store = cannotQuery{w.store, rollout.ResultsIndex(w.now)}
	if _, _, err := w.Measures(t.Context(), w.now.Add(-time.Hour), w.now); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
