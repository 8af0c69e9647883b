package rollout_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

func TestEachPhaseTookAsLongAsItLasted(t *testing.T) {
	at := func(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }
	r := rollout.Rollout{Ended: at(100), Stages: []rollout.Stage{
		{Phase: rollout.Pending, At: at(0)}, {Phase: rollout.Building, At: at(1)}, {Phase: rollout.Shifting, At: at(46)},
		{Phase: rollout.Promoting, At: at(60)}, {Phase: rollout.Shifting, At: at(70)},
	}}
	for phase, want := range map[rollout.Phase]time.Duration{
		rollout.Pending: time.Second, rollout.Building: 45 * time.Second, rollout.Shifting: 44 * time.Second,
		rollout.Promoting: 10 * time.Second, rollout.Watching: 0,
	} {
		if got := r.Took(phase); got != want {
			t.Errorf("%s took %s, want %s", phase, got, want)
		}
	}
	r.Ended = time.Time{}
	if got := r.Took(rollout.Shifting); got != 14*time.Second {
		t.Errorf("the phase that goes on counts: %s", got)
	}
}

func TestTheStagesOfARolloutAddUpToItsLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(canary())
		w.counts = traffic(200, rapid.SampledFrom([]float64{0, 0.2}).Draw(t, "errors"), 0.001)
		w.run(nil)
		var sum time.Duration
		last := rollout.Phase("")
		for _, s := range w.r.Stages {
			if s.Phase == last {
				t.Errorf("%s is there twice in a row", last)
			}
			last = s.Phase
		}
		for _, p := range []rollout.Phase{rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.Shifting, rollout.Promoting, rollout.Watching, rollout.RollingBack} {
			sum += w.r.Took(p)
		}
		if want := w.r.Ended.Sub(w.r.Created); sum != want {
			t.Errorf("%s of %s", sum, want)
		}
	})
}

func TestWhenARolloutCameIntoAPhaseIsTheFirstTime(t *testing.T) {
	r := rollout.Rollout{Stages: []rollout.Stage{
		{Phase: rollout.Checking, At: noon}, {Phase: rollout.Shifting, At: noon.Add(time.Minute)}, {Phase: rollout.Checking, At: noon.Add(time.Hour)},
	}}
	if at := r.Came(rollout.Checking); !at.Equal(noon) {
		t.Errorf("it came at %v", at)
	}
	if at := r.Came(rollout.Watching); !at.IsZero() {
		t.Errorf("it never watched, and came at %v", at)
	}
}
