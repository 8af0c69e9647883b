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

// LineQuery names a line of a chart: a metric of the calls that came by way of a
// target's live alias.
type LineQuery struct {
	Target    rollout.Target
	Version   rollout.Version // only its calls; empty: those of all versions
	Metric    string          // Lambda's name of it: "Invocations", "Errors", "Duration", "Throttles"
	Statistic string          // "Sum", "Average", "p99", "TC(500:)"
	Label     string          // what the line is called; empty: what CloudWatch calls it
}

// Window is the time that a chart shows, From ≤ t < To.
type Window struct {
	From, To time.Time
	Minutes  int32 // that a point covers, 1 to 1,440
}

// Line is the answer to one LineQuery. Durations are in milliseconds.
type Line struct {
	Label  string
	Points []rollout.Reading // in order of time; where nothing was measured there is none
	// Partial says that CloudWatch gave up before it had all points.
	Partial bool
}

// queriesPerCall is the most that GetMetricData takes.
const queriesPerCall = 500

// Chart reads the lines of a chart, each where its query was. CloudWatch bills
// every one of them.
func (m *Metrics) Chart(ctx context.Context, w Window, queries []LineQuery) ([]Line, error) {
	if w.Minutes < 1 || w.Minutes > 1440 {
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "A point of a chart covers a minute to a day."}
	}
	all := make([]Line, 0, len(queries))
	for some := range slices.Chunk(queries, queriesPerCall) {
		asked := make([]types.MetricDataQuery, len(some))
		for i, q := range some {
			asked[i] = m.query(60*w.Minutes, q)
		}
		read, err := m.read(ctx, span{w.From, w.To}, asked)
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

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
func (m *Metrics) read(ctx context.Context, s span, queries []types.MetricDataQuery) ([]Line, error) {
	in := &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(s.from), EndTime: aws.Time(s.to), ScanBy: types.ScanByTimestampAscending, MetricDataQueries: queries,
	}
	read, place := make([]Line, len(queries)), make(map[string]*Line, len(queries))
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
			line.add(result)
		}
	}
	return read, nil
}

func (m *Metrics) query(seconds int32, q LineQuery) types.MetricDataQuery {
	out := types.MetricDataQuery{
		MetricStat: &types.MetricStat{
			Metric: &types.Metric{
				Namespace: aws.String(namespace), MetricName: aws.String(q.Metric),
				Dimensions: m.dimensions(q.Target, q.Version),
			},
			Period: aws.Int32(seconds), Stat: aws.String(q.Statistic),
		},
	}
	if q.Label != "" {
		out.Label = aws.String(q.Label)
	}
	return out
}

// add is a page of the line. What is not a number leaves a gap.
func (l *Line) add(r types.MetricDataResult) {
	l.Label = aws.ToString(r.Label)
	l.Partial = r.StatusCode != types.StatusCodeComplete
	for i, value := range r.Values {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			l.Points = append(l.Points, rollout.Reading{At: r.Timestamps[i].UTC(), Value: value})
		}
	}
}
