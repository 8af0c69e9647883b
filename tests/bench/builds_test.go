package main

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestACallOfTheCodeHostIsToldByItsPath(t *testing.T) {
	for path, want := range map[string]string{
		"commits/abc123":                         "commits",
		"commits/heads%2Ftopic":                  "commits",
		"commits/abc123/status":                  "status",
		"pulls/106":                              "pulls",
		"pulls/106/reviews":                      "reviews",
		"rules/branches/main":                    "rules",
		"compare/a...b":                          "compare",
		"actions/runs/7/jobs":                    "runs",
		"deployments/7/statuses":                 "deployments",
		"branches/release%2F1":                   "branches",
		"actions/runs/7/approvals":               "runs",
		"actions/workflows/build.yml/dispatches": "dispatch",
	} {
		if got := asked(path); got != want {
			t.Errorf("%s is taken for %q", path, got)
		}
	}
	if got := listed(inTheWay([]string{"commits", "deployments", "compare", "dispatch", "commits"})); got != "commits 2, dispatch 1" {
		t.Error(got)
	}
}

func TestADeployIsMeasuredFromItsCommandUntilAllOfTheTrafficHasMoved(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(p rollout.Phase, seconds int) rollout.Stage {
		return rollout.Stage{Phase: p, At: noon.Add(time.Duration(seconds) * time.Second)}
	}
	s := shipped{typed: noon, after: rollout.Rollout{Phase: rollout.Watching, Stages: []rollout.Stage{
		at(rollout.Building, 1), at(rollout.Deploying, 46), at(rollout.Promoting, 58), at(rollout.Watching, 60),
	}}}
	if s.whole() != time.Minute || s.stages() != "building 45, deploying 12, promoting 2" || s.check() != nil {
		t.Errorf("%s: %s, %v", s.whole(), s.stages(), s.check())
	}
	failed, again := s, s
	if failed.after.Phase = rollout.Failed; failed.check() == nil {
		t.Error("a deploy that has failed is measured")
	}
	if again.built = true; again.check() == nil {
		t.Error("what was built before has been built again")
	}
}
