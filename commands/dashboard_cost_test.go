package commands_test

import (
	"math"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// The first example of https://aws.amazon.com/lambda/pricing/ as it was: 512 MB, three
// million calls of a second at $0.00001667, without what is free. 1,500,000 GB-seconds
// are $25.005, and the calls $0.60.
func TestACallCostsWhatAWSSaysItDoes(t *testing.T) {
	p := commands.Prices{Request: 0.2e-6, GBSecond: map[string]float64{"x86_64": 0.00001667}}
	million := rollout.Usage{Calls: 1e6, Billed: 1e6 * time.Second, Memory: 512}
	got, known := p.PerCall([]rollout.Usage{million, million, million}, "x86_64")
	if want := (25.005 + 0.60) / 3e6; !known || math.Abs(got-want) > 1e-15 {
		t.Errorf("%g, %t; want %g", got, known, want)
	}
}

func TestACallWithoutAPriceCostsNothingThatIsKnown(t *testing.T) {
	p := commands.Prices{Request: 1, GBSecond: map[string]float64{"arm64": 1}}
	for name, known := range map[string]bool{"arm64": true, "x86_64": false, "": false} {
		if _, got := p.PerCall([]rollout.Usage{{Calls: 1}}, name); got != known {
			t.Errorf("%q: %t", name, got)
		}
	}
	if _, known := p.PerCall(nil, "arm64"); known {
		t.Error("nobody called")
	}
}

// 17 metrics at a cent for a thousand, and 2 GB at half a cent.
func TestLookingCostsWhatWasRead(t *testing.T) {
	p := commands.Prices{Metric: 0.00001, ScanGB: 0.005}
	if got := p.Reading(rollout.Numbers{Metrics: 17, Scanned: 2e9}); math.Abs(got-0.01017) > 1e-9 {
		t.Error(got)
	}
}
