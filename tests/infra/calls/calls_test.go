package calls_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/tests/infra/calls"
)

const small = "tests/infra/calls/testdata/small"

func load(t *testing.T) *calls.Program {
	t.Helper()
	p, err := calls.Load(filepath.Join("..", "..", ".."), small)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsComeToIsFoundWhicheverWayAndNothingElse(t *testing.T) {
	p := load(t)
	for entry, want := range map[string]string{
		"Everything": "dynamodb.GetItem dynamodb.TransactWriteItem.Put dynamodb.TransactWriteItems" +
			" lambda.GetAlias lambda.ListAliases lambda.ListTags lambda.PublishVersion sqs.SendMessage",
		"Signed": "call.GetParameter call.SendMessage",
		"Never":  "sns.Publish",
	} {
		found, err := p.Operations(nil, small+"."+entry)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, strings.Join(found.Names(), " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", entry, diff)
		}
	}
}

func TestTheWayThereIsTold(t *testing.T) {
	found, err := load(t).Operations(nil, small+".Everything")
	if got := found["lambda.PublishVersion"]; err != nil || !strings.HasPrefix(got, small+".Everything → ") || !strings.Contains(got, small+".deep → ") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestABoundHoldsWhereItIsMetAndFailsWhereItIsNot(t *testing.T) {
	p := load(t)
	b := calls.Bound{From: small + ".Everything$3", To: small + ".deep", Only: []string{"lambda.GetPolicy"}, Why: "so it is"}
	found, err := p.Operations([]calls.Bound{b}, small+".Everything")
	if _, open := found["lambda.PublishVersion"]; err != nil || open || found["lambda.GetPolicy"] == "" {
		t.Errorf("%v, %v", found.Names(), err)
	}
	b.To = small + ".shallow"
	if _, err := p.Operations([]calls.Bound{b}, small+".Everything"); err == nil || !strings.Contains(err.Error(), "has outlived its reason") {
		t.Error(err)
	}
}

func TestWhatCannotBeSeenIsAnError(t *testing.T) {
	p := load(t)
	for entry, want := range map[string]string{"Hidden": "small.Hidden: it has aws/call do an operation", "Nothing": "there is no function"} {
		if _, err := p.Operations(nil, small+"."+entry); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}
