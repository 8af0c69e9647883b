package session

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// journal writes one line for each call, however many attempts it took. What
// changes something or fails is info, other reads are debug. Nothing of a
// request or a reply is in it.
type journal struct {
	log *slog.Logger
	now func() time.Time
}

func (j journal) add(s *middleware.Stack) error {
	return s.Initialize.Add(middleware.InitializeMiddlewareFunc("Journal", j.write), middleware.After)
}

func (j journal) write(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error,
) {
	start := j.now()
	out, meta, err := next.HandleInitialize(ctx, in)
	operation := awsmiddleware.GetOperationName(ctx)
	level := slog.LevelInfo
	if err == nil && reads(operation) {
		level = slog.LevelDebug
	}
	if j.log.Enabled(ctx, level) {
		attrs := []slog.Attr{
			slog.String("aws_service", awsmiddleware.GetServiceID(ctx)),
			slog.String("operation", operation),
			slog.Int64("took_ms", j.now().Sub(start).Milliseconds()),
		}
		j.log.LogAttrs(ctx, level, "aws", append(attrs, outcome(meta, err)...)...)
	}
	return out, meta, err
}

// reads says whether an operation changes nothing. An unknown verb may.
func reads(operation string) bool {
	verbs := []string{"Get", "List", "Describe", "BatchGet", "TransactGet", "Query", "Scan", "Filter", "Receive"}
	return slices.ContainsFunc(verbs, func(v string) bool { return strings.HasPrefix(operation, v) })
}

// outcome is how a call went. Of an error that AWS gave it takes the code, since
// the message may repeat what was asked.
func outcome(meta middleware.Metadata, err error) []slog.Attr {
	attrs := facts(meta, err)
	var refused smithy.APIError
	switch {
	case errors.As(err, &refused):
		attrs = append(attrs, slog.String("error", refused.ErrorCode()))
	case err != nil:
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	return attrs
}

// facts are how often a call was tried, its status and AWS's id of it, as far as they
// are known.
func facts(meta middleware.Metadata, err error) []slog.Attr {
	var attrs []slog.Attr
	if r, ok := retry.GetAttemptResults(meta); ok {
		attrs = append(attrs, slog.Int("attempts", len(r.Results)))
	}
	status := 0
	if r, ok := awsmiddleware.GetRawResponse(meta).(*smithyhttp.Response); ok && r != nil {
		status = r.StatusCode
	}
	if r := new(smithyhttp.ResponseError); errors.As(err, &r) {
		status = r.HTTPStatusCode()
	}
	if status != 0 {
		attrs = append(attrs, slog.Int("status", status))
	}
	if id, ok := awsmiddleware.GetRequestIDMetadata(meta); ok {
		attrs = append(attrs, slog.String("aws_request", id))
	}
	return attrs
}
