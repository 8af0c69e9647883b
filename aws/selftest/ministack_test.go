package selftest_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// A second opinion: an AWS that we did not write, and that does not do everything. The
// test has to run to its end there, and to find what is missing.
func TestItFindsWhatMiniStackDoesNotDo(t *testing.T) {
	cfg := ministack.Open(t)
	slept := time.Duration(0)
	now := func() time.Time { return time.Now().Add(slept) }
	r := selftest.Run(t.Context(), clients(cfg), selftest.Options{
		Name: name, Role: ministack.Role, Calls: 20, Now: now, Tell: func(selftest.Assumption) {},
		Sleep: func(ctx context.Context, d time.Duration) error { slept += d; return pause(ctx) },
	})
	if r.Err != nil || len(r.Left) > 0 {
		t.Errorf("%v, %v", r.Err, r.Left)
	}
	t.Log(said(r.Assumptions))
	for says, want := range map[string]selftest.Answer{
		"A write with an old RevisionId":  selftest.Holds,
		"An explicit empty routing map":   selftest.Holds,
		"Publishing the same code":        selftest.Holds,
		"A publish that names other code": selftest.Fails,
		"$LATEST cannot share an alias":   selftest.Fails,
		"A weight takes effect":           selftest.Fails,
		"Calls are split by the weight":   selftest.Fails,
		"The metrics of an alias":         selftest.Fails,
		"They count each call":            selftest.Unknown,
	} {
		if a := answer(t, r, says); a.Answer != want {
			t.Errorf("%+v, want that it is %s", a, want)
		}
	}
	_, err := lambda.NewFromConfig(cfg).GetFunction(t.Context(), &lambda.GetFunctionInput{FunctionName: aws.String(name)})
	if failure.Code(err) != "ResourceNotFoundException" {
		t.Errorf("the function is there: %v", err)
	}
}

// pause leaves MiniStack the moment that it needs to make things.
func pause(ctx context.Context) error {
	timer := time.NewTimer(10 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
