package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// homeRest is how long nobody's Home tab is shown anew after one was, however much
	// there is to tell: Slack takes 100 a minute, with those that people open themselves.
	homeRest = 800 * time.Millisecond
	// homesAhead is longer than anybody waits: only a clock that was set back is that far
	// behind.
	homesAhead = time.Minute
)

// homesShown is when Home tabs were shown anew last or, when that is still to come, will
// be.
type homesShown struct {
	At       time.Time `json:"at"` // in real time
	Revision int64     `json:"revision"`
}

// Key is where it is stored: one for all tabs, since Slack counts them together.
func (homesShown) Key() rollout.Key { return rollout.Key{Kind: "homes", ID: "shown"} }

// Rev lets one of two workers win.
func (s homesShown) Rev() (int64, rollout.Guard) { return s.Revision, rollout.Next }

// Indexes says that it is in no list.
func (homesShown) Indexes() []string { return nil }

// homesTurn waits until so many Home tabs may be shown anew, and says whether it is for
// the caller to do so. It is not while somebody else waits: what they show then has all
// that was stored before. So a change is always shown, a thousand of them cost no more
// than Slack takes, and only one delivery at a time waits.
func (w *Worker) homesTurn(ctx context.Context, tabs int) (bool, error) {
	last, _, err := find[homesShown](ctx, w.Store, homesShown{}.Key())
	if err != nil {
		return false, err
	}
	now := w.Real()
	ahead := last.At.Sub(now)
	if 0 < ahead && ahead < homesAhead { // somebody waits
		return false, nil
	}
	left := ahead + time.Duration(tabs)*homeRest
	if ahead > 0 || left < 0 {
		left = 0
	}
	next := homesShown{At: now.Add(left), Revision: last.Revision + 1}
	err = w.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{next}})
	switch {
	case rollout.IsConflict(err): // somebody else begins just now
		return false, nil
	case err != nil:
		return false, fmt.Errorf("note when Home tabs are shown: %w", err)
	case left == 0:
		return true, nil
	}
	return true, sleep(ctx, left)
}
