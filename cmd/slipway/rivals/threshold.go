package rivals

import "github.com/slipway-dev/slipway/rollout/judge"

func thresholdRival() Rival {
	return Rival{
		Name: "threshold",
		Rule: "Takes the candidate back at the fifth minute in all in which less than 99 % of its calls succeeded; a minute without a call is one of them.",
		Source: "https://docs.flagger.app/usage/metrics and https://docs.flagger.app/usage/how-it-works: " +
			"request-success-rate of at least 99 every minute and threshold 5, as in their examples. " +
			"From the code of pkg/controller: failed checks add up over the whole analysis, and a metric without values is a failed check.",
		New: func() Judge { return new(threshold) },
	}
}

const (
	errorsAllowed  = 0.01 // of a minute's calls
	failuresToStop = 5    // minutes
)

// threshold counts failed checks. Flagger would also hold its next step back
// for each; here steps are as long for every judge.
type threshold struct{ failures int }

// Fails implements Judge.
func (t *threshold) Fails(m judge.Minute) bool {
	if share, ok := rate(m.Candidate); !ok || share > errorsAllowed {
		t.failures++
	}
	return t.failures >= failuresToStop
}
