package rollout

import (
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Judgement is one judged minute with its inputs, kept so that any verdict can
// be replayed and explained.
type Judgement struct {
	Rollout ID            `json:"rollout"`
	Step    int           `json:"step"`
	Move    int           `json:"move"`
	Minute  judge.Minute  `json:"minute"`
	Verdict judge.Verdict `json:"verdict"`
}

// Key is where the judgement is stored; ids of one rollout sort by time.
func (j Judgement) Key() Key {
	return Key{Kind: "judgement", ID: string(j.Rollout) + "/" + j.Minute.At.UTC().Format("20060102T1504")}
}

// Rev is always the first: a minute is judged once.
func (j Judgement) Rev() (int64, Guard) { return 1, Next }

// Indexes lists the judgements of a rollout.
func (j Judgement) Indexes() []string { return []string{JudgementIndex(j.Rollout)} }

// JudgementIndex lists what a rollout was judged by.
func JudgementIndex(id ID) string { return "judgements/" + string(id) }

// judge judges the minutes that have settled since the last time, and says
// whether the candidate failed.
func (t *turn) judge() (failed bool) {
	t.Wake = t.nextMinute()
	from, to := t.unjudged(t.at)
	if !from.Before(to) {
		return false
	}
	t.keepDistance()
	if t.o.Unread != "" {
		t.unreadable(t.o.Unread)
		return false
	}
	seen := make(map[time.Time]judge.Minute, len(t.o.Minutes))
	for _, m := range t.o.Minutes {
		seen[m.At.UTC()] = m
	}
	t.behind = to.Before(t.settled(t.at))
	to = t.heard(from, to, seen)
	t.takeProbes()
	errors := t.Judging.Errors
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		m := seen[at.UTC()]
		m.Probes = t.probesFor(at, to)
		if t.judgeMinute(at, m) && !t.onlyLooksOn() {
			return true
		}
	}
	if t.Judging.Errors == errors {
		t.Judging.Errors, t.Judging.Problem = 0, ""
	}
	return false
}

// onlyLooksOn says that the judge may not take the candidate back. What would have been
// the reason is kept.
func (t *turn) onlyLooksOn() bool {
	if t.Strategy.Shadow && t.Judging.Shadow == nil {
		first := t.Fresh[len(t.Fresh)-1]
		t.Judging.Shadow = &first
	}
	return t.Strategy.Shadow
}

// takeProbes keeps what synthetic calls gave until a minute is judged.
func (t *turn) takeProbes() {
	if t.probes() {
		t.ProbeProblem = t.o.NoProbes
	}
	if t.o.Probes == nil {
		return
	}
	t.Probed = t.settled(t.at)
	t.Unjudged = t.Unjudged.Plus(*t.o.Probes)
}

// putBack keeps synthetic calls that were not judged for another minute.
func (t *turn) putBack(probes *judge.Counts) {
	if probes != nil {
		t.Unjudged = t.Unjudged.Plus(*probes)
	}
}

// probesFor are the synthetic calls that count with a minute: all with the last one
// of the turn, if that is one of the step they were sent for.
func (t *turn) probesFor(at, to time.Time) *judge.Counts {
	share, _ := t.shareAt(at)
	if t.Unjudged.Invocations == 0 || share.Move != t.Moves || at.Add(time.Minute).Before(to) {
		return nil
	}
	all := t.Unjudged
	t.Unjudged = judge.Counts{}
	return &all
}

// patience is how much longer than any other a minute without a single datapoint
// is read again: its datapoints may be late. A later minute that has some ends the
// wait, since they come in order.
const patience = 3 * time.Minute

// heard is the end of the last minute that can be judged now.
func (t *turn) heard(from, to time.Time, seen map[time.Time]judge.Minute) time.Time {
	for from.Before(to) && t.settled(t.at).Sub(to) < patience {
		m := seen[to.Add(-time.Minute).UTC()]
		if m.Candidate != nil || m.Stable != nil {
			break
		}
		to = to.Add(-time.Minute)
	}
	return to
}

// stepAt is the step of a weight; one that is no step's counts as the current one.
func (t *turn) stepAt(weight float64) int {
	if weight == 1 {
		return len(t.Strategy.Steps)
	}
	if i := slices.IndexFunc(t.Strategy.Steps, func(s Step) bool { return s.Weight == weight }); i >= 0 {
		return i
	}
	return t.Step
}

// unreadable counts a reading that said nothing.
func (t *turn) unreadable(why string) {
	t.Judging.Errors++
	t.Judging.Problem = why
}

func (t *turn) judgeMinute(at time.Time, m judge.Minute) (failed bool) {
	t.Judging.To = at.Add(time.Minute)
	share, mixed := t.shareAt(at)
	if share.Weight == 0 {
		return false // it had no traffic then, by somebody else's doing
	}
	if share.Move != t.Judging.Move {
		if t.Judging.Move != 0 {
			t.Judging.State = t.Judging.State.NextStep()
		}
		t.Judging.Move = share.Move
	}
	m.At, m.Weight, m.Mixed = at, share.Weight, mixed
	t.Judging.State, t.Judging.Verdict = judge.Judge(t.Strategy.Judge, t.Judging.State, m)
	if t.Judging.Verdict.Kind == judge.Error {
		t.unreadable("the metrics make no sense")
		t.putBack(m.Probes)
	}
	if m.Candidate != nil {
		t.Judging.Calls += m.Candidate.Invocations
	}
	t.Fresh = append(t.Fresh, Judgement{Rollout: t.ID, Step: t.stepAt(share.Weight), Move: share.Move, Minute: m, Verdict: t.Judging.Verdict})
	return t.Judging.Verdict.Kind == judge.Fail
}

// shareAt is the candidate's share in the minute that begins at, and whether
// routing is mixed in it: it may have changed in this minute or those before that
// are dropped, which is anywhere between the look that found it unchanged and the
// next one.
func (t *turn) shareAt(at time.Time) (share Share, mixed bool) {
	dropped := t.Strategy.Dropped()
	before := time.Duration(dropped-1) * time.Minute
	for _, s := range t.Shares {
		if s.From.Before(at.Add(time.Minute)) {
			share = s
		}
		if s.Since.Before(at.Add(time.Minute)) && !s.From.Before(at.Add(-before)) {
			mixed = dropped > 0
		}
	}
	return share, mixed
}
