package cost

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
)

func reported(t *testing.T) report {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := report{region: "us-east-1"}
	if r.prices, err = prices.Read("prices.yaml", data); err != nil {
		t.Fatal(err)
	}
	return r
}

// 7 metrics are $0.00007. An hour of a million calls a day is 0.0208 GB, a week 3.5 GB, at
// half a cent each.
func TestADashboardCostsItsMetricsAndItsLog(t *testing.T) {
	r := reported(t)
	for over, want := range map[string]float64{"1h": 0.00007 + 0.0208333*0.005, "1d": 0.00007 + 0.5*0.005, "7d": 0.00007 + 3.5*0.005} {
		if got := r.paid(dashboard(over, 0)); math.Abs(got-want) > 1e-8 {
			t.Errorf("%s: $%g; want $%g", over, got, want)
		}
	}
	if more := r.paid(dashboard("1h", 2)) - r.paid(dashboard("1h", 0)); math.Abs(more-0.0001) > 1e-9 {
		t.Errorf("two versions are ten metrics more: $%g", more)
	}
}

func TestNothingIsFreeOfALook(t *testing.T) {
	r := reported(t)
	if got := r.paid(model.Usage{model.Invocations: 1e6}); math.Abs(got-0.2) > 1e-9 {
		t.Errorf("$%g for a million calls", got)
	}
	table := r.looks()
	for _, want := range []string{"| `/dashboard … 6h` | 7 | 0.12 | $0.00069 |", "| `/deploy status` |  |  | $0.00001 |", "at 10 deploys a day"} {
		if !strings.Contains(table, want) {
			t.Errorf("there is no %q in\n%s", want, table)
		}
	}
}
