package rollout_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestWhatTheJudgeTookBackIsWorseByItsVerdict(t *testing.T) {
	verdict := judge.Verdict{Kind: judge.Fail, Reason: judge.ReasonRelative, Measure: judge.MeasureErrors, Minutes: 3,
		Candidate: judge.Counts{Invocations: 100, Errors: 20}, Stable: judge.Counts{Invocations: 1000, Errors: 10}}
	r := rollout.Rollout{Cause: rollout.Cause{Code: rollout.CauseVerdict}, Judging: rollout.Judging{To: after(9), Verdict: verdict}}
	e, ok := r.OwnEvidence()
	if !ok || e.Finding != rollout.FoundWorse || e.Times != 20 || e.Earlier || !e.From.Equal(after(6)) || !e.To.Equal(after(9)) {
		t.Errorf("%t %+v", ok, e)
	}
	r.Judging.Verdict.Stable = judge.Counts{}
	r.Judging.State.Baseline = judge.Counts{Invocations: 1000, Errors: 100}
	if e, _ := r.OwnEvidence(); e.Times != 2 || !e.Earlier || e.Stable != r.Judging.State.Baseline {
		t.Errorf("held against the time before: %+v", e)
	}
	r.Judging.State.Baseline = judge.Counts{}
	if e, _ := r.OwnEvidence(); e.Times != 0 || e.Earlier {
		t.Errorf("against nothing: %+v", e)
	}
	r.Cause.Code = rollout.CauseRollback
	if _, ok := r.OwnEvidence(); ok {
		t.Error("a person took it back")
	}
}

func TestVersionsAreNewerByTheirNumbers(t *testing.T) {
	for _, c := range []struct {
		v, than rollout.Version
		want    bool
	}{{"10", "9", true}, {"9", "10", false}, {"9", "9", false}, {"9", "", false}, {"", "9", false}, {"$LATEST", "9", false}} {
		if got := c.v.Newer(c.than); got != c.want {
			t.Errorf("%q newer than %q: %t", c.v, c.than, got)
		}
	}
}
