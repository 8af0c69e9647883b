package commands

import (
	"cmp"
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// itself says that nobody asked for it.
func (w wayOut) itself() bool { return w.by.ID == "" }

// actor is who the audit says it was.
func (w wayOut) actor() string {
	if w.itself() {
		return rollout.Slipway
	}
	return w.by.ID
}

// cause is why a rollout goes back.
func (w wayOut) cause() rollout.Cause {
	if w.itself() {
		return rollout.Cause{Code: rollout.CauseAlarm, Text: w.why}
	}
	return rollout.Cause{Code: rollout.CauseRollback, By: w.by.ID, Wanted: true}
}

// stops is a rollout that goes back instead of on, as it is to be saved.
func (w wayOut) stops(r rollout.Rollout, at time.Time) (rollout.Rollout, error) {
	if w.itself() {
		return r.TakeBack(w.incident, w.why, at)
	}
	r.Incident = cmp.Or(w.incident, r.Incident)
	return r.RollBack(w.by.ID, "", at)
}

// openIncident is the id of the target's incident, if one is open. It only links the
// two, so that not to know it is no obstacle.
func (c *Commands) openIncident(ctx context.Context, t rollout.Target) string {
	alarms, err := load[rollout.Alarms](ctx, c.Store, rollout.AlarmsKey(t))
	if rollout.IsMissing(err) || err == nil && alarms.Incident == "" {
		return ""
	}
	var i rollout.Incident
	if err == nil {
		i, err = load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(alarms.Incident))
	}
	switch {
	case err != nil:
		c.Log.WarnContext(ctx, "a rollback is not linked to its incident", "target", t.String(), "error", err)
		return ""
	case !i.Open():
		return ""
	}
	return i.ID
}
