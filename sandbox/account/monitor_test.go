package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

const alarmARN = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-prod-errors"

// watch gives the function an alarm, with two seconds of its eleventh minute gone.
func (w *world) watch() account.Monitor {
	w.t.Helper()
	w.must(w.Cloud.SeedAlarm(cloud.Alarm{
		Name: "checkout-prod-errors", Description: "too many calls fail", FunctionName: "checkout-prod", Metric: cloud.MetricErrors,
		Threshold: 10, Breaches: 1, OutOf: 1, TreatMissing: cloud.NotBreaching, Tags: map[string]string{"slipway:service": "checkout"},
	}))
	w.now = noon.Add(10*time.Minute + 2*time.Second)
	return account.Monitor{Cloud: w.Cloud}
}

func errorsGauge() rollout.Gauge {
	return rollout.Gauge{
		Namespace: "AWS/Lambda", Metric: "Errors", Statistic: "Sum", Period: time.Minute,
		Dimensions: map[string]string{"FunctionName": "checkout-prod", "Resource": "checkout-prod:live"},
	}
}

func TestAnAlarmIsReadByItsARNOrItsName(t *testing.T) {
	w := open(t)
	m := w.watch()
	w.must(w.Cloud.SetAlarmState("checkout-prod-errors", cloud.AlarmRed, "too many"))
	threshold := 10.0
	want := rollout.Signal{
		ID: alarmARN, Name: "checkout-prod-errors", Account: "123456789012", Region: "eu-central-1", State: rollout.AlarmRed, At: w.now,
		Reason: "too many", Description: "too many calls fail", Gauges: []rollout.Gauge{errorsGauge()}, Comparison: "GreaterThanThreshold", Threshold: &threshold,
	}
	for _, by := range [][]string{{alarmARN}, {"none", "checkout-prod-errors"}, {alarmARN, "checkout-prod-errors"}} {
		got, err := m.Alarms(t.Context(), cloud.Region, by)
		if diff := cmp.Diff([]rollout.Signal{want}, got); err != nil || diff != "" {
			t.Errorf("%v: %v\n%s", by, err, diff)
		}
	}
	if tags, err := m.Tags(t.Context(), alarmARN); err != nil || tags["slipway:service"] != "checkout" {
		t.Errorf("%v, %v", tags, err)
	}
}

func TestAnAlarmThatIsNotThereIsLeftOut(t *testing.T) {
	w := open(t)
	m := w.watch()
	elsewhere := strings.Replace(alarmARN, "eu-central-1", "us-east-1", 1)
	if got, err := m.Alarms(t.Context(), "", []string{"none", elsewhere, alarmARN + "2"}); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := m.Alarms(t.Context(), "us-east-1", []string{"checkout-prod-errors"}); err != nil || len(got) != 0 {
		t.Errorf("another region: %+v, %v", got, err)
	}
	if _, err := m.Tags(t.Context(), elsewhere); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
	w.fault["DescribeAlarms"] = errLost
	if _, err := m.Alarms(t.Context(), "", []string{alarmARN}); err == nil {
		t.Error("it is down, and nobody says so")
	}
	if _, err := m.Tags(t.Context(), alarmARN); err == nil || rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}

func TestASeriesHasOneReadingForEachMinuteWithCalls(t *testing.T) {
	w := open(t)
	m := w.watch()
	for want, of := range map[float64][2]string{600: {"Invocations", "Sum"}, 80: {"Duration", "p50"}, 182: {"Duration", "p95"}, 90.6: {"Duration", "Average"}, 0.3: {"Errors", "Sum"}} {
		g := errorsGauge()
		g.Metric, g.Statistic = of[0], of[1]
		got, err := m.Series(t.Context(), rollout.SeriesQuery{Gauge: g, From: noon, To: noon.Add(20 * time.Minute)})
		if err != nil || len(got) != 10 || !got[0].At.Equal(noon) || !got[9].At.Equal(noon.Add(9*time.Minute)) {
			t.Fatalf("%v: %v, %v", of, got, err)
		}
		if v := got[4].Value; v < want*0.8-2 || v > want*1.2+2 {
			t.Errorf("%v is %v, want about %v", of, v, want)
		}
	}
}

func TestASeriesThatIsNotKeptHasNoReadings(t *testing.T) {
	w := open(t)
	m := w.watch()
	for name, edit := range map[string]func(*rollout.Gauge){
		"another namespace": func(g *rollout.Gauge) { g.Namespace = "Acme" },
		"another metric":    func(g *rollout.Gauge) { g.Metric = "Throttles" },
		"another statistic": func(g *rollout.Gauge) { g.Statistic = "Minimum" },
		"another function":  func(g *rollout.Gauge) { g.Dimensions["FunctionName"] = "search-prod" },
		"one dimension":     func(g *rollout.Gauge) { delete(g.Dimensions, "Resource") },
		"three dimensions":  func(g *rollout.Gauge) { g.Dimensions["ExecutedVersion"] = "2" },
	} {
		g := errorsGauge()
		edit(&g)
		if got, err := m.Series(t.Context(), rollout.SeriesQuery{Gauge: g, From: noon, To: w.now}); err != nil || len(got) > 0 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	w.Cloud.FailMetrics(1)
	if _, err := m.Series(t.Context(), rollout.SeriesQuery{Gauge: errorsGauge(), From: noon, To: w.now}); err == nil {
		t.Error("metrics that cannot be read look like none")
	}
}
