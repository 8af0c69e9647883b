package xray

import (
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// subsegment is X-Ray's document of a span, sent by itself.
type subsegment struct {
	Name      string  `json:"name"`
	ID        string  `json:"id"`
	Trace     string  `json:"trace_id"`
	Parent    string  `json:"parent_id"`
	Type      string  `json:"type"`
	Start     float64 `json:"start_time"` // seconds since 1970
	End       float64 `json:"end_time"`
	Namespace string  `json:"namespace,omitempty"` // of calls: "aws" or "remote"
	AWS       *amazon `json:"aws,omitempty"`
	HTTP      *answer `json:"http,omitempty"`
	Error     bool    `json:"error,omitempty"`    // the caller's fault
	Throttle  bool    `json:"throttle,omitempty"` // the caller called too often
	Fault     bool    `json:"fault,omitempty"`    // somebody else's fault

	Annotations map[string]string            `json:"annotations,omitempty"` // that traces can be searched by
	Metadata    map[string]map[string]string `json:"metadata,omitempty"`
}

type amazon struct {
	Operation string `json:"operation"`
	Request   string `json:"request_id,omitempty"`
}

type answer struct {
	Response struct {
		Status int64 `json:"status"`
	} `json:"response"`
}

// subsegmentOf is the document of a span. A call is a node of X-Ray's map by its
// service; which operation it was is a field.
func subsegmentOf(s sdk.ReadOnlySpan) subsegment {
	of, c := s.Attributes(), s.SpanContext()
	id := c.TraceID().String()
	d := subsegment{
		Name: s.Name(), ID: c.SpanID().String(), Trace: "1-" + id[:8] + "-" + id[8:], Parent: s.Parent().SpanID().String(), Type: "subsegment",
		Start: seconds(s.StartTime()), End: seconds(s.EndTime()), Annotations: annotations(of),
	}
	if s.SpanKind() == trace.SpanKindClient {
		d.Name, d.Namespace = spans.Text(of, spans.Service), "remote"
	}
	if spans.Text(of, spans.System) == spans.SystemAWS {
		d.Namespace, d.AWS = "aws", &amazon{spans.Text(of, spans.Operation), spans.Text(of, spans.Request)}
	}
	status := spans.StatusOf(of)
	if status != 0 {
		d.HTTP = &answer{}
		d.HTTP.Response.Status = status
	}
	d.Throttle = status == 429
	d.Error = status >= 400 && status < 500
	d.Fault = !d.Error && spans.Failed(of)
	if more := metadata(of); len(more) > 0 {
		d.Metadata = map[string]map[string]string{"slipway": more}
	}
	return d
}

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }

// annotations are few, since X-Ray indexes no more than fifty in a trace. Their keys have
// letters, digits and underscores only.
func annotations(of []attribute.KeyValue) map[string]string {
	return pick(of, spans.Correlation, spans.Rollout)
}

// metadata is shown, and not searched.
func metadata(of []attribute.KeyValue) map[string]string {
	return pick(of, spans.Operation, spans.Attempts, spans.Failure)
}

func pick(of []attribute.KeyValue, names ...string) map[string]string {
	picked := map[string]string{}
	for _, name := range names {
		if value := spans.Text(of, name); value != "" {
			_, short, _ := strings.Cut(name, ".")
			picked[strings.ReplaceAll(short, ".", "_")] = value
		}
	}
	return picked
}
