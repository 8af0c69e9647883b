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

// BenchmarkTwoHundredRollouts has 200 rollouts ticked each simulated minute at 60
// times the speed on one core; each tick commits to a store on the disk. All are
// due at the same moments, which is the worst case. It reports the latest tick,
// in simulated seconds: more than five is too late.
func BenchmarkTwoHundredRollouts(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const rollouts, speed = 200, 60
	s, err := store.Open(filepath.Join(b.TempDir(), "slipway.db"))
	if err != nil {
		b.Fatal(err)
	}
	clock := fast{began: time.Now(), speed: speed}
	var ticks, latest atomic.Int64
	body := strings.Repeat("x", 1000)
	tick := func(ctx context.Context, id rollout.ID) (time.Time, error) {
		n := ticks.Add(1)
		var change rollout.Change
		for _, kind := range []string{"rollout", "lock", "audit", "outbox"} {
			change.Put = append(change.Put, record{kind: kind, id: string(id), rev: n, body: body})
		}
		return clock.Now().Truncate(time.Minute).Add(time.Minute), s.Commit(ctx, change)
	}
	e := engine.New(tick, clock, engine.Options{Late: func(_ rollout.ID, by time.Duration) {
		latest.Store(max(latest.Load(), int64(by)))
	}})
	for i := range rollouts {
		wake(b, e, rollout.ID(fmt.Sprintf("%03d", i)))
	}
	stop := run(b, e)
	for b.Loop() {
		<-clock.Until(b.Context(), clock.Now().Add(time.Minute))
	}
	stop()
	b.ReportMetric(time.Duration(latest.Load()).Seconds(), "latest-s")
	b.ReportMetric(float64(ticks.Load())/float64(b.N), "ticks/op")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
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
