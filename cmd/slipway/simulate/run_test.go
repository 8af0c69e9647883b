package simulate_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestTheSameSeedGivesTheSameResultOnAnyNumberOfCores(t *testing.T) {
	o := hit(extended(20, 0.01, 0.1))
	o.Rivals = rivals.All()
	results := make([]simulate.Result, 2)
	before := runtime.GOMAXPROCS(0)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
	for i, cores := range []int{1, 5} {
		runtime.GOMAXPROCS(cores)
		var err error
		if results[i], err = simulate.Run(context.Background(), o, nil); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(results[0], results[1]); diff != "" {
		t.Errorf("one core and five differ: %s", diff)
	}
	if o.Seed = 43; cmp.Equal(results[0].Judges[0], run(t, o)) {
		t.Error("another seed gives the same")
	}
}

func TestProgressRisesByOneToTheNumberOfRuns(t *testing.T) {
	var told []int
	o := cell(2, 0, 0)
	o.Runs = 50
	if _, err := simulate.Run(context.Background(), o, func(done int) { told = append(told, done) }); err != nil {
		t.Fatal(err)
	}
	if len(told) != 50 || !slices.IsSorted(told) || told[49] != 50 {
		t.Errorf("%v", told)
	}
}

func TestAnInterruptEndsItAtOnce(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	o := cell(200, 0, 0)
	o.Runs = 1_000_000
	last := 0
	_, err := simulate.Run(ctx, o, func(done int) {
		last = done
		interrupt()
	})
	if !errors.Is(err, context.Canceled) || last > 100 {
		t.Errorf("%v, after %d runs", err, last)
	}
}

func TestEveryComplaintComesAtOnce(t *testing.T) {
	o := cell(-1, 2, -0.1)
	o.World.Stable.Slow, o.World.Candidate.Slow = 1.5, -1
	o.World.Outage.Length = 90 * time.Second
	o.Strategy.Kind, o.Strategy.Settle, o.Strategy.Inconclusive, o.Runs = rollout.BlueGreen, time.Second, "maybe", 0
	_, err := simulate.Run(context.Background(), o, nil)
	if err == nil {
		t.Fatal("is simulated")
	}
	for _, want := range []string{
		"traffic:", "stable errors:", "canary errors:", "stable slow:", "canary slow:", "outage: 1m30s is", "outage: it needs",
		"strategy:", "inconclusive is", "lag:", "runs:",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no complaint about %q in\n%v", want, err)
		}
	}
}

// fake fails at the nth minute, if ever, and writes down what it is shown.
type fake struct {
	at   int
	seen *[]judge.Minute
}

func (f fake) Fails(m judge.Minute) bool {
	*f.seen = append(*f.seen, m)
	return len(*f.seen) == f.at
}

func follow(t *testing.T, at int, o simulate.Options) (simulate.Figures, []judge.Minute) {
	t.Helper()
	var seen []judge.Minute
	o.Runs = 1
	o.Rivals = []rivals.Rival{{Name: "fake", New: func() rivals.Judge { return fake{at, &seen} }}}
	r, err := simulate.Run(context.Background(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Judges[1], seen
}

func TestARivalGoesBackWhenTheMetricsOfABadMinuteAreIn(t *testing.T) {
	o := cell(6000, 0, 1)
	o.Strategy.Settle = time.Minute
	f, _ := follow(t, 2, o)
	if f.RolledBack.Runs != 1 || f.ToRestored.Median != 180 || f.Reasons[0].Why != "fake" {
		t.Errorf("two minutes and one of lag: %+v", f)
	}
	if calls := f.FailedCalls.Mean; calls < 1650 || calls > 1950 {
		t.Errorf("users see %v failed calls, want those of three minutes", calls)
	}
	if seen := f.ErrorsSeen.Mean; seen < 1080 || seen > 1320 {
		t.Errorf("it has seen %v errors, want those of two minutes", seen)
	}
}

func TestARivalThatIsContentPromotesAfterTheSameHolds(t *testing.T) {
	f, seen := follow(t, 0, cell(6000, 0, 1))
	if f.Promoted.Runs != 1 || f.ToPromotion.Median != 900 || len(seen) != 15 {
		t.Errorf("%+v, after %d minutes", f, len(seen))
	}
	for n, m := range seen {
		if want := []float64{0.1, 0.25, 0.5}[n/5]; m.Weight != want {
			t.Errorf("minute %d: weight %v, want %v", n, m.Weight, want)
		}
	}
}
