package rollout

import (
	"cmp"
	"fmt"
	"time"
)

// beginDrill has the time run in which a drill has to be taken back: from when its first
// traffic is seen.
func (t *turn) beginDrill() {
	if d := t.Drill; d != nil && d.By.IsZero() {
		t.Drill = &Drill{Within: d.Within, By: t.at.Add(d.Within), Alone: d.Alone}
	}
}

// drillOver says that a drill was not taken back in time.
func (t *turn) drillOver() bool {
	return t.Drill.running() && t.Phase != RollingBack && !t.at.Before(t.Drill.By)
}

// lateDrill takes back what should have gone back by itself by now.
func (t *turn) lateDrill() Intent {
	return t.failDrill(fmt.Sprintf("nothing had taken it back %.4g minutes after its first traffic", t.Drill.Within.Minutes()))
}

// failDrill takes back what should have gone back by itself, and says why it did not where
// that could be known before.
func (t *turn) failDrill(text string) Intent {
	if t.Drill.Alone {
		text += fmt.Sprintf(": in %s the judge only looks on, and no alarm takes anything back", t.Target.Environment)
	}
	return t.back(Cause{Code: CauseDrill, Text: text}, false)
}

// minds has a drill looked at when its time is over, and no later.
func (t *turn) minds() {
	if t.Drill.running() && t.Phase != RollingBack && t.Drill.By.Before(t.Wake) {
		t.Wake = t.Drill.By
	}
}

// running says that it has had traffic.
func (d *Drill) running() bool { return d != nil && !d.By.IsZero() }

// Drilled is what came of a drill; false while it is under way, and for what is none. It
// has passed if the judge, the health check or an alarm has ended it in time. What was
// ended by anything else, a person included, proves nothing.
func (r Rollout) Drilled() (Drilled, bool) {
	if r.Drill == nil || !r.Phase.Ended() {
		return Drilled{}, false
	}
	d := Drilled{Rollout: r.ID, Target: r.Target, By: r.By, Began: r.Created, Ended: r.Ended, Why: r.Cause.Text}
	began := r.wentBack()
	if r.Drill.running() {
		d.Took = began.Sub(r.Drill.By.Add(-r.Drill.Within))
	}
	switch {
	case r.Cause.Code == CauseDrill:
	case r.Cause.Code == CauseHealth && r.Phase == Failed:
		d.Passed = true
	case r.Phase != RolledBack, r.Cause.Code != CauseVerdict && r.Cause.Code != CauseAlarm:
		d.Why = fmt.Sprintf("it %s, which proves nothing", r.Phase.Past())
		if r.Cause.Text != "" {
			d.Why += ": " + r.Cause.Text
		}
	case d.Took > r.Drill.Within:
		d.Why = "it was taken back too late: " + r.Cause.Text
	default:
		d.Passed = true
	}
	return d, true
}

// wentBack is when the way back began, or when it ended without one.
func (r Rollout) wentBack() time.Time { return cmp.Or(r.Came(RollingBack), r.Ended) }
