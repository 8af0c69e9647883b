package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// failures counts how many of the simulated rollouts fail, five minutes a step.
func failures(runs uint64, newRun func(seed uint64) world) (failed int) {
	for seed := range runs {
		w := newRun(seed)
		var s judge.State
		var v judge.Verdict
		for at := 0; at < 15 && v.Kind != judge.Fail; at++ {
			s, v = judge.Judge(judge.Default(), s, w.minute(at, []float64{0.1, 0.25, 0.5}[at/5]))
		}
		if v.Kind == judge.Fail {
			failed++
		}
	}
	return failed
}

func TestBadCandidatesAreCaught(t *testing.T) {
	for name, test := range map[string]struct {
		perMinute, stable, candidate float64
		atLeast                      int // of 300
	}{
		"1 to 5 % at 200 a minute":   {200, 0.01, 0.05, 290},
		"0.1 to 20 % at 20 a minute": {20, 0.001, 0.2, 295},
		"broken at 2 a minute":       {2, 0.001, 1, 297},
		"broken at 20 a minute":      {20, 0.001, 1, 300},
	} {
		t.Run(name, func(t *testing.T) {
			caught := failures(300, func(seed uint64) world {
				return newWorld(test.perMinute, test.stable, test.candidate, seed)
			})
			if caught < test.atLeast {
				t.Errorf("caught %d of 300, want %d", caught, test.atLeast)
			}
		})
	}
}

func TestCandidatesAsGoodAsStableAreLeftAlone(t *testing.T) {
	for name, test := range map[string]struct {
		perMinute, outage float64
		runs              uint64
		atMost            int
	}{
		"2 a minute":                {2, 0, 300, 3},
		"200 a minute":              {200, 0, 300, 3},
		"2,000 a minute":            {2_000, 0, 50, 2},
		"an outage, 2 a minute":     {2, 0.3, 300, 9},
		"an outage, 20 a minute":    {20, 0.3, 300, 4},
		"an outage, 2,000 a minute": {2_000, 0.3, 50, 2},
	} {
		t.Run(name, func(t *testing.T) {
			failed := failures(test.runs, func(seed uint64) world {
				w := newWorld(test.perMinute, 0.01, 0.01, seed)
				w.outage, w.outageFrom = test.outage, w.random.IntN(13)
				w.outageTo = w.outageFrom + 3
				return w
			})
			if failed > test.atMost {
				t.Errorf("%d of %d were taken back, want at most %d", failed, test.runs, test.atMost)
			}
		})
	}
}

// Hold 10 and maxHold 30 minutes, two minutes of each step mixed.
func TestHealthyCandidatesAreNotHeldUp(t *testing.T) {
	for _, rate := range []float64{0.0005, 0.005, 0.03} {
		promoted, minutes := 0, 0
		for seed := range uint64(200) {
			w := newWorld(200, rate, rate, seed)
			w.slow = 0.005
			if took, ok := promote(w); ok {
				promoted, minutes = promoted+1, minutes+took
			}
		}
		if promoted < 190 || minutes > 36*promoted {
			t.Errorf("at %v errors %d of 200 were promoted in %d minutes", rate, promoted, minutes)
		}
	}
}

func promote(w world) (minutes int, ok bool) {
	var s judge.State
	for _, weight := range []float64{0.1, 0.25, 0.5} {
		s = s.NextStep()
		var v judge.Verdict
		for held := 1; v.Kind != judge.Pass || held <= 10; held++ {
			if v.Kind == judge.Fail || held > 30 {
				return minutes, false
			}
			m := w.minute(minutes, weight)
			m.Mixed = held <= 2
			s, v = judge.Judge(judge.Default(), s, m)
			minutes++
		}
	}
	return minutes, true
}
