package session

import (
	"context"
	"errors"
	"log/slog"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// tracing tells somebody of each call: what the journal says of one that went well, and
// of one that failed the code that AWS gave. An error's text may quote an address.
type tracing func(ctx context.Context, service, operation string) (context.Context, func(...slog.Attr))

func (t tracing) add(s *middleware.Stack) error {
	return s.Initialize.Add(middleware.InitializeMiddlewareFunc("Tracing", t.tell), middleware.After)
}

func (t tracing) tell(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error,
) {
	ctx, end := t(ctx, awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx))
	out, meta, err := next.HandleInitialize(ctx, in)
	var refused smithy.APIError
	switch how := facts(meta, err); {
	case errors.As(err, &refused):
		end(append(how, slog.String("error", refused.ErrorCode()))...)
	case err != nil:
		end(append(how, slog.String("error", "no answer"))...)
	default:
		end(how...)
	}
	return out, meta, err
}
