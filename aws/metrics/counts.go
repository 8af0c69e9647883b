package metrics

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// series is what one set of dimensions says of a span.
type series struct {
	dimensions []types.Dimension
	span
}

// counts are those of one minute; noSlow says that nothing is known of slow calls.
type counts struct {
	judge.Counts
	noSlow bool
}

// counts reads a series. Calls slower than the limit are counted too unless it is 0.
func (m *Metrics) counts(ctx context.Context, s series, limit time.Duration) (map[time.Time]counts, error) {
	var calls, failures []types.Datapoint
	var slow map[time.Time]float64
	err := together(
		func() (err error) { calls, err = m.sums(ctx, s, "Invocations"); return err },
		func() (err error) { failures, err = m.sums(ctx, s, "Errors"); return err },
		func() (err error) { slow, err = m.slower(ctx, s, limit); return err },
	)
	if err != nil {
		return nil, err
	}
	read, err := s.minutes(calls, failures)
	if err != nil {
		return nil, odd(err)
	}
	if limit <= 0 {
		return read, nil
	}
	for at, c := range read {
		n, known := slow[at]
		if c.noSlow = !known || !whole(n) || int64(n) > c.Invocations; !c.noSlow {
			c.Slow = int64(n)
		}
		read[at] = c
	}
	return read, nil
}

// minutes puts calls and failures together. Lambda sends both for every minute
// that had a call, so that one alone is an answer that is not complete yet.
func (s series) minutes(calls, failures []types.Datapoint) (map[time.Time]counts, error) {
	n, err := s.totals(calls)
	if err != nil {
		return nil, fmt.Errorf("invocations: %w", err)
	}
	failed, err := s.totals(failures)
	if err != nil {
		return nil, fmt.Errorf("errors: %w", err)
	}
	read := make(map[time.Time]counts, len(n))
	for at, calls := range n {
		x, known := failed[at]
		if !known || x > calls {
			return nil, fmt.Errorf("%s: %d errors (reported: %t) of %d calls", at.Format(time.RFC3339), x, known, calls)
		}
		read[at] = counts{Counts: judge.Counts{Invocations: calls, Errors: x}}
	}
	for at, x := range failed {
		if _, known := n[at]; !known {
			return nil, fmt.Errorf("%s: %d errors of an unknown number of calls", at.Format(time.RFC3339), x)
		}
	}
	return read, nil
}

// totals are the sums of the datapoints, which have to be counts.
func (s series) totals(points []types.Datapoint) (map[time.Time]int64, error) {
	all := make(map[time.Time]int64, len(points))
	for _, p := range points {
		at := aws.ToTime(p.Timestamp).UTC()
		_, twice := all[at]
		if twice || !s.contains(at) || p.Unit != types.StandardUnitCount || p.Sum == nil || !whole(*p.Sum) {
			return nil, fmt.Errorf("%s: a datapoint of %v %s that cannot be", at.Format(time.RFC3339), aws.ToFloat64(p.Sum), p.Unit)
		}
		all[at] = int64(*p.Sum)
	}
	return all, nil
}

// whole says whether x is a number of calls.
func whole(x float64) bool {
	const most = 1 << 53 // above it, not every number is a float
	return x >= 0 && x <= most && x == math.Trunc(x)
}

// sums reads the sum of a metric for each minute.
func (m *Metrics) sums(ctx context.Context, s series, metric string) ([]types.Datapoint, error) {
	in := s.input(metric)
	in.Statistics = []types.Statistic{types.StatisticSum}
	out, err := m.client.GetMetricStatistics(ctx, in)
	if err != nil {
		return nil, domain("read the metrics", err)
	}
	return out.Datapoints, nil
}

// slower reads how many calls took longer than the limit, by CloudWatch's trimmed
// count of the durations. Where the statistic is refused nothing is known.
func (m *Metrics) slower(ctx context.Context, s series, limit time.Duration) (map[time.Time]float64, error) {
	if limit <= 0 {
		return nil, nil
	}
	in, statistic := s.input("Duration"), trimmedCount(limit)
	in.ExtendedStatistics = []string{statistic}
	in.Unit = types.StandardUnitMilliseconds
	out, err := m.client.GetMetricStatistics(ctx, in)
	if err := domain("read the metrics", err); err != nil {
		if rollout.IsKind(err, rollout.Invalid) {
			return nil, nil
		}
		return nil, err
	}
	slow := make(map[time.Time]float64, len(out.Datapoints))
	for _, p := range out.Datapoints {
		if n, ok := p.ExtendedStatistics[statistic]; ok {
			slow[aws.ToTime(p.Timestamp).UTC()] = n
		}
	}
	return slow, nil
}

// trimmedCount is the statistic that counts the values above a limit, in
// milliseconds: "TC(500:)".
func trimmedCount(limit time.Duration) string {
	ms := float64(limit) / float64(time.Millisecond)
	return "TC(" + strconv.FormatFloat(ms, 'f', -1, 64) + ":)"
}

func (s series) input(metric string) *cloudwatch.GetMetricStatisticsInput {
	return &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String(namespace), MetricName: aws.String(metric), Dimensions: s.dimensions,
		StartTime: aws.Time(s.from), EndTime: aws.Time(s.to), Period: aws.Int32(60),
	}
}
