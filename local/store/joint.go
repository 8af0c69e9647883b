package store

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// joint lets writes share a flush of the disk: while one is under way the others
// gather, and the next takes all of them. Nobody waits for company, as with
// bbolt's own batches, and however slow the disk is nobody waits for more than
// two flushes.
type joint struct {
	db *bbolt.DB

	mu      sync.Mutex
	waiting []write
	busy    bool // a goroutine is writing
}

// write is one that waits for its result.
type write struct {
	do   func(*bbolt.Tx) error
	done chan error
}

// join writes with the others. An error of do, or a panic in it, undoes all that
// it did and is its own alone; do is called again when that was another one's.
func (j *joint) join(do func(*bbolt.Tx) error) error {
	w := write{do: do, done: make(chan error, 1)}
	j.mu.Lock()
	j.waiting = append(j.waiting, w)
	first := !j.busy
	j.busy = true
	j.mu.Unlock()
	if first {
		go j.work()
	}
	return <-w.done
}

// work flushes until nobody waits. Before each flush it lets run who can: on one
// core nobody else does while the disk is written, so that those who are about to
// join could not, and each would get a flush of its own.
func (j *joint) work() {
	for {
		runtime.Gosched()
		j.mu.Lock()
		gathered := j.waiting
		j.waiting = nil
		j.busy = len(gathered) > 0
		j.mu.Unlock()
		if len(gathered) == 0 {
			return
		}
		j.flush(gathered)
	}
}

// flush writes all in one transaction, without those that fail.
func (j *joint) flush(all []write) {
	for len(all) > 0 {
		failed := -1
		err := j.db.Update(func(tx *bbolt.Tx) error {
			for i, w := range all {
				if err := safely(w.do, tx); err != nil {
					failed = i
					return err
				}
			}
			return nil
		})
		if failed < 0 {
			for _, w := range all {
				w.done <- err
			}
			return
		}
		all[failed].done <- err
		all = slices.Delete(all, failed, failed+1)
	}
}

// safely makes a panic of one the error of that one.
func safely(do func(*bbolt.Tx) error, tx *bbolt.Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do(tx)
}
