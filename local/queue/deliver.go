package queue

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

const (
	attempts = 5           // how often a message is tried
	pause    = time.Second // after the first failure; it doubles with each further one
)

// deliver has a message handled until that succeeds or is given up. It is not
// done when ctx ended first. The error is the file's.
func (r *run) deliver(ctx context.Context, l numbered) (done bool, err error) {
	for {
		failure := r.attempt(ctx, l)
		switch {
		case failure == nil:
			return true, r.queue.write(func(tx *bbolt.Tx) error { return remove(tx, l.n) })
		case ctx.Err() != nil: // interrupted; that is no failure of the message
			return false, nil
		}
		l.Attempts++
		r.queue.options.Log.LogAttrs(ctx, slog.LevelError, "message failed",
			slog.String("message", l.ID), slog.String("group", l.Group),
			slog.Int("attempt", l.Attempts), slog.Any("error", failure))
		if l.Attempts >= attempts {
			return true, r.queue.bury(l, failure)
		}
		if err := r.queue.write(func(tx *bbolt.Tx) error { return put(tx, waiting, l.n, l.letter) }); err != nil {
			return false, err
		}
		if !sleep(ctx, pause<<(l.Attempts-1)) {
			return false, nil
		}
	}
}

// attempt calls the handler once there is room for it. A panic is an error.
func (r *run) attempt(ctx context.Context, l numbered) (err error) {
	room := r.room[l.Urgent]
	select {
	case room <- struct{}{}:
		defer func() { <-room }()
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			r.queue.options.Log.LogAttrs(ctx, slog.LevelError, "handler panicked",
				slog.String("message", l.ID), slog.String("stack", string(debug.Stack())))
		}
	}()
	return r.handle(ctx, l.Message)
}

// bury moves a message to the dead.
func (q *Queue) bury(l numbered, failure error) error {
	d := DeadMessage{Message: l.Message, Attempts: l.Attempts, Err: failure.Error(), At: q.options.Now()}
	return q.write(func(tx *bbolt.Tx) error {
		if err := put(tx, dead, l.n, d); err != nil {
			return err
		}
		return remove(tx, l.n)
	})
}

func remove(tx *bbolt.Tx, n uint64) error {
	return tx.Bucket([]byte(waiting)).Delete(number(n))
}

// write waits for the disk, with others that write at the same time.
func (q *Queue) write(fn func(tx *bbolt.Tx) error) error {
	if err := q.db.Batch(fn); err != nil {
		return fmt.Errorf("keep the state of a message: %w", err)
	}
	return nil
}

// sleep says false when ctx is done first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
