package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// pace is the least time between two edits of one message.
	pace = 1200 * time.Millisecond
	// posting is how long posting a message may take. Until then nobody else
	// begins to; afterwards whoever began has died.
	posting = 5 * time.Second
	// contenders for one message is more than there ever are.
	contenders = 10
)

// errTaken says that another sender is posting the message, so that nothing was posted.
var errTaken = errors.New("another sender is posting the message")

// errOvertaken says that somebody else edited the message at the same time, so
// that it may show an older state now.
var errOvertaken = errors.New("another sender was at the message too")

// Deliver sends the newest state of a notice, or runs it if it is an errand. One that
// was sent already, or whose place a newer one has taken, costs nothing; an error
// means: deliver again.
func (w *Worker) Deliver(ctx context.Context, noticeID string) error {
	n, there, err := w.unsent(ctx, noticeID)
	switch {
	case err != nil || !there:
		return err
	case n.Kind.Errand():
		return w.errand(ctx, n)
	case n.Kind == rollout.Ships:
		return w.ships(ctx, n)
	case n.Kind == rollout.Reply:
		return w.happens(ctx, n)
	}
	if err := w.tell(ctx, n); err != nil {
		return err
	}
	w.homes(ctx, n.Kind)
	return nil
}

// errand does what a notice asks for that is for nobody in Slack. No message shows it,
// and none waits for it for long.
func (w *Worker) errand(ctx context.Context, n rollout.Notice) error {
	err := within(ctx, hostTime, func(ctx context.Context) error { return w.CodeHost.Errand(ctx, n) })
	if err != nil {
		return fmt.Errorf("run the errand %s: %w", n.ID, err)
	}
	return w.remove(ctx, n)
}

// tell brings the message of a notice to its newest state.
func (w *Worker) tell(ctx context.Context, n rollout.Notice) error {
	overtaken := false
	for range contenders {
		p, err := w.free(ctx, n.ID)
		if err != nil {
			return err
		}
		switch newest, there, err := w.unsent(ctx, n.ID); {
		case err != nil:
			return err
		case there:
			n = newest // the older state is skipped
		case !overtaken:
			return nil // another sender was faster
		}
		if p.Version < n.Version || overtaken {
			p, err = w.show(ctx, p, n)
		}
		switch {
		case errors.Is(err, errTaken): // what it shows then is seen when it is there
		case errors.Is(err, errOvertaken):
			overtaken = true
		case err != nil:
			return err
		default:
			return w.sent(ctx, n, p)
		}
	}
	return fmt.Errorf("too many senders of the notice %s", n.ID)
}

// unsent is the newest state of a notice, if it is in the outbox.
func (w *Worker) unsent(ctx context.Context, id string) (rollout.Notice, bool, error) {
	return find[rollout.Notice](ctx, w.Store, rollout.Notice{ID: id}.Key())
}

// free is the message that shows the notice, or one that is to be posted, once
// nobody else is at it and it may be edited.
func (w *Worker) free(ctx context.Context, id string) (rollout.Posted, error) {
	p, err := w.posted(ctx, id)
	for waited := time.Duration(0); err == nil; {
		rest := pace
		if p.TS == "" {
			rest = posting
		}
		left := min(rest-w.Real().Sub(p.At), rest-waited) // the clock may have been set back
		if left <= 0 {
			return p, nil
		}
		left = min(left, pace)
		if err := sleep(ctx, left); err != nil {
			return p, err
		}
		waited += left
		before := p.Revision
		if p, err = w.posted(ctx, id); p.Revision != before {
			waited = 0
		}
	}
	return p, err
}

// posted is what is known of the message.
func (w *Worker) posted(ctx context.Context, id string) (rollout.Posted, error) {
	p, there, err := find[rollout.Posted](ctx, w.Store, rollout.PostedKey(id))
	if !there {
		p.ID = id
	}
	return p, err
}

// sent takes a notice that was sent out of the outbox. What is known of the message of a
// rollout or an incident stays: its buttons work for as long as that is remembered.
func (w *Worker) sent(ctx context.Context, n rollout.Notice, p rollout.Posted) error {
	if n.Kind == rollout.Progress || n.Kind == rollout.Alarmed {
		return w.remove(ctx, n)
	}
	return w.remove(ctx, n, rollout.Deletion{Key: p.Key(), Rev: p.Revision})
}

// remove takes a notice out of the outbox, and something else with it, unless there
// is a newer state, which is delivered by a message of its own.
func (w *Worker) remove(ctx context.Context, n rollout.Notice, too ...rollout.Deletion) error {
	done := rollout.Change{Delete: append([]rollout.Deletion{{Key: n.Key(), Rev: n.Version}}, too...)}
	if err := w.Store.Commit(ctx, done); err != nil && !rollout.IsConflict(err) {
		return fmt.Errorf("take a notice out of the outbox: %w", err)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to edit a message: %w", ctx.Err())
	}
}

// find loads a record that may not be there.
func find[T any](ctx context.Context, s Store, key rollout.Key) (v T, there bool, err error) {
	row, err := s.Load(ctx, key)
	switch {
	case rollout.IsMissing(err):
		return v, false, nil
	case err != nil:
		return v, false, fmt.Errorf("load %s: %w", key, err)
	}
	v, err = rollout.Decode[T](row)
	return v, err == nil, err
}
