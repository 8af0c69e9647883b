package queue_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/local/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// file opens a file for a queue; what it holds is on the disk when a write returns.
func file(t *testing.T, path string) *bbolt.DB {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	must(t, err)
	db.MaxBatchDelay = time.Microsecond
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func open(t *testing.T, db *bbolt.DB, parallel int) *queue.Queue {
	t.Helper()
	q, err := queue.Open(db, queue.Options{Now: time.Now, Parallel: parallel})
	must(t, err)
	return q
}

func fresh(t *testing.T, parallel int) *queue.Queue {
	t.Helper()
	return open(t, file(t, filepath.Join(t.TempDir(), "queue.db")), parallel)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// send sends messages named "group:anything"; those that begin with "!" are urgent.
func send(t *testing.T, q *queue.Queue, ids ...string) {
	t.Helper()
	for _, id := range ids {
		must(t, q.Send(t.Context(), message(id)))
	}
}

func message(id string) queue.Message {
	var m queue.Message
	name := id
	if name[0] == '!' {
		m.Urgent, name = true, name[1:]
	}
	m.ID, m.Group, m.Body = id, name[:1], []byte("do "+id)
	return m
}

// run runs the queue until stop is called.
func run(t *testing.T, q *queue.Queue, handle queue.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- q.Run(ctx, handle) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// diary keeps what was handled, and when: in seconds since it was begun,
// to the millisecond, since sharing a flush takes a moment.
type diary struct {
	began time.Time
	mu    sync.Mutex
	lines []string
}

func begin() *diary { return &diary{began: time.Now()} }

func (d *diary) write(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, fmt.Sprintf("%s at %v", what, time.Since(d.began).Round(time.Millisecond).Seconds()))
}

func (d *diary) says(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(want)
	slices.Sort(d.lines)
	if diff := cmp.Diff(want, d.lines, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// slowly handles each message in a second.
func (d *diary) slowly(_ context.Context, m queue.Message) error {
	d.write(m.ID)
	time.Sleep(time.Second)
	return nil
}

func TestAMessageIsOnTheDiskBeforeSendReturns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.db")
	q := open(t, file(t, path), 0)
	want := queue.Message{ID: "1", Group: "g", Urgent: true, Body: []byte{0, 0xff, '"'}}
	must(t, q.Send(t.Context(), want))
	power, err := os.ReadFile(path) // as a power cut would leave it
	must(t, err)
	cut := filepath.Join(t.TempDir(), "cut.db")
	must(t, os.WriteFile(cut, power, 0o600))
	got := make(chan queue.Message)
	run(t, open(t, file(t, cut), 0), func(_ context.Context, m queue.Message) error {
		got <- m
		return nil
	})
	if diff := cmp.Diff(want, <-got); diff != "" {
		t.Error(diff)
	}
}

// faults.md A5, A14.
func TestTheSameMessageTwiceIsAcceptedAndDroppedForFifteenMinutes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "queue.db")
	synctest.Test(t, func(t *testing.T) {
		db := file(t, path)
		q, d := open(t, db, 0), begin()
		send(t, q, "a1", "a1")
		stop := run(t, q, d.slowly)
		time.Sleep(time.Minute)
		send(t, q, "a1") // it has been handled
		stop()
		q = open(t, db, 0) // it has been forgotten by the process, not by the file
		run(t, q, d.slowly)
		time.Sleep(time.Until(d.began.Add(15*time.Minute - time.Second)))
		send(t, q, "a1")
		time.Sleep(time.Until(d.began.Add(15 * time.Minute)))
		send(t, q, "a1")
		time.Sleep(time.Minute)
		d.says(t, "a1 at 0", "a1 at 900")
	})
}

func TestAGroupGoesInOrderAndGroupsGoSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 2)
		send(t, q, "a3", "a1", "b1", "a2")
		run(t, q, d.slowly)
		time.Sleep(500 * time.Millisecond)
		send(t, q, "b2", "b3")
		time.Sleep(time.Minute)
		send(t, q, "a4") // everything before has long been done
		time.Sleep(time.Minute)
		d.says(t, "a4 at 60.5", "a3 at 0", "a1 at 1", "a2 at 2", "b1 at 0", "b2 at 1", "b3 at 2")
	})
}

