package store_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// tick is what one tick of a rollout commits: four small records.
func tick(id string, rev int64) rollout.Change {
	body := strings.Repeat("x", 1000)
	return rollout.Change{Put: []rollout.Record{
		row{kind: "rollout", id: id, rev: rev, index: "open", body: body},
		row{kind: "lock", id: id, rev: rev, index: "locks", body: body},
		row{kind: "audit", id: fmt.Sprintf("%s-%d", id, rev), rev: 1, index: "audit/" + id, body: body},
		row{kind: "outbox", id: id, rev: rev, index: "outbox", body: body, guard: rollout.Newer},
	}}
}

// BenchmarkCommitAlone also reports how many pages a tick writes: what does not
// change, such as the indexes a rollout is in, should not be among them.
func BenchmarkCommitAlone(b *testing.B) {
	s := open(b, file(b))
	before := s.DB().Stats()
	rev := int64(0)
	for b.Loop() {
		rev++
		commit(b, s, tick("alone", rev))
	}
	after := s.DB().Stats()
	b.ReportMetric(float64(after.TxStats.GetWrite()-before.TxStats.GetWrite())/float64(b.N), "pages/op")
}

// BenchmarkWriters compares how writes share flushes here with bbolt's own
// batches, on one core: of one writer, and of 64.
func BenchmarkWriters(b *testing.B) {
	for _, way := range []struct {
		name  string
		batch func(*store.Store, func(*bbolt.Tx) error) error
	}{
		{"joined", (*store.Store).Batch},
		{"bbolt", func(s *store.Store, do func(*bbolt.Tx) error) error { return s.DB().Batch(do) }},
	} {
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprint(way.name, "/", writers), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
				s := open(b, file(b))
				s.DB().MaxBatchDelay = time.Millisecond // bbolt's
				before := flushes(b, s)
				var next atomic.Int64
				b.SetParallelism(writers)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := way.batch(s, note(fmt.Sprint(next.Add(1)%1000))); err != nil {
							b.Error(err)
						}
					}
				})
				b.ReportMetric(float64(flushes(b, s)-before)/float64(b.N), "flushes/op")
			})
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	s := open(b, file(b))
	commit(b, s, tick("one", 1))
	for b.Loop() {
		if _, err := s.Load(b.Context(), rollout.Key{Kind: "rollout", ID: "one"}); err != nil {
			b.Fatal(err)
		}
	}
}

func commit(b *testing.B, s *store.Store, c rollout.Change) {
	b.Helper()
	if err := s.Commit(b.Context(), c); err != nil {
		b.Error(err)
	}
}
