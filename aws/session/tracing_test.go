package session_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/session"
)

// told is what somebody was told of one call.
type told struct {
	name  string
	how   []string
	ended int
}

// told has somebody told of a session's calls.
func (o *told) trace(ctx context.Context, service, operation string) (context.Context, func(...slog.Attr)) {
	o.name = service + "." + operation
	return ctx, func(how ...slog.Attr) {
		o.ended++
		for _, a := range how {
			o.how = append(o.how, a.String())
		}
	}
}

func TestSomebodyIsToldOfEachCallAndHowItWent(t *testing.T) {
	sent := answer(200, `{"MessageId":"m","MD5OfMessageBody":"588d39bce7c5fcae6a8529c3997387ea"}`)
	for _, c := range []struct {
		hear []int // statuses that come before
		want []string
	}{
		{nil, []string{"attempts=1", "status=200", "aws_request=req-1"}},
		{[]int{500, 503}, []string{"attempts=3", "status=200", "aws_request=req-1"}},
		{[]int{403}, []string{"attempts=1", "status=403", "aws_request=req-1", "error=Refused"}},
	} {
		url, _ := serve(t, append(refusals(c.hear), sent)...)
		o := &told{}
		_ = send(t.Context(), open(t, lambda(url), session.Options{Trace: o.trace})) // how it went is what is told
		if o.name != "SQS.SendMessage" || o.ended != 1 || !slices.Equal(o.how, c.want) {
			t.Errorf("after %v: %+v", c.hear, o)
		}
	}
}

// faults.md I1: the text of an error has the address in it, and may have more.
func TestOfACallWithoutAnAnswerNoTextIsTold(t *testing.T) {
	o := &told{}
	if err := list(t.Context(), open(t, lambda("http://127.0.0.1:1"), session.Options{Trace: o.trace})); err == nil {
		t.Fatal("no error")
	}
	if how := strings.Join(o.how, " "); !strings.Contains(how, "error=no answer") || strings.Contains(how, "127.0.0.1") {
		t.Error(how)
	}
}

func TestACallGoesOnWithTheContextOfWhoeverIsTold(t *testing.T) {
	type key struct{}
	url, _ := serve(t, answer(200, `{}`))
	seen := false
	c := open(t, lambda(url), session.Options{Trace: func(ctx context.Context, _, _ string) (context.Context, func(...slog.Attr)) {
		return context.WithValue(ctx, key{}, true), func(...slog.Attr) {}
	}})
	signed := c.Credentials
	c.Credentials = aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		seen = ctx.Value(key{}) != nil
		return signed.Retrieve(ctx)
	})
	if err := list(t.Context(), c); err != nil || !seen {
		t.Errorf("%v, %v", seen, err)
	}
}
