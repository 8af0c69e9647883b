package rollout_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestStrategiesThatWorkAreLetThrough(t *testing.T) {
	atOnce := blueGreen()
	atOnce.Kind, atOnce.Watch, atOnce.SlowCall = rollout.AllAtOnce, 0, 0
	undropped := canary()
	undropped.Drop = rollout.NoDrop
	for _, s := range []rollout.Strategy{canary(), blueGreen(), atOnce, undropped} {
		for _, choice := range []rollout.Choice{rollout.Ask, rollout.Probe, rollout.PromoteAnyway, rollout.RollBackAnyway} {
			s.Inconclusive, s.Probes = choice, 1
			if err := s.Validate(); err != nil {
				t.Errorf("%s, %s: %v", s.Kind, choice, err)
			}
		}
	}
}

func TestEverythingThatIsWrongWithAStrategyIsSaidAtOnce(t *testing.T) {
	s := canary()
	s.Steps = []rollout.Step{{Weight: 0.5, Hold: time.Second}, {Weight: 0.1, Hold: time.Hour}, {Weight: 1, Hold: 5 * time.Minute}}
	s.Inconclusive, s.Watch, s.PauseLimit, s.MetricErrors, s.Judge.ErrorRateMax = "shrug", -1, 0, 0, 2
	err := s.Validate()
	if err == nil {
		t.Fatal("it is let through")
	}
	for _, word := range []string{
		"step 1: hold 1s", "step 2: weight 0.1", "step 2: maxHold 30m0s", "step 3: weight 1 ", "\"shrug\"", "watch", "pauseLimit", "metricErrors", "error rate max",
	} {
		if !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(word)) {
			t.Errorf("%q is not told of:\n%v", word, err)
		}
	}
}

func TestWhatNoStrategyMayBe(t *testing.T) {
	for name, spoil := range map[string]func(*rollout.Strategy){
		"a canary without steps":     func(s *rollout.Strategy) { s.Steps = nil },
		"blue-green with steps":      func(s *rollout.Strategy) { s.Kind = rollout.BlueGreen },
		"an unknown kind":            func(s *rollout.Strategy) { s.Kind, s.Steps = "big-bang", nil },
		"a weight of nothing":        func(s *rollout.Strategy) { s.Steps[0].Weight = 0 },
		"a weight that is no number": func(s *rollout.Strategy) { s.Steps[0].Weight = math.NaN() },
		"the same weight twice":      func(s *rollout.Strategy) { s.Steps[1].Weight = s.Steps[0].Weight },
		"probing without probes":     func(s *rollout.Strategy) { s.Inconclusive = rollout.Probe },
		"a drop of less than none":   func(s *rollout.Strategy) { s.Drop = rollout.NoDrop - 1 },
		"a negative settle":          func(s *rollout.Strategy) { s.Settle = -1 },
		"a negative slow call":       func(s *rollout.Strategy) { s.SlowCall = -1 },
	} {
		s := canary()
		if spoil(&s); s.Validate() == nil {
			t.Errorf("%s is let through", name)
		}
	}
}
