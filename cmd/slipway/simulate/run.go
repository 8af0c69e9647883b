package simulate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// Run simulates on all cores until every run has ended or ctx is done. The runs
// that are done are told to progress as they rise, never twice at once; it may
// be nil.
func Run(ctx context.Context, o Options, progress func(done int)) (Result, error) {
	if err := o.Validate(); err != nil {
		return Result{}, err
	}
	runs := make([][]ending, o.Runs) // of each run, the judges' endings
	if err := runAll(ctx, o, runs, progress); err != nil {
		return Result{}, err
	}
	return summarize(o, runs), nil
}

// runAll makes as many runs at once as there are cores.
func runAll(ctx context.Context, o Options, runs [][]ending, progress func(done int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var mutex sync.Mutex
	done := 0
	for n := range runs {
		group.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if runs[n], err = o.run(n); err != nil {
				return fmt.Errorf("run %d with seed %d: %w", n, o.Seed, err)
			}
			mutex.Lock()
			defer mutex.Unlock()
			if done++; progress != nil {
				progress(done)
			}
			return nil
		})
	}
	return group.Wait()
}

// run lets every judge ship in the same world. Its randomness is the run's own,
// whoever runs it and when.
func (o Options) run(n int) ([]ending, error) {
	random := rand.New(rand.NewPCG(o.Seed, uint64(n))) //nolint:gosec // G404, G115: repeatable on purpose, and n is not negative
	id := rolloutID(random.Uint64())
	seed := world.Seed{random.Uint64(), random.Uint64()}
	fresh := func() *world.World {
		return world.New(o.World, seed, planned(o.Strategy), o.Strategy.Drop == rollout.NoDrop)
	}
	ours, err := fly(o.Strategy, fresh(), id)
	if err != nil {
		return nil, err
	}
	endings := make([]ending, 0, 1+len(o.Rivals))
	endings = append(endings, ours)
	for _, r := range o.Rivals {
		endings = append(endings, follow(o.Strategy, fresh(), r))
	}
	return endings, nil
}

// planned is how long the canary lasts if nothing extends it.
func planned(s rollout.Strategy) (sum time.Duration) {
	for _, step := range s.Steps {
		sum += step.Hold
	}
	return sum
}
