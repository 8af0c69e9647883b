package checkup

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// enough is how many calls a version should have had in the last hour for none of them
// being counted to be no accident.
const enough = 20

// counted looks for the series that a canary is judged by, and says how many calls came
// by live in the last hour.
func (c *Checkup) counted(ctx context.Context, p patient) (calls float64, out []rollout.Diagnosis) {
	calls, err := c.calls(ctx, p.name, "")
	if err != nil {
		return 0, []rollout.Diagnosis{c.unread(ctx, counted, "read the metrics of "+p.name, err)}
	}
	if calls == 0 {
		return 0, []rollout.Diagnosis{finding(counted, rollout.GradeUnknown, "No call by way of live was counted in the last hour, so there is nothing to see yet.",
			fmt.Sprintf("Look again when there is traffic: `/deploy doctor %s %s`", p.Environment, p.Service))}
	}
	all := p.versions()
	if len(all) == 1 {
		return calls, []rollout.Diagnosis{sound(counted, fmt.Sprintf("%.0f calls by way of live were counted in the last hour.", calls))}
	}
	weight := p.aliases[live].RoutingConfig.AdditionalVersionWeights[all[1]]
	for i, share := range []float64{1 - weight, weight} {
		own, err := c.calls(ctx, p.name, all[i])
		if err != nil {
			return calls, []rollout.Diagnosis{c.unread(ctx, counted, "read the metrics of version "+all[i], err)}
		}
		if own == 0 && calls*share >= enough {
			return calls, []rollout.Diagnosis{ailing(counted, fmt.Sprintf("None of the calls that went to version %s is counted as its own.", all[i]),
				"Metrics come minutes late: look again in five. If it stays so, the judge sees nothing, and the rollout waits for a person.")}
		}
	}
	return calls, []rollout.Diagnosis{sound(counted, fmt.Sprintf("%.0f calls by way of live were counted in the last hour, by version (%s).", calls, strings.Join(all, " and ")))}
}

// calls is how many calls by way of live CloudWatch has counted in the last hour: of one
// version, or of all if that is empty.
func (c *Checkup) calls(ctx context.Context, function, version string) (float64, error) {
	now := c.Now()
	in := &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String("AWS/Lambda"), MetricName: aws.String("Invocations"), Statistics: []types.Statistic{types.StatisticSum},
		StartTime: aws.Time(now.Add(-time.Hour)), EndTime: &now, Period: aws.Int32(60),
		Dimensions: []types.Dimension{
			{Name: aws.String("FunctionName"), Value: &function}, {Name: aws.String("Resource"), Value: aws.String(function + ":" + live)},
		},
	}
	if version != "" {
		in.Dimensions = append(in.Dimensions, types.Dimension{Name: aws.String("ExecutedVersion"), Value: &version})
	}
	got, err := c.CloudWatch.GetMetricStatistics(ctx, in)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for _, p := range got.Datapoints {
		sum += aws.ToFloat64(p.Sum)
	}
	return sum, nil
}