func TestNoMoreGroupsThanParallelAreHandledAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 2)
		send(t, q, "a1", "b1", "c1", "d1", "e1")
		run(t, q, func(ctx context.Context, m queue.Message) error {
			m.ID = "one"
			return d.slowly(ctx, m)
		})
		time.Sleep(time.Minute)
		d.says(t, "one at 0", "one at 0", "one at 1", "one at 1", "one at 2")
	})
}

func TestAnUrgentMessageWaitsForNoneThatIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 1)
		send(t, q, "a1")
		run(t, q, d.slowly)
		time.Sleep(100 * time.Millisecond)
		send(t, q, "b1", "!a2", "!a3")
		time.Sleep(time.Minute)
		d.says(t, "a1 at 0", "b1 at 1", "!a2 at 0.1", "!a3 at 1.1")
	})
}

func TestWhatFailsIsTriedFiveTimesAndEndsAmongTheDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 0)
		send(t, q, "a1", "a2", "b1", "c1")
		run(t, q, func(_ context.Context, m queue.Message) error {
			d.write(m.ID)
			switch m.ID {
			case "a1":
				return errors.New("no such thing")
			case "b1":
				panic("what was that")
			default:
				return nil
			}
		})
		time.Sleep(time.Hour)
		d.says(t, "c1 at 0", "a2 at 15", // a2 waits: the order of its group is kept
			"a1 at 0", "a1 at 1", "a1 at 3", "a1 at 7", "a1 at 15",
			"b1 at 0", "b1 at 1", "b1 at 3", "b1 at 7", "b1 at 15")
		buried, err := q.Dead(t.Context())
		must(t, err)
		failed := queue.DeadMessage{Message: message("a1"), Attempts: 5, Err: "no such thing"}
		panicked := queue.DeadMessage{Message: message("b1"), Attempts: 5, Err: "panic: what was that"}
		for i := range buried {
			if at := buried[i].At.Sub(d.began).Round(time.Millisecond); at != 15*time.Second {
				t.Errorf("%s was given up after %s", buried[i].ID, at)
			}
			buried[i].At = time.Time{}
		}
		if diff := cmp.Diff([]queue.DeadMessage{failed, panicked}, buried); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAFailedAttemptIsRememberedByTheFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := begin()
		db := file(t, filepath.Join(t.TempDir(), "queue.db"))
		fail := func(_ context.Context, m queue.Message) error {
			d.write(m.ID)
			return errors.New("no")
		}
		q := open(t, db, 0)
		send(t, q, "a1")
		stop := run(t, q, fail)
		time.Sleep(4 * time.Second)
		stop()
		run(t, open(t, db, 0), fail)
		time.Sleep(time.Hour)
		d.says(t, "a1 at 0", "a1 at 1", "a1 at 3", "a1 at 4", "a1 at 12")
	})
}

func TestRunEndsItsHandlersAndWhatTheyDidNotDoIsHandedOutAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 1)
		send(t, q, "a1", "a2", "b1")
		stop := run(t, q, func(ctx context.Context, _ queue.Message) error {
			<-ctx.Done()
			time.Sleep(time.Second) // it takes a while to come to an end
			d.write("interrupted")
			return ctx.Err()
		})
		synctest.Wait()
		if err := q.Run(t.Context(), d.slowly); err == nil {
			t.Error("it runs twice")
		}
		stop()
		run(t, q, func(_ context.Context, m queue.Message) error {
			d.write(m.ID)
			if m.ID == "b1" {
				return errors.New("no")
			}
			return nil
		})
		time.Sleep(time.Hour)
		d.says(t, "interrupted at 1", "a1 at 1", "a2 at 1", // b1 has its five attempts all the same
			"b1 at 1", "b1 at 2", "b1 at 4", "b1 at 8", "b1 at 16")
	})
}

func TestAMessageThatWasDoneIsNotHandedOutAgainThoughTheEndCameFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, q := begin(), fresh(t, 0)
		send(t, q, "a1")
		stop := run(t, q, func(ctx context.Context, _ queue.Message) error {
			<-ctx.Done()
			return nil
		})
		synctest.Wait()
		stop()
		run(t, q, d.slowly)
		time.Sleep(time.Minute)
		d.says(t)
	})
}
