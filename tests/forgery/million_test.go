package forgery

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var seed = flag.Uint64("seed", 6, "what the forged requests are drawn from")

// shards is how many parts the requests are in. It does not depend on the machine,
// so that a seed means the same requests everywhere.
const shards = 16

// A million, of every kind as many, with a genuine request after every twenty: the
// front refuses each of the first and serves each of the others. Time stands still
// meanwhile, so that the edges of the five minutes are exact.
func TestOfAMillionForgedRequestsNoneIsActedUpon(t *testing.T) {
	total := 1_000_000
	if testing.Short() {
		total = 20_000
	}
	// Little is kept, so that without this a third of the time would go into collecting it.
	defer debug.SetGCPercent(debug.SetGCPercent(1000))
	forgeries, wanted := mutations(), controls()
	counts := make([]atomic.Int64, len(forgeries))
	t.Run("shard", func(t *testing.T) {
		for shard := range shards {
			t.Run(fmt.Sprint(shard), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					f := newForger(0)
					w := open(t)
					for n := shard; n < total; n += shards {
						turn := n / shards
						kind := turn % len(forgeries)
						f.begin(kind, turn/len(forgeries)*shards+shard)
						w.expect(t, f, forgeries[kind])
						counts[kind].Add(1)
						if n%20 == shard%20 {
							f.begin(len(forgeries), n)
							w.expect(t, f, pick(f, wanted...))
						}
					}
				})
			})
		}
	})
	var table strings.Builder
	for i, m := range forgeries {
		fmt.Fprintf(&table, "%7d  %-4s %s\n", counts[i].Load(), m.want, m.name)
	}
	t.Logf("seed %d, %d kinds on %d processors\n%s", *seed, len(forgeries), runtime.GOMAXPROCS(0), &table)
}

// expect serves one request of a kind, and holds the front to the verdict.
func (w *world) expect(t *testing.T, f *forger, m mutation) {
	t.Helper()
	r := m.forge(f)
	verdict, err := w.serve(r)
	if err != nil || verdict != m.want {
		t.Fatalf("%s (seed %d): want %s, got %s, %v\n%s %s %v\n%.4000s\n%s", m.name, *seed, m.want, verdict, err, r.method, r.target(), r.header, r.body, &w.log)
	}
}

// Whoever replays a request in time gets the same job, which is done once.
func TestARequestReplayedInTimeIsTheSameJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newForger(0)
		nameless := resign((*forger).command, func(_ *forger, r *request) { r.without("trigger_id") })
		kinds := append(genuine(), nameless)
		w, ids := open(t), map[string]bool{}
		for n := range 1000 {
			f.begin(0, n)
			r := kinds[n%len(kinds)](f)
			first := w.taken(t, r)
			time.Sleep(time.Duration(f.between(0, 300)) * time.Second)
			if again := w.taken(t, r); again != first {
				t.Fatalf("the job was %s, and is now %s", first, again)
			}
			if ids[first] {
				t.Fatalf("two requests are one job %s", first)
			}
			ids[first] = true
			time.Sleep(301 * time.Second)
			if verdict, err := w.serve(r); verdict != "401" || err != nil {
				t.Fatalf("after its time: %s, %v", verdict, err)
			}
		}
	})
}

// taken is the id of the job that a genuine request becomes.
func (w *world) taken(t *testing.T, r *request) string {
	t.Helper()
	if verdict, err := w.serve(r); verdict != acts || err != nil {
		t.Fatalf("want a job, got %s, %v", verdict, err)
	}
	return w.jobs[0].ID
}
