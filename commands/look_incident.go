package commands

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// findings are what a look at an incident has found; nothing where it found nothing new.
type findings struct {
	evidence *rollout.Evidence
	errors   []rollout.Failing
	plot     *rollout.Plot
	kept     string // why the suspect was not taken back by itself
	told     bool   // its thread hears of that, since the evidence was against the suspect
	looked   bool   // all that there is was looked at
	asked    bool   // the monitoring was asked how the alarms are
}

// lookAt brings an incident up to date, as often as it is asked to: decides on its suspect,
// asks metrics and logs, and notes what became of the way back. What cannot be asked is
// left out.
func (c *Commands) lookAt(ctx context.Context, id string) error {
	i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(id))
	if err != nil {
		if rollout.IsMissing(err) {
			return nil
		}
		return err
	}
	i, asked := c.recheck(ctx, i)
	f := c.settle(ctx, i)
	c.gather(ctx, i, &f)
	f.looked, f.asked = true, asked
	return c.conclude(ctx, i, f)
}

// conclude has an incident say what was found, and what became of the way back.
func (c *Commands) conclude(ctx context.Context, i rollout.Incident, f findings) error {
	past, err := c.past(ctx, i.Target, recent)
	if err != nil {
		return err
	}
	return c.amend(ctx, i.ID, func(now rollout.Incident) rollout.Incident {
		at := c.Now()
		same := suspected(now) == suspected(i) // else it was about another one
		if same {
			now = f.shown(now)
		}
		now = follow(now, past)
		if now.Away = away(now, past); same {
			now = f.keeping(now, at)
		}
		return f.looking(now, at)
	})
}

// looking is an incident that was looked at.
func (f findings) looking(i rollout.Incident, at time.Time) rollout.Incident {
	switch {
	case !f.looked, !i.Open() && !i.OwesEnd():
		return i
	case !i.Open():
		i.Looked = at
		return i.CatchUp(at)
	}
	if i.Looked = at; f.asked {
		i.Asked = at
	}
	if i = i.Forsaken(at); i.DueReminder(at) {
		i = i.Remind(at)
	}
	return i
}

// shown is an incident with what was found about its suspect. What could be read before is
// not lost because it cannot be read now.
func (f findings) shown(i rollout.Incident) rollout.Incident {
	if len(f.errors) > 0 {
		i.Errors = f.errors
	}
	if f.plot != nil {
		i.Plot = f.plot
	}
	if e := f.evidence; e != nil && (i.Evidence == nil || e.Unread == "" && !saysTheSame(*e, *i.Evidence)) {
		i = i.Weighed(*e)
	}
	return i
}

// saysTheSame says that evidence of another time tells people nothing new: the same finding,
// and about the same rates.
func saysTheSame(a, b rollout.Evidence) bool {
	return a.Finding == b.Finding && a.Unread == b.Unread && a.Verdict.Kind == b.Verdict.Kind && a.Verdict.Reason == b.Verdict.Reason &&
		a.Earlier == b.Earlier && a.FirstBad.Equal(b.FirstBad) && rates(a) == rates(b)
}

// rates are how many calls of both versions go wrong, in whole percent.
func rates(e rollout.Evidence) (percent [4]float64) {
	for n, c := range []judge.Counts{e.Candidate, e.Stable} {
		percent[2*n] = math.Round(100 * c.Rate(judge.MeasureErrors))
		percent[2*n+1] = math.Round(100 * c.Rate(judge.MeasureSlow))
	}
	return percent
}

// keeping is an incident with why its suspect was not taken back, if nobody has done so
// meanwhile.
func (f findings) keeping(i rollout.Incident, at time.Time) rollout.Incident {
	if i.Back != "" || f.kept == "" || f.kept == i.Kept {
		return i
	}
	if i.Kept = f.kept; f.told && !toldKept(i, f.kept) {
		i = i.Note(rollout.Happens{At: at, Kind: rollout.HappensKept, What: f.kept, Told: true})
	}
	return i
}

// toldKept says that an incident's thread has heard of that reason, however many others
// there were since.
func toldKept(i rollout.Incident, why string) bool {
	return slices.ContainsFunc(i.Log, func(h rollout.Happens) bool {
		return h.Kind == rollout.HappensKept && h.Told && h.What == why
	})
}

// justBefore is how long before its alarm turned red a suspect may have been taken back to
// be news: alarms come later than what they tell of.
const justBefore = 10 * time.Minute

// follow is an incident with what became of the way back from its suspect, whoever has
// begun that.
func follow(i rollout.Incident, past []rollout.Rollout) rollout.Incident {
	r := wayBackOf(i, past)
	if r == nil || wentBack(*r).Before(i.Opened.Add(-justBefore)) || i.Back != "" && i.Back != r.ID {
		return i
	}
	i = judged(i, *r)
	restored := r.RestoredAt()
	if i.Back == "" {
		i = goesBack(i, *r, restored.IsZero())
	}
	if i.Restored.IsZero() && !restored.IsZero() {
		i.Restored = restored
		i = i.Note(rollout.Happens{At: restored, Kind: rollout.HappensRestored, By: r.Cause.By, Told: true})
	}
	if r.Health != nil && r.Health.Version == r.Stable {
		i.Health = r.Health
	}
	return i
}

// goesBack is an incident whose suspect is being taken back, which its thread hears of if it
// is told.
func goesBack(i rollout.Incident, r rollout.Rollout, told bool) rollout.Incident {
	i.Back, i.Gone, i.Kept = r.ID, wentBack(r), ""
	return i.Note(rollout.Happens{At: i.Gone, Kind: rollout.HappensBack, By: r.Cause.By, What: r.Cause.Text, Told: told})
}

// wentBack is when a rollout began to go back.
func wentBack(r rollout.Rollout) time.Time { return cmp.Or(r.Came(rollout.RollingBack), r.Created) }
