package judge

import "testing"

// The formula by hand: (2.326 + 0.842)²·[0.2·0.8 + 0.001·0.999·0.1/0.9] / 0.199² = 40.6.
func TestTheCallsNeededFollowTheFormula(t *testing.T) {
	if got := callsToTell(0.01, 0.001, 0.2, 0.1/0.9); got < 40.5 || got > 40.7 {
		t.Errorf("telling 20 %% from 0.1 %% takes %v calls", got)
	}
}

func TestNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		verdict Verdict
		want    int64
	}{
		"worse, to be shown":               {Verdict{Candidate: Counts{Invocations: 5, Errors: 1}, Stable: Counts{Invocations: 1_000, Errors: 1}, Weight: 0.1}, 36},
		"good, to be shown":                {Verdict{Candidate: Counts{Invocations: 100}, Stable: Counts{Invocations: 900}, Weight: 0.1}, 203},
		"no calls yet, as stable":          {Verdict{Stable: Counts{Invocations: 900}, Weight: 0.1}, 303},
		"as bad as stable":                 {Verdict{Candidate: Counts{Invocations: 2}, Stable: Counts{Invocations: 900, Errors: 45}, Weight: 0.1}, 6},
		"better than stable":               {Verdict{Candidate: Counts{Invocations: 10}, Stable: Counts{Invocations: 900, Errors: 45}, Weight: 0.1}, 293},
		"no calls yet, stable at 0.05 %":   {Verdict{Stable: Counts{Invocations: 2_000, Errors: 1}, Weight: 0.1}, 319},
		"three times stable is beyond all": {Verdict{Candidate: Counts{Invocations: 17, Errors: 7}, Stable: Counts{Invocations: 10, Errors: 4}, Weight: 0.9}, 174_169},
		"above the limit, watching":        {Verdict{Candidate: Counts{Invocations: 10, Errors: 1}, Weight: 1}, 132},
		"just at the limit: unknown":       {Verdict{Candidate: Counts{Invocations: 100, Errors: 2}, Weight: 1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			test.verdict.Measure, test.verdict.Limit = MeasureErrors, 0.02
			if got := needs(Default(), test.verdict); got != test.want {
				t.Errorf("needs %d more calls, want %d", got, test.want)
			}
		})
	}
}
