package main

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

func TestWhatATickDidIsToldByItsCalls(t *testing.T) {
	lambda := func(operation string) account.Call { return account.Call{Service: "Lambda", Operation: operation} }
	metric := account.Call{Service: "CloudWatch", Operation: "GetMetricStatistics"}
	for want, c := range map[did]turn{
		judges: {account.Counts{lambda("ListAliases"): 1, metric: 6}, rollout.Rollout{Phase: rollout.Shifting}},
		moves:  {account.Counts{lambda("UpdateAlias"): 1, metric: 6}, rollout.Rollout{Phase: rollout.Promoting}},
		makes:  {account.Counts{lambda("UpdateAlias"): 1}, rollout.Rollout{Phase: rollout.Deploying}},
		"":     {account.Counts{lambda("ListAliases"): 1}, rollout.Rollout{Phase: rollout.Watching}},
	} {
		if got := c.did(); got != want {
			t.Errorf("%s: %s was taken for %q", c.after.Phase, c.calls, got)
		}
	}
}

func TestAGoalMayBeAMultipleOfWhatAFigureStandsBeside(t *testing.T) {
	f := figure{value: 7, times: 3, base: 2}
	if most, words := f.goal(); most != 6 || words != "3 ×" {
		t.Errorf("the goal is %g, %q", most, words)
	}
	if f.base = 3; len(report{figures: []figure{f}}.missed()) != 0 {
		t.Error("7 is less than 3 × 3")
	}
	if f.base = 1; len(report{figures: []figure{f}}.missed()) != 1 {
		t.Error("7 is more than twice 3 × 1")
	}
}
