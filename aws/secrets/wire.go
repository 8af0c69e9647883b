package secrets

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/slipway-dev/slipway/rollout"
)

// limit is more than the largest secret, 64 KB, takes when every byte is escaped.
const limit = 512 << 10

// try makes one attempt. Its errors are those of the SDK's clients, so that the
// SDK's retryer knows them.
func (v vault) try(ctx context.Context, body []byte) ([]byte, error) {
	r, err := v.request(ctx, body)
	if err != nil {
		return nil, fmt.Errorf("ask for the secrets: %w", err)
	}
	got, err := v.cfg.HTTPClient.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("ask for the secrets: %w", &smithy.CanceledError{Err: ctx.Err()})
		}
		return nil, fmt.Errorf("ask for the secrets: %w", &smithyhttp.RequestSendError{Err: err})
	}
	reply, err := io.ReadAll(io.LimitReader(got.Body, limit))
	_ = got.Body.Close() // it has been read to its end, or is not wanted
	if err != nil {
		return nil, fmt.Errorf("read the secrets: %w", &smithyhttp.RequestSendError{Err: err})
	}
	if got.StatusCode != http.StatusOK {
		return nil, refusal(got, reply)
	}
	return reply, nil
}

func (v vault) request(ctx context.Context, body []byte) (*http.Request, error) {
	url, err := v.endpoint(ctx)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if r.URL.Path == "" {
		r.URL.Path = "/"
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", v.target)
	keys, err := v.cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return r, v.signer.SignHTTP(ctx, keys, r, hex.EncodeToString(sum[:]), v.service, v.cfg.Region, v.now())
}

// refusal is the answer of a service that says no. Its text stays out: the code
// says enough, and nobody knows what the text repeats.
func refusal(got *http.Response, reply []byte) error {
	var named struct {
		Type string `json:"__type"`
	}
	_ = json.Unmarshal(reply, &named) // a proxy's page has no code
	code := named.Type[strings.LastIndex(named.Type, "#")+1:]
	if code == "" {
		code = "UnknownError"
	}
	return &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: got},
		Err:      &smithy.GenericAPIError{Code: code, Message: "the service refused"},
	}
}

// domain makes the service's error one that people understand.
func (v vault) domain(err error) error {
	e := &rollout.Error{Kind: rollout.Broken, Message: refuse, Err: err}
	var status interface{ HTTPStatusCode() int }
	if errors.As(err, &status) && status.HTTPStatusCode() == http.StatusTooManyRequests {
		e.Kind = rollout.Throttled
	}
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return e
	}
	switch refused.ErrorCode() {
	case "ResourceNotFoundException", "ParameterNotFound":
		e.Kind, e.Hint = rollout.NotFound, "Check the name in SLIPWAY_SECRETS, and the region."
	case "AccessDeniedException":
		e.Hint = "The function's role needs " + v.right + " on it, and kms:Decrypt on its key."
	case "ThrottlingException", "TooManyRequestsException":
		e.Kind = rollout.Throttled
	case "ValidationException", "InvalidParameterException", "InvalidRequestException":
		e.Kind, e.Hint = rollout.Invalid, "Check SLIPWAY_SECRETS, and that the secret is not being deleted."
	}
	return e
}

// wrong is the error of secrets that were read and make no sense.
func wrong(err error) error {
	return &rollout.Error{Kind: rollout.Invalid, Message: "The secrets are not as they have to be.",
		Hint: "They are one JSON object of strings; docs/configuration.md names them.", Err: err}
}
