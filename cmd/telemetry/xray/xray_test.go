package xray_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/cmd/telemetry/xray"
)

// daemon is X-Ray's, as far as it listens.
type daemon struct {
	t *testing.T
	net.PacketConn
}

func newDaemon(t *testing.T) daemon {
	t.Helper()
	c, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return daemon{t, c}
}

// document is what X-Ray's documentation allows of a subsegment, as far as we use it.
type document struct {
	Name        string         `json:"name"`
	ID          string         `json:"id"`
	TraceID     string         `json:"trace_id"`
	ParentID    string         `json:"parent_id"`
	Type        string         `json:"type"`
	StartTime   float64        `json:"start_time"`
	EndTime     float64        `json:"end_time"`
	Namespace   string         `json:"namespace"`
	AWS         map[string]any `json:"aws"`
	HTTP        map[string]any `json:"http"`
	Error       bool           `json:"error"`
	Throttle    bool           `json:"throttle"`
	Fault       bool           `json:"fault"`
	Annotations map[string]any `json:"annotations"`
	Metadata    map[string]any `json:"metadata"`
}

// receive reads one datagram, as strictly as the documentation is.
func (d daemon) receive() (got document) {
	d.t.Helper()
	if err := d.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		d.t.Fatal(err)
	}
	buffer := make([]byte, 64<<10)
	n, _, err := d.ReadFrom(buffer)
	if err != nil {
		d.t.Fatal(err)
	}
	header, body, _ := bytes.Cut(buffer[:n], []byte("\n"))
	if string(header) != `{"format": "json", "version": 1}` {
		d.t.Errorf("the header is %q", header)
	}
	strict := json.NewDecoder(bytes.NewReader(body))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&got); err != nil {
		d.t.Fatalf("%v: %s", err, body)
	}
	for value, pattern := range map[string]string{
		got.ID: `^[0-9a-f]{16}$`, got.ParentID: `^[0-9a-f]{16}$`, got.TraceID: `^1-[0-9a-f]{8}-[0-9a-f]{24}$`, got.Name: `^[\pL\pN\pZ_.:/%&#=+\\\-@]{1,200}$`,
	} {
		if !regexp.MustCompile(pattern).MatchString(value) {
			d.t.Errorf("%q is not like %s", value, pattern)
		}
	}
	for key := range got.Annotations {
		if !regexp.MustCompile(`^[A-Za-z0-9_]{1,500}$`).MatchString(key) {
			d.t.Errorf("an annotation is called %q", key)
		}
	}
	return got
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// ended is a span that took a quarter of a second.
func ended(name string, kind trace.SpanKind, of ...attribute.KeyValue) sdk.ReadOnlySpan {
	id := trace.SpanContextConfig{TraceID: trace.TraceID{0x67, 0x89, 0x12, 0x33, 1}, SpanID: trace.SpanID{1, 2, 3}}
	parent := id
	parent.SpanID = trace.SpanID{7}
	return tracetest.SpanStub{
		Name: name, SpanKind: kind, SpanContext: trace.NewSpanContext(id), Parent: trace.NewSpanContext(parent),
		StartTime: noon, EndTime: noon.Add(250 * time.Millisecond), Attributes: of,
	}.Snapshot()
}

// call is a span of a call.
func call(system, service, operation string, more ...attribute.KeyValue) sdk.ReadOnlySpan {
	return ended(service+"."+operation, trace.SpanKindClient, append(more, attribute.String(spans.System, system),
		attribute.String(spans.Service, service), attribute.String(spans.Operation, operation))...)
}

