package cloud

import "time"

// MetricsQuery asks for the minutes that start in [From, To) at an alias.
type MetricsQuery struct {
	FunctionName string
	Alias        string
	Version      string // one version behind the alias; empty: the whole alias
	From, To     time.Time
	SlowLimit    time.Duration // calls that took longer are counted as slow; 0: none are
}

// Datapoint is one minute. Its counts are exact.
type Datapoint struct {
	At           time.Time // start of the minute
	Invocations  int64
	Errors       int64
	Slow         int64
	P50MS, P95MS float64 // of the durations, in milliseconds
}

// Minutes reads an alias's metrics, oldest first. A minute appears when it has
// ended and the account's MetricLag has passed, and only if there was a call in
// it. Calls by version number are in no alias's metrics. An unknown function has
// no datapoints, as in CloudWatch.
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
		var points []Datapoint
		for _, m := range a.metrics[q.FunctionName].minutes {
			at := m.start()
			arrived := !now.Before(at.Add(time.Minute + max(0, a.opts.MetricLag)))
			if !arrived || at.Before(q.From) || !at.Before(q.To) {
				continue
			}
			if p := a.datapoint(q, m); p.Invocations > 0 {
				points = append(points, p)
			}
		}
		return points, nil
	})
}

// FailMetrics makes the next n reads of metrics fail.
func (a *Account) FailMetrics(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failReads = n
}

func (a *Account) datapoint(q MetricsQuery, m minute) Datapoint {
	p := Datapoint{At: m.start()}
	var rows []row
	for i, r := range m.Rows {
		version := q.Version == "" || q.Version == r.Version && (r.Weighted || !a.opts.SparseVersions)
		if r.Alias != q.Alias || !version {
			continue
		}
		rows = append(rows, r)
		p.Invocations += r.Calls
		p.Errors += r.Errors
		p.Slow += a.slow(q, m, i)
	}
	if len(rows) > 0 {
		p.P50MS, p.P95MS = quantile(rows, 0.50), quantile(rows, 0.95)
	}
	return p
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
