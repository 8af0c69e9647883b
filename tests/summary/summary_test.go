// Package summary measures what a summary reads: a year of deploys.
package summary

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	aDay     = 200
	services = 500
)

// now is a Monday, of which the summary is that of a week.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// BenchmarkSummaryOfAWeekInAYearOf200ADay is to take no longer than a second and no more
// than 100 MiB beyond what there was before.
func BenchmarkSummaryOfAWeekInAYearOf200ADay(b *testing.B) {
	c := aYear(b)
	notice := rollout.Notice{Kind: rollout.Summed, Period: "week", Day: "2026-11-22"}
	measured(b, func() {
		s, err := c.Told(b.Context(), notice)
		if err != nil || len(s.Shipped) < aDay || s.Partial != 0 || s.Now.Frequency.Days != 7 {
			b.Fatalf("%d shipped, %d unread, %+v, %v", len(s.Shipped), s.Partial, s.Now, err)
		}
	})
}

// BenchmarkMeasuresOfAYear reads all of it, as a report does.
func BenchmarkMeasuresOfAYear(b *testing.B) {
	c := aYear(b)
	measured(b, func() {
		five, _, err := c.Measures(b.Context(), now.AddDate(-1, 0, 0), now)
		if err != nil || five.FailRate.Of < 300*aDay/2 {
			b.Fatalf("%+v, %v", five, err)
		}
	})
}

// measured also reports how much the heap has grown at most.
func measured(b *testing.B, do func()) {
	b.Helper()
	runtime.GC()
	before, peak := heap(), atomic.Uint64{}
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
				peak.Store(max(peak.Load(), heap()))
			}
		}
	}()
	b.ReportAllocs()
	for b.Loop() {
		do()
	}
	close(done)
	<-over
	b.ReportMetric(float64(peak.Load()-min(before, peak.Load()))/(1<<20), "MiB-peak")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// aYear is a year of deploys to prod, of which one in twenty was taken back, and some
// incidents, in a file.
func aYear(b *testing.B) *commands.Commands {
	b.Helper()
	s, err := store.Open(filepath.Join(b.TempDir(), "slipway.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	for day := now.AddDate(-1, 0, 0); day.Before(now); day = day.AddDate(0, 0, 1) {
		var all []rollout.Record
		for n := range aDay {
			all = append(all, deploy(day.Add(time.Duration(n)*6*time.Minute), n))
		}
		if err := s.Commit(context.Background(), rollout.Change{Put: append(all, incident(day))}); err != nil {
			b.Fatal(err)
		}
	}
	return commands.New(commands.Deps{
		Store: s, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Policy: commands.Policy{Environments: []commands.Environment{{Name: "prod"}}},
	})
}

func deploy(ended time.Time, n int) rollout.Result {
	r := rollout.Result{
		Rollout: id(ended, n), Revision: 1, Target: rollout.Target{Service: fmt.Sprintf("service-%d", n%services), Environment: "prod"}, By: "U0123ABCD",
		Release: rollout.Release{
			SHA: fmt.Sprintf("%040x", ended.UnixNano()), Digest: "sha256:" + strings.Repeat("ab", 32), Subject: "Pay by invoice, and round each total only once",
			Author: "Ana Müller", URL: "https://code.example/acme/shop/commit/" + strings.Repeat("a", 40),
		},
		Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: ended.Add(-time.Hour), Moved: ended.Add(-50 * time.Minute), Full: ended.Add(-20 * time.Minute), Ended: ended, Total: 5,
	}
	for c := range 5 {
		r.Commits = append(r.Commits, ended.Add(-time.Duration(c+1)*5*time.Hour))
	}
	if n%20 == 0 {
		r.Fault = &rollout.Fault{FirstBad: ended.Add(time.Hour), Gone: ended.Add(61 * time.Minute), Restored: ended.Add(62 * time.Minute), By: rollout.Slipway}
	}
	return r
}

func incident(day time.Time) rollout.Incident {
	i := rollout.Incident{ID: string(id(day, aDay)), Revision: 1, Target: rollout.Target{Service: "service-0", Environment: "prod"}, Opened: day, Closed: day.Add(time.Hour)}
	i.Plot = &rollout.Plot{Title: "Errors (Sum)", Points: make([]rollout.Reading, 60)}
	return i
}

func id(at time.Time, n int) rollout.ID {
	var u ulid.ULID
	if err := u.SetTime(ulid.Timestamp(at)); err != nil {
		panic(err)
	}
	u[15], u[14] = byte(n), byte(n>>8)
	return rollout.ID(u.String())
}
