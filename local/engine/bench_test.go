package engine_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// fast is a clock that runs so many times as fast as ours.
type fast struct {
	began time.Time
	speed int
}

func (f fast) Now() time.Time {
	return f.began.Add(time.Since(f.began) * time.Duration(f.speed))
}

func (f fast) Until(ctx context.Context, t time.Time) <-chan struct{} {
	return wall{}.Until(ctx, f.began.Add(t.Sub(f.began)/time.Duration(f.speed)+1))
}

// BenchmarkAThousandRollouts has 1,000 rollouts ticked each simulated minute at 60
// times the speed on one core; each tick commits to a store on the disk. Each is due
// in its own moment of the minute's first half, as rollouts are. It reports the
// latest tick, in simulated seconds: more than five is too late; and how many ticks
// share a flush of the disk.
func BenchmarkAThousandRollouts(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const rollouts, speed = 1000, 60
	s, err := store.Open(filepath.Join(b.TempDir(), "slipway.db"))
	if err != nil {
		b.Fatal(err)
	}
	clock := fast{began: time.Now(), speed: speed}
	var ticks, latest atomic.Int64
	own := map[rollout.ID]time.Duration{}
	tick := func(ctx context.Context, id rollout.ID) (time.Time, error) {
		next := clock.Now().Truncate(time.Minute).Add(time.Minute + own[id])
		return next, s.Commit(ctx, turn(id, ticks.Add(1)))
	}
	e := engine.New(tick, clock, engine.Options{Late: func(_ rollout.ID, by time.Duration) {
		latest.Store(max(latest.Load(), int64(by)))
	}})
	for i := range rollouts {
		id := rollout.ID(fmt.Sprintf("%03d", i))
		own[id] = time.Duration(i) * 30 * time.Second / rollouts
		wake(b, e, id)
	}
	stop := run(b, e)
	<-clock.Until(b.Context(), clock.Now().Add(time.Minute)) // they have spread
	latest.Store(0)
	before, flushed := ticks.Load(), flushes(b, s)
	for b.Loop() {
		<-clock.Until(b.Context(), clock.Now().Add(time.Minute))
	}
	stop()
	n := float64(ticks.Load() - before)
	b.ReportMetric(time.Duration(latest.Load()).Seconds(), "latest-s")
	b.ReportMetric(n/float64(b.N), "ticks/op")
	b.ReportMetric(n/float64(flushes(b, s)-flushed), "ticks/flush")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// flushes is how often the store's file has been flushed.
func flushes(b *testing.B, s *store.Store) (n int) {
	b.Helper()
	if err := s.View(func(tx *bbolt.Tx) error { n = tx.ID(); return nil }); err != nil {
		b.Fatal(err)
	}
	return n
}

// turn is what a tick writes.
func turn(id rollout.ID, rev int64) (c rollout.Change) {
	body := strings.Repeat("x", 1000)
	for _, kind := range []string{"rollout", "lock", "audit", "outbox"} {
		c.Put = append(c.Put, record{kind: kind, id: string(id), rev: rev, body: body})
	}
	return c
}

// record is one of the four that a tick writes.
type record struct {
	kind, id, body string
	rev            int64
}

func (r record) Key() rollout.Key             { return rollout.Key{Kind: r.kind, ID: r.id} }
func (r record) Rev() (int64, rollout.Guard)  { return r.rev, rollout.Newer }
func (r record) Indexes() []string            { return []string{r.kind} }
func (r record) MarshalJSON() ([]byte, error) { return []byte(`"` + r.body + `"`), nil }
