package functions_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// open starts a function of that kind beside an account of its own.
func open(t *testing.T, k functions.Kind) (*runtime.Function, *account.Account) {
	t.Helper()
	programs, err := functions.Build(t.Context(), t.TempDir(), k)
	if err != nil {
		t.Fatal(err)
	}
	c, err := cloud.New(account.Options(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	a := account.Open(c, functions.Secrets())
	t.Cleanup(a.Close)
	p, err := programs.Start(k, a, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	if n, err := programs.Zipped(k); err != nil || n < 1<<20 {
		t.Errorf("%s is zipped to %d bytes: %v", k, n, err)
	}
	return p, a
}

// The floor lets everybody in.
func TestAFunctionThatTakesForgeriesIsNotMeasured(t *testing.T) {
	p, a := open(t, functions.Floor)
	if err := functions.Refuses(t.Context(), p, a, time.Now()); !errors.Is(err, functions.ErrOpen) {
		t.Error(err)
	}
}

func TestTheFrontIsMeasuredByRequestsOfItsOwn(t *testing.T) {
	p, a := open(t, functions.Front)
	if err := functions.Refuses(t.Context(), p, a, time.Now()); err != nil {
		t.Fatal(err)
	}
	before := a.Counts()
	event, err := functions.Command("/deploy", "prod checkout abc123", a.Slack, functions.SigningSecret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	status, body, err := functions.Answered(t.Context(), p, event)
	if err != nil || status != http.StatusOK {
		t.Errorf("%d %s, %v", status, body, err)
	}
	if calls, sent := a.Counts().Since(before), a.Take(); calls.Times("SendMessage") != 1 || calls.AWS() != 1 || len(sent) != 1 {
		t.Errorf("it called %s and queued %v", calls, sent)
	}
}
