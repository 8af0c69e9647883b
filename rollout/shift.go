package rollout

import (
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// shift holds the step's share of the traffic on the candidate, has it judged,
// and goes on, extends, asks or goes back. Judging comes first: it goes on while
// the rollout is paused, or while somebody else has set the share.
func (t *turn) shift() Intent {
	t.look()
	if failed := t.judge(); failed {
		return t.back(t.verdictCause(), true)
	}
	intent, there := t.route(Split(t.Stable, t.Candidate, t.Weight()))
	if there && t.Pause == nil && !t.behind {
		t.decide()
	}
	return intent
}

// decide is the ladder of a step: pass when shown and held, extend up to
// maxHold, then what the policy says. While the metrics cannot be read nothing is
// decided, neither pass nor undecided. Where the judge only looks on, a step is over when
// it was held.
func (t *turn) decide() {
	hold := t.Strategy.Steps[t.Step].Hold
	held := t.at.Sub(t.Move.Seen)
	v := t.Judging.Verdict
	switch {
	case t.Strategy.Shadow && held >= hold:
		t.next()
	case t.Strategy.Shadow:
	case t.Judging.Errors >= t.Strategy.MetricErrors:
		t.pauseFor(PauseMetrics, t.Judging.Problem)
	case t.Judging.Errors > 0:
	case t.Judging.Move == t.Moves && v.Misrouted && t.Rerouted != t.Moves:
		t.pauseFor(PauseMisrouted, "")
	case held < hold:
	case t.shown() && t.heardOf(hold):
		t.next()
	case held >= t.Strategy.MaxHold:
		t.undecided()
	}
}

// shown says whether the step has passed; where a person takes the routing as it
// is, by its evidence alone.
func (t *turn) shown() bool {
	v := t.Judging.Verdict
	taken := v.Reason == judge.ReasonRouting && t.Rerouted == t.Moves && v.Pass >= t.Strategy.Judge.PassAt()
	return t.Judging.Move == t.Moves && (v.Kind == judge.Pass || taken)
}

// heardOf says whether the minutes of the step's first time have been judged, but
// for the last ones, which are always still to come. While datapoints are late, a
// step does not go on by what was known before.
func (t *turn) heardOf(first time.Duration) bool {
	return !t.Judging.To.Before(t.Move.Seen.Add(first - t.Strategy.Settle - time.Minute))
}

func (t *turn) undecided() {
	switch t.Strategy.Inconclusive {
	case PromoteAnyway:
		t.next()
	case RollBackAnyway:
		t.back(Cause{Code: CauseInconclusive, Text: "there was too little to judge it by, and the policy is to go back then"}, false)
		t.Wake = t.at
	case Probe:
		t.probe()
	case Ask:
		t.pauseFor(PauseInconclusive, "")
	}
}

// probe has synthetic calls sent to the candidate's version with every minute that
// is judged, for as long again as the step was extended to. If those do not decide
// it either, a person has to.
func (t *turn) probe() {
	switch {
	case t.Probing.IsZero():
		t.Probing = t.at
		if t.Deadline.Before(t.ProbingUntil().Add(grace)) {
			t.Deadline = t.ProbingUntil().Add(grace)
		}
	case !t.at.Before(t.ProbingUntil()):
		t.pauseFor(PauseInconclusive, "")
	}
}

// ProbingUntil is when synthetic calls end and a person is asked; zero while none
// are sent.
func (r Rollout) ProbingUntil() time.Time {
	if r.Probing.IsZero() {
		return time.Time{}
	}
	return r.Probing.Add(r.Strategy.MaxHold)
}

// stopProbing forgets what was sent and not judged.
func (r *Rollout) stopProbing() {
	r.Probing, r.Unjudged, r.ProbeProblem = time.Time{}, judge.Counts{}, ""
}

// probes says whether synthetic calls are sent.
func (r Rollout) probes() bool {
	return r.Phase == Shifting && !r.Probing.IsZero() && r.Pause == nil
}

// next goes to the next step, or to all of the traffic after the last one.
func (t *turn) next() {
	w := t.Weight()
	t.Manual = 0
	next := slices.IndexFunc(t.Strategy.Steps, func(s Step) bool { return s.Weight > w })
	if next < 0 {
		t.Step = len(t.Strategy.Steps)
		t.enter(Promoting, routeLimit)
		return
	}
	t.Step = next
	t.enter(Shifting, routeLimit)
}

// promote moves all of the traffic, with an explicit empty routing map.
func (t *turn) promote() Intent {
	if t.First() {
		return t.create()
	}
	t.look()
	intent, there := t.route(All(t.Candidate))
	if !there {
		return intent
	}
	t.enter(Watching, t.Strategy.Watch+grace)
	t.Wake = t.nextMinute()
	if t.Strategy.Watch == 0 {
		t.Wake = t.at
	}
	return Intent{}
}

// watch judges the candidate while it has all of the traffic. It is over when
// its last whole minute was judged, not when the time is up: what cannot be read
// is no success. Where the judge only looks on, the time is all that counts.
func (t *turn) watch() Intent {
	t.look()
	if failed := t.judge(); failed {
		return t.back(t.verdictCause(), true)
	}
	intent, there := t.route(All(t.Candidate))
	if !there {
		return intent
	}
	end := t.Since.Add(t.Strategy.Watch)
	switch {
	case t.Accepted && t.Pause == nil && !t.behind:
		return t.succeed()
	case t.Strategy.Shadow && t.Pause == nil && !t.at.Before(end):
		return t.succeed()
	case t.Strategy.Shadow:
	case t.Judging.Errors >= t.Strategy.MetricErrors:
		t.pauseFor(PauseMetrics, t.Judging.Problem)
	case t.Pause != nil, t.behind, t.at.Before(end), t.Strategy.Watch > 0 && t.Judging.To.Before(end.Truncate(time.Minute)):
	default:
		return t.succeed()
	}
	return Intent{}
}

// succeed ends the rollout well. A drill must not, and goes back instead.
func (t *turn) succeed() Intent {
	if t.Drill != nil {
		return t.failDrill("it went all the way, and nothing had taken it back")
	}
	return t.end(Succeeded, Cause{})
}
