package account

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// namespace is where the metrics of functions are.
const namespace = "AWS/Lambda"

// Monitor is the simulated account's monitoring as the commands see it.
type Monitor struct{ Cloud *cloud.Account }

// Alarms are those that there are of some alarms, as they are now: by ARN, or by name in
// the account's region.
func (m Monitor) Alarms(_ context.Context, region string, names []string) ([]rollout.Signal, error) {
	found, err := m.alarms(region, names)
	var out []rollout.Signal
	for _, al := range found {
		out = append(out, Signal(al))
	}
	return out, err
}

// Tags are those of an alarm, by its ARN.
func (m Monitor) Tags(_ context.Context, id string) (map[string]string, error) {
	found, err := m.alarms("", []string{id})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, &rollout.Error{Kind: rollout.NotFound, Message: "There is no such alarm."}
	}
	return maps.Clone(found[0].Tags), nil
}

func (m Monitor) alarms(region string, names []string) ([]cloud.Alarm, error) {
	if region != "" && region != cloud.Region {
		return nil, nil
	}
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = name[strings.LastIndexByte(name, ':')+1:]
	}
	found, err := m.Cloud.DescribeAlarms(short...)
	if err != nil {
		return nil, domain("read the alarms", err)
	}
	return slices.DeleteFunc(found, func(al cloud.Alarm) bool {
		return !slices.Contains(names, al.Name) && !slices.Contains(names, al.ARN())
	}), nil
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
