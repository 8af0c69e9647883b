package store_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// entries counts what is kept of an index.
func (tb *table) entries(index string) int {
	tb.t.Helper()
	found, err := tb.client.Query(tb.t.Context(), &dynamodb.QueryInput{
		TableName: &tb.name, KeyConditionExpression: aws.String("pk = :pk"), ConsistentRead: aws.Bool(true),
		ExpressionAttributeValues: attributes{":pk": s("index/" + index)},
	})
	if err != nil {
		tb.t.Fatal(err)
	}
	return len(found.Items)
}

// fill puts as many records into the index "all".
func (tb *table) fill(count int) (ids []string) {
	tb.t.Helper()
	for i := range count {
		ids = append(ids, fmt.Sprintf("%04d", i))
	}
	for some := range slices.Chunk(ids, 50) {
		var rows []row
		for _, id := range some {
			rows = append(rows, row{id: id, rev: 1, indexes: []string{"all"}})
		}
		tb.mustCommit(rows...)
	}
	return ids
}

func TestAQueryTakesOneCallAndOneMoreForEachHundredRecords(t *testing.T) {
	for _, c := range []struct {
		records, limit, batches int
	}{{0, 0, 0}, {0, 5, 0}, {1, 0, 1}, {1, 1, 1}, {100, 0, 1}, {100, 100, 1}, {101, 0, 2}, {250, 0, 3}, {250, 20, 1}} {
		tb := open(t)
		want := tb.fill(c.records)
		if c.limit > 0 {
			want = want[:min(c.limit, len(want))]
		}
		spent := tb.calls(func() {
			if diff := cmp.Diff(want, append([]string(nil), tb.ids(rollout.Query{Index: "all", Limit: c.limit})...)); diff != "" {
				t.Errorf("%+v: %s", c, diff)
			}
		})
		if spent["Query"] != 1 || spent["BatchGetItem"] != c.batches || spent["TransactWriteItems"] > 0 {
			t.Errorf("%+v: took %v", c, spent)
		}
	}
}

func TestALimitIsFilledPastEntriesThatWereLeftBehind(t *testing.T) {
	for _, down := range []bool{false, true} {
		tb := open(t)
		ids := tb.fill(120)
		for i, id := range ids {
			if i%12 != 0 {
				tb.mustCommit(row{id: id, rev: 2})
			}
		}
		want := []string{"0000", "0012", "0024", "0036", "0048"}
		if down {
			want = []string{"0108", "0096", "0084", "0072", "0060"}
		}
		q := rollout.Query{Index: "all", Limit: 5, Descending: down}
		if diff := cmp.Diff(want, tb.ids(q)); diff != "" {
			t.Errorf("descending %t: %s", down, diff)
		}
	}
}

func TestEntriesThatWereLeftBehindAreSweptByTheQueryThatMeetsThem(t *testing.T) {
	tb := open(t)
	ids := tb.fill(210)
	c := rollout.Change{}
	for _, id := range ids[:100] {
		c.Delete = append(c.Delete, rollout.Deletion{Key: row{id: id}.Key(), Rev: 1})
	}
	if err := tb.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for i := 100; i < 205; i++ {
		tb.mustCommit(row{id: ids[i], rev: 2})
	}
	for _, left := range []int{210, 110, 10, 5} { // at most a hundred at a time
		if n := tb.entries("all"); n != left {
			t.Errorf("%d entries are left, want %d", n, left)
		}
		if diff := cmp.Diff(ids[205:], tb.ids(rollout.Query{Index: "all"})); diff != "" {
			t.Error(diff)
		}
	}
	spent := tb.calls(func() { tb.ids(rollout.Query{Index: "all"}) })
	if spent["TransactWriteItems"] > 0 {
		t.Errorf("nothing is left, and it took %v", spent)
	}
}

// The record comes back, at the very revision it once had there, after the query
// has looked at it and before its entry is swept.
func TestAnEntryOfARecordThatCameBackIsNotSwept(t *testing.T) {
	tb := open(t)
	r := row{id: "a", rev: 1, indexes: []string{"all"}}
	tb.mustCommit(r)
	gone := rollout.Change{Delete: []rollout.Deletion{{Key: r.Key(), Rev: 1}}}
	if err := tb.Commit(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	tb.wire.On("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
		tb.mustCommit(r)
		return c.Send()
	})
	if found := tb.ids(rollout.Query{Index: "all"}); len(found) != 0 {
		t.Errorf("it was gone, and the query gave %v", found)
	}
	if diff := cmp.Diff([]string{"a"}, tb.ids(rollout.Query{Index: "all"})); diff != "" {
		t.Errorf("it came back: %s", diff)
	}
}

