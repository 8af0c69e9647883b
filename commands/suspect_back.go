package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// weighing is how long the metrics may take to be read: a rollback waits for them.
const weighing = 4 * time.Second

// takesBack says whether a suspect may be taken back by itself: the environment wants it,
// and an alarm is red. That somebody is at the incident, or has snoozed it, does not stop
// it.
func (c *Commands) takesBack(i rollout.Incident) bool {
	return c.Policy.environment(i.Target.Environment).OnAlarm.RollBack && redOf(i) >= 0
}

// redOf is which of an incident's alarms is red, the first one; -1 when none is.
func redOf(i rollout.Incident) int {
	return slices.IndexFunc(i.Alarms, func(a rollout.Alarm) bool { return a.State == rollout.AlarmRed })
}

// settleNow decides on the suspect, and has the incident say so. What fails is tried again
// by the look that was ordered with the news.
func (c *Commands) settleNow(ctx context.Context, i rollout.Incident) {
	if err := c.conclude(ctx, i, c.settle(ctx, i)); err != nil {
		c.Log.WarnContext(ctx, "what was decided on a suspect is noted later", "incident", i.ID, "error", err)
	}
}

// settle weighs the evidence against the suspect while nothing has taken that back, and
// takes it back where that is to be done by itself. What it cannot do is logged, and done
// by a later look. Done twice at once, one of the two finds that the other is at it.
func (c *Commands) settle(ctx context.Context, i rollout.Incident) findings {
	var f findings
	takes := c.takesBack(i)
	if !i.Open() || i.Back != "" {
		return f
	}
	if i.Suspect == nil {
		if takes {
			f.kept = "Nothing was changed here lately, so there is nothing to take back."
		}
		return f
	}
	r, err := c.rolloutByID(ctx, i.Suspect.Rollout)
	if err != nil {
		c.undecided(ctx, i, err)
		return f
	}
	if c.weighs(i, r) {
		f.evidence = c.evidence(ctx, r)
	}
	if !takes {
		return f
	}
	if f.kept = c.keeps(*i.Suspect, r, f.evidence); f.kept != "" {
		return f
	}
	_, refusal, err := c.backFor(ctx, i, charge(i, r, *f.evidence))
	switch {
	case err != nil:
		c.undecided(ctx, i, err)
		f.kept = "It could not be taken back yet, and is tried again."
	case refusal != nil && refusal.Code != changedMeanwhile:
		f.kept, f.told = c.named(ctx, refusal.Reason), true
	}
	return f
}

// named is a text with the names of those whom it is about.
func (c *Commands) named(ctx context.Context, t rollout.Text) string {
	t = slices.Clone(t)
	for n := range t {
		if t[n].Person != "" {
			t[n].Person = c.nameOf(ctx, t[n].Person)
		}
	}
	return t.String()
}

func (c *Commands) undecided(ctx context.Context, i rollout.Incident, err error) {
	c.Log.WarnContext(ctx, "whether a suspect is taken back is decided later", "incident", i.ID, "target", i.Target.String(), "error", err)
}

// weighs says whether there is any use in evidence: while the suspect may be taken back for
// it and, for people, for a while after an alarm turned. It costs a reading of the metrics.
func (c *Commands) weighs(i rollout.Incident, r rollout.Rollout) bool {
	now, window := c.Now(), c.Policy.environment(r.Target.Environment).OnAlarm.Suspect
	return !r.Phase.Ended() || now.Sub(r.Ended) < window || now.Sub(lastHeard(i)) < rollout.FlapsFor
}

// lastHeard is when an incident's alarms were last heard of.
func lastHeard(i rollout.Incident) time.Time {
	last := i.Heard
	for _, a := range i.Alarms {
		if a.Heard.After(last) {
			last = a.Heard
		}
	}
	return last
}

// evidence is how the versions of a rollout do, by the judge; nil where there is nothing
// to weigh.
func (c *Commands) evidence(ctx context.Context, r rollout.Rollout) *rollout.Evidence {
	at := c.Now()
	q, ok := r.ToWeigh(at)
	if !ok {
		return nil
	}
	var e rollout.Evidence
	err := within(ctx, weighing, func(ctx context.Context) error {
		minutes, err := c.Metrics.Minutes(ctx, q)
		if err == nil {
			e = r.Weigh(minutes, at)
		}
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "the metrics cannot be read for an incident", "rollout", r.ID, "error", err)
		return &rollout.Evidence{Finding: rollout.FoundUnclear, From: q.From, To: q.To, Unread: "the metrics could not be read"}
	}
	return &e
}

// keeps says why a suspect is not taken back by itself, in a sentence; empty when it is.
func (c *Commands) keeps(s rollout.Suspect, r rollout.Rollout, e *rollout.Evidence) string {
	window := c.Policy.environment(r.Target.Environment).OnAlarm.Suspect
	switch {
	case s.IsRollback:
		return "What changed last is a rollback itself."
	case s.Stable == "":
		return fmt.Sprintf("%s is the first version here, so there is nothing to go back to.", s.Candidate)
	case s.RedBefore:
		return fmt.Sprintf("The alarm was red before %s had any traffic.", s.Candidate)
	case r.Phase.Ended() && r.Phase != rollout.Succeeded:
		return fmt.Sprintf("%s is not live any more.", s.Candidate)
	case r.Phase.Ended() && c.Now().Sub(r.Ended) >= window:
		return fmt.Sprintf("%s has had all of the traffic for longer than %d minutes.", s.Candidate, int(window.Minutes()))
	case e == nil:
		return fmt.Sprintf("There is no evidence against %s yet.", s.Candidate)
	case e.Unread != "":
		return fmt.Sprintf("There is no evidence against %s: %s.", s.Candidate, e.Unread)
	}
	return acquits(s, e.Finding)
}

// acquits says what speaks for a suspect; empty when nothing does.
func acquits(s rollout.Suspect, f rollout.Finding) string {
	switch f {
	case rollout.FoundWorse:
		return ""
	case rollout.FoundAlike:
		return fmt.Sprintf("%s and %s are alike, so it is probably not this deploy.", s.Candidate, s.Stable)
	case rollout.FoundWell:
		return fmt.Sprintf("%s itself does well.", s.Candidate)
	case rollout.FoundBefore:
		return fmt.Sprintf("It was as bad before %s had any traffic.", s.Candidate)
	case rollout.FoundUnclear:
	}
	return fmt.Sprintf("The evidence against %s is not clear yet.", s.Candidate)
}

// charge is why a suspect is taken back: the alarm, and what the judge says.
func charge(i rollout.Incident, r rollout.Rollout, e rollout.Evidence) string {
	return fmt.Sprintf("the alarm %s is red, and %s", i.Alarms[redOf(i)].Name, e.Verdict.Sentence(r.Candidate.String(), r.Stable.String()))
}
