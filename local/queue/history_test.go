package queue_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/local/queue"
)

// Whatever fails and whenever the process ends, each message is handled in the
// turn of its group or is among the dead.
func TestNoMessageIsLost(t *testing.T) {
	db := file(t, filepath.Join(t.TempDir(), "queue.db"))
	db.NoSync = true // this is about order, and there is a lot of it
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		h := &history{left: map[string]int{}}
		for i := range rapid.IntRange(1, 8).Draw(r, "messages") {
			group := rapid.SampledFrom([]string{"a", "b", "!a"}).Draw(r, "group")
			id := fmt.Sprintf("%s%d-%d", group, round, i)
			h.sent = append(h.sent, id)
			h.left[id] = rapid.IntRange(0, 6).Draw(r, "failures")
		}
		stops := rapid.SliceOfN(rapid.IntRange(0, 20_000), 0, 3).Draw(r, "stops, in milliseconds")
		synctest.Test(t, func(t *testing.T) {
			q := open(t, db, 2)
			send(t, q, h.sent...)
			for _, ms := range append(stops, int(time.Hour/time.Millisecond)) {
				stop := run(t, q, h.handle)
				time.Sleep(time.Duration(ms) * time.Millisecond)
				stop()
			}
			buried, err := q.Dead(t.Context())
			must(t, err)
			for _, d := range buried {
				h.dead = append(h.dead, d.ID)
			}
		})
		if fault := h.fault(); fault != "" {
			r.Fatal(fault)
		}
	})
}

// history is what was sent and what became of it.
type history struct {
	sent, dead []string
	mu         sync.Mutex
	left       map[string]int // failures still to come
	handled    []string
}

// handle takes 300 ms, and fails as often as it should.
func (h *history) handle(ctx context.Context, m queue.Message) error {
	select {
	case <-time.After(300 * time.Millisecond):
	case <-ctx.Done():
		return ctx.Err()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.left[m.ID]--; h.left[m.ID] >= 0 {
		return errors.New("no")
	}
	h.handled = append(h.handled, m.ID)
	return nil
}

func (h *history) fault() string {
	type lane struct {
		urgent bool
		group  string
	}
	turns := map[lane]int{}
	for _, id := range h.handled {
		at, m := slices.Index(h.sent, id)+1, message(id)
		in := lane{m.Urgent, m.Group}
		if at <= turns[in] {
			return fmt.Sprintf("%s was handled out of its turn: sent %v, handled %v", id, h.sent, h.handled)
		}
		turns[in] = at
	}
	for _, id := range h.sent {
		if slices.Contains(h.handled, id) == slices.Contains(h.dead, id) {
			return fmt.Sprintf("%s: handled %v, dead %v", id, h.handled, h.dead)
		}
	}
	return ""
}
