package price_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/tests/bench/price"
)

// What a million of each costs, by AWS's pages.
func TestEachThingHasItsPrice(t *testing.T) {
	const million = 1_000_000
	for name, c := range map[string]struct {
		use     price.Use
		dollars float64
	}{
		"transitions":      {price.Use{Transitions: million}, 25},
		"reads":            {price.Use{Reads: million}, 0.125},
		"writes":           {price.Use{Writes: million}, 0.625},
		"metrics":          {price.Use{Metrics: million}, 10},
		"invocations":      {price.Use{Invocations: million}, 0.20 + 500*million*0.5e-9}, // with their lines in the log
		"gigabyte seconds": {price.Use{Seconds: million / price.GB}, 16.6667},
		"calls":            {price.Use{Calls: million}, 50_000 * price.GB * 0.0000166667},
		"messages":         {price.Use{Messages: million}, 1.5},
		"requests":         {price.Use{Requests: million}, 3.5},
		"bytes of log":     {price.Use{Logged: 1000 * million}, 0.5},
		"secrets":          {price.Use{SecretsFetched: million}, 5},
		"nothing":          {price.Use{}, 0},
	} {
		if cents := price.Total(c.use.Bill()); math.Abs(cents-100*c.dollars) > 0.002 {
			t.Errorf("%s: %.4f cents, want %.4f", name, cents, 100*c.dollars)
		}
	}
}
