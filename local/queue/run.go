package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"
	"golang.org/x/sync/errgroup"
)

// Handler does what a message asks for. An error or a panic means that it is
// tried again; it must not mind being called twice.
type Handler func(ctx context.Context, m Message) error

// Run hands messages to handle until ctx is done; when it returns no handler is
// running. Those that were not done yet are handed out again by the next Run. It
// fails when the file does, and when it is running already.
func (q *Queue) Run(ctx context.Context, handle Handler) error {
	if q.running.Swap(true) {
		return errors.New("run queue: it is running already")
	}
	defer q.running.Store(false)
	work, ctx := errgroup.WithContext(ctx)
	r := &run{
		queue: q, handle: handle, work: work, groups: map[place]*group{},
		room: map[bool]chan struct{}{
			true:  make(chan struct{}, q.options.Parallel),
			false: make(chan struct{}, q.options.Parallel),
		},
	}
	work.Go(func() error { return r.hand(ctx) })
	if err := work.Wait(); err != nil {
		return fmt.Errorf("run queue: %w", err)
	}
	return nil
}

// run is what a queue knows while it runs.
type run struct {
	queue  *Queue
	handle Handler
	work   *errgroup.Group
	room   map[bool]chan struct{} // for handlers: urgent ones, and the others
	last   uint64                 // number of the newest message that was read

	mu     sync.Mutex
	groups map[place]*group // with messages that are not done
}

// place is a group in its lane.
type place struct {
	urgent bool
	group  string
}

// group is the messages of a group, in order; one goroutine works through them.
type group struct{ letters []numbered }

type numbered struct {
	letter
	n uint64
}

// hand reads what is new in the file and gives it to its groups, until ctx is done.
func (r *run) hand(ctx context.Context) error {
	for ctx.Err() == nil {
		var found []numbered
		err := r.queue.db.View(func(tx *bbolt.Tx) error {
			return each(tx, waiting, r.last, func(n uint64, l letter) { found = append(found, numbered{l, n}) })
		})
		if err != nil {
			return err
		}
		for _, l := range found {
			r.last = l.n
			r.add(ctx, l)
		}
		select {
		case <-ctx.Done():
		case <-r.queue.more:
		}
	}
	return nil
}

// add appends a message to its group, which is set to work if it was empty.
func (r *run) add(ctx context.Context, l numbered) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := place{l.Urgent, l.Group}
	g, busy := r.groups[at]
	if !busy {
		g = &group{}
		r.groups[at] = g
		r.work.Go(func() error { return r.empty(ctx, at, g) })
	}
	g.letters = append(g.letters, l)
}

// empty works through a group until nothing is left of it.
func (r *run) empty(ctx context.Context, at place, g *group) error {
	for {
		l, ok := r.first(at, g)
		if !ok {
			return nil
		}
		if done, err := r.deliver(ctx, l); err != nil || !done {
			return err
		}
	}
}

// first takes the first message of a group; an empty group is forgotten.
func (r *run) first(at place, g *group) (numbered, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(g.letters) == 0 {
		delete(r.groups, at)
		return numbered{}, false
	}
	l := g.letters[0]
	g.letters = g.letters[1:]
	return l, true
}
