package herd

import (
	"slices"
	"time"
)

// Most is the most calls that began in any span of that length.
func Most(calls []time.Time, span time.Duration) int {
	calls = slices.SortedFunc(slices.Values(calls), time.Time.Compare)
	most, first := 0, 0
	for i, at := range calls {
		for !calls[first].After(at.Add(-span)) {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// All are the calls of the control plane, the urgent ones too.
func (r Result) All() []time.Time { return slices.Concat(r.Calls, r.Urgent) }

// part is what that part of them does not exceed.
func part(all []time.Duration, of float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(all))[min(len(all)-1, int(of*float64(len(all))))]
}

// Summary is a result in numbers.
type Summary struct {
	Ended      map[string]int
	Open       int           // when the last one had begun
	Minute     float64       // calls a second, in the busiest minute
	Second     int           // calls in the busiest second, without the urgent ones
	WithUrgent int           // calls in the busiest second
	Refused    int           // calls that AWS refused
	Lost       int           // executions that went to the last resort
	Ticks      int           // all of them
	Median     time.Duration // how late ticks that judge began
	Late99     time.Duration // 99 % were no later
	Back       time.Duration // the slowest rollback
	BackMedian time.Duration // the median one
	BackCalls  int           // the most calls of Lambda in one
	Took       time.Duration
}

// Summary adds the result up.
func (r Result) Summary() Summary {
	s := Summary{
		Ended: r.Ended, Open: r.Open, Minute: float64(Most(r.All(), time.Minute)) / 60, Second: Most(r.Calls, time.Second), WithUrgent: Most(r.All(), time.Second),
		Refused: r.Refused, Lost: r.Lost, Ticks: r.Ticks, Median: part(r.Late, 0.5), Late99: part(r.Late, 0.99), Took: r.Took,
	}
	var took []time.Duration
	for _, b := range r.Rollbacks {
		took = append(took, b.Took)
		s.BackCalls = max(s.BackCalls, b.Calls)
	}
	s.Back, s.BackMedian = part(took, 1), part(took, 0.5)
	return s
}
