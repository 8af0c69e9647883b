package metrics

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// queriesPerCall is the most that GetMetricData takes.
const queriesPerCall = 500

// Lines reads the lines of a dashboard, each where its curve was, with one call for up to
// 500. CloudWatch bills every one of them.
func (m *Metrics) Lines(ctx context.Context, t rollout.Target, w rollout.Window, curves []rollout.Curve) ([]rollout.Line, error) {
	if w.Period < time.Minute || w.Period > 24*time.Hour || w.Period%time.Minute != 0 {
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "A point of a chart covers a minute to a day."}
	}
	all := make([]rollout.Line, 0, len(curves))
	for some := range slices.Chunk(curves, queriesPerCall) {
		asked := make([]types.MetricDataQuery, len(some))
		for i, c := range some {
			stat, err := m.stat(t, c)
			if err != nil {
				return nil, err
			}
			stat.Period = aws.Int32(int32(w.Period / time.Second)) //nolint:gosec // a day at most
			asked[i] = types.MetricDataQuery{MetricStat: stat}
		}
		read, err := m.read(ctx, span{w.From, w.To}, asked)
		if err != nil {
			return nil, err
		}
		for i := range read {
			read[i].Curve = some[i]
		}
		all = append(all, read...)
	}
	return all, nil
}

// named is what CloudWatch calls a number: its metric, the statistic, and whether it is
// that of the whole function.
type named struct {
	metric, statistic string
	whole             bool
}

// names are CloudWatch's. Lambda reports throttles and concurrency of aliases too, but
// what limits them is the function's, or the account's.
func names() map[rollout.Number]named {
	return map[rollout.Number]named{
		rollout.Calls:       {metric: "Invocations", statistic: "Sum"},
		rollout.Errors:      {metric: "Errors", statistic: "Sum"},
		rollout.P50:         {metric: "Duration", statistic: "p50"},
		rollout.P95:         {metric: "Duration", statistic: "p95"},
		rollout.P99:         {metric: "Duration", statistic: "p99"},
		rollout.Throttles:   {metric: "Throttles", statistic: "Sum", whole: true},
		rollout.Concurrency: {metric: "ConcurrentExecutions", statistic: "Maximum", whole: true},
	}
}

// stat is a curve as CloudWatch has it, without a period.
func (m *Metrics) stat(t rollout.Target, c rollout.Curve) (*types.MetricStat, error) {
	name, known := names()[c.Number]
	if !known || name.whole && c.Version != "" {
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "CloudWatch has no " + string(c.Number) + " of " + c.Version.String() + "."}
	}
	dimensions := m.dimensions(t, c.Version)
	if name.whole {
		dimensions = dimensions[:1]
	}
	return &types.MetricStat{
		Metric: &types.Metric{Namespace: aws.String(namespace), MetricName: &name.metric, Dimensions: dimensions},
		Stat:   &name.statistic,
	}, nil
}
