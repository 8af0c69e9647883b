package otlp

import (
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// request is ExportTraceServiceRequest in the protocol's JSON: ids in hexadecimal digits,
// enumerations as numbers, 64-bit numbers as strings.
type request struct {
	ResourceSpans []resourceSpans `json:"resourceSpans"`
}

type resourceSpans struct {
	Resource   resource     `json:"resource"`
	ScopeSpans []scopeSpans `json:"scopeSpans"`
}

type resource struct {
	Attributes []keyValue `json:"attributes"`
}

type scopeSpans struct {
	Scope scope  `json:"scope"`
	Spans []span `json:"spans"`
}

type scope struct {
	Name string `json:"name"`
}

type span struct {
	Trace      string     `json:"traceId"`
	ID         string     `json:"spanId"`
	Parent     string     `json:"parentSpanId,omitempty"`
	Name       string     `json:"name"`
	Kind       int        `json:"kind"` // as the SDK's: 2 is a server, 3 a client
	Start      string     `json:"startTimeUnixNano"`
	End        string     `json:"endTimeUnixNano"`
	Attributes []keyValue `json:"attributes,omitempty"`
	Status     status     `json:"status"`
}

type status struct {
	Code int `json:"code,omitempty"`
}

// failed is STATUS_CODE_ERROR.
const failed = 2

type keyValue struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

type value struct {
	String *string `json:"stringValue,omitempty"`
	Int    string  `json:"intValue,omitempty"`
}

// document is the request that tells of the spans, which are all of one process.
func document(all []sdk.ReadOnlySpan) request {
	first := all[0]
	inside := scopeSpans{Scope: scope{first.InstrumentationScope().Name}}
	for _, s := range all {
		inside.Spans = append(inside.Spans, spanOf(s))
	}
	return request{[]resourceSpans{{resource{attributes(first.Resource().Attributes())}, []scopeSpans{inside}}}}
}

func spanOf(s sdk.ReadOnlySpan) span {
	c := s.SpanContext()
	d := span{
		Trace: c.TraceID().String(), ID: c.SpanID().String(), Name: s.Name(), Kind: int(s.SpanKind()),
		Start: nanos(s.StartTime()), End: nanos(s.EndTime()), Attributes: attributes(s.Attributes()),
	}
	if s.Parent().HasSpanID() {
		d.Parent = s.Parent().SpanID().String()
	}
	if spans.Failed(s.Attributes()) {
		d.Status.Code = failed
	}
	return d
}

func nanos(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func attributes(all []attribute.KeyValue) []keyValue {
	out := make([]keyValue, 0, len(all))
	for _, a := range all {
		v := value{}
		if a.Value.Type() == attribute.INT64 {
			v.Int = a.Value.String()
		} else {
			text := a.Value.String()
			v.String = &text
		}
		out = append(out, keyValue{string(a.Key), v})
	}
	return out
}
