package account

import (
	"context"
	"maps"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// namespace is where the metrics of functions are.
const namespace = "AWS/Lambda"

// Monitor is the simulated account's monitoring as the commands see it.
type Monitor struct{ Cloud *cloud.Account }

// Alarm is an alarm as it is now, by its ARN or, where that is empty, its name.
func (m Monitor) Alarm(_ context.Context, id, name string) (rollout.Signal, error) {
	al, err := m.alarm(id, name)
	if err != nil {
		return rollout.Signal{}, err
	}
	return Signal(al), nil
}

// Tags are those of an alarm, by its ARN.
func (m Monitor) Tags(_ context.Context, id string) (map[string]string, error) {
	al, err := m.alarm(id, "")
	return maps.Clone(al.Tags), err
}

func (m Monitor) alarm(id, name string) (cloud.Alarm, error) {
	if id != "" {
		name = id[strings.LastIndexByte(id, ':')+1:]
	}
	found, err := m.Cloud.DescribeAlarms(name)
	switch {
	case err != nil:
		return cloud.Alarm{}, domain("read the alarm", err)
	case len(found) == 0 || id != "" && found[0].ARN() != id:
		return cloud.Alarm{}, &rollout.Error{Kind: rollout.NotFound, Message: "There is no such alarm."}
	default:
		return found[0], nil
	}
}

// Series gives the minutes of a metric of a function's alias that have datapoints. A
// metric that the account does not keep has none, as in CloudWatch.
func (m Monitor) Series(_ context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error) {
	g := q.Gauge
	function, alias, _ := strings.Cut(g.Dimensions["Resource"], ":")
	if g.Namespace != namespace || alias == "" || function != g.Dimensions["FunctionName"] || len(g.Dimensions) != 2 {
		return nil, nil
	}
	points, err := m.Cloud.Minutes(cloud.MetricsQuery{FunctionName: function, Alias: alias, From: q.From, To: q.To, Period: g.Period})
	if err != nil {
		return nil, domain("read the metric", err)
	}
	var out []rollout.Reading
	for _, p := range points {
		if value, ok := valueOf(g, p); ok {
			out = append(out, rollout.Reading{At: p.At, Value: value})
		}
	}
	return out, nil
}

// valueOf is what a gauge shows of a datapoint; false: the account cannot tell.
func valueOf(g rollout.Gauge, p cloud.Datapoint) (float64, bool) {
	switch g.Metric + " " + g.Statistic {
	case "Errors Sum":
		return float64(p.Errors), true
	case "Invocations Sum":
		return float64(p.Invocations), true
	case "Duration p50":
		return p.P50MS, true
	case "Duration p95":
		return p.P95MS, true
	case "Duration Average":
		return p.MeanMS, true
	}
	return 0, false
}

// Signal is the news that an alarm is as it is.
func Signal(al cloud.Alarm) rollout.Signal {
	return rollout.Signal{
		ID: al.ARN(), Name: al.Name, Account: cloud.AccountID, Region: cloud.Region,
		State: rollout.AlarmState(al.State), At: al.Since, Reason: al.Reason, Description: al.Description,
		Gauges: []rollout.Gauge{{
			Namespace: namespace, Metric: al.Metric, Statistic: al.Statistic(), Period: time.Minute,
			Dimensions: map[string]string{"FunctionName": al.FunctionName, "Resource": al.FunctionName + ":" + cloud.LiveAlias},
		}},
		Comparison: "GreaterThanThreshold", Threshold: &al.Threshold,
	}
}
