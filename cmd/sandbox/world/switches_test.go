package world_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

func TestASwitchedPolicyHoldsForWhatBeginsAfterwardsAndOverARestart(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		types(t, w, "prod abc123")
		time.Sleep(2 * time.Second)
		on := world.Switches{Shadow: true, RollBack: true}
		if err := w.Switch(t.Context(), "prod", on); err != nil {
			t.Fatal(err)
		}
		if s, ok := w.Switches("prod"); !ok || s != on || !w.Up() {
			t.Errorf("%+v, %v; up: %v", s, ok, w.Up())
		}
		waitFor(t, "the rollout has ended", func() bool { return rollouts(t, w)[0].Phase == rollout.Succeeded })
		if rollouts(t, w)[0].Strategy.Shadow {
			t.Error("an open rollout has got another strategy")
		}
		end()
		closed(t, w)

		w = open(t, options(dir))
		end = run(t, w)
		if s, _ := w.Switches("prod"); s != on {
			t.Errorf("after a restart: %+v", s)
		}
		if s, ok := w.Switches("staging"); !ok || s != (world.Switches{}) {
			t.Errorf("staging: %+v", s)
		}
		if _, ok := w.Switches("dev"); ok {
			t.Error("an environment that there is not has switches")
		}
		types(t, w, "prod "+bad(t, w, world.Good))
		waitFor(t, "a rollout with the new strategy", func() bool { return rollouts(t, w)[0].Strategy.Shadow })
		end()
		closed(t, w)
	})
}

// A command that comes while one bot takes the place of another is neither refused nor lost.
func TestTheBotIsStartedOverWithoutAGap(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		switched := make(chan error, 1)
		go func() { switched <- w.Switch(t.Context(), "prod", world.Switches{Shadow: true}) }()
		for over := false; !over; runtime.Gosched() {
			select {
			case err := <-switched:
				over = true
				if err != nil {
					t.Error(err)
				}
			default:
				if !w.Up() {
					t.Error("the bot is down")
				}
				types(t, w, "status")
			}
		}
		types(t, w, "prod abc123")
		waitFor(t, "the deploy", func() bool { return rollouts(t, w)[0].Phase == rollout.Succeeded })
		end()
		closed(t, w)
	})
}

func TestADeadBotIsRevivedAtOnceByAnotherConfiguration(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		w.Kill()
		synctest.Wait()
		began := time.Now()
		if err := w.Switch(t.Context(), "prod", world.Switches{RollBack: true}); err != nil || !w.Up() || time.Since(began) > 0 {
			t.Errorf("%v; up: %v, after %s", err, w.Up(), time.Since(began))
		}
		end()
		closed(t, w)
	})
}

func TestWhoHasNoPatienceForTheNewBotIsToldSo(t *testing.T) {
	w := open(t, options(t.TempDir())) // it never runs
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Switch(ctx, "prod", world.Switches{Shadow: true}); err == nil {
		t.Error("nobody started a bot over")
	}
	closed(t, w)
	if err := w.Switch(t.Context(), "prod", world.Switches{}); err == nil {
		t.Error("nothing could be kept")
	}
}
