package wiring

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// heard is where spans go, by X-Ray's way and by OpenTelemetry's, and all that came.
type heard struct {
	t    *testing.T
	xray net.PacketConn
	otlp *httptest.Server
	all  bytes.Buffer
}

func newHeard(t *testing.T) *heard {
	t.Helper()
	h := &heard{t: t}
	var err error
	if h.xray, err = (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.xray.Close() })
	h.otlp = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { _, _ = io.Copy(&h.all, q.Body) }))
	t.Cleanup(h.otlp.Close)
	return h
}

// listen waits until all of these have come to X-Ray's daemon.
func (h *heard) listen(wants ...string) {
	h.t.Helper()
	buffer := make([]byte, 64<<10)
	for missing(h.all.String(), wants) {
		if err := h.xray.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			h.t.Fatal(err)
		}
		n, _, err := h.xray.ReadFrom(buffer)
		if err != nil {
			h.t.Fatalf("%v; until then came %s", err, h.all.String())
		}
		h.all.Write(buffer[:n])
	}
}

func missing(in string, wants []string) bool {
	for _, want := range wants {
		if !strings.Contains(in, want) {
			return true
		}
	}
	return false
}

// canary is in everything that is secret, and what somebody else may fill in.
const canary = "nightingale"

// work makes a call of each kind, with a canary wherever one could come from.
func work(t *testing.T, p Plan, slack string) func(context.Context, json.RawMessage) (any, error) {
	t.Helper()
	host, err := p.CodeHost(secrets.GitHub{Token: secrets.NewSecret("ghp_" + canary)})
	if err != nil {
		t.Fatal(err)
	}
	commands := p.Parts(nil, host).Commands
	return func(ctx context.Context, _ json.RawMessage) (any, error) {
		ctx = logs.With(ctx, "req-1")
		if err := commands.Outbox.Send(ctx, canary, 1); err != nil {
			t.Error(err)
		}
		if _, err := commands.Commits.Resolve(ctx, "checkout", canary); err == nil {
			t.Error("GitHub knows it")
		}
		for _, path := range []string{"/api/chat.update?token=xoxb-" + canary, "/commands/T1/2/" + canary} {
			q, err := http.NewRequestWithContext(ctx, http.MethodPost, slack+path, strings.NewReader(canary))
			if err != nil {
				return nil, err
			}
			q.Header.Set("Authorization", "Bearer xoxb-"+canary)
			got, err := p.ToSlack().RoundTrip(q)
			if err != nil {
				return nil, err
			}
			_ = got.Body.Close() // it is empty
		}
		return nil, nil
	}
}

// faults.md I1: through every way out, into spans and into metrics.
func TestCallsAreTracedAndCountedAndNothingSecretIsInEither(t *testing.T) {
	for name, where := range map[string]func(*heard) (changed map[string]string){
		"X-Ray": func(h *heard) map[string]string {
			return map[string]string{"SLIPWAY_TRACES": "xray", "AWS_XRAY_DAEMON_ADDRESS": h.xray.LocalAddr().String()}
		},
		"a collector": func(h *heard) map[string]string {
			return map[string]string{"SLIPWAY_TRACES": "otlp:" + h.otlp.URL + "/v1/traces", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=" + canary}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHeard(t)
			others := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusNotFound)
				_, _ = io.WriteString(w, `{"message":"`+canary+`"}`) // the caller does not mind
			}))
			t.Cleanup(others.Close)
			changed := where(h)
			changed["SLIPWAY_GITHUB_URL"], changed["AWS_SECRET_ACCESS_KEY"] = others.URL, canary
			w := world(t, newOutside(t), withGitHub(), changed)
			var out bytes.Buffer
			w.Out = &out
			p := plan(t, w)
			ctx := context.WithValue(t.Context(), "x-amzn-trace-id", "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1") //nolint:staticcheck // the key is that of Lambda's library
			if _, err := spans.Handler(p.Traces, work(t, p, others.URL))(ctx, nil); err != nil {
				t.Fatal(err)
			}
			wants := []string{`"SQS`, "SendMessage", `"GitHub`, "GET /repos/:id/:id/", "chat.update", "response_url", `"worker"`, "req-1"}
			if name == "X-Ray" {
				h.listen(wants...)
			}
			if missing(h.all.String(), wants) {
				t.Errorf("of %v some are missing: %s", wants, h.all.String())
			}
			var counts string
			for line := range strings.Lines(out.String()) {
				if strings.Contains(line, "_aws") {
					counts += line
				}
			}
			if strings.Count(counts, `"SlackErrors":1`) != 2 || strings.Contains(h.all.String()+counts, canary) {
				t.Errorf("the metrics are %s, the spans are %s", counts, h.all.String())
			}
		})
	}
}

func TestTracesThatCanGoNowhereStopTheStart(t *testing.T) {
	for _, c := range []struct{ traces, name, value string }{
		{"xray", "AWS_XRAY_DAEMON_ADDRESS", "localhost"}, {"otlp:https://collector.example.com/v1/traces", "OTEL_EXPORTER_OTLP_HEADERS", canary},
	} {
		_, err := Read(world(t, newOutside(t), policyFile, map[string]string{"SLIPWAY_TRACES": c.traces, c.name: c.value}), settings.Worker)
		if err == nil || !strings.Contains(err.Error(), c.name) || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: %v", c.traces, err)
		}
	}
}

func TestOnlyFunctionsCountAndOnlyThoseThatAreToldToTrace(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	if p.Meter == nil || p.Traces != nil || p.ToSlack().(counted.Slack).Base != nil {
		t.Errorf("a worker: %+v, %+v", p.Meter, p.Traces)
	}
	p, err := Read(world(t, newOutside(t), policyFile, map[string]string{"SLIPWAY_FUNCTION": "", "SLIPWAY_TRACES": "xray"}), settings.Release)
	if err != nil || p.Meter != nil || p.Traces != nil {
		t.Errorf("a run of a workflow: %+v, %+v, %v", p.Meter, p.Traces, err)
	}
}