func TestAnEntryThatSomebodyElseSweptDoesNotKeepTheOthers(t *testing.T) {
	tb := open(t)
	tb.fill(3)
	for _, id := range []string{"0000", "0001", "0002"} {
		tb.mustCommit(row{id: id, rev: 2})
	}
	tb.wire.On("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
		_, err := tb.client.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{
			TableName: &tb.name, Key: attributes{"pk": s("index/all"), "sk": s("0001\x00note")},
		})
		if err != nil {
			t.Error(err)
		}
		return c.Send()
	})
	tb.ids(rollout.Query{Index: "all"})
	if n := tb.entries("all"); n != 0 {
		t.Errorf("%d entries are left", n)
	}
}

func TestASweepThatFailsDoesNotFailTheQuery(t *testing.T) {
	tb := open(t)
	tb.fill(1)
	tb.mustCommit(row{id: "0000", rev: 2})
	tb.wire.On("TransactWriteItems", faulty.Answer(http.StatusBadRequest, "AccessDeniedException", "no"))
	if found := tb.ids(rollout.Query{Index: "all"}); len(found) != 0 {
		t.Errorf("the query gave %v", found)
	}
}

func TestTwoKindsWithOneIDBothStandInAnIndex(t *testing.T) {
	tb := open(t)
	tb.mustCommit(
		row{kind: "b", id: "same", rev: 1, indexes: []string{"all"}},
		row{kind: "a", id: "same", rev: 1, indexes: []string{"all"}},
		row{kind: "a", id: "same!", rev: 1, indexes: []string{"all"}},
	)
	if diff := cmp.Diff([]string{"same", "same", "same!"}, tb.ids(rollout.Query{Index: "all"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"same!"}, tb.ids(rollout.Query{Index: "all", After: "same"})); diff != "" {
		t.Error(diff)
	}
}

// DynamoDB stops after a megabyte, wherever that is.
func TestAQueryGoesOnWhereDynamoDBStopped(t *testing.T) {
	tb := open(t)
	want := tb.fill(30)
	tb.wire.Always("Query", func(c faulty.Call) (*http.Response, error) {
		c.Body = append(c.Body[:len(c.Body)-1], `,"Limit":7}`...)
		c.Request.ContentLength = int64(len(c.Body))
		return c.Send()
	})
	spent := tb.calls(func() {
		if diff := cmp.Diff(want, tb.ids(rollout.Query{Index: "all"})); diff != "" {
			t.Error(diff)
		}
	})
	if spent["Query"] != 5 {
		t.Errorf("it took %v", spent)
	}
}

// unprocessed answers that some keys were not read this time.
func unprocessed(tb *table, ids ...string) faulty.Fault {
	keys := []map[string]any{}
	for _, id := range ids {
		keys = append(keys, map[string]any{"pk": map[string]string{"S": "note/" + id}, "sk": map[string]string{"S": "record"}})
	}
	return answerJSON(map[string]any{
		"Responses":       map[string]any{},
		"UnprocessedKeys": map[string]any{tb.name: map[string]any{"ConsistentRead": true, "Keys": keys}},
	})
}

// faults.md G6.
func TestRecordsThatWereNotReadAreAskedForAgain(t *testing.T) {
	tb := open(t)
	want := tb.fill(3)
	tb.wire.On("BatchGetItem", unprocessed(tb, want...), unprocessed(tb, want...))
	if diff := cmp.Diff(want, tb.ids(rollout.Query{Index: "all"})); diff != "" {
		t.Error(diff)
	}
	if len(tb.pauses) != 2 {
		t.Errorf("the pauses are %v", tb.pauses)
	}
	tb.wire.Always("BatchGetItem", unprocessed(tb, want...))
	if _, err := tb.Query(t.Context(), rollout.Query{Index: "all"}); !rollout.IsKind(err, rollout.Throttled) {
		t.Errorf("got %v, want that it is throttled", err)
	}
}

// Whatever came before, a page of a list is a part of the whole list.
func TestPagesPutTogetherAreTheWholeList(t *testing.T) {
	tb := open(t)
	whole := tb.fill(40)
	for i, id := range whole {
		if i%3 == 0 {
			tb.mustCommit(row{id: id, rev: 2})
		}
	}
	want := slices.DeleteFunc(slices.Clone(whole), func(id string) bool { return slices.Index(whole, id)%3 == 0 })
	rapid.Check(t, func(r *rapid.T) {
		q := rollout.Query{Index: "all", Limit: rapid.IntRange(1, 15).Draw(r, "limit"), Descending: rapid.Bool().Draw(r, "descending")}
		var got []string
		for {
			page := tb.ids(q)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			q.After = page[len(page)-1]
		}
		if q.Descending {
			slices.Reverse(got)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("%+v: %s", q, diff)
		}
	})
}
