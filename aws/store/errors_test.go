package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

type attributes = map[string]types.AttributeValue

func s(text string) types.AttributeValue { return &types.AttributeValueMemberS{Value: text} }

// answerJSON answers so, and nothing is sent.
func answerJSON(answer any) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		body, err := json.Marshal(answer)
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
			Body: io.NopCloser(bytes.NewReader(body)), Request: c.Request,
		}, err
	}
}

// all does everything that the port asks for, for its errors, by the operation called.
func (tb *table) all(ctx context.Context) map[string]error {
	_, load := tb.Load(ctx, row{id: "a"}.Key())
	_, query := tb.Query(ctx, rollout.Query{Index: "all"})
	return map[string]error{
		"GetItem": load, "Query": query, "TransactWriteItems": tb.Commit(ctx, change(row{id: "a", rev: 1})),
	}
}

func TestErrorsSayWhatCanBeDone(t *testing.T) {
	for code, want := range map[string]struct {
		kind rollout.Kind
		says string
	}{
		"ProvisionedThroughputExceededException": {rollout.Throttled, "too much to do"},
		"ThrottlingException":                    {rollout.Throttled, "too much to do"},
		"RequestLimitExceeded":                   {rollout.Throttled, "too much to do"},
		"TransactionInProgressException":         {rollout.Throttled, "too much to do"},
		"ValidationException":                    {rollout.Invalid, "too large"},
		"AccessDeniedException":                  {rollout.Broken, "needs the permission dynamodb:"},
		"ResourceNotFoundException":              {rollout.Broken, "table is not there"},
		"InternalServerError":                    {rollout.Broken, "did not do"},
		"SomethingNew":                           {rollout.Broken, "did not do"},
	} {
		tb := offline(t)
		for _, op := range []string{"GetItem", "Query", "TransactWriteItems"} {
			tb.wire.Always(op, faulty.Answer(http.StatusBadRequest, code, "raw words"))
		}
		for op, err := range tb.all(t.Context()) {
			var told *rollout.Error
			if !errors.As(err, &told) || told.Kind != want.kind || !strings.Contains(told.Message+told.Hint, want.says) {
				t.Errorf("%s, %s: got %v, want %s", op, code, err, want.kind)
				continue
			}
			if strings.Contains(told.Message+told.Hint, "raw words") || !strings.Contains(told.Err.Error(), "raw words") {
				t.Errorf("%s, %s: the log's words are in the wrong place: %q", op, code, told.Message+told.Hint)
			}
		}
	}
}

func TestWhoIsNotLetInIsToldWhichPermissionIsMissing(t *testing.T) {
	tb := offline(t)
	want := map[string]string{"GetItem": "dynamodb:GetItem", "Query": "dynamodb:Query", "TransactWriteItems": "dynamodb:PutItem and dynamodb:DeleteItem"}
	for op := range want {
		tb.wire.Always(op, faulty.Answer(http.StatusBadRequest, "AccessDeniedException", "no"))
	}
	for op, err := range tb.all(t.Context()) {
		var told *rollout.Error
		if !errors.As(err, &told) || !strings.Contains(told.Hint, want[op]) {
			t.Errorf("%s: got %v, want %s in the hint", op, err, want[op])
		}
	}
}

func TestAnIndexWhoseRecordsMayNotBeReadIsAnError(t *testing.T) {
	tb := offline(t)
	tb.wire.On("Query", answerJSON(map[string]any{"Items": []any{
		map[string]any{"pk": map[string]string{"S": "index/all"}, "sk": map[string]string{"S": "a\x00note"}},
	}}))
	tb.wire.On("BatchGetItem", faulty.Answer(http.StatusBadRequest, "AccessDeniedException", "no"))
	found, err := tb.Query(t.Context(), rollout.Query{Index: "all"})
	if !rollout.IsKind(err, rollout.Broken) || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
}

func TestATransactionThatWasCancelledForGoodIsNotTriedAgain(t *testing.T) {
	for code, kind := range map[string]rollout.Kind{
		"ValidationError": rollout.Invalid, "ItemCollectionSizeLimitExceeded": rollout.Invalid, "DuplicateItem": rollout.Broken,
	} {
		tb := offline(t)
		tb.wire.On("TransactWriteItems", cancelled("None", code))
		if err := tb.commit(row{id: "a", rev: 1}, row{id: "b", rev: 1}); !rollout.IsKind(err, kind) {
			t.Errorf("%s: got %v, want %s", code, err, kind)
		}
	}
}

func TestACallThatIsCutOffSaysThatItWas(t *testing.T) {
	tb := offline(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, op := range []string{"GetItem", "Query", "TransactWriteItems", "UpdateItem"} {
		tb.wire.Always(op, func(c faulty.Call) (*http.Response, error) {
			cancel()
			<-c.Request.Context().Done()
			return nil, c.Request.Context().Err()
		})
	}
	_, err := tb.Load(ctx, row{id: "a"}.Key())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("load: %v", err)
	}
	for name, err := range tb.parkings(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnItemThatWasTamperedWithIsAnErrorNotAGuess(t *testing.T) {
	for name, bad := range map[string]attributes{
		"no revision":      {"body": &types.AttributeValueMemberB{Value: []byte("{}")}},
		"no body":          {"rev": &types.AttributeValueMemberN{Value: "1"}},
		"half a revision":  {"rev": &types.AttributeValueMemberN{Value: "1.5"}, "body": &types.AttributeValueMemberB{Value: []byte("{}")}},
		"a body in words":  {"rev": &types.AttributeValueMemberN{Value: "1"}, "body": s("{}")},
		"a revision below": {"rev": &types.AttributeValueMemberN{Value: "-1"}, "body": &types.AttributeValueMemberB{Value: []byte("{}")}},
	} {
		tb := open(t)
		tb.mustCommit(row{id: "a", rev: 1, indexes: []string{"all"}})
		bad["pk"], bad["sk"] = s("note/a"), s("record")
		if _, err := tb.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &tb.name, Item: bad}); err != nil {
			t.Fatal(err)
		}
		_, load := tb.Load(t.Context(), row{id: "a"}.Key())
		_, query := tb.Query(t.Context(), rollout.Query{Index: "all"})
		for does, err := range map[string]error{"load": load, "query": query} {
			if !rollout.IsKind(err, rollout.Broken) {
				t.Errorf("%s, %s: %v", name, does, err)
			}
		}
	}
}

func TestAParkingThatWasTamperedWithIsAnError(t *testing.T) {
	tb := offline(t)
	tb.wire.On("UpdateItem", answerJSON(map[string]any{"Attributes": map[string]any{"wakes": map[string]string{"N": "many"}}}))
	if _, _, err := tb.Wake(t.Context(), id); err == nil {
		t.Error("it was read")
	}
}
