package otlp_test

import (
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	proto "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/slipway-dev/slipway/cmd/telemetry/otlp"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// receiver is a collector that reads what comes by the protocol's own definition, and
// refuses fields that it does not know.
type receiver struct {
	*httptest.Server
	t      *testing.T
	status int
	header http.Header
	got    []*proto.ResourceSpans
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, status: http.StatusOK}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

// ServeHTTP takes spans.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	var in collector.ExportTraceServiceRequest
	if err == nil {
		err = protojson.Unmarshal(body, &in)
	}
	if err != nil || q.Method != http.MethodPost || q.URL.Path != "/v1/traces" || q.Header.Get("Content-Type") != "application/json" {
		r.t.Errorf("%s %s: %v\n%s", q.Method, q.URL.Path, err, body)
	}
	r.header, r.got = q.Header, in.GetResourceSpans()
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, "{}") // whoever posts does not wait for it
}

// id is an id in hexadecimal digits. Protobuf's own JSON would have it in base64, and has
// read it so.
func id(t *testing.T, read []byte) string {
	t.Helper()
	digits := base64.StdEncoding.EncodeToString(read)
	if _, err := hex.DecodeString(digits); err != nil {
		t.Errorf("%q is not hexadecimal", digits)
	}
	return digits
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func two() []sdk.ReadOnlySpan {
	root := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{0x67}, SpanID: trace.SpanID{1}})
	child := root.WithSpanID(trace.SpanID{2})
	of, scope := resource.NewSchemaless(attribute.String("service.name", "slipway")), instrumentation.Scope{Name: "github.com/slipway-dev/slipway"}
	return []sdk.ReadOnlySpan{
		tracetest.SpanStub{Name: "Lambda.GetAlias", SpanKind: trace.SpanKindClient, SpanContext: child, Parent: root, StartTime: noon, EndTime: noon.Add(time.Second),
			Attributes: []attribute.KeyValue{attribute.String(spans.Service, "Lambda"), attribute.Int(spans.Status, 429)}, Resource: of, InstrumentationScope: scope}.Snapshot(),
		tracetest.SpanStub{Name: "ticker", SpanKind: trace.SpanKindServer, SpanContext: root, StartTime: noon, EndTime: noon.Add(time.Second), Resource: of, InstrumentationScope: scope}.Snapshot(),
	}
}

func export(t *testing.T, r *receiver, headers string) error {
	t.Helper()
	c, err := otlp.New(r.URL+"/v1/traces", headers, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Export(t.Context(), two())
}

func TestACollectorGetsTheSpansByTheProtocol(t *testing.T) {
	r := newReceiver(t)
	if err := export(t, r, "x-api-key=a%20b, dataset = slipway,"); err != nil {
		t.Fatal(err)
	}
	if r.header.Get("X-Api-Key") != "a b" || r.header.Get("Dataset") != "slipway" {
		t.Errorf("the headers are %v", r.header)
	}
	if len(r.got) != 1 || len(r.got[0].GetScopeSpans()) != 1 || len(r.got[0].GetScopeSpans()[0].GetSpans()) != 2 {
		t.Fatalf("%v", r.got)
	}
	of, inside := r.got[0].GetResource().GetAttributes(), r.got[0].GetScopeSpans()[0]
	if len(of) != 1 || of[0].GetKey() != "service.name" || of[0].GetValue().GetStringValue() != "slipway" || inside.GetScope().GetName() != "github.com/slipway-dev/slipway" {
		t.Errorf("%v of %v", inside.GetScope(), of)
	}
	call, root := inside.GetSpans()[0], inside.GetSpans()[1]
	if id(t, call.GetTraceId()) != "67"+strings.Repeat("0", 30) || id(t, call.GetSpanId()) != "02"+strings.Repeat("0", 14) || id(t, call.GetParentSpanId()) != id(t, root.GetSpanId()) || len(root.GetParentSpanId()) != 0 {
		t.Errorf("the ids are wrong: %v in %v", call, root)
	}
	if call.GetName() != "Lambda.GetAlias" || call.GetKind() != proto.Span_SPAN_KIND_CLIENT || root.GetKind() != proto.Span_SPAN_KIND_SERVER ||
		call.GetStartTimeUnixNano() != uint64(noon.UnixNano()) || call.GetEndTimeUnixNano() != uint64(noon.Add(time.Second).UnixNano()) {
		t.Errorf("%v in %v", call, root)
	}
	if call.GetStatus().GetCode() != proto.Status_STATUS_CODE_ERROR || root.GetStatus().GetCode() != proto.Status_STATUS_CODE_UNSET {
		t.Errorf("%v, %v", call.GetStatus(), root.GetStatus())
	}
	attributes := call.GetAttributes()
	if len(attributes) != 2 || attributes[0].GetValue().GetStringValue() != "Lambda" || attributes[1].GetKey() != spans.Status || attributes[1].GetValue().GetIntValue() != 429 {
		t.Errorf("%v", attributes)
	}
}

// faults.md I1
func TestWhatGoesWrongIsSaidWithoutTheAddressOrTheHeaders(t *testing.T) {
	for name, status := range map[string]int{"refused": 401, "sent elsewhere": 307, "broken": 500, "not there": 0} {
		r := newReceiver(t)
		if r.status = status; status == 0 {
			r.Close()
		}
		err := export(t, r, "authorization=nightingale")
		if err == nil || strings.Contains(err.Error(), "nightingale") || strings.Contains(err.Error(), "/v1/traces") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// faults.md I1: wherever a collector leads to has no business with its key.
func TestNobodyFollowsACollectorElsewhere(t *testing.T) {
	elsewhere := newReceiver(t)
	led := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/v1/traces", http.StatusPermanentRedirect))
	t.Cleanup(led.Close)
	c, err := otlp.New(led.URL, "api-key=nightingale", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Export(t.Context(), two()); err == nil || elsewhere.header != nil {
		t.Errorf("%v; there came %v", err, elsewhere.header)
	}
}

func TestHeadersThatAreNoneAreRefusedAndNotRepeated(t *testing.T) {
	for _, headers := range []string{"nightingale", "=nightingale", "a=%zznightingale", "a b=nightingale", "a=x%0d%0anightingale", "a:=nightingale"} {
		if _, err := otlp.New("https://collector.example.com/v1/traces", headers, nil); err == nil || strings.Contains(err.Error(), "nightingale") {
			t.Errorf("%q: %v", headers, err)
		}
	}
}

func TestWithoutSpansNothingIsPosted(t *testing.T) {
	r := newReceiver(t)
	c, err := otlp.New(r.URL, "", nil)
	if err != nil || c.Export(t.Context(), nil) != nil || r.header != nil {
		t.Errorf("%v, %v", err, r.header)
	}
}
