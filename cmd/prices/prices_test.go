package prices_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/prices"
	"github.com/slipway-dev/slipway/commands"
)

// The units of the file are AWS's: for a million calls, and for a thousand metrics.
func TestPricesAreOfOne(t *testing.T) {
	got, err := prices.Of("us-east-1")
	million := 1e6
	want := commands.Prices{
		Region: "us-east-1", Request: 0.2 / million, GBSecond: map[string]float64{"arm64": 0.0000133334, "x86_64": 0.0000166667},
		Metric: 0.01 / 1000, ScanGB: 0.005, Read: "2026-11-23", Source: "https://aws.amazon.com/lambda/pricing/",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(diff, err)
	}
}

func TestARegionWithoutPricesHasThoseOfAnother(t *testing.T) {
	got, err := prices.Of("mars-1")
	if err != nil || got.Region != "eu-west-1" || got.ScanGB != 0.0057 {
		t.Errorf("%+v, %v", got, err)
	}
}

func BenchmarkOf(b *testing.B) {
	for b.Loop() {
		if _, err := prices.Of("eu-west-1"); err != nil {
			b.Fatal(err)
		}
	}
}
