package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestSentences(t *testing.T) {
	p, literal := judge.Default(), judge.Default()
	literal.Literal = 5
	settling := minute(0.1, calls(20, 0, 0), calls(180, 1, 0))
	settling.Mixed = true
	noSlow := minute(0.1, calls(400, 0, 0), calls(3_600, 0, 0))
	noSlow.NoSlow = true
	quiet := judge.Minute{Weight: 0.1}
	probed := minute(0.1, calls(2, 0, 0), calls(18, 0, 0))
	probed.Probes = &judge.Counts{Invocations: 300, Slow: 3}
	alone := judge.Minute{Weight: 0.1, Candidate: &judge.Counts{Invocations: 1, Errors: 1}}
	for _, test := range []struct {
		params  judge.Params
		minutes []judge.Minute
		want    string
	}{
		{p, []judge.Minute{minute(0.1, calls(204, 41, 0), calls(1_870, 2, 0))},
			"v42 errors 20.1 % (41 of 204) vs 0.11 % (2 of 1,870): 188× worse; evidence over 1,000,000 : 1, needed 200 : 1"},
		{p, []judge.Minute{minute(0.1, calls(204, 0, 41), calls(1_870, 0, 0))},
			"v42 slow calls 20.1 % (41 of 204) vs 0 % (0 of 1,870); evidence over 1,000,000 : 1, needed 200 : 1"},
		{p, []judge.Minute{alone, alone},
			"v42 errors 100 % (2 of 2), nothing from v41 to compare, above the limit of 2 %; evidence 556 : 1, needed 200 : 1"},
		{p, repeat(watching(1_000, 12), 1),
			"v42 errors 1.2 % (12 of 1,000); to pass, evidence 1.9 : 1, needed 20 : 1; needs about 894 more v42 calls, 1 min at this rate"},
		{p, []judge.Minute{minute(0.5, calls(10_000, 0, 0), calls(10_000, 10, 0)), watching(1_000, 14)},
			"v42 errors 1.4 % (14 of 1,000); by chance so many come in one minute less than once in a million times"},
		{literal, []judge.Minute{minute(0.5, calls(1_000, 6, 0), calls(1_000, 6, 0))},
			"v42 errors 0.6 % (6 of 1,000) vs 0.6 % (6 of 1,000); more in one minute than the literal rule allows"},
		{p, []judge.Minute{minute(0.1, calls(20_000, 1, 0), calls(180_000, 10, 0))},
			"v42 errors under 0.01 % (1 of 20,000) vs under 0.01 % (10 of 180,000), below the limit of 2 %; evidence over 1,000,000 : 1, needed 20 : 1"},
		{p, []judge.Minute{noSlow},
			"v42 errors 0 % (0 of 400) vs 0 % (0 of 3,600), below the limit of 2 %; evidence 887 : 1, needed 20 : 1; no data on slow calls"},
		{p, []judge.Minute{minute(0.2, calls(400, 13, 0), calls(1_600, 48, 0))},
			"v42 errors 3.2 % (13 of 400) vs 3 % (48 of 1,600): 1.1× worse, not 5× worse than v41; evidence over 1,000,000 : 1, needed 20 : 1"},
		{p, []judge.Minute{minute(0.1, calls(5, 1, 0), calls(95, 0, 0))},
			"v42 errors 20 % (1 of 5) vs 0 % (0 of 95); to pass, evidence 1 : 3.6, needed 20 : 1; needs about 36 more v42 calls, 8 min at this rate"},
		{p, []judge.Minute{settling},
			"v42 errors 0 % (0 of 20) vs 0.56 % (1 of 180); the weight has just changed; needs about 112 more v42 calls, 6 min at this rate"},
		{p, append(repeat(quiet, 19), minute(0.1, calls(1, 0, 0), calls(9, 0, 0)), quiet),
			"v42 had no calls in this minute, and no data is not health; v42 errors 0 % (0 of 1) vs 0 % (0 of 9); to pass, evidence 1 : 1, needed 20 : 1; needs about 302 more v42 calls, 106 h at this rate"},
		{p, []judge.Minute{quiet},
			"v42 had no calls in this minute, and no data is not health; no calls to v42 at this weight yet; to pass, evidence 1 : 1, needed 20 : 1; needs about 303 more v42 calls"},
		{p, []judge.Minute{{Weight: 0.1, Stable: &judge.Counts{Invocations: 1_300}}},
			"v42 got 0 of 1,300 calls at a weight of 10 %: v42 may be throttled or unable to start"},
		{p, []judge.Minute{minute(0.1, calls(90, 0, 0), calls(1, 0, 0))},
			"v42 got 90 of 91 calls at a weight of 10 %: v41 may be throttled, or its metrics missing"},
		{p, []judge.Minute{watching(100, 2)},
			"v42 errors 2 % (2 of 100); to pass, evidence 1 : 3.1, needed 20 : 1"},
		{p, []judge.Minute{probed},
			"v42 errors 0 % (0 of 2) vs 0 % (0 of 18) (of 300 synthetic calls 0 failed and 3 were slow), below the limit of 2 %; evidence 150 : 1, needed 20 : 1"},
		{p, []judge.Minute{{Weight: 2}}, "the metrics make no sense, so nothing was judged by them"},
	} {
		_, v := run(test.params, judge.State{}, test.minutes...)
		if got := v.Sentence("v42", "v41"); got != test.want {
			t.Errorf("\n got %s\nwant %s", got, test.want)
		}
	}
}

func TestTheCallersOwnVerdictHasASentence(t *testing.T) {
	v := judge.Verdict{Kind: judge.Error, Reason: judge.ReasonUnreadable}
	if got, want := v.String(), "the metrics could not be read"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
