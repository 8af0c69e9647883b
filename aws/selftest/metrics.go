package selftest

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

const (
	// late is how long after the last call metrics are waited for.
	late = 10 * time.Minute
	look = 10 * time.Second
	// every is the statistic that counts calls which took longer than a limit, of a limit
	// that every call takes longer than.
	every = "TC(0.001:)"
)

// What is assumed of metrics.
const (
	whole      = "The metrics of an alias count all its calls"
	byVersion  = "While an alias is split, its metrics are there by version"
	exact      = "They count each call and each error of a version"
	slow       = "The trimmed count of the durations counts calls"
	alsoWhole  = "At 100 %, the metrics by version may be missing or there"
	noneToSee  = "no call went to version %s"
	notArrived = "there were none %s after the last call"
)

// metrics compares what CloudWatch has counted with what was called.
func (l *lab) metrics(ctx context.Context) error {
	begun := l.Now()
	sum, after, err := l.await(ctx, l.atWhole, "", float64(l.atWhole.all()))
	if err != nil {
		return err
	}
	l.told(whole, holds(sum == float64(l.atWhole.all())), "%.0f of %d calls were counted, %s after the last call of all", sum, l.atWhole.all(), after)
	if err := l.versioned(ctx, begun); err != nil {
		return err
	}
	if sum == 0 {
		l.told(alsoWhole, Unknown, "nothing was counted at all")
		return nil
	}
	alone, err := l.statistic(ctx, l.atWhole, "Invocations", string(types.StatisticSum), l.first)
	if err != nil {
		return err
	}
	l.told(alsoWhole, Holds, "%.0f of %d calls were counted by version", alone, l.atWhole.calls[l.first])
	return nil
}

// versioned looks at the series of the second version.
func (l *lab) versioned(ctx context.Context, begun time.Time) error {
	calls, failed := l.atSplit.calls[l.second], l.atSplit.failed[l.second]
	if calls == 0 {
		for _, says := range []string{byVersion, exact, slow} {
			l.told(says, Unknown, noneToSee, l.second)
		}
		return nil
	}
	sum, _, err := l.await(ctx, l.atSplit, l.second, float64(calls))
	if err != nil {
		return err
	}
	if sum == 0 {
		l.told(byVersion, Fails, notArrived, l.Now().Sub(begun).Round(time.Second))
		l.told(exact, Unknown, notArrived, l.Now().Sub(begun).Round(time.Second))
		l.told(slow, Unknown, notArrived, l.Now().Sub(begun).Round(time.Second))
		return nil
	}
	errs, err := l.statistic(ctx, l.atSplit, "Errors", string(types.StatisticSum), l.second)
	if err != nil {
		return err
	}
	l.told(byVersion, Holds, "they were complete %s after the last call", l.Now().Sub(begun).Round(time.Second))
	l.told(exact, holds(sum == float64(calls) && errs == float64(failed)), "%.0f calls and %.0f errors were counted, of %d and %d", sum, errs, calls, failed)
	trimmed, err := l.statistic(ctx, l.atSplit, "Duration", every, l.second)
	if err != nil {
		l.told(slow, Fails, "CloudWatch refused %s: %v", every, err)
		return ctx.Err()
	}
	l.told(slow, holds(trimmed == sum), "%s is %.0f, of %.0f calls", every, trimmed, sum)
	return nil
}

// await reads how many calls of a sample were counted, until it is as many as there were
// or nobody would wait longer.
func (l *lab) await(ctx context.Context, s sample, version string, want float64) (float64, time.Duration, error) {
	begun := l.Now()
	for {
		sum, err := l.statistic(ctx, s, "Invocations", string(types.StatisticSum), version)
		passed := l.Now().Sub(begun)
		if err != nil || sum >= want || passed >= late {
			return sum, passed.Round(time.Second), err
		}
		if err := l.Sleep(ctx, look); err != nil {
			return 0, 0, fmt.Errorf("wait for metrics: %w", err)
		}
	}
}

// statistic is one over the whole time of a sample: of a version, or of the alias when
// that is empty. A percentile or a trimmed count is an extended one.
func (l *lab) statistic(ctx context.Context, s sample, metric, name, version string) (float64, error) {
	in := &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String("AWS/Lambda"), MetricName: &metric, StartTime: &s.from, EndTime: &s.to, Period: aws.Int32(60),
		Dimensions: []types.Dimension{
			{Name: aws.String("FunctionName"), Value: &l.Name}, {Name: aws.String("Resource"), Value: aws.String(l.Name + ":" + live)},
		},
	}
	if version != "" {
		in.Dimensions = append(in.Dimensions, types.Dimension{Name: aws.String("ExecutedVersion"), Value: &version})
	}
	if name == every {
		in.ExtendedStatistics = []string{name}
	} else {
		in.Statistics = []types.Statistic{types.Statistic(name)}
	}
	got, err := l.CloudWatch.GetMetricStatistics(ctx, in)
	if err != nil {
		return 0, fmt.Errorf("read the metrics: %w", err)
	}
	total := 0.0
	for _, p := range got.Datapoints {
		total += aws.ToFloat64(p.Sum) + p.ExtendedStatistics[name]
	}
	return total, nil
}
