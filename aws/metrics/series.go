package metrics

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Series gives the periods of any metric that have datapoints, in order. One that
// CloudWatch gave up on is an error, and so is one that makes no sense.
func (m *Metrics) Series(ctx context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error) {
	seconds := int64(q.Gauge.Period / time.Second)
	if q.Gauge.Metric == "" || q.Gauge.Statistic == "" || seconds < 1 || seconds > math.MaxInt32 {
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "A metric is read by its name, with a statistic and a period."}
	}
	stat := &types.MetricStat{
		Metric: &types.Metric{Namespace: &q.Gauge.Namespace, MetricName: &q.Gauge.Metric},
		Period: aws.Int32(int32(seconds)), Stat: &q.Gauge.Statistic,
	}
	for _, name := range slices.Sorted(maps.Keys(q.Gauge.Dimensions)) {
		stat.Metric.Dimensions = append(stat.Metric.Dimensions, types.Dimension{Name: aws.String(name), Value: aws.String(q.Gauge.Dimensions[name])})
	}
	lines, err := m.read(ctx, span{q.From, q.To}, []types.MetricDataQuery{{MetricStat: stat}})
	if err != nil {
		return nil, err
	}
	if lines[0].Partial {
		return nil, odd(errors.New("not all of a series is there"))
	}
	return lines[0].Points, nil
}

// read reads as many lines as fit into one call, page by page, each where its query was.
func (m *Metrics) read(ctx context.Context, s span, queries []types.MetricDataQuery) ([]rollout.Line, error) {
	in := &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(s.from), EndTime: aws.Time(s.to), ScanBy: types.ScanByTimestampAscending, MetricDataQueries: queries,
	}
	read, place := make([]rollout.Line, len(queries)), make(map[string]*rollout.Line, len(queries))
	for i := range queries {
		id := "q" + strconv.Itoa(i)
		queries[i].Id = &id
		read[i].Partial = true // until CloudWatch says that it is complete
		place[id] = &read[i]
	}
	for pages := cloudwatch.NewGetMetricDataPaginator(m.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("read the metrics", err)
		}
		for _, result := range page.MetricDataResults {
			line, asked := place[aws.ToString(result.Id)]
			if !asked || len(result.Timestamps) != len(result.Values) {
				return nil, odd(fmt.Errorf("series %q: %d times and %d values", aws.ToString(result.Id), len(result.Timestamps), len(result.Values)))
			}
			add(line, result)
		}
	}
	return read, nil
}

// add is a page of a line. What is not a number leaves a gap.
func add(l *rollout.Line, r types.MetricDataResult) {
	l.Partial = r.StatusCode != types.StatusCodeComplete
	for i, value := range r.Values {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			l.Points = append(l.Points, rollout.Reading{At: r.Timestamps[i].UTC(), Value: value})
		}
	}
}
