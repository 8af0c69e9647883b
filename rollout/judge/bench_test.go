package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func BenchmarkMinute(b *testing.B) {
	for name, m := range map[string]judge.Minute{
		"usual":    minute(0.1, calls(20, 1, 1), calls(180, 2, 3)),
		"million":  minute(0.1, calls(100_000, 1_000, 1_000), calls(900_000, 9_000, 9_000)),
		"watching": watching(200, 2),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			p, s := judge.Default(), judge.State{}
			for b.Loop() {
				judge.Judge(p, s, m)
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
