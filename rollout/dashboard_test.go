package rollout_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// graph has calls and latency of both versions, and throttles of the whole function.
func graph(chart string) rollout.Graph {
	g := rollout.Graph{Numbers: rollout.Numbers{
		Target: rollout.Target{Service: "checkout", Environment: "prod"}, Range: "6h",
		Window: rollout.Window{To: time.Date(2026, 11, 22, 14, 0, 0, 0, time.FixedZone("CET", 3600))},
	}, Chart: chart}
	for _, c := range []rollout.Curve{
		{Number: rollout.Calls}, {Number: rollout.P99}, {Number: rollout.Throttles},
		{Number: rollout.Calls, Version: "41"}, {Number: rollout.Calls, Version: "42"}, {Number: rollout.P99, Version: "42"},
	} {
		g.Lines = append(g.Lines, rollout.Line{Curve: c})
	}
	return g
}

func TestAGraphDrawsTheLinesOfItsChartsAndOfVersionsWhereItCan(t *testing.T) {
	for chart, want := range map[string][]rollout.Curve{
		"errors": {{Number: rollout.P99, Version: "42"}},
		"load":   {{Number: rollout.Throttles}, {Number: rollout.Calls, Version: "41"}, {Number: rollout.Calls, Version: "42"}},
		"cost":   {{Number: rollout.Throttles}, {Number: rollout.Calls, Version: "41"}, {Number: rollout.Calls, Version: "42"}, {Number: rollout.P99, Version: "42"}},
	} {
		var got []rollout.Curve
		for _, l := range graph(chart).Drawn() {
			got = append(got, l.Curve)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", chart, diff)
		}
	}
}

func TestAGraphSaysOfWhatAndWhenItIs(t *testing.T) {
	if got := graph("load").Title(); got != "checkout in prod, 6h until 2026-11-22 13:00 UTC" {
		t.Error(got)
	}
}

func TestNumbersAreStoredByTargetAndRange(t *testing.T) {
	n := graph("load").Numbers
	n.Read = time.UnixMilli(1_700_000_000_123)
	if rev, guard := n.Rev(); n.Key().String() != "numbers/checkout/prod/6h" || rev != 1_700_000_000_123 || guard != rollout.Newer || n.Indexes() != nil {
		t.Errorf("%s, %d, %v, %v", n.Key(), rev, guard, n.Indexes())
	}
}
