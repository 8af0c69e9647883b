package herd_test

import (
	"encoding/json"
	"flag"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/tests/bench/herd"
)

// The benchmark makes the herd larger, and reads what became of it.
var (
	rollouts = flag.Int("rollouts", 100, "how many rollouts at once")
	over     = flag.Duration("over", 10*time.Minute, "in which they begin")
	tickers  = flag.Int("tickers", 9, "how many tickers")
)

// canary is what the policy says when it says nothing.
func canary() rollout.Strategy {
	const hold = 10 * time.Minute
	return rollout.Strategy{
		Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1, Hold: hold}, {Weight: 0.25, Hold: hold}, {Weight: 0.5, Hold: hold}},
		MaxHold: 30 * time.Minute, Watch: 10 * time.Minute, PauseLimit: 4 * time.Hour, Inconclusive: rollout.Ask,
		Settle: time.Minute, MetricErrors: 5, SlowCall: time.Second, Judge: judge.Default(),
	}
}

func TestManyRolloutsAtOnceStayBelowWhatLambdaTakes(t *testing.T) {
	var r herd.Result
	synctest.Test(t, func(t *testing.T) {
		var err error
		r, err = herd.Run(t.Context(), herd.Options{
			Rollouts: *rollouts, Over: *over, Tickers: *tickers, Rate: 9 / float64(*tickers), Rollbacks: 10, Strategy: canary(),
		})
		if err != nil {
			t.Error(err)
		}
	})
	said, err := json.Marshal(r.Summary())
	if err != nil {
		t.Fatal(err)
	}
	t.Attr("summary", string(said))
	s := r.Summary()
	if s.Minute > 10 || s.WithUrgent > 15 || s.Refused > 0 {
		t.Errorf("%.1f calls a second in the busiest minute, %d in the busiest second; AWS refused %d", s.Minute, s.WithUrgent, s.Refused)
	}
	good := s.Ended["succeeded"] + s.Ended["rolled_back rollback"]
	if late := s.Ended["failed deadline"] + s.Ended["rolled_back deadline"]; s.Lost > 0 || good+late != *rollouts || good < *rollouts*95/100 {
		t.Errorf("%d executions were lost; of the rollouts became %v", s.Lost, s.Ended)
	}
	if s.BackCalls > 3 || s.Back > 10*time.Second {
		t.Errorf("a rollback took %s and %d calls of Lambda", s.Back, s.BackCalls)
	}
}
