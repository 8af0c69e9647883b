package rollout

import "strings"

// Met is the rollout as it should be saved after a turn that ended with err: what
// will not pass by itself is kept, so that people read it when the deadline does,
// and forgotten when a turn goes well. False means that there is nothing to save.
// Once traffic may have moved nothing is kept: a turn that fails then is the
// engine's to put right.
func (r Rollout) Met(err error) (Rollout, bool) {
	e, lasting := Lasting(err)
	if !r.Phase.Preparing() || err != nil && !lasting {
		return r, false
	}
	problem := ""
	if lasting {
		problem = strings.TrimSpace(e.Message + " " + e.Hint)
	}
	if problem == r.Problem {
		return r, false
	}
	r.Problem = problem
	r.Revision++
	return r, true
}
