package simulate_test

import (
	"context"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// cell is a few rollouts with fixed steps of five minutes, every minute compared.
func cell(traffic, stable, candidate float64) simulate.Options {
	return simulate.Options{
		World: world.Scenario{Traffic: traffic, Stable: world.Rates{Errors: stable}, Candidate: world.Rates{Errors: candidate}},
		Strategy: rollout.Strategy{
			Kind: rollout.Canary, Steps: steps(5 * time.Minute), MaxHold: 5 * time.Minute, Inconclusive: rollout.PromoteAnyway,
			Drop: rollout.NoDrop, PauseLimit: 4 * time.Hour, MetricErrors: 5, Judge: judge.Default(),
		},
		Runs: 300, Seed: 42,
	}
}

// extended is the same as a rollout does it: late metrics, two minutes dropped,
// undecided steps extended, and then a person is asked.
func extended(traffic, stable, candidate float64) simulate.Options {
	o := cell(traffic, stable, candidate)
	s := &o.Strategy
	s.Steps, s.MaxHold, s.Inconclusive, s.Drop, s.Settle = steps(10*time.Minute), 30*time.Minute, rollout.Ask, 2, time.Minute
	return o
}

func steps(hold time.Duration) []rollout.Step {
	return []rollout.Step{{Weight: 0.1, Hold: hold}, {Weight: 0.25, Hold: hold}, {Weight: 0.5, Hold: hold}}
}

func hit(o simulate.Options) simulate.Options {
	o.World.Outage = world.Outage{Share: 0.3, Length: 3 * time.Minute}
	return o
}

func run(t *testing.T, o simulate.Options) simulate.Figures {
	t.Helper()
	r, err := simulate.Run(context.Background(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Judges[0]
}

// The cells of docs/judge.md, with so few runs that only gross faults show.
func TestACellOfTheTableIsAboutWhatTheTableSays(t *testing.T) {
	for name, test := range map[string]struct {
		of          simulate.Options
		least, most float64 // share taken back
	}{
		"both 1 %":                    {cell(200, 0.01, 0.01), 0, 0.02},
		"both 1 %, little traffic":    {cell(2, 0.01, 0.01), 0, 0.02},
		"an outage of both":           {hit(cell(200, 0.01, 0.01)), 0, 0.02},
		"an outage, little traffic":   {hit(cell(2, 0.01, 0.01)), 0, 0.04},
		"1 to 5 %":                    {cell(200, 0.01, 0.05), 0.95, 1},
		"0.1 to 20 % at 20 a minute":  {cell(20, 0.001, 0.2), 0.97, 1},
		"broken at 2 a minute":        {cell(2, 0.001, 1), 0.97, 1},
		"broken at 200 a minute":      {cell(200, 0.001, 1), 1, 1},
		"0.1 to 1 %: data are scarce": {cell(200, 0.001, 0.01), 0.3, 0.5},
		"healthy, as a rollout does":  {extended(200, 0.001, 0.001), 0, 0.02},
	} {
		t.Run(name, func(t *testing.T) {
			f := run(t, test.of)
			if got := f.RolledBack; got.Share < test.least || got.Share > test.most || got.Low > got.Share || got.High < got.Share {
				t.Errorf("taken back: %+v, want %v to %v", got, test.least, test.most)
			}
			if sum := f.Promoted.Runs + f.RolledBack.Runs + f.Asked.Runs; sum != test.of.Runs {
				t.Errorf("%d runs have ended", sum)
			}
		})
	}
}

func TestABrokenCanaryIsTakenBackWithinMinutesAndFewErrors(t *testing.T) {
	f := run(t, extended(200, 0.001, 1))
	if f.RolledBack.Share != 1 || f.ToRollback.Median > 150 || f.FailedCalls.Median > 50 {
		t.Errorf("%+v", f)
	}
	if quick := run(t, cell(2, 0.001, 1)); quick.ErrorsSeen.Median != 2 {
		t.Errorf("at two calls a minute after %v errors, want two", quick.ErrorsSeen.Median)
	}
}

func TestWithoutErrorsEveryCanaryIsPromoted(t *testing.T) {
	o := extended(2000, 0, 0)
	o.Runs = 100
	f := run(t, o)
	if f.Promoted.Runs != 100 || f.FailedCalls.P95 != 0 || f.ToPromotion.Median < 30*60 || f.ToPromotion.P95 > 32*60 {
		t.Errorf("%+v", f)
	}
}

func TestSlowCallsTakeACanaryBackToo(t *testing.T) {
	o := cell(200, 0, 0)
	o.World.Stable.Slow, o.World.Candidate.Slow, o.Runs = 0.01, 0.3, 50
	if f := run(t, o); f.RolledBack.Share != 1 {
		t.Errorf("%+v", f)
	}
}

func TestAnUndecidedStepGoesAsTheChoiceSays(t *testing.T) {
	for choice, want := range map[rollout.Choice]simulate.Reason{
		rollout.PromoteAnyway:  {Outcome: simulate.Promoted},
		rollout.RollBackAnyway: {Outcome: simulate.RolledBack, Why: rollout.CauseInconclusive},
		rollout.Ask:            {Outcome: simulate.Asked, Why: rollout.PauseInconclusive},
		rollout.Probe:          {Outcome: simulate.Promoted},
	} {
		o := extended(0.5, 0, 0)
		o.Strategy.Inconclusive, o.Strategy.Probes, o.Runs = choice, 500, 20
		f := run(t, o)
		if want.Runs = 20; len(f.Reasons) != 1 || f.Reasons[0] != want {
			t.Errorf("%s: %+v", choice, f.Reasons)
		}
		if choice == rollout.RollBackAnyway && (f.ErrorsSeen.Runs != 0 || f.ToRestored.Median != f.ToRollback.Median) {
			t.Errorf("a policy that goes back is no verdict: %+v", f)
		}
	}
}

func TestWhatPassesTheStepsMayStillGoBackWhileItIsWatched(t *testing.T) {
	o := cell(200, 0, 0.2)
	o.Strategy.Steps, o.Strategy.MaxHold = []rollout.Step{{Weight: 0.01, Hold: time.Minute}}, time.Minute
	o.Strategy.Watch, o.Runs = 10*time.Minute, 50
	f := run(t, o)
	if f.RolledBack.Runs != 50 || f.ToRollback.Median <= 60 || f.FailedCalls.Mean < 20 {
		t.Errorf("%+v", f)
	}
}

func TestLaterMetricsMeanALaterRollback(t *testing.T) {
	soon, late := extended(200, 0.001, 1), extended(200, 0.001, 1)
	late.Strategy.Settle = 4 * time.Minute
	if by := run(t, late).ToRestored.Mean - run(t, soon).ToRestored.Mean; by < 170 || by > 190 {
		t.Errorf("with three minutes more of lag it is back %v s later", by)
	}
}
