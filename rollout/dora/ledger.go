package dora

import (
	"cmp"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Scope says what counts.
type Scope struct {
	Zone       *time.Location // whose midnights part the days
	Production []string       // environments; no other counts
	// Suspect is how long after a rollout has ended an incident in an environment may still
	// be its doing.
	Suspect func(environment string) time.Duration
}

// Deployment is a commit that went all the way to a target of production, the first time
// that it did.
type Deployment struct {
	Delivery
	Failed bool // it was taken back afterwards, or an incident was its doing
	Fix    bool // nobody had planned it
}

// Ledger is what there is to count, each deployment once.
type Ledger struct {
	scope       Scope
	Deployments []Deployment // in the order in which they ended
	back        []Delivery   // that had traffic and were taken back, each way back once
}

// Ledger takes stock of deliveries, of which none may be missing that ended in the time
// that is asked about or in [Reach] before it, and of the incidents of that time. In
// which order they come does not matter, nor whether one comes twice.
func (s Scope) Ledger(all []Delivery, incidents []rollout.Incident) Ledger {
	all = slices.DeleteFunc(slices.Clone(all), func(d Delivery) bool { return !d.brings() || !slices.Contains(s.Production, d.Target.Environment) })
	slices.SortFunc(all, func(a, b Delivery) int {
		return cmp.Or(a.Ended.Compare(b.Ended), cmp.Compare(a.Rollout, b.Rollout))
	})
	l := Ledger{scope: s, back: takenBack(all)}
	of := map[unit]int{}
	for _, d := range all {
		if _, known := of[d.unit()]; !known && d.arrived() && d.Kind == rollout.Deployed {
			of[d.unit()] = len(l.Deployments)
			l.Deployments = append(l.Deployments, Deployment{Delivery: d})
		}
	}
	accused := bySuspect(incidents)
	for _, d := range all {
		if i, known := of[d.unit()]; known && d.arrived() {
			l.Deployments[i].Failed = l.Deployments[i].Failed || d.Fault != nil || s.guilty(d, accused[d.Rollout])
		}
	}
	l.findFixes(incidents)
	return l
}

// takenBack are those that were, in order. A commit that was deployed twice is taken back
// once by one rollback: the last one, which was live, and of which it is known since when
// it was bad.
func takenBack(all []Delivery) (back []Delivery) {
	seen := map[rollout.ID]bool{}
	for _, d := range slices.Backward(all) {
		if d.Fault == nil {
			continue
		}
		by := cmp.Or(d.Fault.Rollout, d.Rollout)
		if !seen[by] {
			back = append(back, d)
		}
		seen[by] = true
	}
	slices.Reverse(back)
	return back
}

func bySuspect(incidents []rollout.Incident) map[rollout.ID][]rollout.Incident {
	out := map[rollout.ID][]rollout.Incident{}
	for _, i := range incidents {
		if i.Suspect != nil {
			out[i.Suspect.Rollout] = append(out[i.Suspect.Rollout], i)
		}
	}
	return out
}

// guilty says that one of the incidents that suspect a delivery is its doing: it opened in
// time, was not red before, and the evidence is against it or somebody has taken it back.
func (s Scope) guilty(d Delivery, incidents []rollout.Incident) bool {
	return slices.ContainsFunc(incidents, func(i rollout.Incident) bool {
		worse := i.Evidence != nil && i.Evidence.Finding == rollout.FoundWorse
		inTime := !i.Opened.Before(d.Moved) && !i.Opened.After(d.Ended.Add(s.Suspect(d.Target.Environment)))
		return inTime && !i.Suspect.RedBefore && (worse || i.Back != "")
	})
}

// Back are those that had traffic and were taken back in a period, under way or
// afterwards, in the order in which they had ended.
func (l Ledger) Back(p Period) []Delivery {
	return slices.DeleteFunc(slices.Clone(l.back), func(d Delivery) bool { return !p.Has(d.Fault.Gone) })
}
