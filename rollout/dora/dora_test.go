package dora_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

var (
	monday   = time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	thisWeek = dora.Period{From: monday, To: monday.AddDate(0, 0, 7)}
)

// story is what may have happened in thirteen weeks and the one after.
type story struct {
	deliveries []dora.Delivery
	incidents  []rollout.Incident
}

func anyStory(t *rapid.T) story {
	var s story
	for n := range rapid.IntRange(0, 30).Draw(t, "deliveries") {
		ended := monday.Add(time.Duration(rapid.IntRange(-13*7*24*60, 7*24*60-1).Draw(t, "ended")) * time.Minute)
		d := dora.Delivery{
			Rollout: rollout.ID(fmt.Sprintf("01J%03d", n)), Began: ended.Add(-time.Hour), Moved: ended.Add(-time.Hour), Full: ended, Ended: ended,
			Target:  rollout.Target{Service: rapid.SampledFrom([]string{"checkout", "search"}).Draw(t, "service"), Environment: rapid.SampledFrom([]string{"prod", "prod", "staging"}).Draw(t, "environment")},
			Release: dora.Commit{SHA: rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(t, "sha")},
			Kind:    rapid.SampledFrom([]rollout.ResultKind{rollout.Deployed, rollout.Deployed, rollout.RepeatResult, rollout.WentBack, rollout.DrillResult}).Draw(t, "kind"),
			Phase:   rapid.SampledFrom([]rollout.Phase{rollout.Succeeded, rollout.Succeeded, rollout.RolledBack, rollout.Failed}).Draw(t, "phase"),
			Commits: []time.Time{ended.Add(-time.Duration(rapid.IntRange(-60, 600).Draw(t, "age")) * time.Minute)},
		}
		if rapid.IntRange(0, 3).Draw(t, "fault") == 0 {
			d.Fault = &rollout.Fault{FirstBad: ended.Add(-time.Minute), Gone: ended, Restored: ended.Add(time.Minute)}
		}
		s.deliveries = append(s.deliveries, d)
	}
	for n := range rapid.IntRange(0, 6).Draw(t, "incidents") {
		if len(s.deliveries) == 0 {
			break
		}
		d := rapid.SampledFrom(s.deliveries).Draw(t, "suspect")
		s.incidents = append(s.incidents, accuses(d, fmt.Sprint(n)))
	}
	return s
}

// accuses is an incident that is a delivery's doing.
func accuses(d dora.Delivery, id string) rollout.Incident {
	return rollout.Incident{
		ID: id, Target: d.Target, Opened: d.Ended.Add(time.Minute), Closed: d.Ended.Add(2 * time.Minute), Suspect: &rollout.Suspect{Rollout: d.Rollout},
		Evidence: &rollout.Evidence{Finding: rollout.FoundWorse},
	}
}

func (s story) ledger() dora.Ledger { return scope(time.UTC).Ledger(s.deliveries, s.incidents) }

func (s story) five() dora.Five { return s.ledger().Five(thisWeek) }

// No share is more than all of them, and no week has more than seven days.
func TestAShareIsNeverMoreThanAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyStory(t).five()
		for _, p := range []dora.Part{f.FailRate, f.Rework} {
			if share, _ := p.Rate(); p.N < 0 || p.N > p.Of || share < 0 || share > 1 {
				t.Errorf("%+v", p)
			}
		}
		if f.Frequency.Days < 0 || f.Frequency.Days > 7 || f.LeadTime.Value < 0 || f.Recovery.Value < 0 {
			t.Errorf("%+v", f)
		}
		if _, ok := f.FailRate.Rate(); ok != (f.FailRate.Of >= dora.Few) {
			t.Errorf("a percentage of %d", f.FailRate.Of)
		}
	})
}

// Of thirteen weeks six are empty and six have five days: the one that is left is the middle.
func TestTheFrequencyIsThatOfTheWeekInTheMiddle(t *testing.T) {
	var s story
	for week, days := range []int{0, 5, 5, 0, 0, 5, 3, 0, 5, 5, 0, 0, 5} {
		for day := range days {
			at := monday.AddDate(0, 0, day-7*(week+1)).Add(time.Hour)
			id := fmt.Sprintf("01J%02d%d", week, day)
			s.deliveries = append(s.deliveries, dora.Delivery{
				Rollout: rollout.ID(id), Target: rollout.Target{Service: "checkout", Environment: "prod"}, Release: dora.Commit{SHA: id},
				Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: at, Moved: at, Full: at, Ended: at,
			})
		}
	}
	if got := s.ledger().Five(dora.Period{From: monday.AddDate(0, 0, -7), To: monday}).Frequency; got != (dora.Frequency{Days: 3, Weeks: 13, Deployments: 33}) {
		t.Errorf("%+v", got)
	}
}

func TestAFailedDeploymentDoesNotFailTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStory(t)
		i := slices.IndexFunc(s.ledger().Deployments, func(d dora.Deployment) bool { return d.Failed })
		if i < 0 {
			return
		}
		before := s.five()
		s.incidents = append(s.incidents, accuses(s.ledger().Deployments[i].Delivery, "one more"))
		if after := s.five(); after.FailRate != before.FailRate {
			t.Errorf("%+v, and with one more %+v", before.FailRate, after.FailRate)
		}
	})
}

func TestTheOrderDoesNotMatterNorWhatComesTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStory(t)
		want := s.five()
		s.deliveries = append(rapid.Permutation(s.deliveries).Draw(t, "order"), s.deliveries[:len(s.deliveries)/2]...)
		s.incidents = append(rapid.Permutation(s.incidents).Draw(t, "incidents in order"), s.incidents...)
		if got := s.five(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

func TestEverythingAWeekLaterIsTheSameAWeekLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStory(t)
		want := s.five()
		week := func(at time.Time) time.Time { return at.AddDate(0, 0, 7) }
		for n := range s.deliveries {
			d := &s.deliveries[n]
			d.Began, d.Moved, d.Full, d.Ended, d.Commits = week(d.Began), week(d.Moved), week(d.Full), week(d.Ended), []time.Time{week(d.Commits[0])}
			if d.Fault != nil {
				d.Fault = &rollout.Fault{FirstBad: week(d.Fault.FirstBad), Gone: week(d.Fault.Gone), Restored: week(d.Fault.Restored)}
			}
		}
		for n := range s.incidents {
			i := &s.incidents[n]
			i.Opened, i.Closed = week(i.Opened), week(i.Closed)
		}
		if got := s.ledger().Five(dora.Period{From: week(thisWeek.From), To: week(thisWeek.To)}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// The days of a week have between them what the week has.
func TestAWeekIsTheSumOfItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyStory(t).ledger()
		var fail, rework dora.Part
		back := 0
		for day := range 7 {
			p := dora.Period{From: dora.Midnight(monday, day, time.UTC), To: dora.Midnight(monday, day+1, time.UTC)}
			f := l.Five(p)
			fail.N, fail.Of = fail.N+f.FailRate.N, fail.Of+f.FailRate.Of
			rework.N, rework.Of = rework.N+f.Rework.N, rework.Of+f.Rework.Of
			back += len(l.Back(p))
		}
		if week := l.Five(thisWeek); week.FailRate != fail || week.Rework != rework || len(l.Back(thisWeek)) != back {
			t.Errorf("%+v, and the days %+v, %+v", week, fail, rework)
		}
	})
}

// What is read of a result's row is what is counted of it.
func TestADeliveryIsReadFromTheRowOfAResult(t *testing.T) {
	r := rollout.Result{
		Rollout: "01J", Target: rollout.Target{Service: "checkout", Environment: "prod"}, Release: rollout.Release{SHA: "abc", Subject: "Pay by invoice", Author: "Ana"},
		Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: monday, Moved: monday.Add(1), Full: monday.Add(2), Ended: monday.Add(3),
		Fault: &rollout.Fault{FirstBad: monday.Add(4), Gone: monday.Add(5), By: "UANA"}, Commits: []time.Time{monday.Add(-1)}, Total: 1,
	}
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got dora.Delivery
	if err := json.Unmarshal(body, &got); err != nil || !reflect.DeepEqual(got, dora.Of(r)) || reflect.ValueOf(got).FieldByName("Commits").Len() != 1 {
		t.Errorf("%+v, want %+v; %v", got, dora.Of(r), err)
	}
	for f := range reflect.TypeFor[dora.Delivery]().Fields() {
		if reflect.ValueOf(got).FieldByIndex(f.Index).IsZero() {
			t.Errorf("%s is not read", f.Name)
		}
	}
}
