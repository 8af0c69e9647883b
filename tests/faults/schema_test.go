package faults

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// row is a record with its place, as a binary of another version has left it.
type row struct {
	Kind, ID string
	Rev      int64
	Indexes  []string
	Body     json.RawMessage
}

// leave puts rows into the table, byte by byte.
func (w *world) leave(rows ...row) {
	w.t.Helper()
	text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
	put := func(item map[string]types.AttributeValue) {
		_, err := dynamodb.NewFromConfig(w.aws).PutItem(w.t.Context(), &dynamodb.PutItemInput{TableName: aws.String(table), Item: item})
		w.must(err)
	}
	for _, r := range rows {
		item := map[string]types.AttributeValue{
			"pk": text(r.Kind + "/" + r.ID), "sk": text("record"), "nonce": text("before"),
			"rev": &types.AttributeValueMemberN{Value: strconv.FormatInt(r.Rev, 10)}, "body": &types.AttributeValueMemberB{Value: r.Body},
		}
		if len(r.Indexes) > 0 {
			item["idx"] = &types.AttributeValueMemberSS{Value: r.Indexes}
		}
		put(item)
		for _, index := range r.Indexes {
			put(map[string]types.AttributeValue{"pk": text("index/" + index), "sk": text(r.ID + "\x00" + r.Kind), "nonce": text("before")})
		}
	}
}

// before are the rows that the binary before this one wrote while it was in the
// middle of a canary, half of the traffic on v42; and its rollout.
func before(t *testing.T) (rows []row, r rollout.Rollout) {
	t.Helper()
	raw, err := os.ReadFile("../../rollout/testdata/schema1/halfway.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Kind == "rollout" {
			if r, err = rollout.Decode[rollout.Rollout](rollout.Stored{Body: row.Body}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return rows, r
}

// split publishes v42 and shares the traffic between v41 and it, as the rollout had it.
func (w *world) split(r rollout.Rollout) {
	w.t.Helper()
	_, err := w.cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: function, ImageURI: account.Repository("checkout") + "@" + commits["good"].Digest()})
	w.must(err)
	_, err = w.cloud.PublishVersion(cloud.PublishVersionInput{FunctionName: function, Description: account.Describe(r.Release, r.ID)})
	w.must(err)
	_, err = w.cloud.UpdateAlias(cloud.UpdateAliasInput{
		FunctionName: function, Name: "live", FunctionVersion: string(r.Stable), Description: aws.String(r.Stamp().String()),
		AdditionalVersionWeights: map[string]float64{string(r.Candidate): r.Weight()},
	})
	w.must(err)
}

// faults.md F9: the bot is upgraded in the middle of a canary.
func TestRowsOfTheBinaryBeforeAreGoneOnWith(t *testing.T) {
	rows, was := before(t)
	w := openAt(t, was.Wake)
	w.leave(rows...)
	w.split(was)
	r := w.ticker().drive(was.ID, nil)
	w.holds(r)
	if r.Phase != rollout.Succeeded || r.Judging.Calls <= was.Judging.Calls {
		t.Errorf("it %s, judged by %d calls after %d: %+v", r.Phase.Past(), r.Judging.Calls, was.Judging.Calls, r.Cause)
	}
}

// faults.md F9: what a binary to come has written is left to it, and that is said.
func TestRowsOfABinaryToComeAreRefused(t *testing.T) {
	rows, was := before(t)
	w := openAt(t, was.Wake)
	for i, r := range rows {
		if r.Kind == "rollout" {
			rows[i].Body = json.RawMessage(strings.Replace(string(r.Body), `"schema": 1`, `"schema": 99`, 1))
		}
	}
	w.leave(rows...)
	w.split(was)
	k, live, revision := w.ticker(), w.live(), w.revision()
	const complaint = "schema 99 is not one this version knows"
	if turn, err := k.tick(was.ID); err != nil || turn.Wait != 60 {
		t.Errorf("the tick: %+v, %v", turn, err) // an upgrade half-way is no failure, and no reason for the last resort
	}
	w.until(w.now().Add(time.Hour))
	w.must(k.sweep()) // which looks after the others
	if !strings.Contains(k.log(), complaint) {
		t.Errorf("the sweep says nothing of it:\n%s", k.log())
	}
	if w.live() != live || w.revision() != revision {
		t.Errorf("live was moved from %s to %s", live, w.live())
	}
	got, err := w.store.Load(t.Context(), was.Key())
	w.must(err)
	if !strings.Contains(string(got.Body), `"schema": 99`) {
		t.Errorf("the row is now %s", got.Body)
	}
}
