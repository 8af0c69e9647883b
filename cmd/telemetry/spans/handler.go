package spans

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const (
	patience = 500 * time.Millisecond // for handing over the spans of one invocation
	sulk     = 5 * time.Minute        // how long an exporter is left alone that did not take them
	most     = 1000                   // calls that are kept of one invocation
)

// Handler has each invocation of a function recorded, and handed over before its reply.
func Handler[T any](t *Tracer, h func(context.Context, json.RawMessage) (T, error)) func(context.Context, json.RawMessage) (T, error) {
	if t == nil {
		return h
	}
	return func(ctx context.Context, event json.RawMessage) (T, error) {
		parent := parentOf(ctx)
		if t.o.Picked && !parent.IsSampled() || t.sulks() {
			return h(ctx, event)
		}
		recorded, span := t.tracer.Start(trace.ContextWithRemoteSpanContext(ctx, parent.WithTraceFlags(trace.FlagsSampled)), t.o.Function,
			trace.WithTimestamp(t.o.Now()), trace.WithSpanKind(trace.SpanKindServer))
		out, err := h(recorded, event)
		if err != nil {
			span.SetAttributes(attribute.String(Failure, "failed")) // with what, the log says
		}
		span.End(trace.WithTimestamp(t.o.Now()))
		t.handOver(ctx)
		return out, err
	}
}

func (t *Tracer) sulks() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.o.Now().Before(t.until)
}

// handOver exports what has ended. An exporter that fails, or takes too long, is left
// alone for a while: the bot has more to do than to tell how it does it.
func (t *Tracer) handOver(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := t.o.Exporter.Export(limited, t.ended.take())
	if err == nil {
		return
	}
	t.mu.Lock()
	t.until = t.o.Now().Add(sulk)
	t.mu.Unlock()
	t.o.Log.WarnContext(ctx, "the spans of an invocation are lost, and none are recorded for a while", "minutes", sulk.Minutes(), "error", err)
}

// parentOf is the span that Lambda invoked us in: "Root=1-67891233-abcdef012345678912345678;
// Parent=463ac35c9f6413ad;Sampled=1". It is empty where there is none: half of one would
// have X-Ray show our calls in a trace of their own, below nothing.
func parentOf(ctx context.Context) trace.SpanContext {
	header, _ := ctx.Value("x-amzn-trace-id").(string) // where Lambda's library puts it
	c := trace.SpanContextConfig{Remote: true}
	for part := range strings.SplitSeq(header, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		var err error
		switch name {
		case "Root":
			root, _ := strings.CutPrefix(value, "1-")
			c.TraceID, err = trace.TraceIDFromHex(strings.ReplaceAll(root, "-", ""))
		case "Parent":
			c.SpanID, err = trace.SpanIDFromHex(value)
		case "Sampled":
			if value == "1" {
				c.TraceFlags = trace.FlagsSampled
			}
		}
		if err != nil {
			return trace.SpanContext{}
		}
	}
	if parent := trace.NewSpanContext(c); parent.IsValid() {
		return parent
	}
	return trace.SpanContext{}
}

// ended keeps spans until they are handed over.
type ended struct {
	mu  sync.Mutex
	all []sdk.ReadOnlySpan
}

// OnStart is sdk.SpanProcessor's, as those that follow.
func (*ended) OnStart(context.Context, sdk.ReadWriteSpan) {}

// OnEnd keeps a span; of too many calls, the first ones. What they belong to ends last.
func (e *ended) OnEnd(s sdk.ReadOnlySpan) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.all) < most || s.SpanKind() == trace.SpanKindServer {
		e.all = append(e.all, s)
	}
}

func (e *ended) take() []sdk.ReadOnlySpan {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.all
	e.all = nil
	return all
}

// Shutdown does nothing: what has ended has been handed over.
func (*ended) Shutdown(context.Context) error { return nil }

// ForceFlush does nothing either.
func (*ended) ForceFlush(context.Context) error { return nil }
