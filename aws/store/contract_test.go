package store_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/contract"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// faults.md G4: the whole contract, and every read of it asks for what is true now.
func TestTheStoreKeepsTheContractByConsistentReadsOnly(t *testing.T) {
	contract.TestStore(t, func(t *testing.T) contract.Store {
		t.Helper()
		tb := open(t)
		for _, op := range []string{"GetItem", "Query", "BatchGetItem"} {
			tb.wire.Always(op, consistent(t))
		}
		t.Cleanup(func() { knownOnly(t, tb.wire) })
		return tb.other(nil)
	})
}

// consistent passes a read on that asks for consistency, everywhere in it.
func consistent(t *testing.T) faulty.Fault {
	t.Helper()
	return func(c faulty.Call) (*http.Response, error) {
		type read struct{ ConsistentRead bool }
		var q struct {
			read
			RequestItems map[string]read
		}
		if err := json.Unmarshal(c.Body, &q); err != nil {
			t.Errorf("%s: %v", c.Operation, err)
		}
		if c.Operation != "BatchGetItem" {
			q.RequestItems = map[string]read{"": q.read}
		}
		for _, r := range q.RequestItems {
			if !r.ConsistentRead {
				t.Errorf("%s may read what is old: %s", c.Operation, c.Body)
			}
		}
		return c.Send()
	}
}

// knownOnly sees that nothing was read in a way that the test does not look at.
func knownOnly(t *testing.T, wire *faulty.Transport) {
	t.Helper()
	for op := range wire.Counts() {
		switch op {
		case "CreateTable", "GetItem", "Query", "BatchGetItem", "TransactWriteItems", "UpdateItem":
		default:
			t.Errorf("%s was called", op)
		}
	}
}

// faults.md G2, G6: of all the commits of the contract, some are carried out and
// their replies lost, some twice, some meet others and are told to come again.
func TestTheStoreKeepsTheContractOnABadConnection(t *testing.T) {
	contract.TestStore(t, func(t *testing.T) contract.Store {
		t.Helper()
		tb := open(t)
		tb.wire.Always("TransactWriteItems", inTurn(faulty.LoseReply, pass, cancelled("TransactionConflict"), faulty.LoseRequest, faulty.Twice))
		tb.wire.Always("GetItem", inTurn(pass, faulty.LoseReply))
		tb.wire.Always("BatchGetItem", inTurn(pass, throttledAnswer, faulty.LoseRequest))
		tb.wire.Always("Query", inTurn(pass, throttledAnswer))
		return tb.other(func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
	})
}

func pass(c faulty.Call) (*http.Response, error) { return c.Send() }

// inTurn meets one call after the other with those faults, over and over.
func inTurn(faults ...faulty.Fault) faulty.Fault {
	var calls atomic.Int64
	return func(c faulty.Call) (*http.Response, error) {
		return faults[int(calls.Add(1)-1)%len(faults)](c)
	}
}

func throttledAnswer(c faulty.Call) (*http.Response, error) {
	return faulty.Answer(http.StatusBadRequest, "ProvisionedThroughputExceededException", "Slow down")(c)
}

// cancelled answers that a transaction was cancelled, its actions for those reasons.
func cancelled(codes ...string) faulty.Fault {
	reasons := []map[string]any{}
	for _, code := range codes {
		reasons = append(reasons, map[string]any{"Code": code})
	}
	return faulty.AnswerWith(http.StatusBadRequest, "TransactionCanceledException", map[string]any{
		"Message": "Transaction cancelled", "CancellationReasons": reasons,
	})
}
