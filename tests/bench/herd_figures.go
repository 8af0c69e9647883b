package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"

	"github.com/slipway-dev/slipway/tests/bench/herd"
)

// The herd: so many rollouts, which begin within that time.
const (
	herdSize    = 500
	herdOver    = "45m"
	herdTickers = 10
)

// measureHerd has a test simulate the herd, since only a test has a clock that
// runs as fast as it can, and reads what the test says of it.
func measureHerd(ctx context.Context) ([]figure, error) {
	run := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "-timeout=5m", "-run=^TestManyRolloutsAtOnce", //nolint:gosec // our own test
		"github.com/slipway-dev/slipway/tests/bench/herd",
		fmt.Sprintf("-rollouts=%d", herdSize), "-over="+herdOver, fmt.Sprintf("-tickers=%d", herdTickers))
	told, err := run.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("simulate: %w\n%s", err, told)
	}
	_, said, found := strings.Cut(string(told), " summary ") // === ATTR  TestManyRollouts… summary {…}
	if !found {
		return nil, fmt.Errorf("the simulation says nothing:\n%s", told)
	}
	var s herd.Summary
	if err := json.NewDecoder(strings.NewReader(said)).Decode(&s); err != nil {
		return nil, fmt.Errorf("read what the simulation says: %w", err)
	}
	return herdFigures(s), nil
}

func herdFigures(s herd.Summary) []figure {
	good := s.Ended["succeeded"] + s.Ended["rolled_back rollback"]
	name := fmt.Sprintf("%d rollouts on AWS: ", herdSize)
	return []figure{
		{what: name + "under way when the last one had begun", value: float64(s.Open)},
		{what: name + "calls of the control plane in the busiest second, by ticks", value: float64(s.Second), limit: 10},
		{what: name + "the same with moves that take traffic back or end a split", value: float64(s.WithUrgent), limit: 15},
		{what: name + "calls a second in the busiest minute", value: s.Minute, limit: 10},
		{what: name + "that were too late for a deadline, and are back where they were", value: float64(herdSize - good)},
		{what: name + "a tick that judges is late, at the median", unit: "s", value: s.Median.Seconds()},
		{what: name + "99 % of them are no later than", unit: "s", value: s.Late99.Seconds()},
		{what: name + "a rollback in the midst of it, at the median", unit: "s", value: s.BackMedian.Seconds()},
		{what: name + "the slowest of ten rollbacks", unit: "s", value: s.Back.Seconds()},
		{what: name + "calls of Lambda in a rollback, at most", value: float64(s.BackCalls), limit: 3},
	}
}
