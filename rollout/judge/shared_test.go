package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Both versions are slow three minutes apart, and nothing is known in between: that
// is not to say that nothing was slow.
func TestAMinuteWithoutDataOnSlowCallsSaysNothingOfStable(t *testing.T) {
	slow, unknown := minute(0.5, calls(1_000, 0, 120), calls(1_000, 0, 120)), minute(0.5, calls(1_000, 0, 0), calls(1_000, 0, 0))
	unknown.NoSlow = true
	late := minute(0.5, calls(1_000, 0, 120), calls(1_000, 0, 20)) // stable happens to be below its limit
	_, v := run(judge.Default(), judge.State{}, slow, unknown, slow, unknown, late)
	if v.Absolute > 0 {
		t.Errorf("absolute evidence 10^%.1f of a shared fault: %s", v.Absolute, v)
	}
}

func TestAVersionThatIsAboveTheLimitAsARuleIsNoMeasureOfTheOther(t *testing.T) {
	usual := minute(0.5, calls(100, 3, 0), calls(100, 3, 0))
	lucky := minute(0.5, calls(100, 12, 0), calls(100, 0, 0))
	p := judge.Default()
	_, known := run(p, judge.State{}, append(repeat(usual, 12), lucky, lucky, lucky)...)
	if known.Absolute != 0 {
		t.Errorf("after twelve such minutes: absolute evidence 10^%.1f", known.Absolute)
	}
	_, fresh := run(p, judge.State{}, lucky, lucky, lucky)
	if fresh.Absolute < 2.3 {
		t.Errorf("beside a good stable: absolute evidence 10^%.1f", fresh.Absolute)
	}
}

func TestAnOutageThatGoesOnIntoTheWatchIsNotHeldAgainstTheCandidate(t *testing.T) {
	good, outage := minute(0.5, calls(100, 1, 0), calls(100, 1, 0)), minute(0.5, calls(100, 30, 0), calls(100, 30, 0))
	s, _ := run(judge.Default(), judge.State{}, append(repeat(good, 29), outage)...)
	if _, v := run(judge.Default(), s, watching(200, 60), watching(200, 60)); v.Kind == judge.Fail {
		t.Errorf("two minutes more of it: %s", v)
	}
	if _, v := run(judge.Default(), s, repeat(watching(200, 60), 4)...); v.Kind != judge.Fail {
		t.Errorf("it does not end, and nobody is told: %s", v)
	}
}

// The outage is over; what breaks now is the candidate.
func TestAnOutageInTheLastStepDoesNotBlindTheWatch(t *testing.T) {
	fine, outage := minute(0.5, calls(20, 0, 0), calls(20, 0, 0)), minute(0.5, calls(20, 3, 0), calls(20, 3, 0))
	s, _ := run(judge.Default(), judge.State{}, append(repeat(fine, 7), repeat(outage, 3)...)...)
	if _, v := run(judge.Default(), s, repeat(watching(5, 5), 5)...); v.Kind != judge.Fail {
		t.Errorf("every call fails: %s", v)
	}
}

// Stable never kept its limit, and is not there to compare with any more.
func TestAWatchIsNeverBlind(t *testing.T) {
	usual := minute(0.5, calls(200, 8, 0), calls(200, 8, 0))
	s, v := run(judge.Default(), judge.State{}, repeat(usual, 20)...)
	wants(t, v, judge.Pass, judge.ReasonNotWorse)
	quiet := judge.Default()
	quiet.Tripwire = 0
	for name, test := range map[string]struct {
		params   judge.Params
		watched  judge.Minute
		minutes  int
		takeBack bool
	}{
		"as ever":                    {judge.Default(), watching(400, 16), 60, false},
		"broken":                     {judge.Default(), watching(400, 400), 3, true},
		"broken, without a tripwire": {quiet, watching(400, 400), 3, true},
		"four times worse":           {quiet, watching(400, 64), 5, true},
	} {
		if _, v := run(test.params, s, repeat(test.watched, test.minutes)...); (v.Kind == judge.Fail) != test.takeBack {
			t.Errorf("%s: %s because %s after %d minutes: %s", name, v.Kind, v.Reason, test.minutes, v)
		}
	}
}

// A short canary knows stable by that step alone.
func TestAfterAShortCanaryTheWatchGoesByWhatStableDid(t *testing.T) {
	for rate, missed := range map[int64]int64{3: 12, 5: 20, 50: 100} {
		usual := minute(0.5, calls(100, rate, 0), calls(100, rate, 0))
		s, _ := run(judge.Default(), judge.State{}, repeat(usual, 4)...)
		if _, v := run(judge.Default(), s, repeat(watching(200, 2*rate), 60)...); v.Kind == judge.Fail {
			t.Errorf("%d %% on both: %s", rate, v)
		}
		if _, v := run(judge.Default(), s, repeat(watching(200, 2*missed), 8)...); v.Kind != judge.Fail {
			t.Errorf("%d %% after %d %%: %s", missed, rate, v)
		}
	}
}

func TestAFailByARaisedLimitNamesIt(t *testing.T) {
	quiet := judge.Default()
	quiet.Tripwire = 0
	s, _ := run(quiet, judge.State{}, repeat(minute(0.5, calls(200, 8, 0), calls(200, 8, 0)), 20)...)
	_, v := run(quiet, s, repeat(watching(400, 100), 4)...)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)
	if v.Limit != 0.08 {
		t.Errorf("limit %v: %s", v.Limit, v)
	}
}

func TestALongOutageIsForgotten(t *testing.T) {
	outage, fine := minute(0.5, calls(50, 20, 0), calls(50, 20, 0)), minute(0.5, calls(50, 0, 0), calls(50, 0, 0))
	s, during := run(judge.Default(), judge.State{}, repeat(outage, 100)...)
	if during.Absolute != 0 {
		t.Errorf("absolute evidence 10^%.1f of a shared fault", during.Absolute)
	}
	if _, v := run(judge.Default(), s, repeat(fine, 20)...); v.Absolute == 0 {
		t.Error("20 minutes after it, minutes still do not count")
	}
}
