package queue_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/local/queue"
)

func TestAQueueSaysWhatItCannotTake(t *testing.T) {
	db := file(t, filepath.Join(t.TempDir(), "queue.db"))
	if _, err := queue.Open(db, queue.Options{}); err == nil {
		t.Error("a queue was opened without a clock")
	}
	q := open(t, db, 0)
	for _, m := range []queue.Message{{Group: "g"}, {ID: "1"}} {
		if err := q.Send(t.Context(), m); err == nil {
			t.Errorf("%+v was accepted", m)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Send(gone, message("a1")); !errors.Is(err, context.Canceled) {
		t.Errorf("send: %v", err)
	}
	if _, err := q.Dead(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("dead: %v", err)
	}
}

// faults.md A16: what can't be stored is not accepted.
func TestAClosedFileIsAnErrorEverywhere(t *testing.T) {
	db := file(t, filepath.Join(t.TempDir(), "queue.db"))
	q := open(t, db, 0)
	must(t, db.Close())
	_, opened := queue.Open(db, queue.Options{Now: time.Now})
	_, buried := q.Dead(t.Context())
	for name, err := range map[string]error{
		"open": opened,
		"dead": buried,
		"send": q.Send(t.Context(), message("a1")),
		"run":  q.Run(t.Context(), func(context.Context, queue.Message) error { return nil }),
	} {
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFileThatFailsWhileAMessageIsHandledEndsTheRun(t *testing.T) {
	for name, failure := range map[string]error{"done": nil, "failed": errors.New("no")} {
		t.Run(name, func(t *testing.T) {
			db := file(t, filepath.Join(t.TempDir(), "queue.db"))
			q := open(t, db, 0)
			send(t, q, "a1")
			err := q.Run(t.Context(), func(context.Context, queue.Message) error {
				must(t, db.Close())
				return failure
			})
			if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
				t.Errorf("the run ended with %v", err)
			}
		})
	}
}

func TestAMessageThatCannotBeReadIsNotSkipped(t *testing.T) {
	db := file(t, filepath.Join(t.TempDir(), "queue.db"))
	q := open(t, db, 0)
	must(t, db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("queue/waiting")).Put([]byte{0, 0, 0, 0, 0, 0, 0, 1}, []byte("{"))
	}))
	if err := q.Run(t.Context(), func(context.Context, queue.Message) error { return nil }); err == nil {
		t.Error("it was")
	}
}

// faults.md I1.
func TestTheLogHearsOfFailuresAndNeverOfBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		db := file(t, filepath.Join(t.TempDir(), "queue.db"))
		q, err := queue.Open(db, queue.Options{Now: time.Now, Log: slog.New(slog.NewTextHandler(&out, nil))})
		must(t, err)
		must(t, q.Send(t.Context(), queue.Message{ID: "m1", Group: "g", Body: []byte("xoxb-secret")}))
		stop := run(t, q, func(context.Context, queue.Message) error { panic("oh") })
		time.Sleep(time.Minute)
		stop()
		for _, want := range []string{"message=m1", "group=g", "attempt=5", `error="panic: oh"`, "stack="} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("the log lacks %s", want)
			}
		}
		if strings.Contains(out.String(), "xoxb") {
			t.Error("the log has a secret")
		}
	})
}
