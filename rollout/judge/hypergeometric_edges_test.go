package judge_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

const most = 100_000_000 // calls of one version in one minute

// edges are minutes in which a recurrence could overflow, underflow, stop too
// early or gather errors: one call against a million, all events on one side,
// many events, counts at the limit.
var edges = []struct{ candidate, stable, events int64 }{
	{500, 1_500, 700}, // 100^300, and chances below 10^-300
	{0, 50, 20},
	{50, 0, 20},
	{1, 999_999, 2_000},
	{3, 999_997, 2_000},
	{999_999, 1, 2_000},
	{100_000, 900_000, 10_000},
	{10_000, 990_000, 2_000},
	{990_000, 10_000, 2_000},
	{1_000, 1_000, 1_999},
	{1_000, 1_000, 2_000},
	{1_000, 2_000, 2_000},
	{1, most, 2_000},
	{10, most, 2_000},
	{most, 1, 2_000},
	{most, most, 1},
	{most, most, 10_000},
	{most, 1_000_000, 2_000},
	{1_000_000, most, 2_000},
}

func TestMomentsEqualTheExactSumsAtTheEdges(t *testing.T) {
	for _, e := range edges {
		t.Run(fmt.Sprintf("%d of %d and %d", e.events, e.candidate, e.stable), func(t *testing.T) {
			chances := ways(e.candidate, e.stable, e.events)
			got := judge.LogMoments(e.candidate, e.stable, e.events)
			for i, psi := range []float64{1.5, 2, 3, 5, 10, 30, 100} {
				want := log10Of(moment(chances, exact(psi))) * math.Ln10
				if diff := math.Abs(got[i] - want); !(diff <= 1e-10*max(1, want)) {
					t.Errorf("log E[%v^X] = %v, exact %v", psi, got[i], want)
				}
			}
		})
	}
}

func TestTailsEqualTheExactSumsAtTheEdges(t *testing.T) {
	for _, e := range edges {
		t.Run(fmt.Sprintf("%d of %d and %d", e.events, e.candidate, e.stable), func(t *testing.T) {
			chances := ways(e.candidate, e.stable, e.events)
			low, high := max(0, e.events-e.stable), min(e.events, e.candidate)
			usual := int64(float64(e.events) * float64(e.candidate) / float64(e.candidate+e.stable))
			for _, x := range []int64{low, low + 1, usual, usual + 1, usual + 20, usual + 300, (usual + high) / 2, high - 1, high} {
				if x < low || x > high {
					continue
				}
				got := judge.LogTail(e.candidate, e.stable, e.events, x)
				want := log10Of(quo(sum(chances[x:]), sum(chances))) * math.Ln10
				if diff := math.Abs(got - want); !(diff <= 1e-10*max(1, -want)) {
					t.Errorf("log P(X ≥ %d) = %v, exact %v", x, got, want)
				}
			}
		})
	}
}