func TestEachSpanIsASubsegmentThatXRaysDaemonTakes(t *testing.T) {
	type fields = map[string]any
	status := func(n int) attribute.KeyValue { return attribute.Int(spans.Status, n) }
	http := func(n float64) fields { return fields{"response": fields{"status": n}} }
	about := func(more fields) fields { return fields{"slipway": more} }
	for name, c := range map[string]struct {
		span sdk.ReadOnlySpan
		want document
	}{
		"the invocation": {ended("ticker", trace.SpanKindServer), document{Name: "ticker"}},
		"one that failed": {ended("ticker", trace.SpanKindServer, attribute.String(spans.Failure, "failed")),
			document{Name: "ticker", Fault: true, Metadata: about(fields{"type": "failed"})}},
		"a call of AWS": {call(spans.SystemAWS, "DynamoDB", "Query", status(200), attribute.Int(spans.Attempts, 2), attribute.String(spans.Request, "r-1"),
			attribute.String(spans.Correlation, "req-1"), attribute.String(spans.Rollout, "01A")),
			document{Name: "DynamoDB", Namespace: "aws", AWS: fields{"operation": "Query", "request_id": "r-1"}, HTTP: http(200),
				Annotations: fields{"correlation_id": "req-1", "rollout": "01A"}, Metadata: about(fields{"attempts": "2", "method": "Query"})}},
		"one that comes too often": {call(spans.SystemAWS, "Lambda", "GetAlias", status(429)),
			document{Name: "Lambda", Namespace: "aws", AWS: fields{"operation": "GetAlias"}, HTTP: http(429), Error: true, Throttle: true, Metadata: about(fields{"method": "GetAlias"})}},
		"one of Slack's that broke": {call(spans.SystemHTTP, "Slack", "chat.update", status(503)),
			document{Name: "Slack", Namespace: "remote", HTTP: http(503), Fault: true, Metadata: about(fields{"method": "chat.update"})}},
		"one without an answer": {call(spans.SystemHTTP, "GitHub", "GET /zen", attribute.String(spans.Failure, "time-out")),
			document{Name: "GitHub", Namespace: "remote", Fault: true, Metadata: about(fields{"method": "GET /zen", "type": "time-out"})}},
	} {
		d := newDaemon(t)
		x, err := xray.New("tcp:127.0.0.1:1 udp:" + d.LocalAddr().String())
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Export(t.Context(), []sdk.ReadOnlySpan{c.span}); err != nil {
			t.Fatal(err)
		}
		c.want.ID, c.want.ParentID, c.want.TraceID, c.want.Type = "0102030000000000", "0700000000000000", "1-67891233-010000000000000000000000", "subsegment"
		c.want.StartTime, c.want.EndTime = 1795435200, 1795435200.25
		if diff := cmp.Diff(c.want, d.receive()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatIsTooLargeForADatagramIsLeftOut(t *testing.T) {
	d := newDaemon(t)
	x, err := xray.New(d.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	for size := 65_000; size < 66_000; size += 50 { // somewhere in between is the limit
		large := call(spans.SystemHTTP, "GitHub", strings.Repeat("x", size))
		if err := x.Export(t.Context(), []sdk.ReadOnlySpan{large}); err != nil {
			t.Fatalf("with a name of %d bytes: %v", size, err)
		}
		if size == 65_000 {
			d.receive()
		}
	}
	d = newDaemon(t)
	if x, err = xray.New(d.LocalAddr().String()); err != nil {
		t.Fatal(err)
	}
	large := call(spans.SystemHTTP, "GitHub", strings.Repeat("x", 66_000))
	if err := x.Export(t.Context(), []sdk.ReadOnlySpan{large, ended("ticker", trace.SpanKindServer)}); err != nil {
		t.Fatal(err)
	}
	if got := d.receive(); got.Name != "ticker" {
		t.Errorf("%+v", got)
	}
}

func TestTheDaemonsAddressIsReadStrictly(t *testing.T) {
	for address, ok := range map[string]bool{
		"": true, "169.254.79.129:2000": true, "udp:127.0.0.1:2000": true, "tcp:127.0.0.1:2000 udp:127.0.0.1:2001": true, "[::1]:2000": true,
		"127.0.0.1": false, "example.com:2000": false, "tcp:127.0.0.1:2000": false, " ": false,
	} {
		if _, err := xray.New(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWhereNobodyMayBeReachedTheSpansAreLostWithAnError(t *testing.T) {
	x, err := xray.New("")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Export(ctx, []sdk.ReadOnlySpan{ended("ticker", trace.SpanKindServer)}); err == nil {
		t.Error("no error")
	}
}
