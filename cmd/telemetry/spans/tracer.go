// Package spans tells where the time of an invocation went: a span for each call of
// AWS, Slack and GitHub, recorded by OpenTelemetry's SDK and handed over at the end of
// the invocation, before its reply.
//
// A nil Tracer is tracing turned off: whatever it decorates stays as it was. What is
// on the wire stays there: a span has names, ids, times and statuses in it, and nothing
// of a body, a header or an address.
package spans

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/slipway-dev/slipway/cmd/logs"
)

// Exporter takes what was recorded to where people look at it.
type Exporter interface {
	// Export has handed over all of it when it returns nil. It gives up when the context ends.
	Export(ctx context.Context, all []sdk.ReadOnlySpan) error
}

// Options are what a tracer works with.
type Options struct {
	Exporter Exporter
	// Picked has only those invocations recorded that Lambda's own tracing has picked.
	Picked   bool
	Function string
	Now      func() time.Time // real time
	Log      *slog.Logger
}

// Tracer records the calls of invocations. It is safe for concurrent use.
type Tracer struct {
	o      Options
	tracer trace.Tracer
	ended  *ended

	mu    sync.Mutex
	until time.Time // the exporter is left alone
}

// New makes a tracer. Nothing is called yet.
func New(o Options) *Tracer {
	e := &ended{}
	p := sdk.NewTracerProvider(
		sdk.WithSpanProcessor(e), sdk.WithSampler(sdk.ParentBased(invocations{})),
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", "slipway"), attribute.String("faas.name", o.Function))),
	)
	return &Tracer{o: o, tracer: p.Tracer("github.com/slipway-dev/slipway"), ended: e}
}

// AWS is what an AWS session times its calls by; nil when nobody wants to know.
func (t *Tracer) AWS() func(ctx context.Context, service, operation string) (context.Context, func(...slog.Attr)) {
	if t == nil {
		return nil
	}
	return func(ctx context.Context, service, operation string) (context.Context, func(...slog.Attr)) {
		return t.start(ctx, attribute.String(System, SystemAWS), service, operation)
	}
}

// start begins the span of a call; what it gives ends it, with how the call went.
func (t *Tracer) start(ctx context.Context, system attribute.KeyValue, service, operation string) (context.Context, func(...slog.Attr)) {
	ctx, span := t.tracer.Start(ctx, service+"."+operation, trace.WithTimestamp(t.o.Now()), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(append(about(ctx), system, attribute.String(Service, service), attribute.String(Operation, operation))...))
	return ctx, func(how ...slog.Attr) {
		span.SetAttributes(attributes(how)...)
		span.End(trace.WithTimestamp(t.o.Now()))
	}
}

type rollout struct{}

// About has the spans of what follows name a rollout.
func About(ctx context.Context, id string) context.Context {
	if id == "" || !trace.SpanContextFromContext(ctx).IsSampled() {
		return ctx
	}
	return context.WithValue(ctx, rollout{}, id)
}

// about is what all spans of a request have in common.
func about(ctx context.Context) (all []attribute.KeyValue) {
	if id := logs.Correlation(ctx); id != "" {
		all = append(all, attribute.String(Correlation, id))
	}
	if id, _ := ctx.Value(rollout{}).(string); id != "" {
		all = append(all, attribute.String(Rollout, id))
	}
	return all
}

// invocations are recorded, and what belongs to them: a call outside of one, such as
// those of a cold start, has nobody to hand its span over.
type invocations struct{}

// ShouldSample decides about a span that has no parent.
func (invocations) ShouldSample(p sdk.SamplingParameters) sdk.SamplingResult {
	if p.Kind == trace.SpanKindServer {
		return sdk.SamplingResult{Decision: sdk.RecordAndSample}
	}
	return sdk.SamplingResult{Decision: sdk.Drop}
}

// Description is sdk.Sampler's.
func (invocations) Description() string { return "invocations" }
