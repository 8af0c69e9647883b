package shipped

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// report is all that there is to say.
type report struct {
	dora.Period
	Zone        *time.Location
	Made        time.Time
	Production  []string
	Now, Before dora.Five
	Days        []tally
	Services    []tally
	Results     []rollout.Result // that ended in the period, in every environment, in order
}

// tally is what there was of one service, or on one day, in production.
type tally struct {
	Service     string    // or
	Day         time.Time // midnight
	Deployments int       // went all the way, and through their watch
	Back        int       // of them: taken back afterwards
	Never       int       // had traffic, and were taken back before they got that far
	LeadTime    dora.Median
}

// report reads what there is to say of a period.
func (b books) report(ctx context.Context, p dora.Period, now time.Time) (report, error) {
	r := report{Period: p, Zone: b.Policy.Zone(), Made: now, Production: b.Policy.Production()}
	all, five, before, err := b.Shipped(ctx, p.From, p.To)
	if err != nil {
		return r, fmt.Errorf("read what was shipped: %w", err)
	}
	r.Now, r.Before, r.Results = five, before, slices.Clip(all[firstFrom(all, p.From):])
	r.count(all[firstFrom(all, p.From.Add(-dora.Reach)):]) // what is a repeat is known only with what came before
	return r, nil
}

// firstFrom is the first that ended at a time or later.
func firstFrom(all []rollout.Result, from time.Time) int {
	n, _ := slices.BinarySearchFunc(all, from, func(r rollout.Result, t time.Time) int { return r.Ended.Compare(t) })
	return n
}

// count adds up production by day and by service, by the same rules as the measures, but
// for incidents: whose doing they are is not to be seen in what was shipped.
func (r *report) count(all []rollout.Result) {
	scope := dora.Scope{Zone: r.Zone, Production: r.Production, Suspect: func(string) time.Duration { return 0 }}
	days, never := map[time.Time]*tally{}, map[string]int{}
	for at := r.From; at.Before(r.To); at = dora.Midnight(at, 1, r.Zone) {
		days[at] = &tally{Day: at}
	}
	for _, one := range r.Results {
		if r.never(one) {
			never[one.Target.Service]++
			days[dora.Midnight(one.Ended, 0, r.Zone)].Never++
		}
	}
	for name, deliveries := range byService(all) {
		l := scope.Ledger(deliveries, nil)
		five := l.Five(r.Period)
		t := tally{Service: name, Deployments: five.FailRate.Of, Back: five.FailRate.N, Never: never[name], LeadTime: five.LeadTime}
		if t.Deployments+t.Never > 0 {
			r.Services = append(r.Services, t)
		}
		for _, d := range l.In(r.Period) {
			on := days[dora.Midnight(d.Ended, 0, r.Zone)]
			on.Deployments++
			if d.Failed {
				on.Back++
			}
		}
	}
	slices.SortFunc(r.Services, func(a, b tally) int { return strings.Compare(a.Service, b.Service) })
	for _, d := range days {
		r.Days = append(r.Days, *d)
	}
	slices.SortFunc(r.Days, func(a, b tally) int { return a.Day.Compare(b.Day) })
}

func byService(all []rollout.Result) map[string][]dora.Delivery {
	out := map[string][]dora.Delivery{}
	for _, r := range all {
		out[r.Target.Service] = append(out[r.Target.Service], dora.Of(r))
	}
	return out
}

// never says that a deploy to production had traffic, and did not stay.
func (r *report) never(one rollout.Result) bool {
	deploy := one.Kind == rollout.Deployed || one.Kind == rollout.RepeatResult
	return deploy && one.Fault != nil && one.Phase != rollout.Succeeded && slices.Contains(r.Production, one.Target.Environment)
}
