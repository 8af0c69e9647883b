package dora

import (
	"slices"
	"time"
)

const (
	// weeks is how many the frequency looks at.
	weeks = 13
	// Reach is how long before a period deliveries count for it: for the weeks that the
	// frequency looks at, of which the last one ends up to six days before the period does.
	Reach = (weeks + 1) * 7 * 24 * time.Hour
)

// Five are the measures of a period.
func (l Ledger) Five(p Period) Five {
	five := Five{Frequency: l.frequency(p.To), Recovery: l.recovery(p)}
	var leads []time.Duration
	for _, d := range l.In(p) {
		leads = append(leads, d.leads()...)
		five.FailRate = five.FailRate.plus(d.Failed)
		five.Rework = five.Rework.plus(d.Fix)
	}
	five.LeadTime = median(leads)
	return five
}

// In are the deployments of a period: those whose watch was over in it.
func (l Ledger) In(p Period) []Deployment {
	from, _ := slices.BinarySearchFunc(l.Deployments, p.From, endedAt)
	to, _ := slices.BinarySearchFunc(l.Deployments, p.To, endedAt)
	return l.Deployments[from:max(from, to)]
}

func endedAt(d Deployment, at time.Time) int { return d.Ended.Compare(at) }

// leads are how long each commit took until it had all of the traffic. Whoever commits
// sets the clock: one that is in the future took no time.
func (d Deployment) leads() []time.Duration {
	full := d.Full
	if full.IsZero() {
		full = d.Ended
	}
	out := make([]time.Duration, len(d.Commits))
	for n, at := range d.Commits {
		out[n] = max(0, full.Sub(at))
	}
	return out
}

// frequency looks at the last whole weeks before a time.
func (l Ledger) frequency(to time.Time) Frequency {
	f := Frequency{Weeks: weeks}
	end := Monday(to, l.scope.Zone)
	var days []int
	for week := 1; week <= weeks; week++ {
		busy := 0
		for day := range 7 {
			from := Midnight(end, day-7*week, l.scope.Zone)
			n := len(l.In(Period{from, Midnight(from, 1, l.scope.Zone)}))
			if f.Deployments += n; n > 0 {
				busy++
			}
		}
		days = append(days, busy)
	}
	slices.Sort(days)
	f.Days = float64(days[weeks/2])
	return f
}

// recovery is about what was seen back in a period: until then nobody knows how long it
// takes.
func (l Ledger) recovery(p Period) Median {
	var took []time.Duration
	for _, d := range l.back {
		if f := d.Fault; !f.FirstBad.IsZero() && p.Has(f.Restored) {
			took = append(took, max(0, f.Restored.Sub(f.FirstBad)))
		}
	}
	return median(took)
}

// median is the middle one, or the middle of the middle two.
func median(of []time.Duration) Median {
	n := len(of)
	if n == 0 {
		return Median{}
	}
	slices.Sort(of)
	low, high := of[(n-1)/2], of[n/2]
	return Median{Value: low + (high-low)/2, N: n}
}

// plus counts one more.
func (p Part) plus(counts bool) Part {
	if p.Of++; counts {
		p.N++
	}
	return p
}
