package metrics_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// point is a datapoint as CloudWatch writes it.
func point(t time.Time, unit string, field string, value any) map[string]any {
	return map[string]any{"Timestamp": at(t), "Unit": unit, field: value}
}

// numbers are the datapoints of each metric, whatever the version.
type numbers struct{ invocations, errors, slow []any }

// answer gives them, and fails the test when something else was asked for.
func (n numbers) answer(t *testing.T) script {
	t.Helper()
	return script{"GetMetricStatistics": func(in map[string]any) (any, error) {
		if in["Period"] != uint64(60) || in["Namespace"] != "AWS/Lambda" {
			t.Errorf("asked for %v", in)
		}
		switch in["MetricName"] {
		case "Invocations":
			return map[string]any{"Datapoints": n.invocations}, nil
		case "Errors":
			return map[string]any{"Datapoints": n.errors}, nil
		}
		if s, _ := in["ExtendedStatistics"].([]any); len(s) != 1 || s[0] != "TC(500:)" || in["Unit"] != "Milliseconds" || in["Statistics"] != nil {
			t.Errorf("asked for %v", in)
		}
		return map[string]any{"Datapoints": n.slow}, nil
	}}
}

// sum is a datapoint of the first minute.
func sum(value float64) []any {
	return []any{point(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), "Count", "Sum", value)}
}

func slower(value float64) []any {
	trimmed := map[string]float64{"TC(500:)": value}
	return []any{point(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), "Milliseconds", "ExtendedStatistics", trimmed)}
}

func (w *world) slowQuery() rollout.MinutesQuery {
	q := w.query()
	q.SlowCall = 500 * time.Millisecond
	return q
}

func TestSlowCallsAreCountedWhereCloudWatchKnowsThem(t *testing.T) {
	for name, c := range map[string]struct {
		slow   []any
		n      int64
		noSlow bool
	}{
		"some":           {slower(4), 4, false},
		"none":           {slower(0), 0, false},
		"all":            {slower(10), 10, false},
		"not known":      {nil, 0, true},
		"another number": {[]any{point(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), "Milliseconds", "Sum", 3.0)}, 0, true},
		"a fraction":     {slower(2.5), 0, true},
		"not a number":   {slower(math.NaN()), 0, true},
		"negative":       {slower(-1), 0, true},
		"more than all":  {slower(11), 0, true},
	} {
		w := scripted(t, numbers{sum(10), sum(1), c.slow}.answer(t))
		q := w.slowQuery()
		q.Stable = ""
		want := w.minute(0, &judge.Counts{Invocations: 10, Errors: 1, Slow: c.n}, nil)
		want.NoSlow = c.noSlow
		t.Log(name)
		w.want(w.minutes(q), []judge.Minute{want})
	}
}

func TestAStatisticThatIsRefusedLeavesTheErrorsToJudge(t *testing.T) {
	n := numbers{invocations: sum(10), errors: sum(1)}
	c := n.answer(t)
	others := c["GetMetricStatistics"]
	var refusal refused
	c["GetMetricStatistics"] = func(in map[string]any) (any, error) {
		if in["MetricName"] == "Duration" {
			return nil, refusal
		}
		return others(in)
	}
	w := scripted(t, c)
	refusal = "InvalidParameterValueException"
	for _, m := range w.minutes(w.slowQuery()) {
		if !m.NoSlow || *m.Candidate != (judge.Counts{Invocations: 10, Errors: 1}) {
			t.Errorf("%+v", m)
		}
	}
	refusal = "ThrottlingException" // it may be had later
	if got, err := w.Minutes(t.Context(), w.slowQuery()); !rollout.IsKind(err, rollout.Throttled) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSlowCallsAreComparedOnlyWhereBothVersionsHaveThem(t *testing.T) {
	c := numbers{invocations: sum(10), errors: sum(1)}.answer(t)
	others := c["GetMetricStatistics"]
	c["GetMetricStatistics"] = func(in map[string]any) (any, error) {
		version := in["Dimensions"].([]any)[2].(map[any]any)["Value"]
		if in["MetricName"] == "Duration" && version == "41" {
			return map[string]any{"Datapoints": slower(3)}, nil
		}
		return others(in)
	}
	w := scripted(t, c)
	if got := w.minutes(w.slowQuery()); len(got) != 1 || !got[0].NoSlow || got[0].Stable.Slow != 3 {
		t.Errorf("%+v", got)
	}
}

// faults.md E7: NaN, a changed unit and the like are no counts.
func TestNumbersThatCannotBeAreNotJudged(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	minute := func(n time.Duration) []any { return []any{point(noon.Add(n*time.Minute), "Count", "Sum", 10.0)} }
	for name, n := range map[string]numbers{
		"not a number":           {sum(math.NaN()), sum(0), nil},
		"infinite":               {sum(math.Inf(1)), sum(0), nil},
		"negative":               {sum(-1), sum(0), nil},
		"a fraction":             {sum(10), sum(0.5), nil},
		"too many":               {sum(1e17), sum(0), nil},
		"more errors than calls": {sum(10), sum(11), nil},
		"another unit":           {[]any{point(noon, "Percent", "Sum", 10.0)}, sum(0), nil},
		"no unit":                {[]any{point(noon, "None", "Sum", 10.0)}, sum(0), nil},
		"another statistic":      {[]any{point(noon, "Count", "Average", 10.0)}, sum(0), nil},
		"one minute twice":       {append(sum(10), sum(20)...), sum(0), nil},
		"before":                 {minute(-1), minute(-1), nil},
		"after":                  {minute(10), minute(10), nil},
	} {
		w := scripted(t, n.answer(t))
		if got, err := w.Minutes(t.Context(), w.query()); !rollout.IsKind(err, rollout.Broken) || got != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// Whatever CloudWatch answers, what is judged are counts that can be.
func TestWhatIsReadCanBeJudged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := rapid.OneOf(rapid.Float64Range(0, 50), rapid.SampledFrom([]float64{0, 1, 2, 10, -1, math.NaN(), math.Inf(1)}))
		points := func(name, unit, field string, of func(float64) any) []any {
			var all []any
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, 9), 0, 3).Draw(r, name) {
				when := time.Date(2026, 11, 22, 12, n, 0, 0, time.UTC)
				all = append(all, point(when, unit, field, of(math.Round(2*value.Draw(r, "value"))/2)))
			}
			return all
		}
		plain := func(x float64) any { return x }
		n := numbers{
			points("invocations", "Count", "Sum", plain), points("errors", "Count", "Sum", plain),
			points("slow", "Milliseconds", "ExtendedStatistics", func(x float64) any { return map[string]float64{"TC(500:)": x} }),
		}
		w := scripted(t, n.answer(t))
		got, err := w.Minutes(t.Context(), w.slowQuery())
		if err != nil && got != nil {
			r.Fatalf("%+v and %v", got, err)
		}
		if err == nil && len(got) != len(n.invocations) {
			r.Fatalf("%d minutes of %d datapoints", len(got), len(n.invocations))
		}
		for _, m := range got {
			m.Weight = 0.5
			if err := m.Validate(); err != nil {
				r.Fatalf("%+v: %v", m, err)
			}
		}
	})
}
