package commands

import (
	"context"
	"errors"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// findings are what a look at an incident has found; nothing where it found nothing new.
type findings struct {
	evidence *rollout.Evidence
	errors   []rollout.Failing
	plot     *rollout.Plot
	kept     string // why the suspect was not taken back by itself
	told     bool   // its thread hears of that, since the evidence was against the suspect
	looked   bool   // all that there is was looked at
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
	f, err := c.settle(ctx, i)
	c.gather(ctx, i, &f)
	f.looked = true
	return errors.Join(err, c.conclude(ctx, i, f))
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
		if now = follow(now, past); same {
			now = f.keeping(now, at)
		}
		if f.looked && now.Open() {
			now.Looked = at
			if now.DueReminder(at) {
				now = now.Remind(at)
			}
		}
		return now
	})
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
	if f.evidence != nil && (f.evidence.Unread == "" || i.Evidence == nil) {
		i.Evidence = f.evidence
	}
	return i
}

// keeping is an incident with why its suspect was not taken back, if nobody has done so
// meanwhile.
func (f findings) keeping(i rollout.Incident, at time.Time) rollout.Incident {
	if i.Back != "" || f.kept == "" || f.kept == i.Kept {
		return i
	}
	if i.Kept = f.kept; f.told {
		i = i.Note(rollout.Happens{At: at, Kind: rollout.HappensKept, What: f.kept, Told: true})
	}
	return i
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
	restored := r.RestoredAt()
	if i.Back == "" {
		i.Back, i.Kept = r.ID, ""
		i = i.Note(rollout.Happens{At: wentBack(*r), Kind: rollout.HappensBack, By: r.Cause.By, What: r.Cause.Text, Told: restored.IsZero()})
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

// wentBack is when a rollout began to go back.
func wentBack(r rollout.Rollout) time.Time {
	for _, s := range r.Stages {
		if s.Phase == rollout.RollingBack {
			return s.At
		}
	}
	return r.Created
}
