// Package call makes signed calls of AWS services that speak JSON, with the SDK's
// signer, errors and hooks but without its service clients: one of those alone makes
// the smallest function's memory and its start a fifth larger.
package call

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// errUnreadable says that a reply is not what it should be.
var errUnreadable = errors.New("the reply cannot be read")

// Service is what sets one service apart from another.
type Service struct {
	ID      string // as the SDK calls it, and as its own endpoint is found: "Secrets Manager"
	Name    string // as it is signed, and the first part of its host: "secretsmanager"
	Target  string // what the names of its operations begin with on the wire: "AmazonSSM"
	Version string // of its JSON protocol: "1.0" or "1.1"
}

// Caller calls one service. It may be used by many at once.
type Caller struct {
	// Retryer is the configuration's, or the SDK's own. Do makes no use of it.
	Retryer aws.Retryer

	cfg     aws.Config
	service Service
	now     func() time.Time
	signer  *v4.Signer
	skew    atomic.Int64 // what the service's clock is ahead of ours, in nanoseconds
}

// New makes a caller. Of the configuration it takes the region, the credentials, the
// HTTP client, the endpoints, the retryer and, of the hooks, those that have to do
// with no service's own requests. Nothing is called yet.
func New(cfg aws.Config, s Service, now func() time.Time) *Caller {
	c := &Caller{cfg: cfg, service: s, now: now, signer: v4.NewSigner()}
	if cfg.Retryer != nil {
		c.Retryer = cfg.Retryer()
	} else {
		c.Retryer = retry.NewStandard()
	}
	return c
}

// Do makes one attempt of a call, of in as JSON, and reads the reply into out. Only
// what the service refused for an old signature, when a new one would differ, goes
// out a second time. Errors are like those of the SDK's clients, so that its retryers
// know them; nothing of the request or the reply is in them but the service's code.
func (c *Caller) Do(ctx context.Context, operation string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return c.failed(operation, &smithy.SerializationError{Err: err})
	}
	stack := middleware.NewStack(operation, smithyhttp.NewStackRequest)
	if err := c.hook(stack, operation); err != nil {
		return c.failed(operation, err)
	}
	send := middleware.HandlerFunc(func(ctx context.Context, _ any) (any, middleware.Metadata, error) {
		got, err := c.receive(ctx, operation, body, out)
		return got, middleware.Metadata{}, err
	})
	if _, _, err = middleware.DecorateHandler(send, stack).Handle(ctx, in); err != nil {
		return c.failed(operation, err)
	}
	return nil
}

// receive gives the answer for the hooks to look at, a *smithyhttp.Response or nil.
func (c *Caller) receive(ctx context.Context, operation string, body []byte, out any) (any, error) {
	got, reply, err := c.send(ctx, operation, body)
	switch {
	case got == nil:
		return nil, err
	case err == nil && json.Unmarshal(reply, out) != nil: // its error would quote what came
		err = &smithyhttp.ResponseError{Response: got, Err: &smithy.DeserializationError{Err: errUnreadable}}
	}
	return got, err
}

// hook lets whoever watches the SDK's clients, like the journal, watch this call too.
func (c *Caller) hook(s *middleware.Stack, operation string) error {
	err := errors.Join(
		s.Initialize.Add(&awsmiddleware.RegisterServiceMetadata{ServiceID: c.service.ID, OperationName: operation, Region: c.cfg.Region}, middleware.Before),
		s.Deserialize.Add(&awsmiddleware.AddRawResponse{}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RequestIDRetriever{}, middleware.After))
	for _, add := range c.cfg.APIOptions {
		err = errors.Join(err, add(s))
	}
	return err
}

func (c *Caller) failed(operation string, err error) error {
	return &smithy.OperationError{ServiceID: c.service.ID, OperationName: operation, Err: err}
}
