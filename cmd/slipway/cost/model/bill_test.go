package model_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

// near says whether two sums are the same to a tenth of a cent.
func near(a, b float64) bool { return math.Abs(a-b) < 0.001 }

func price(item model.Item, per, dollars, free float64) model.Price {
	return model.Price{Item: item, Per: per, Free: free, Dollars: map[string]float64{"here": dollars}}
}

func TestWhatIsFreeIsTakenOffAndNeverPaidBack(t *testing.T) {
	p := model.Prices{List: []model.Price{price(model.Transitions, 1000, 0.025, 4000)}}
	for n, want := range map[float64]float64{0: 0, 4000: 0, 5000: 0.025, 44_000: 1} {
		if got := p.Of(model.Usage{model.Transitions: n}, "here").Total(); !near(got, want) {
			t.Errorf("%g transitions cost %g; want %g", n, got, want)
		}
	}
}

func TestWhatOnlyNewAccountsHaveFreeIsPaidFor(t *testing.T) {
	p := price(model.Requests, 1_000_000, 3.5, 0)
	p.FreeNew = 1_000_000
	if got := (model.Prices{List: []model.Price{p}}).Of(model.Usage{model.Requests: 1_000_000}, "here").Total(); !near(got, 3.5) {
		t.Error(got)
	}
}

func TestEachSwitchChangesWhatItIsFor(t *testing.T) {
	for name, c := range map[string]struct {
		turn func(*model.Setup)
		item model.Item
		want float64
	}{
		"waf":       {func(s *model.Setup) { s.WAF = true }, model.Rules, 10},
		"secrets":   {func(s *model.Setup) { s.SecretsManager = true }, model.Secrets, 2},
		"key":       {func(s *model.Setup) { s.Key = true }, model.Keys, 1},
		"dashboard": {func(s *model.Setup) { s.Dashboards = false }, model.Dashboards, -3},
		"warm-up":   {func(s *model.Setup) { s.WarmUp = false }, model.Invocations, -8640},
		"image":     {func(s *model.Setup) { s.Image = false }, model.Images, -0.36},
	} {
		s := model.Bare()
		c.turn(&s)
		if got := s.Month(10)[c.item] - model.Bare().Month(10)[c.item]; !near(got, c.want) {
			t.Errorf("%s: %s changes by %g; want %g", name, c.item, got, c.want)
		}
	}
	if s := model.Bare(); s.Month(10)[model.Traces] == 0 {
		t.Error("nothing is traced")
	}
	if model.Bare().Month(10)[model.SecretCalls] != 0 || model.Asked().Month(10)[model.SecretCalls] == 0 {
		t.Error("calls of Secrets Manager are paid for without it, or free with it")
	}
}

// 300 canaries of 166 transitions; three queues that five pollers each ask three times a minute.
func TestAMonthIsItsDeploysAndWhatGoesOnAnyway(t *testing.T) {
	none, ten := model.Bare().Month(0), model.Bare().Month(10)
	if none[model.Transitions] != 0 || ten[model.Transitions] != 49_800 {
		t.Errorf("%g and %g transitions", none[model.Transitions], ten[model.Transitions])
	}
	if none[model.Messages] != 1_944_000 || none[model.Reads] != 21_600*7 || none[model.Invocations] != 21_600+8_640 {
		t.Errorf("idle: %v", none)
	}
	if got := ten[model.Messages] - none[model.Messages]; got != 300*(58+9)*3 {
		t.Errorf("%g requests to the queues for 300 deploys", got)
	}
}

// docs/adr/0028 has the same sum in hours: 6,720 of 7,200.
func TestMetricsCostByTheHoursInWhichTheyAreWritten(t *testing.T) {
	for deploys, want := range map[float64]float64{0: 6, 10: 6720.0 / 720, 12: 10, 24: 13, 1000: model.BotMetrics} {
		if got := model.Bare().Month(deploys)[model.Metrics]; !near(got, want) {
			t.Errorf("with %g deploys a day they are %g metrics; want %g", deploys, got, want)
		}
	}
}

func TestAServiceCostsItsAlarmsAndItsDashboard(t *testing.T) {
	if s := model.Service(true, true); s[model.Alarms] != 11 || s[model.Dashboards] != 1 || s[model.Invocations] != 8640 {
		t.Errorf("%v", s)
	}
	if s := model.Service(false, false); s[model.Dashboards] != 0 || s[model.Invocations] != 0 {
		t.Errorf("%v", s)
	}
	if with, without := model.Traffic(true), model.Traffic(false); with[model.ACLRequests] != 1_000_000 || without[model.ACLRequests] != 0 || with[model.Logged] <= without[model.Logged] {
		t.Errorf("%v, %v", with, without)
	}
}
