package judge_test

import (
	"math"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestAMinuteNamesEveryFieldThatCannotBeTrue(t *testing.T) {
	good := judge.Minute{Weight: 0.5, Candidate: &judge.Counts{Invocations: 2, Errors: 2, Slow: 2}, Stable: &judge.Counts{}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	if err := (judge.Minute{Weight: 1}).Validate(); err != nil {
		t.Fatal(err)
	}
	for _, weight := range []float64{0, -0.1, 1.01, math.NaN(), math.Inf(1)} {
		complains(t, judge.Minute{Weight: weight}.Validate(), "weight")
	}
	bad := judge.Minute{
		Candidate: &judge.Counts{Invocations: -1, Errors: -1, Slow: 5},
		Stable:    &judge.Counts{Invocations: math.MaxInt64, Slow: -1},
	}
	complains(t, bad.Validate(), "weight", "candidate.invocations", "stable.invocations")
	complains(t, judge.Minute{Weight: 1, Stable: &judge.Counts{Invocations: 3, Errors: 4}}.Validate(), "stable.errors: 4 is outside 0 to 3 invocations")
}

func TestParametersComplainAllAtOnce(t *testing.T) {
	if err := judge.Default().Validate(); err != nil {
		t.Fatal(err)
	}
	off := judge.Default()
	off.SlowRateMax, off.Tripwire = 0, 0
	if err := off.Validate(); err != nil {
		t.Errorf("slow calls and tripwire may be off: %v", err)
	}
	nan := math.NaN()
	bad := judge.Params{ErrorRateMax: nan, SlowRateMax: nan, FalseRollback: nan, FalsePromote: nan, Tripwire: -1, Literal: -1}
	complains(t, bad.Validate(), "error rate max", "slow rate max", "false rollback", "false promote", "tripwire", "literal")
	bad = judge.Params{ErrorRateMax: 0.9, SlowRateMax: 0.9, FalseRollback: 1, FalsePromote: 1}
	complains(t, bad.Validate(), "error rate max", "slow rate max", "false rollback", "false promote")
}

func complains(t *testing.T, err error, about ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no complaint about %s", about)
		return
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		if i >= len(about) || !strings.Contains(line, about[i]) {
			t.Errorf("complaints %q, want about %q", err, about)
			return
		}
	}
}
