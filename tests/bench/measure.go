package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
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
	size, unit, _ := strings.Cut(ofProcess("VmHWM"), " ")
	kib, err := strconv.ParseInt(size, 10, 64)
	if err != nil || unit != "kB" {
		return 0
	}
	return kib * 1024
}

// ofProcess is a line of what /proc tells of this process; empty where there is none.
func ofProcess(name string) string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(status)) {
		if key, value, _ := strings.Cut(line, ":"); key == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
