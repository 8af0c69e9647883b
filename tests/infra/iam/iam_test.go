package iam_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/tests/infra/calls"
	"github.com/slipway-dev/slipway/tests/infra/iam"
)

// needed are all parts' needs, which take a second to find out.
var needed = sync.OnceValues(func() (map[string]iam.Needs, error) {
	p, err := calls.Load(filepath.Join("..", "..", ".."), iam.Folders()...)
	if err != nil {
		return nil, err
	}
	out := map[string]iam.Needs{}
	for _, part := range iam.Parts() {
		if out[part.Name], err = iam.Needed(p, part); err != nil {
			return nil, err
		}
	}
	out["the state machine"], err = iam.StateMachine()
	return out, err
})

func needs(t *testing.T) map[string]iam.Needs {
	t.Helper()
	all, err := needed()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(all)
}

func TestThePageNamesWhatTheCodeCalls(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "permissions.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := iam.Documented(string(page))
	for part, needs := range needs(t) {
		for _, d := range iam.Differences(needs, documented[part]) {
			t.Errorf("docs/permissions.md, %s: %s", part, d)
		}
	}
}

func TestTheFrontCanDoTwoThings(t *testing.T) {
	got := strings.Join(needs(t)["front"].With(iam.SecretsManager).Names(), " ")
	if want := "logs:CreateLogStream logs:PutLogEvents secretsmanager:GetSecretValue sqs:SendMessage"; got != want {
		t.Errorf("it calls %s", got)
	}
}

func TestAnOperationOfNoKnownServiceIsAskedAbout(t *testing.T) {
	if _, err := iam.Of(calls.Found{"call.Frobnicate": ""}); err == nil || !strings.Contains(err.Error(), "call.Frobnicate") {
		t.Error(err)
	}
}

func TestAPageIsReadAsPeopleReadIt(t *testing.T) {
	page := "Each writes (`logs:PutLogEvents`).\n\n## front\n## ticker\n\n## worker\n\n| permission | on | why |\n|---|---|---|\n" +
		"| `sqs:SendMessage`, `ReceiveMessage` | it | so |\n| `dynamodb:GetItem`, or `s3:GetObject` | `x:y` | so |\n" +
		"\n## other\n\n| `dynamodb:…`, `sqs:Purge` | as the worker's | so |\n"
	got := iam.Documented(page)
	for part, want := range map[string]string{
		"front": "logs:PutLogEvents", "worker": "dynamodb:GetItem logs:PutLogEvents s3:GetObject sqs:ReceiveMessage sqs:SendMessage",
		"other": "dynamodb:GetItem sqs:Purge",
	} {
		if names := strings.Join(got[part].Names(), " "); names != want {
			t.Errorf("%s: %s", part, names)
		}
	}
}
