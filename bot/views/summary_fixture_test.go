package views_test

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// shippedAt is a deployment that had all of the traffic a minute of that hour, three
// hours after its commit.
func shippedAt(hour int, service string, changes ...func(*rollout.Result)) rollout.Result {
	full := time.Date(2026, 11, 19, hour, 30, 0, 0, time.UTC)
	r := rollout.Result{
		Rollout: rollout.ID(fmt.Sprintf("01JD4Z000000000000000%05d", hour)), Revision: 1, Target: rollout.Target{Service: service, Environment: "prod"},
		Release: deploy().Release, By: ana, Kind: rollout.Deployed, Phase: rollout.Succeeded,
		Began: full.Add(-30 * time.Minute), Moved: full.Add(-20 * time.Minute), Full: full, Ended: full.Add(10 * time.Minute),
		Commits: []time.Time{full.Add(-3 * time.Hour)}, Total: 1,
	}
	for _, change := range changes {
		change(&r)
	}
	return r
}

// gone is taken back a quarter of an hour after it had all of the traffic.
func gone(r *rollout.Result) {
	r.Fault = &rollout.Fault{Gone: r.Full.Add(15 * time.Minute), Restored: r.Full.Add(16 * time.Minute), By: ben}
}

// never is taken back while it was a canary, two minutes after its first traffic.
func never(r *rollout.Result) {
	r.Phase, r.Full = rollout.RolledBack, time.Time{}
	r.Fault = &rollout.Fault{Gone: r.Moved.Add(2 * time.Minute), By: rollout.Slipway}
}

// thursday is what a day has brought: three deployments, of which one was taken back.
func thursday(changes ...func(*commands.SummaryShown)) commands.SummaryShown {
	zone := time.FixedZone("Europe/Berlin", 3600)
	from := time.Date(2026, 11, 19, 0, 0, 0, 0, zone)
	s := commands.SummaryShown{
		Period: "day", Zone: zone, From: from, To: from.AddDate(0, 0, 1), Production: []string{"prod"}, Page: 1,
		Shipped: []rollout.Result{shippedAt(8, "checkout"), shippedAt(9, "search", gone), shippedAt(15, "mail", func(r *rollout.Result) { r.Commits = nil })},
		Now: dora.Five{
			Frequency: dora.Frequency{Days: 4, Weeks: 13, Deployments: 91}, LeadTime: dora.Median{Value: 3 * time.Hour, N: 40},
			FailRate: dora.Part{N: 2, Of: 20}, Recovery: dora.Median{Value: 4 * time.Minute, N: 2}, Rework: dora.Part{N: 1, Of: 20},
		},
		Before: dora.Five{
			Frequency: dora.Frequency{Days: 4, Weeks: 13, Deployments: 88}, LeadTime: dora.Median{Value: 5 * time.Hour, N: 31},
			FailRate: dora.Part{N: 1, Of: 20}, Recovery: dora.Median{Value: 6 * time.Minute, N: 5}, Rework: dora.Part{N: 1, Of: 4},
		},
	}
	for n := range 14 {
		s.Days = append(s.Days, commands.Day{Date: from.AddDate(0, 0, n-13), Deployments: n % 4})
	}
	s.Days[13] = commands.Day{Date: from, Deployments: 3, Failed: 1}
	for _, change := range changes {
		change(&s)
	}
	return s
}

// eventful has something of everything that a summary may tell.
func eventful(s *commands.SummaryShown) {
	s.Back = []rollout.Result{shippedAt(10, "checkout", never), shippedAt(11, "mail", gone)}
	s.Elsewhere, s.Partial = 12, 2
	s.Lags = []commands.Lag{lag("checkout", 3), lag("search", 0)}
	s.Held = []rollout.Lock{rollout.Lock{Target: deploy().Target}.Hold(rollout.Hold{By: ben, Reason: "migrating *orders*", Since: begin().AddDate(0, 0, -3)})}
	s.Drill = &rollout.Drilled{Rollout: "01JDRILL", Target: deploy().Target, By: ana, Passed: true, Took: 4 * time.Minute}
	s.Incidents = []rollout.Incident{incident(), incident(wellAgain)}
	s.Cost = &commands.Cost{Dollars: 1.4, Deploys: 38, Read: "2026-11-23", Region: "eu-central-1"}
}

// lag is that prod has not what staging has since yesterday.
func lag(service string, commits int) commands.Lag {
	return commands.Lag{
		Service: service, Behind: "prod", Ahead: "staging", Commits: commits, Since: begin().AddDate(0, 0, -1),
		From: rollout.Release{SHA: sha41}, To: rollout.Release{SHA: sha42},
	}
}

func shipped(n int) func(*commands.SummaryShown) {
	return func(s *commands.SummaryShown) {
		s.Shipped = nil
		for i := range n {
			s.Shipped = append(s.Shipped, shippedAt(8, fmt.Sprintf("a-service-with-a-long-name-%04d", i)))
		}
	}
}
