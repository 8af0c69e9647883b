package cloud

import (
	"strings"
	"time"
)

// MetricsQuery asks for the minutes that start in [From, To).
type MetricsQuery struct {
	FunctionName string
	// Alias is what was called: an alias, a version's number, or $LATEST; empty:
	// anything of the function.
	Alias string
	// Version is one version behind an alias; empty: all of them. Calls by number
	// have no such series, as in CloudWatch.
	Version   string
	From, To  time.Time
	Period    time.Duration // minutes are put together to so much; 0: a minute each
	SlowLimit time.Duration // calls that took longer are counted as slow; 0: none are
}

// Datapoint is one minute, or one period. Its counts are exact.
type Datapoint struct {
	At                          time.Time // start of the minute or period
	Invocations                 int64
	Errors                      int64
	Slow                        int64
	P50MS, P95MS, P99MS, MeanMS float64 // of the durations, in milliseconds
	Concurrency                 int64   // most calls at a time; nothing limits them, so none is throttled
}

// Minutes reads metrics, oldest first. A minute appears when it has ended and the
// account's MetricLag has passed, and only if there was a call in it. An unknown
// function has no datapoints, as in CloudWatch.
func (a *Account) Minutes(q MetricsQuery) ([]Datapoint, error) {
	return do(a, "GetMetricData", nil, func(now time.Time) ([]Datapoint, error) {
		if a.failReads > 0 {
			a.failReads--
			return nil, fail(CodeMetricsDown, "Metrics cannot be read")
		}
		f, ok := a.functions[q.FunctionName]
		if !ok {
			return nil, nil
		}
		if err := a.settle(f, now.Truncate(time.Minute)); err != nil {
			return nil, err
		}
		return a.datapoints(q, now), nil
	})
}

// FailMetrics makes the next n reads of metrics fail.
func (a *Account) FailMetrics(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failReads = n
}

// tally is a datapoint while it is being counted.
type tally struct {
	Datapoint
	rows   []row
	minute minute // its part of the minute that is being added
}

func (a *Account) datapoints(q MetricsQuery, now time.Time) []Datapoint {
	var tallies []tally
	for _, m := range a.metrics[q.FunctionName].minutes {
		start := m.start()
		arrived := !now.Before(start.Add(time.Minute + max(0, a.opts.MetricLag)))
		if !arrived || start.Before(q.From) || !start.Before(q.To) {
			continue
		}
		at := start.Truncate(max(time.Minute, q.Period))
		for i, r := range m.Rows {
			if !a.counts(q, r) {
				continue
			}
			if n := len(tallies); n == 0 || !tallies[n-1].At.Equal(at) {
				tallies = append(tallies, tally{Datapoint: Datapoint{At: at}})
			}
			tallies[len(tallies)-1].add(m.At, r, a.slow(q, m, i))
		}
	}
	var points []Datapoint
	for _, t := range tallies {
		points = append(points, t.done())
	}
	return points
}

// counts tells whether a row's calls belong to what is asked for.
func (a *Account) counts(q MetricsQuery, r row) bool {
	if q.Alias != "" && q.Alias != r.Alias {
		return false
	}
	if q.Version == "" {
		return true
	}
	byNumber := strings.Trim(r.Alias, "0123456789") == "" || r.Alias == latest
	return q.Version == r.Version && !byNumber && (r.Weighted || !a.opts.SparseVersions)
}

func (t *tally) add(at int64, r row, slow int64) {
	if t.minute.At != at {
		t.minute = minute{At: at}
	}
	t.rows, t.minute.Rows = append(t.rows, r), append(t.minute.Rows, r)
	t.Concurrency = max(t.Concurrency, busiest(t.minute.Rows))
	t.Invocations += r.Calls
	t.Errors += r.Errors
	t.Slow += slow
}

func (t *tally) done() Datapoint {
	t.P50MS, t.P95MS, t.P99MS, t.MeanMS = quantile(t.rows, 0.50), quantile(t.rows, 0.95), quantile(t.rows, 0.99), mean(t.rows)
	return t.Datapoint
}

// slow counts the calls of a row that took longer than the query's limit: drawn,
// but the same for everyone who asks with that limit.
func (a *Account) slow(q MetricsQuery, m minute, i int) int64 {
	if q.SlowLimit <= 0 {
		return 0
	}
	r := a.source("slow", q.FunctionName, m.At, i, q.SlowLimit)
	return binomial(r, m.Rows[i].Calls, slower(m.Rows[i].LatencyMS, q.SlowLimit))
}
