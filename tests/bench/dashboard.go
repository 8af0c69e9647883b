package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/line"
)

const (
	dashboardRuns  = 7 // that are measured, each of a service of its own; one more comes first
	dashboardRange = "1h"
)

// dashboards shows dashboards of services with two versions, which nobody has looked at
// before, and then the last one again. The one in the middle counts; of calls, the most.
func (p onlookers) dashboards(ctx context.Context, rows *store.Store) ([]figure, error) {
	var took []time.Duration
	var calls []line.Call
	most, metrics := map[string]int{}, 0
	for i := range dashboardRuns + 1 {
		at := rollout.Target{Service: crowdService(i), Environment: "prod"}
		began := time.Now()
		if err := p.show(ctx, grammar.Dashboard{Target: grammar.Target(at), Range: dashboardRange}); err != nil {
			return nil, err
		}
		if i > 0 {
			took = append(took, time.Since(began))
		}
		calls = p.line.Since(began)
		for what, n := range countCalls(calls) {
			most[what] = max(most[what], n)
		}
		n, err := metricsRead(ctx, rows, at)
		if err != nil {
			return nil, err
		}
		metrics = max(metrics, n)
	}
	began := time.Now()
	last := rollout.Target{Service: crowdService(dashboardRuns), Environment: "prod"}
	if err := p.show(ctx, grammar.Dashboard{Target: grammar.Target(last), Range: dashboardRange}); err != nil {
		return nil, err
	}
	again, bought := time.Since(began), countCalls(p.line.Since(began))
	if ofOperation(bought, "GetMetricData")+ofOperation(bought, "StartQuery") > 0 {
		return nil, fmt.Errorf("what was read for the dashboard of %s was paid for twice", last)
	}
	const what = "dashboard: one service, two versions"
	return []figure{
		{what: what + ", from the job to the answer in Slack", unit: "ms", value: millis(median(took)), beside: "its calls, one after the other", base: millis(alone(calls))},
		{what: what + ", calls to GetMetricData", value: float64(ofOperation(most, "GetMetricData")), limit: 2, exact: true},
		{what: what + ", metrics read", value: float64(metrics), limit: 40, exact: true},
		{what: what + ", queries of the log", value: float64(ofOperation(most, "StartQuery")), limit: 1, exact: true},
		{what: what + ", for whoever looks next, with nothing to pay for", unit: "ms", value: millis(again), times: 1, beside: "the first look", base: millis(median(took))},
	}, nil
}

// ofOperation are the calls of an operation, whatever its protocol calls it.
func ofOperation(of map[string]int, operation string) (n int) {
	for what, calls := range of {
		if strings.HasSuffix(what, operation) {
			n += calls
		}
	}
	return n
}

// metricsRead is how many metrics were read for a target's dashboard, which is kept.
func metricsRead(ctx context.Context, rows *store.Store, t rollout.Target) (int, error) {
	row, err := rows.Load(ctx, rollout.Numbers{Target: t, Range: dashboardRange}.Key())
	if err != nil {
		return 0, fmt.Errorf("what the dashboard of %s has read: %w", t, err)
	}
	n, err := rollout.Decode[rollout.Numbers](row)
	if err == nil && (n.Metrics == 0 || n.Unread != "" || n.Unasked != "") {
		err = fmt.Errorf("the dashboard of %s is not complete: %d metrics, %q, %q", t, n.Metrics, n.Unread, n.Unasked)
	}
	return n.Metrics, err
}
