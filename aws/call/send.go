package call

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/restjson"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	limit   = 512 << 10       // of a reply: more than the largest secret, 64 KB, takes when every byte is escaped
	skewed  = 4 * time.Minute // between two clocks, from which on a signature is worth another try; AWS takes five
	unknown = "UnknownError"  // the code of a refusal that gives none
)

// signature is what a request is signed with.
type signature struct {
	keys aws.Credentials
	at   time.Time
}

// signature reads the credentials anew, and the clock as the service has it.
func (c *Caller) signature(ctx context.Context) (signature, error) {
	keys, err := c.cfg.Credentials.Retrieve(ctx)
	return signature{keys, c.now().Add(time.Duration(c.skew.Load()))}, err
}

// send sends a request, and sends it again when there is a better signature than
// the one that was refused.
func (c *Caller) send(ctx context.Context, operation string, body []byte) (*smithyhttp.Response, []byte, error) {
	s, err := c.signature(ctx)
	if err != nil {
		return nil, nil, err
	}
	got, reply, err := c.try(ctx, operation, body, s)
	if !outdated(err) {
		return got, reply, err
	}
	c.setClock(got.Header)
	newer, missing := c.signature(ctx)
	if missing != nil || newer.keys == s.keys && newer.at.Sub(s.at).Abs() < skewed {
		return got, reply, err
	}
	return c.try(ctx, operation, body, newer)
}

// outdated says that a signature may have been refused for its age. The same codes
// stand for keys that are wrong.
func outdated(err error) bool {
	var refused smithy.APIError
	return errors.As(err, &refused) && slices.Contains([]string{
		"RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch",
		"RequestExpired", "ExpiredToken", "ExpiredTokenException",
	}, refused.ErrorCode())
}

// setClock takes the service's time from an answer that comes from itself.
func (c *Caller) setClock(h http.Header) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil && h.Get("Age") == "" {
		c.skew.Store(int64(date.Sub(c.now())))
	}
}

// try makes one request.
func (c *Caller) try(ctx context.Context, operation string, body []byte, s signature) (*smithyhttp.Response, []byte, error) {
	r, err := c.request(ctx, operation, body, s)
	if err != nil {
		return nil, nil, err
	}
	got, err := c.cfg.HTTPClient.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil, &smithy.CanceledError{Err: ctx.Err()}
		}
		return nil, nil, &smithyhttp.RequestSendError{Err: err}
	}
	reply, err := io.ReadAll(io.LimitReader(got.Body, limit))
	_ = got.Body.Close() // it has been read to its end, or is not wanted
	response := &smithyhttp.Response{Response: got}
	switch {
	case err != nil:
		return response, nil, &smithyhttp.RequestSendError{Err: err}
	case got.StatusCode != http.StatusOK:
		return response, nil, &smithyhttp.ResponseError{Response: response, Err: refusal(got.Header, reply)}
	}
	return response, reply, nil
}

func (c *Caller) request(ctx context.Context, operation string, body []byte, s signature) (*http.Request, error) {
	at, err := c.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-"+c.service.Version)
	r.Header.Set("X-Amz-Target", c.service.Target+"."+operation)
	sum := sha256.Sum256(body)
	return r, c.signer.SignHTTP(ctx, s.keys, r, hex.EncodeToString(sum[:]), c.service.Name, c.cfg.Region, s.at)
}

// refusal is the answer of a service that says no. Its text stays out: the code
// says enough, and nobody knows what the text repeats.
func refusal(h http.Header, reply []byte) error {
	code := restjson.SanitizeErrorCode(h.Get("X-Amzn-Errortype"))
	if code == "" {
		code, _, _ = restjson.GetErrorInfo(json.NewDecoder(bytes.NewReader(reply))) // a proxy's page has no code
	}
	if code == "" {
		code = unknown
	}
	return &smithy.GenericAPIError{Code: code, Message: "the service refused"}
}
