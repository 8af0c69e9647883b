package store_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const id rollout.ID = "01J0000000000000000000ROLL"

func (tb *table) wake(count int64, token string) {
	tb.t.Helper()
	if n, got, err := tb.Wake(tb.t.Context(), id); err != nil || n != count || got != token {
		tb.t.Errorf("wake: got %d, %q, %v, want %d, %q", n, got, err, count, token)
	}
}

func (tb *table) park(seen int64, token string, count int64) {
	tb.t.Helper()
	if n, kept, err := tb.Keep(tb.t.Context(), id, today, seen, token); err != nil || n != count || kept != (n == seen) {
		tb.t.Errorf("park at %d: got %d, %t, %v, want %d", seen, n, kept, err, count)
	}
}

func TestAWakeFindsTheTokenThatTheRolloutIsParkedWith(t *testing.T) {
	tb := open(t)
	tb.park(0, "first", 0)
	tb.wake(1, "first") // if nobody uses the token then, the next wake finds it
	tb.park(1, "second", 1)
	tb.wake(2, "second")
	tb.wake(3, "second")
}

func TestAWakeBeforeTheParkingIsNotLost(t *testing.T) {
	tb := open(t)
	tb.wake(1, "")
	tb.park(0, "too late", 1)
	tb.park(1, "first", 1)
	tb.wake(2, "first")
	tb.park(1, "too late", 2)
	tb.wake(3, "first")
}

// Its caller was slow: the rollout has been woken by its time-out since, and parked again.
func TestATokenThatComesLateDoesNotReplaceTheNext(t *testing.T) {
	tb := open(t)
	for _, c := range []struct {
		token string
		since time.Duration
		kept  bool
	}{
		{"second", 0, true},
		{"first", -time.Millisecond, false},
		{"second", 0, true}, // as when the reply was lost
		{"third", time.Millisecond, true},
	} {
		count, kept, err := tb.Keep(t.Context(), id, today.Add(c.since), 0, c.token)
		if err != nil || count != 0 || kept != c.kept {
			t.Errorf("%s: got %d, %t, %v", c.token, count, kept, err)
		}
	}
	tb.wake(1, "third")
}

func TestAParkingIsOneCallAndSoIsAWake(t *testing.T) {
	tb := open(t)
	spent := tb.calls(func() { tb.park(0, "token", 0); tb.wake(1, "token"); tb.park(0, "token", 1) })
	if len(spent) != 1 || spent["UpdateItem"] != 3 {
		t.Errorf("took %v", spent)
	}
}

func TestRolloutsAreParkedApart(t *testing.T) {
	tb := open(t)
	tb.park(0, "mine", 0)
	if _, token, err := tb.Wake(t.Context(), "another"); err != nil || token != "" {
		t.Errorf("the other one woke %q, %v", token, err)
	}
}

// Whichever of the two comes first, one of them wakes the rollout.
func TestAWakeAndAParkingAtTheSameTimeDoNotMissOneAnother(t *testing.T) {
	tb := open(t)
	for i := range 20 {
		id := rollout.ID(strconv.Itoa(i))
		var found string
		var count int64
		var both sync.WaitGroup
		both.Go(func() {
			var err error
			if _, found, err = tb.Wake(t.Context(), id); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			var err error
			if count, _, err = tb.Keep(t.Context(), id, today, 0, "token"); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if (found == "token") == (count == 1) {
			t.Errorf("the wake found %q, and the parking is at %d", found, count)
		}
	}
}

// faults.md G2.
func TestAParkingSurvivesALostReply(t *testing.T) {
	tb := open(t)
	tb.wire.On("UpdateItem", faulty.LoseReply)
	tb.park(0, "token", 0)
	tb.wire.On("UpdateItem", faulty.LoseReply)
	tb.wake(2, "token") // counted twice: it wakes all the same
	tb.wire.On("UpdateItem", func(c faulty.Call) (*http.Response, error) {
		got, err := faulty.LoseReply(c)
		tb.wake(3, "next") // this one used the token, the parking's caller does so again
		return got, err
	})
	tb.park(2, "next", 3)
}

// faults.md G5: a parking may be swept away at any time, or never.
func TestAParkingThatIsGoneCountsAsNeverUsed(t *testing.T) {
	tb := open(t)
	tb.wake(1, "")
	tb.park(1, "token", 1)
	key := attributes{"pk": s("parking/" + string(id)), "sk": s("parking")}
	got, err := tb.client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &tb.name, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	n, _ := got.Item["expires"].(*types.AttributeValueMemberN)
	if at, err := strconv.ParseInt(n.Value, 10, 64); err != nil || at < today.Add(2*7*24*time.Hour).Unix() || at > today.AddDate(1, 0, 0).Unix() {
		t.Errorf("it may be swept away at %d, %v", at, err)
	}
	if _, err := tb.client.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &tb.name, Key: key}); err != nil {
		t.Fatal(err)
	}
	tb.park(1, "another", 0) // not what the caller saw, so that it wakes itself
	tb.park(0, "another", 0)
	tb.wake(1, "another")
}

func TestAParkingThatCannotBeReachedIsAnError(t *testing.T) {
	tb := offline(t)
	tb.wire.Always("UpdateItem", throttledAnswer)
	for name, err := range tb.parkings(t.Context()) {
		if !rollout.IsKind(err, rollout.Throttled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// parkings does everything there is to do with one, for its errors.
func (tb *table) parkings(ctx context.Context) map[string]error {
	_, _, wake := tb.Wake(ctx, id)
	_, _, keep := tb.Keep(ctx, id, today, 0, "token")
	return map[string]error{"wake": wake, "keep": keep}
}
