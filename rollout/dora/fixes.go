package dora

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// fixing is how long after a version was taken back the next deployment to the same target
// is taken for its fix.
const fixing = 24 * time.Hour

// findFixes marks the deployments that nobody had planned.
func (l *Ledger) findFixes(incidents []rollout.Incident) {
	on := map[rollout.Target][]rollout.Incident{}
	for _, i := range incidents {
		on[i.Target] = append(on[i.Target], i)
	}
	faults := map[rollout.Target][]Delivery{}
	for _, d := range l.back {
		faults[d.Target] = append(faults[d.Target], d)
	}
	before := map[rollout.Target]time.Time{}
	for n := range l.Deployments {
		d := &l.Deployments[n]
		d.Fix = d.mends() || meanwhile(d.Delivery, on[d.Target]) || follows(d.Delivery, faults[d.Target], before[d.Target])
		before[d.Target] = d.Began
	}
}

// meanwhile says that a delivery began while one of the incidents was going on.
func meanwhile(d Delivery, incidents []rollout.Incident) bool {
	for _, i := range incidents {
		if i.Opened.Before(d.Began) && (i.Open() || d.Began.Before(i.Closed)) {
			return true
		}
	}
	return false
}

// follows says that a delivery is the first one after a fault, and brings another commit
// than the one that was taken back: the same one again was only tried again. The
// deployment before it began at a time.
func follows(d Delivery, faults []Delivery, before time.Time) bool {
	for _, f := range faults {
		gone := f.Fault.Gone
		first := before.Before(gone) && gone.Before(d.Began)
		if first && d.Began.Sub(gone) <= fixing && f.Release.SHA != d.Release.SHA {
			return true
		}
	}
	return false
}
