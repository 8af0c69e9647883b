package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestACommitAndALoadAreOneCallEach(t *testing.T) {
	tb := open(t)
	spent := tb.calls(func() {
		tb.mustCommit(
			row{id: "a", rev: 1, indexes: []string{"all", "open", "all"}, body: "whole"},
			row{kind: "lock", id: "checkout/prod", rev: 1, indexes: []string{"locks"}},
		)
	})
	if len(spent) != 1 || spent["TransactWriteItems"] != 1 {
		t.Errorf("a commit took %v", spent)
	}
	spent = tb.calls(func() {
		if _, err := tb.Load(t.Context(), row{id: "a"}.Key()); err != nil {
			t.Error(err)
		}
	})
	if len(spent) != 1 || spent["GetItem"] != 1 {
		t.Errorf("a load took %v", spent)
	}
}

// faults.md G2: DynamoDB knows the token of a commit for ten minutes only. Here
// it never does, so that the second try meets the records of the first.
func TestACommitWhoseReplyWasLostKnowsItsOwnWriteAgain(t *testing.T) {
	for name, rows := range map[string][]row{
		"a lock":           {{id: "lock", rev: 1}},
		"a newer message":  {{id: "seen", rev: 7, guard: rollout.Newer}},
		"one of many":      {{id: "a", rev: 1, indexes: []string{"all"}}, {id: "b", rev: 3, guard: rollout.Newer}},
		"the one after it": {{id: "old", rev: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			tb := open(t)
			tb.mustCommit(row{id: "old", rev: 1}, row{id: "gone", rev: 1})
			tb.wire.On("TransactWriteItems", tokenless(faulty.LoseReply), tokenless(pass))
			c := change(rows...)
			c.Delete = []rollout.Deletion{{Key: row{id: "gone"}.Key(), Rev: 1}}
			spent := tb.calls(func() {
				if err := tb.Commit(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
			if spent["TransactWriteItems"] != 2 {
				t.Errorf("it took %v", spent)
			}
		})
	}
}

// faults.md G2: within ten minutes DynamoDB knows the token, even where nothing is
// left that could tell: the record was deleted, or somebody else has gone on.
func TestACommitWhoseReplyWasLostIsKnownByItsToken(t *testing.T) {
	tb := open(t)
	tb.mustCommit(row{id: "gone", rev: 1})
	tb.wire.On("TransactWriteItems", faulty.LoseReply)
	if err := tb.Commit(t.Context(), rollout.Change{Delete: []rollout.Deletion{{Key: row{id: "gone"}.Key(), Rev: 1}}}); err != nil {
		t.Errorf("delete: %v", err)
	}
	tb.wire.On("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
		got, err := faulty.LoseReply(c)
		tb.mustCommit(row{id: "a", rev: 2})
		return got, err
	})
	if err := tb.commit(row{id: "a", rev: 1}); err != nil {
		t.Errorf("put: %v", err)
	}
}

func TestEveryTryOfACommitHasTheSameToken(t *testing.T) {
	tb := offline(t)
	var sent []string
	tb.wire.Always("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
		var q struct {
			ClientRequestToken string
			TransactItems      []struct {
				Put struct{ Item map[string]struct{ S string } }
			}
		}
		if err := json.Unmarshal(c.Body, &q); err != nil {
			t.Error(err)
		}
		sent = append(sent, q.ClientRequestToken)
		for _, action := range q.TransactItems {
			sent = append(sent, action.Put.Item["nonce"].S)
		}
		return cancelled("TransactionConflict")(c)
	})
	for range 2 {
		if err := tb.commit(row{id: "a", rev: 1, indexes: []string{"all"}}); err == nil {
			t.Fatal("it was written")
		}
	}
	if one, other := sent[:len(sent)/2], sent[len(sent)/2:]; len(slices.Compact(one)) != 1 || len(slices.Compact(other)) != 1 || one[0] == other[0] {
		t.Errorf("two commits went by the tokens %q", sent)
	}
}

// tokenless takes the token off a request that DynamoDB would know it by.
func tokenless(f faulty.Fault) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		c.Body = bytes.Replace(c.Body, []byte(`"ClientRequestToken"`), []byte(`"clientRequestToken"`), 1)
		return f(c)
	}
}

// Two deliveries of one message write the same bytes at the same revision; only
// the first one may act on it.
func TestWhoeverWritesTheSameIsStillSomebodyElse(t *testing.T) {
	tb := open(t)
	for _, guard := range []rollout.Guard{rollout.Next, rollout.Newer} {
		same := row{kind: "seen", id: "trigger", rev: 1 + int64(guard), guard: guard, body: today}
		tb.mustCommit(same)
		var conflict *rollout.ConflictError
		if err := tb.commit(same); !errors.As(err, &conflict) || conflict.Key != same.Key() {
			t.Errorf("guard %d: the second delivery got %v, want a conflict", guard, err)
		}
	}
}

// faults.md G3.
func TestAHolderThatStalledIsFencedOut(t *testing.T) {
	tb := open(t)
	tb.mustCommit(row{id: "lock", rev: 1, body: "stalled"})
	tb.mustCommit(row{id: "lock", rev: 2, body: "next owner"})
	var conflict *rollout.ConflictError
	if err := tb.commit(row{id: "lock", rev: 2, body: "stalled"}, row{id: "rollout", rev: 1}); !errors.As(err, &conflict) {
		t.Errorf("the stalled one got %v, want a conflict", err)
	}
	if _, err := tb.Load(t.Context(), row{id: "rollout"}.Key()); err == nil {
		t.Error("half of its change is there")
	}
}

