// Package queue hands out messages one by one for each group, from a bbolt file.
//
// It behaves as the FIFO queues of the cloud do: what was sent is on the disk
// before Send returns, is handed out at least once, and is gone only after it was
// handled. What can't be handled ends among the dead, never nowhere. Its time is
// real time, however fast rollouts live.
package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// File is the bbolt file that a queue is in. Batch returns when what it wrote is
// on the disk, and may put several writes into one transaction.
type File interface {
	View(read func(*bbolt.Tx) error) error
	Batch(write func(*bbolt.Tx) error) error
}

// Message is a job for somebody.
type Message struct {
	ID     string `json:"id"`     // a second one with the same ID is dropped for 15 minutes
	Group  string `json:"group"`  // those of one group come in order, one at a time
	Urgent bool   `json:"urgent"` // never waits behind one that isn't, not even of its group
	Body   []byte `json:"body"`
}

// DeadMessage is one that could not be handled.
type DeadMessage struct {
	Message
	Attempts int       `json:"attempts"`
	Err      string    `json:"err"` // what the last attempt ended with
	At       time.Time `json:"at"`  // when the queue gave up
}

// Options say how a queue works. Now is needed.
type Options struct {
	Now      func() time.Time // real time
	Parallel int              // groups handled at once, urgent ones counted apart; 0 means 16
	Log      *slog.Logger     // hears of attempts that fail, never of bodies; nil means nobody does
}

// Queue is a queue with its messages in a file.
type Queue struct {
	db      File
	options Options
	more    chan struct{} // holds one token when there are messages that Run has not seen
	running atomic.Bool
}

// Open opens the queue that is in the file, and makes it if there is none. The
// file's other buckets are left alone.
func Open(db File, o Options) (*Queue, error) {
	if o.Now == nil {
		return nil, errors.New("open queue: it needs a clock")
	}
	if o.Parallel <= 0 {
		o.Parallel = 16
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := db.Batch(create); err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return &Queue{db: db, options: o, more: make(chan struct{}, 1)}, nil
}

// Send has the message on the disk before it returns. One with an ID that was
// sent in the last 15 minutes is accepted and dropped. It needs an ID and a group.
func (q *Queue) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("send %s: %w", m.ID, err)
	}
	if m.ID == "" || m.Group == "" {
		return errors.New("send: a message needs an id and a group")
	}
	now := q.options.Now()
	if err := q.db.Batch(func(tx *bbolt.Tx) error { return send(tx, m, now) }); err != nil {
		return fmt.Errorf("send %s: %w", m.ID, err)
	}
	select {
	case q.more <- struct{}{}:
	default: // Run will look anyway
	}
	return nil
}

// Dead gives the messages that could not be handled, the oldest first. They stay
// until somebody deletes them.
func (q *Queue) Dead(ctx context.Context) ([]DeadMessage, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read dead messages: %w", err)
	}
	var out []DeadMessage
	err := q.db.View(func(tx *bbolt.Tx) error {
		return each(tx, dead, 0, func(_ uint64, d DeadMessage) { out = append(out, d) })
	})
	if err != nil {
		return nil, fmt.Errorf("read dead messages: %w", err)
	}
	return out, nil
}
