package metrics_test

import (
	"math"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// tenMinutes are the first ones, by periods of some.
func (w *world) tenMinutes(period time.Duration) rollout.Window {
	return rollout.Window{From: w.start, To: w.start.Add(10 * time.Minute), Period: period}
}

func calls(v rollout.Version) rollout.Curve { return rollout.Curve{Number: rollout.Calls, Version: v} }

func TestTheLinesOfADashboardAreReadTogether(t *testing.T) {
	w := open(t)
	w.calls("41", 1, 90, 4)
	w.calls("42", 0, 10, 1)
	w.calls("42", 2, 20, 0)
	w.calls("", 2, 100, 0)
	curves := []rollout.Curve{calls("42"), {Number: rollout.Errors, Version: "41"}, calls(""), calls("7")}
	got, err := w.Lines(t.Context(), target, w.tenMinutes(time.Minute), curves)
	if err != nil {
		t.Fatal(err)
	}
	minute := func(n int) time.Time { return w.start.Add(time.Duration(n) * time.Minute) }
	want := []rollout.Line{
		{Curve: curves[0], Points: []rollout.Reading{{At: minute(0), Value: 10}, {At: minute(2), Value: 20}}},
		{Curve: curves[1], Points: []rollout.Reading{{At: minute(1), Value: 4}}},
		{Curve: curves[2], Points: []rollout.Reading{{At: minute(2), Value: 100}}},
		{Curve: curves[3]},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := w.wire.Count("GetMetricData"); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestAPointCoversAPeriod(t *testing.T) {
	w := open(t)
	w.calls("42", 0, 10, 0)
	w.calls("42", 4, 20, 0)
	w.calls("42", 5, 40, 0)
	got, err := w.Lines(t.Context(), target, w.tenMinutes(5*time.Minute), []rollout.Curve{calls("42")})
	if err != nil || len(got) != 1 || len(got[0].Points) != 2 || got[0].Points[0].Value != 30 || got[0].Points[1].Value != 40 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, odd := range []time.Duration{0, -time.Minute, 90 * time.Second, 25 * time.Hour} {
		if _, err := w.Lines(t.Context(), target, w.tenMinutes(odd), nil); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: %v", odd, err)
		}
	}
}

func TestEachNumberIsAskedForAsCloudWatchHasIt(t *testing.T) {
	function, live, version := "FunctionName=checkout-prod", " Resource=checkout-prod:live", " ExecutedVersion=42"
	for want, c := range map[string]rollout.Curve{
		"Invocations Sum " + function + live + version: calls("42"),
		"Invocations Sum " + function + live:           calls(""),
		"Errors Sum " + function + live:                {Number: rollout.Errors},
		"Duration p50 " + function + live:              {Number: rollout.P50},
		"Duration p95 " + function + live + version:    {Number: rollout.P95, Version: "42"},
		"Duration p99 " + function + live:              {Number: rollout.P99},
		"Throttles Sum " + function:                    {Number: rollout.Throttles},
		"ConcurrentExecutions Maximum " + function:     {Number: rollout.Concurrency},
	} {
		asked := ""
		w := scripted(t, script{"GetMetricData": func(in map[string]any) (any, error) {
			q := in["MetricDataQueries"].([]any)[0].(map[any]any)["MetricStat"].(map[any]any)
			m := q["Metric"].(map[any]any)
			asked = m["MetricName"].(string) + " " + q["Stat"].(string)
			for _, d := range m["Dimensions"].([]any) {
				asked += " " + d.(map[any]any)["Name"].(string) + "=" + d.(map[any]any)["Value"].(string)
			}
			if q["Period"] != uint64(180) || m["Namespace"] != "AWS/Lambda" {
				t.Errorf("%v", q)
			}
			return map[string]any{"MetricDataResults": []any{result("q0", "Complete")}}, nil
		}})
		if _, err := w.Lines(t.Context(), target, w.tenMinutes(3*time.Minute), []rollout.Curve{c}); err != nil || asked != want {
			t.Errorf("%q, %v; want %q", asked, err, want)
		}
	}
	for _, odd := range []rollout.Curve{{Number: "pie"}, {Number: rollout.Throttles, Version: "42"}} {
		w := scripted(t, nil)
		if _, err := w.Lines(t.Context(), target, w.tenMinutes(time.Minute), []rollout.Curve{odd}); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%v: %v", odd, err)
		}
	}
}

func TestMoreLinesThanACallTakesAreReadInSeveral(t *testing.T) {
	w := open(t)
	w.calls("42", 0, 10, 0)
	got, err := w.Lines(t.Context(), target, w.tenMinutes(time.Minute), slices.Repeat([]rollout.Curve{calls("42")}, 501))
	if err != nil || len(got) != 501 || len(got[500].Points) != 1 || w.wire.Count("GetMetricData") != 2 {
		t.Errorf("%d lines in %d calls, %v", len(got), w.wire.Count("GetMetricData"), err)
	}
}

// result is a page of a line.
func result(id, status string, points ...any) map[string]any {
	r := map[string]any{"Id": id, "Label": "calls", "StatusCode": status, "Timestamps": []any{}, "Values": []any{}}
	for i, p := range points {
		if i%2 == 0 {
			r["Timestamps"] = append(r["Timestamps"].([]any), at(p.(time.Time)))
		} else {
			r["Values"] = append(r["Values"].([]any), p)
		}
	}
	return r
}

// pages are the answers of a script, one after the other.
func pages(t *testing.T, all ...any) *world {
	t.Helper()
	n := 0
	return scripted(t, script{"GetMetricData": func(in map[string]any) (any, error) {
		if token, _ := in["NextToken"].(string); n > 0 && token != "more" || in["ScanBy"] != "TimestampAscending" {
			t.Errorf("page %d asked for by %v", n, in)
		}
		n++
		page := map[string]any{"MetricDataResults": all[n-1]}
		if n < len(all) {
			page["NextToken"] = "more"
		}
		return page, nil
	}})
}

// faults.md E7: what is not all is not shown as all.
func TestALineIsPutTogetherFromItsPagesAndSaysWhenItIsNotWhole(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	later := noon.Add(time.Minute)
	minute := rollout.Window{From: noon, To: later, Period: time.Minute}
	for name, c := range map[string]struct {
		pages   []any
		points  int
		partial bool
	}{
		"two pages":        {[]any{[]any{result("q0", "PartialData", noon, 1.0)}, []any{result("q0", "Complete", later, 2.0)}}, 2, false},
		"the rest is lost": {[]any{[]any{result("q0", "PartialData", noon, 1.0)}}, 1, true},
		"their error":      {[]any{[]any{result("q0", "InternalError")}}, 0, true},
		"no answer at all": {[]any{[]any{}}, 0, true},
		"not a number":     {[]any{[]any{result("q0", "Complete", noon, math.NaN(), later, 2.0)}}, 1, false},
	} {
		got, err := pages(t, c.pages...).Lines(t.Context(), target, minute, []rollout.Curve{calls("42")})
		if err != nil || len(got) != 1 || got[0].Partial != c.partial || len(got[0].Points) != c.points {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, odd := range map[string]any{
		"a line that nobody asked for": result("q1", "Complete"),
		"a time without a value":       result("q0", "Complete", noon, 1.0, later),
	} {
		_, err := pages(t, []any{odd}).Lines(t.Context(), target, minute, []rollout.Curve{calls("42")})
		if !rollout.IsKind(err, rollout.Broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinesThatCannotBeReadAreAnError(t *testing.T) {
	w := open(t)
	w.wire.On("GetMetricData", faulty.Answer(http.StatusBadRequest, "Throttling", "no"))
	if _, err := w.Lines(t.Context(), target, w.tenMinutes(time.Minute), []rollout.Curve{calls("42")}); !rollout.IsKind(err, rollout.Throttled) {
		t.Error(err)
	}
}

// gauge is a metric of checkout's live alias.
func gauge() rollout.Gauge {
	return rollout.Gauge{
		Namespace: "AWS/Lambda", Metric: "Errors", Statistic: "Sum", Period: 2 * time.Minute,
		Dimensions: map[string]string{"FunctionName": "checkout-prod", "Resource": "checkout-prod:live"},
	}
}

func TestAMetricThatAnAlarmLooksAtIsReadByItsPeriods(t *testing.T) {
	w := open(t)
	for minute, failed := range map[int]float64{0: 1, 1: 2, 4: 5, 11: 9} {
		w.calls("", minute, 100, failed)
	}
	got, err := w.Series(t.Context(), rollout.SeriesQuery{Gauge: gauge(), From: w.start, To: w.start.Add(10 * time.Minute)})
	want := []rollout.Reading{{At: w.start, Value: 3}, {At: w.start.Add(4 * time.Minute), Value: 5}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestAMetricIsAskedForAsTheAlarmHasIt(t *testing.T) {
	asked := map[string]any{}
	w := scripted(t, script{"GetMetricData": func(in map[string]any) (any, error) {
		asked = in
		return map[string]any{"MetricDataResults": []any{result("q0", "Complete")}}, nil
	}})
	g := gauge()
	g.Statistic = "p99"
	if got, err := w.Series(t.Context(), rollout.SeriesQuery{Gauge: g, From: w.start, To: w.start.Add(time.Hour)}); err != nil || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
	dimension := func(name, value string) any { return map[any]any{"Name": name, "Value": value} }
	want := []any{map[any]any{"Id": "q0", "MetricStat": map[any]any{"Period": uint64(120), "Stat": "p99", "Metric": map[any]any{
		"Namespace": "AWS/Lambda", "MetricName": "Errors",
		"Dimensions": []any{dimension("FunctionName", "checkout-prod"), dimension("Resource", "checkout-prod:live")},
	}}}}
	if diff := cmp.Diff(want, asked["MetricDataQueries"]); diff != "" {
		t.Error(diff)
	}
}

// faults.md E7
func TestAMetricThatIsNotWholeIsAnError(t *testing.T) {
	w := pages(t, []any{result("q0", "PartialData", time.Unix(60, 0), 1.0)})
	if got, err := w.Series(t.Context(), rollout.SeriesQuery{Gauge: gauge()}); !rollout.IsKind(err, rollout.Broken) || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
	w = scripted(t, script{"GetMetricData": func(map[string]any) (any, error) { return nil, refused("Throttling") }})
	if _, err := w.Series(t.Context(), rollout.SeriesQuery{Gauge: gauge()}); !rollout.IsKind(err, rollout.Throttled) {
		t.Error(err)
	}
}

func TestAMetricWithoutNameStatisticOrPeriodIsNotAskedFor(t *testing.T) {
	for name, spoil := range map[string]func(*rollout.Gauge){
		"name":       func(g *rollout.Gauge) { g.Metric = "" },
		"statistic":  func(g *rollout.Gauge) { g.Statistic = "" },
		"period":     func(g *rollout.Gauge) { g.Period = 0 },
		"odd period": func(g *rollout.Gauge) { g.Period = math.MaxInt64 },
	} {
		g := gauge()
		spoil(&g)
		if _, err := scripted(t, nil).Series(t.Context(), rollout.SeriesQuery{Gauge: g}); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
