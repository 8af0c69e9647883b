package wire_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

const repo = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/checkout"

func digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

// world is an account behind its HTTP front, and the real SDK in front of that.
type world struct {
	*cloud.Account
	t      *testing.T
	now    time.Time
	config aws.Config
	lambda *lambda.Client
}

// open makes an account with the function checkout: versions 40 to 42, live on 42
// and blue on 41. Its commits are "commit40" and so on; 43 is pushed as well.
func open(t *testing.T, edit func(*cloud.Options), o wire.Options) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	options := cloud.Options{Now: func() time.Time { return w.now }, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1}
	if edit != nil {
		edit(&options)
	}
	a, err := cloud.New(options)
	must(t, err)
	w.Account = a
	seed := cloud.Seed{
		FunctionName: "checkout", Role: "role", DeadLetterTarget: "queue", FirstVersion: 40, Since: w.now,
		Aliases: map[string]string{"live": "42", "blue": "41"},
	}
	for n := 40; n <= 43; n++ {
		_, err := a.PutImage(repo, fmt.Sprintf("commit%d", n), digest(n), 0)
		must(t, err)
		if n < 43 {
			seed.Versions = append(seed.Versions, cloud.SeedVersion{ImageURI: repo + "@" + digest(n), Description: fmt.Sprint("v", n), At: w.now.Add(-time.Hour)})
		}
	}
	must(t, a.Seed(seed))
	server := httptest.NewServer(wire.Handler(a, o))
	t.Cleanup(server.Close)
	w.config = aws.Config{
		Region: "eu-central-1", BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "000000000000", SecretAccessKey: "none"}, nil
		}),
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
	w.lambda = lambda.NewFromConfig(w.config)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// status is the HTTP status that the SDK says an error came with.
func status(err error) int {
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

// refused checks that the SDK has made of a refusal the error type that is meant
// for it, and that status and code are right.
func refused[E smithy.APIError](t *testing.T, err error, want int, code string) {
	t.Helper()
	var e E
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a %T", err, e)
	}
	if status(err) != want || e.ErrorCode() != code || e.ErrorMessage() == "" {
		t.Errorf("got %d %s %q, want %d %s", status(err), e.ErrorCode(), e.ErrorMessage(), want, code)
	}
}

// smithyError is an error for which the SDK has no type of its own.
type smithyError = *smithy.GenericAPIError

func TestARequestWithoutASignatureIsTurnedAway(t *testing.T) {
	w := open(t, nil, wire.Options{})
	anonymous := w.config.Copy()
	anonymous.Credentials = aws.AnonymousCredentials{}
	c := lambda.NewFromConfig(anonymous)
	_, err := c.GetAlias(t.Context(), &lambda.GetAliasInput{FunctionName: name("checkout"), Name: name("live")})
	refused[smithyError](t, err, 403, "MissingAuthenticationTokenException")
	_, err = c.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout")})
	refused[smithyError](t, err, 403, "MissingAuthenticationTokenException")
}
