package bill_test

import (
	"math"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/bill"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
	"github.com/slipway-dev/slipway/infra"
)

var (
	november = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	december = november.AddDate(0, 1, 0)
)

// modelled is what `slipway cost` says of a month.
func modelled(t *testing.T, s model.Setup, deploys float64) float64 {
	t.Helper()
	p, err := prices.Read("prices.yaml", infra.Prices())
	if err != nil {
		t.Fatal(err)
	}
	return p.Of(s.Month(deploys), "eu-west-1").Total()
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestAWholeMonthCostsWhatTheDocumentSays(t *testing.T) {
	for _, deploys := range []int{0, 300, 3000} {
		got := bill.Spending{Region: "eu-west-1"}.SoFar(november, december, deploys)
		if want := modelled(t, model.Bare(), float64(deploys)/30); !near(got.Dollars, want) || got.Deploys != deploys || got.Region != "eu-west-1" || got.Read != "2026-11-23" {
			t.Errorf("%d deploys: %+v; want $%g", deploys, got, want)
		}
	}
}

func TestEachDeployAndEachDayCostSomethingMore(t *testing.T) {
	s := bill.Spending{Region: "eu-west-1", Switches: []string{settings.WAF, settings.SecretsManager}}
	at := func(days, deploys int) float64 {
		return s.SoFar(november, november.AddDate(0, 0, days), deploys).Dollars
	}
	if !(at(1, 0) < at(10, 0) && at(10, 0) < at(10, 100) && at(10, 100) < at(20, 200)) {
		t.Errorf("$%.4f, $%.4f, $%.4f, $%.4f", at(1, 0), at(10, 0), at(10, 100), at(20, 200))
	}
	if got := at(0, 0); got != 0 {
		t.Errorf("a month that has not begun costs $%g", got)
	}
}

func TestWhatIsTurnedOnIsPaidFor(t *testing.T) {
	month := func(on ...string) float64 {
		return bill.Spending{Region: "eu-west-1", Switches: on}.SoFar(november, december, 300).Dollars
	}
	all := []string{settings.WAF, settings.SecretsManager, settings.Key, settings.WarmUp, settings.Dashboards, settings.Image, settings.Tracing}
	asked := model.Asked()
	asked.Key = true
	if got, want := month(all...), modelled(t, asked, 10); !near(got, want) {
		t.Errorf("with all on it costs $%g; want $%g", got, want)
	}
	for i, one := range all {
		without := append(append([]string{}, all[:i]...), all[i+1:]...)
		if month(without...) > month(all...) {
			t.Errorf("without %s it costs more", one)
		}
	}
	if got, want := month([]string{}...), month(all...); got >= want {
		t.Errorf("nothing costs $%g, and all $%g", got, want)
	}
	if waf := month(settings.WAF) - (bill.Spending{Region: "eu-west-1", Switches: []string{}}).SoFar(november, december, 300).Dollars; waf < 15 || waf > 16 {
		t.Errorf("the web ACL costs $%g", waf)
	}
}

func TestARegionWithoutPricesHasThoseOfAnotherAndSaysSo(t *testing.T) {
	if got := (bill.Spending{Region: "mars-1"}).SoFar(november, december, 1); got.Region != "eu-west-1" || got.Dollars == 0 {
		t.Errorf("%+v", got)
	}
}

func BenchmarkSoFar(b *testing.B) {
	for b.Loop() {
		_ = bill.Spending{Region: "eu-west-1"}.SoFar(november, december, 300)
	}
}