// faults.md G6.
func TestACommitThatMeetsOthersWaitsLongerEachTimeAndThenGivesUp(t *testing.T) {
	for _, reason := range []string{"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"} {
		tb := offline(t)
		tb.wire.Always("TransactWriteItems", cancelled("None", reason))
		if err := tb.commit(row{id: "a", rev: 1}, row{id: "b", rev: 1}); !rollout.IsKind(err, rollout.Throttled) {
			t.Errorf("%s: got %v, want that it is throttled", reason, err)
		}
		if n := tb.wire.Count("TransactWriteItems"); n != len(tb.pauses)+1 || n < 4 || n > 10 {
			t.Fatalf("%s: tried %d times, with the pauses %v", reason, n, tb.pauses)
		}
		if first, last := tb.pauses[0], tb.pauses[len(tb.pauses)-1]; first > 50*time.Millisecond || last < 4*first || last > time.Second {
			t.Errorf("%s: the pauses are %v", reason, tb.pauses)
		}
	}
}

func TestTwoWritersThatClashDoNotWaitEquallyLong(t *testing.T) {
	tb := offline(t)
	for range 20 {
		tb.wire.On("TransactWriteItems", cancelled("TransactionConflict"), cancelled("ConditionalCheckFailed"))
		if err := tb.commit(row{id: "a", rev: 1}); err == nil {
			t.Fatal("it was written")
		}
	}
	slices.Sort(tb.pauses)
	if distinct := len(slices.Compact(tb.pauses)); distinct < 15 {
		t.Errorf("of 20 writers %d waited differently", distinct)
	}
}

func TestAClashThatIsOverIsForgotten(t *testing.T) {
	tb := open(t)
	tb.wire.On("TransactWriteItems", cancelled("TransactionConflict"), cancelled("ThrottlingError"))
	tb.mustCommit(row{id: "a", rev: 1})
	if _, err := tb.Load(t.Context(), row{id: "a"}.Key()); err != nil {
		t.Error(err)
	}
}

func TestAWriterThatIsToldToStopDoesNotTryAgain(t *testing.T) {
	for _, waits := range []bool{false, true} {
		tb := offline(t)
		ctx, cancel := context.WithCancel(t.Context())
		tb.wire.Always("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
			defer cancel()
			return cancelled("TransactionConflict")(c)
		})
		s := tb.Store
		if waits {
			s = tb.other(nil)
		}
		if err := s.Commit(ctx, change(row{id: "a", rev: 1})); !errors.Is(err, context.Canceled) {
			t.Errorf("waits %t: %v", waits, err)
		}
		if n := tb.wire.Count("TransactWriteItems"); n != 1 {
			t.Errorf("waits %t: tried %d times", waits, n)
		}
	}
}

// Among the reasons may be one that passes; the one that stays decides.
func TestAConflictIsTheAnswerEvenIfOthersWereMetToo(t *testing.T) {
	tb := offline(t)
	tb.wire.On("TransactWriteItems", cancelled("TransactionConflict", "None", "ConditionalCheckFailed", "ConditionalCheckFailed"))
	var conflict *rollout.ConflictError
	err := tb.commit(row{id: "a", rev: 1, indexes: []string{"all"}}, row{id: "b", rev: 1}, row{id: "c", rev: 1})
	if !errors.As(err, &conflict) || conflict.Key.ID != "b" {
		t.Errorf("got %v, want a conflict over b", err)
	}
	if len(tb.pauses) > 0 {
		t.Errorf("it waited %v", tb.pauses)
	}
}

func TestWhatCannotBeStoredIsRefusedBeforeItIsSent(t *testing.T) {
	var many []row
	for i := range 51 {
		many = append(many, row{id: strings.Repeat("a", i+1), rev: 1, indexes: []string{"all"}})
	}
	for name, rows := range map[string][]row{
		"102 items":                      many,
		"a body that is no JSON":         {{id: "a", rev: 1, body: func() {}}},
		"a guard of the future":          {{id: "a", rev: 1, guard: 99}},
		"a kind of the table's own":      {{id: "a", rev: 1, kind: "index"}},
		"another kind of its own":        {{id: "a", rev: 1, kind: "parking"}},
		"an id that is no text":          {{id: "a\xff", rev: 1}},
		"an index whose name is no text": {{id: "a", rev: 1, indexes: []string{"\xff"}}},
	} {
		if err := offline(t).commit(rows...); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: got %v, want that it is invalid", name, err)
		}
	}
	bad := rollout.Change{Delete: []rollout.Deletion{{Key: rollout.Key{Kind: "note"}, Rev: 1}}}
	if err := offline(t).Commit(t.Context(), bad); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("a deletion of nothing: got %v", err)
	}
	tb := open(t)
	tb.mustCommit(many[:50]...) // as much as goes
}

// faults.md G6.
func TestWhatDynamoDBFindsTooLargeIsRefused(t *testing.T) {
	tb := open(t)
	for name, r := range map[string]row{
		"a record over 400 KB": {id: "a", rev: 1, body: strings.Repeat("a", 400<<10)},
		"a key over 2 KB":      {id: strings.Repeat("a", 3<<10), rev: 1},
	} {
		err := tb.commit(row{id: "good", rev: 1}, r)
		var told *rollout.Error
		if !errors.As(err, &told) || told.Kind != rollout.Invalid || !strings.Contains(told.Message, "too large") {
			t.Errorf("%s: got %v, want that it is too large", name, err)
		}
		if _, err := tb.Load(t.Context(), row{id: "good"}.Key()); err == nil {
			t.Fatalf("%s: half of the change is there", name)
		}
	}
	tb.mustCommit(row{id: "a", rev: 1, body: strings.Repeat("a", 390<<10)})
}
