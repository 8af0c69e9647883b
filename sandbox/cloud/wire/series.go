package wire

import (
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// metric names a series as CloudWatch does: by all of its dimensions, no more and
// no less.
type metric struct {
	Namespace, MetricName string
	Dimensions            []dimension
}

type dimension struct{ Name, Value string }

// window is when.
type window struct {
	from, to time.Time
	period   time.Duration
}

func (w window) check() error {
	if w.period < time.Minute || w.period%time.Minute != 0 {
		return invalid(codeValue, "The parameter Period must be a multiple of 60.")
	}
	if !w.from.Before(w.to) {
		return invalid(codeValue, "The parameter StartTime must be less than the parameter EndTime.")
	}
	return nil
}

// points is how many datapoints there may be in it.
func (w window) points() int {
	if w.period <= 0 {
		return 0
	}
	return int(w.to.Sub(w.from) / w.period)
}

type valueAt struct {
	at    time.Time
	value float64
}

// read is one statistic of a series, oldest first. A series that does not exist
// has no datapoints, and neither has one asked for in another unit.
func (c cloudwatch) read(m metric, name, inUnit string, w window) ([]valueAt, error) {
	q, known := m.query()
	if !known || inUnit != "" && inUnit != unit(m.MetricName) {
		return nil, nil
	}
	var err error
	if q.SlowLimit, err = slowLimit(name); err != nil {
		return nil, err
	}
	q.From, q.To, q.Period = w.from.Truncate(w.period), w.to, w.period
	points, err := c.account.Minutes(q)
	if err != nil {
		return nil, err
	}
	var values []valueAt
	for _, p := range points {
		value, ok := statistic(m.MetricName, name, p)
		if !ok {
			return nil, invalid(codeValue, "The simulated account cannot tell the statistic "+name+" of "+m.MetricName+".")
		}
		values = append(values, valueAt{p.At, value})
	}
	return values, nil
}

// query is what the account is asked for a series; false: there is no such series.
func (m metric) query() (cloud.MetricsQuery, bool) {
	by := map[string]string{}
	for _, d := range m.Dimensions {
		by[d.Name] = d.Value
	}
	q := cloud.MetricsQuery{FunctionName: by["FunctionName"], Version: by["ExecutedVersion"]}
	resource, byResource := by["Resource"]
	known := m.Namespace == "AWS/Lambda" && unit(m.MetricName) != "" && len(by) == len(m.Dimensions) && q.FunctionName != ""
	switch len(by) {
	case 1:
		return q, known
	case 2:
		known = known && byResource
	case 3:
		known = known && byResource && q.Version != ""
	default:
		return q, false
	}
	function, called, qualified := strings.Cut(resource, ":")
	if q.Alias = called; !qualified {
		q.Alias = "$LATEST"
	}
	return q, known && function == q.FunctionName
}

// unit is that of a metric; empty: it is none that the account keeps.
func unit(name string) string {
	switch name {
	case "Invocations", "Errors", "Throttles", "ConcurrentExecutions":
		return "Count"
	case "Duration":
		return "Milliseconds"
	default:
		return ""
	}
}

// slowLimit is the limit of a trimmed count, TC(500:): calls that took more than
// 500 ms. Any other statistic has none.
func slowLimit(name string) (time.Duration, error) {
	lower, ok := trimmedCount(name)
	if !ok {
		return 0, nil
	}
	ms, err := strconv.ParseFloat(lower, 64)
	if err != nil || !(ms > 0 && ms < 1e9) {
		return 0, invalid(codeValue, "The simulated account counts calls above a limit, as TC(500:), not "+name+".")
	}
	return time.Duration(ms * float64(time.Millisecond)), nil
}

func trimmedCount(name string) (lower string, ok bool) {
	rest, ok := strings.CutPrefix(name, "TC(")
	return strings.TrimSuffix(rest, ":)"), ok
}

// statistic is one of a datapoint; false: the account cannot tell it.
func statistic(metric, name string, p cloud.Datapoint) (float64, bool) {
	calls, errors := float64(p.Invocations), float64(p.Errors)
	all := map[string]map[string]float64{
		"Invocations": {"Sum": calls, "SampleCount": calls, "Average": 1, "Minimum": 1, "Maximum": 1},
		"Errors": {"Sum": errors, "SampleCount": calls, "Average": errors / calls,
			"Minimum": float64(p.Errors / p.Invocations), "Maximum": float64(min(p.Errors, 1))},
		"Duration":             {"Sum": p.MeanMS * calls, "SampleCount": calls, "Average": p.MeanMS, "p50": p.P50MS, "p95": p.P95MS, "p99": p.P99MS},
		"Throttles":            {"Sum": 0, "SampleCount": calls, "Average": 0, "Minimum": 0, "Maximum": 0},
		"ConcurrentExecutions": {"Maximum": float64(p.Concurrency)},
	}
	if _, ok := trimmedCount(name); ok && metric == "Duration" {
		return float64(p.Slow), true
	}
	value, ok := all[metric][name]
	return value, ok
}
