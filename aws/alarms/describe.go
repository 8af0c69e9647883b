package alarms

import (
	"cmp"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// plain is an alarm on metrics as DescribeAlarms tells of it.
func plain(m types.MetricAlarm) rollout.Signal {
	s := rollout.Signal{
		ID: aws.ToString(m.AlarmArn), Name: aws.ToString(m.AlarmName), State: rollout.AlarmState(m.StateValue),
		At:     since(m.StateTransitionedTimestamp, m.StateUpdatedTimestamp),
		Reason: aws.ToString(m.StateReason), Description: aws.ToString(m.AlarmDescription),
		Comparison: string(m.ComparisonOperator), Threshold: m.Threshold,
	}
	if m.MetricName != nil {
		s.Gauges = append(s.Gauges, rollout.Gauge{
			Namespace: aws.ToString(m.Namespace), Metric: *m.MetricName, Dimensions: dimensions(m.Dimensions),
			Statistic: cmp.Or(aws.ToString(m.ExtendedStatistic), string(m.Statistic)), Period: period(int64(aws.ToInt32(m.Period))),
		})
	}
	for _, q := range m.Metrics {
		if q.MetricStat == nil || q.MetricStat.Metric == nil {
			continue // an expression
		}
		metric := q.MetricStat.Metric
		s.Gauges = append(s.Gauges, rollout.Gauge{
			Namespace: aws.ToString(metric.Namespace), Metric: aws.ToString(metric.MetricName), Dimensions: dimensions(metric.Dimensions),
			Statistic: aws.ToString(q.MetricStat.Stat), Period: period(int64(aws.ToInt32(q.MetricStat.Period))),
		})
	}
	return s
}

// composite is an alarm on other alarms as DescribeAlarms tells of it.
func composite(c types.CompositeAlarm) rollout.Signal {
	return rollout.Signal{
		ID: aws.ToString(c.AlarmArn), Name: aws.ToString(c.AlarmName), State: rollout.AlarmState(c.StateValue),
		At:     since(c.StateTransitionedTimestamp, c.StateUpdatedTimestamp),
		Reason: aws.ToString(c.StateReason), Description: aws.ToString(c.AlarmDescription), Children: children(aws.ToString(c.AlarmRule)),
	}
}

// since is when the state changed; an alarm that never did only has an update.
func since(changed, updated *time.Time) time.Time { return aws.ToTime(cmp.Or(changed, updated)).UTC() }

func dimensions(all []types.Dimension) map[string]string {
	out := make(map[string]string, len(all))
	for _, d := range all {
		out[aws.ToString(d.Name)] = aws.ToString(d.Value)
	}
	return out
}
