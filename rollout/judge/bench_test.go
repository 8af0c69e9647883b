package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// A usual minute may take 10 µs and a million calls with 10,000 errors 1 ms.
func BenchmarkMinute(b *testing.B) {
	for _, test := range []struct {
		name   string
		minute judge.Minute
	}{
		{"2 calls, broken", minute(0.1, calls(1, 1, 1), calls(1, 0, 0))},
		{"200 calls, few errors", minute(0.1, calls(20, 1, 1), calls(180, 2, 3))},
		{"200 calls, watching", watching(200, 2)},
		{"20,000 calls, outage", minute(0.1, calls(2_000, 600, 20), calls(18_000, 5_400, 180))},
		{"1,000,000 calls, 10,000 errors", minute(0.1, calls(100_000, 1_000, 1_000), calls(900_000, 9_000, 9_000))},
		{"1,000,000 calls, outage", minute(0.5, calls(500_000, 150_000, 0), calls(500_000, 150_000, 0))},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			p, s := judge.Default(), judge.State{}
			for b.Loop() {
				judge.Judge(p, s, test.minute)
			}
		})
	}
}

func TestJudgingAMinuteAllocatesNothing(t *testing.T) {
	p, s, m := judge.Default(), judge.State{}, minute(0.1, calls(20, 1, 1), calls(180, 2, 3))
	if n := testing.AllocsPerRun(100, func() { s, _ = judge.Judge(p, s, m) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
