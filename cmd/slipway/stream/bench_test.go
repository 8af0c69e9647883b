package stream_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/stream"
)

// traffic is a stream of usual minutes: 200 calls, 1 % errors and 2 % slow calls
// of either version.
func traffic(names, lines int) []byte {
	var b bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	of := func(calls int, rate float64) (n int) {
		for range calls {
			if r.Float64() < rate {
				n++
			}
		}
		return n
	}
	for i := range lines {
		minute := i/names + 1
		canary, stable := 15+r.IntN(10), 170+r.IntN(20)
		fmt.Fprintf(&b, `{"series":"s%d","step":1,"minute":%d,"weight":0.1,"canary":{"invocations":%d,"errors":%d,"slow":%d},"stable":{"invocations":%d,"errors":%d,"slow":%d}}`+"\n",
			i%names, minute, canary, of(canary, 0.01), of(canary, 0.02), stable, of(stable, 0.01), of(stable, 0.02))
	}
	return b.Bytes()
}

func BenchmarkLines(b *testing.B) {
	for _, names := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("%d series", names), func(b *testing.B) {
			text := traffic(names, b.N)
			b.ReportAllocs()
			b.SetBytes(int64(len(text) / b.N))
			b.ResetTimer()
			if err := stream.Judge(standard(b), bytes.NewReader(text), io.Discard, io.Discard); err != nil {
				b.Fatal(err)
			}
		})
	}
}
