package main

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"testing"
)

// runs is how often each benchmark runs; the quickest counts, since whatever else
// the machine does can only make a run slower.
const runs = 5

// quickest benchmarks one turn of something, on one core, so that the collector's
// work is in it too. An error of any turn is its own.
func quickest(turn func() error) (best testing.BenchmarkResult, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for range runs {
		r := testing.Benchmark(func(b *testing.B) {
			b.Helper()
			for b.Loop() {
				if err = turn(); err != nil {
					b.FailNow()
				}
			}
		})
		if err != nil {
			return best, err
		}
		if best.N == 0 || r.NsPerOp() < best.NsPerOp() {
			best = r
		}
	}
	return best, nil
}

func micros(r testing.BenchmarkResult) float64 {
	return float64(r.T.Nanoseconds()) / float64(r.N) / 1000
}

// peakMemory is the most memory that this process ever had, in bytes; 0 where
// the system keeps no such record in /proc.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(status) {
		fields := bytes.Fields(line)
		if len(fields) == 3 && string(fields[0]) == "VmHWM:" {
			kib, err := strconv.ParseInt(string(fields[1]), 10, 64)
			if err != nil {
				return 0
			}
			return kib * 1024
		}
	}
	return 0
}
