package metrics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// SeriesQuery names a line of a chart: a metric of the calls that came by way of
// a target's live alias.
type SeriesQuery struct {
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

// Series is the answer to one SeriesQuery.
type Series struct {
	Label  string
	Points []Point // in order of time; where nothing was measured there is none
	// Partial says that CloudWatch gave up before it had all points.
	Partial bool
}

// Point is one value. Durations are in milliseconds.
type Point struct {
	At    time.Time
	Value float64
}

// queriesPerCall is the most that GetMetricData takes.
const queriesPerCall = 500

// Series reads the lines of a chart, each where its query was. CloudWatch bills
// every one of them.
func (m *Metrics) Series(ctx context.Context, w Window, queries []SeriesQuery) ([]Series, error) {
	if w.Minutes < 1 || w.Minutes > 1440 {
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "A point of a chart covers a minute to a day."}
	}
	all := make([]Series, 0, len(queries))
	for some := range slices.Chunk(queries, queriesPerCall) {
		read, err := m.some(ctx, w, some)
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

// some reads as many lines as fit into one call, page by page.
func (m *Metrics) some(ctx context.Context, w Window, queries []SeriesQuery) ([]Series, error) {
	in := &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(w.From), EndTime: aws.Time(w.To), ScanBy: types.ScanByTimestampAscending,
		MetricDataQueries: make([]types.MetricDataQuery, len(queries)),
	}
	read, place := make([]Series, len(queries)), make(map[string]*Series, len(queries))
	for i, q := range queries {
		id := "q" + strconv.Itoa(i)
		in.MetricDataQueries[i] = m.query(id, 60*w.Minutes, q)
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

func (m *Metrics) query(id string, seconds int32, q SeriesQuery) types.MetricDataQuery {
	out := types.MetricDataQuery{
		Id: aws.String(id),
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
func (s *Series) add(r types.MetricDataResult) {
	s.Label = aws.ToString(r.Label)
	s.Partial = r.StatusCode != types.StatusCodeComplete
	for i, value := range r.Values {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			s.Points = append(s.Points, Point{At: r.Timestamps[i].UTC(), Value: value})
		}
	}
}
