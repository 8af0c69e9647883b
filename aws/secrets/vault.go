package secrets

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/aws/call"
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// errNoText says that there is something, but no text.
var errNoText = errors.New("it is not text")

// vault is the service that keeps the secrets, and where in it they are.
type vault struct {
	*call.Caller
	rights    string // what the names of its permissions begin with
	operation string
	input     any
}

// reply is the answer of either service.
type reply struct {
	SecretString *string
	Parameter    struct{ Value *string }
}

func newVault(cfg aws.Config, ref Ref, now func() time.Time) vault {
	if ref.kind == parameters {
		service := call.Service{ID: "SSM", Name: "ssm", Target: "AmazonSSM", Version: "1.1"}
		return vault{call.New(cfg, service, now), "ssm", "GetParameter", map[string]any{"Name": ref.name, "WithDecryption": true}}
	}
	service := call.Service{ID: "Secrets Manager", Name: "secretsmanager", Target: "secretsmanager", Version: "1.1"}
	return vault{call.New(cfg, service, now), "secretsmanager", "GetSecretValue", map[string]any{"SecretId": ref.name}}
}

// load fetches the secrets and reads them.
func (v vault) load(ctx context.Context) (Set, error) {
	got, err := v.fetch(ctx)
	if garbled := new(smithy.DeserializationError); errors.As(err, &garbled) {
		return Set{}, wrong(err)
	}
	if err != nil {
		return Set{}, v.domain(err)
	}
	text := got.SecretString
	if text == nil {
		text = got.Parameter.Value
	}
	if text == nil {
		return Set{}, wrong(errNoText)
	}
	set, err := decode(*text)
	if err != nil {
		return Set{}, wrong(err)
	}
	return set, nil
}

// fetch asks the service, as often as the retryer finds worth while.
func (v vault) fetch(ctx context.Context) (reply, error) {
	for attempt := 1; ; attempt++ {
		var got reply
		err := v.Do(ctx, v.operation, v.input, &got)
		if err == nil || attempt >= v.Retryer.MaxAttempts() || !v.Retryer.IsErrorRetryable(err) {
			return got, err
		}
		delay, noDelay := v.Retryer.RetryDelay(attempt, err)
		if noDelay != nil || smithytime.SleepWithContext(ctx, delay) != nil {
			return reply{}, err
		}
	}
}

// domain makes the service's error one that people understand.
func (v vault) domain(err error) error {
	return failure.Call{
		Message: "The secrets cannot be read.",
		Denied:  "The function's role needs " + v.rights + ":" + v.operation + " on it, and kms:Decrypt on its key.",
		Cases: []failure.Case{
			{Codes: []string{"ResourceNotFoundException", "ParameterNotFound"}, Kind: rollout.NotFound,
				Hint: "Check the name in SLIPWAY_SECRETS, and the region."},
			{Codes: []string{"ValidationException", "InvalidParameterException", "InvalidRequestException"}, Kind: rollout.Invalid,
				Hint: "Check SLIPWAY_SECRETS, and that the secret is not being deleted."},
		},
	}.Of(err)
}

// wrong is the error of secrets that were read and make no sense.
func wrong(err error) error {
	return &rollout.Error{Kind: rollout.Invalid, Message: "The secrets are not as they have to be.",
		Hint: "They are one JSON object of strings; docs/configuration.md names them.", Err: err}
}
