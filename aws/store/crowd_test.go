package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// faults.md G1.
func TestOfAHundredWhoAcquireALockOneGetsIt(t *testing.T) {
	tb := open(t)
	s := tb.other(nil)
	target := rollout.Target{Service: "checkout", Environment: "prod"}
	errs := make([]error, 100)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			id := rollout.ID(fmt.Sprintf("R%03d", i))
			lock := rollout.Lock{Target: target, Revision: 1}.Take(id, today)
			errs[i] = s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{
				lock, row{kind: "rollout", id: string(id), rev: 1, indexes: []string{"open"}},
			}})
		})
	}
	all.Wait()
	stored, err := tb.Load(t.Context(), rollout.LockKey(target))
	if err != nil {
		t.Fatal(err)
	}
	held, err := rollout.Decode[rollout.Lock](stored)
	if err != nil {
		t.Fatal(err)
	}
	for i, err := range errs {
		var conflict *rollout.ConflictError
		if won := string(held.Owner) == fmt.Sprintf("R%03d", i); won != (err == nil) || !won && !errors.As(err, &conflict) {
			t.Errorf("%d: %s owns the lock, and it got %v", i, held.Owner, err)
		}
	}
	if open := tb.ids(rollout.Query{Index: "open"}); len(open) != 1 || open[0] != string(held.Owner) {
		t.Errorf("%s owns the lock, and open are %v", held.Owner, open)
	}
}

// A call is what one client did with the one record: rev 0 loads it.
type call struct{ rev int64 }

// An answer is the revision that was read, or whether it was written.
type answer struct {
	rev     int64
	written bool
}

// oneRecord is a record that is read and written by one client at a time.
var oneRecord = porcupine.Model{
	Init: func() any { return int64(0) },
	Step: func(state, input, output any) (bool, any) {
		at, in, out := state.(int64), input.(call), output.(answer)
		switch {
		case in.rev == 0:
			return out.rev == at, at
		case out.written:
			return in.rev == at+1, in.rev
		default:
			return in.rev != at+1, at
		}
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v → %+v", input, output) },
}

// faults.md G1.
func TestWhatConcurrentClientsSeeOfOneRecordIsLinearizable(t *testing.T) {
	const clients, steps = 4, 25
	tb := open(t)
	tb.wire.Always("TransactWriteItems", inTurn(pass, pass, faulty.LoseReply))
	s := tb.other(nil)
	var mu sync.Mutex
	var history []porcupine.Operation
	begun := time.Now()
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			seen := int64(0)
			for range steps {
				in := call{}
				if rand.IntN(3) > 0 {
					in.rev = seen + 1
				}
				op := porcupine.Operation{ClientId: client, Input: in, Call: int64(time.Since(begun))}
				out, err := do(t.Context(), s, in)
				if err != nil {
					t.Error(err)
					return
				}
				if op.Output, op.Return = out, int64(time.Since(begun)); out.rev > 0 {
					seen = out.rev
				}
				mu.Lock()
				history = append(history, op)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(history) != clients*steps {
		t.Fatalf("the history has %d operations", len(history))
	}
	if result := porcupine.CheckOperationsTimeout(oneRecord, history, 20*time.Second); result != porcupine.Ok {
		t.Errorf("linearizable: %s", result)
	}
}

type recordStore interface {
	Load(ctx context.Context, k rollout.Key) (rollout.Stored, error)
	Commit(ctx context.Context, c rollout.Change) error
}

func do(ctx context.Context, s recordStore, in call) (answer, error) {
	r := row{id: "one", rev: in.rev}
	if in.rev > 0 {
		err := s.Commit(ctx, change(r))
		var conflict *rollout.ConflictError
		if errors.As(err, &conflict) {
			return answer{}, nil
		}
		return answer{rev: in.rev, written: err == nil}, err
	}
	found, err := s.Load(ctx, r.Key())
	var missing *rollout.MissingError
	if errors.As(err, &missing) {
		return answer{}, nil
	}
	return answer{rev: found.Rev}, err
}
