package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/wiring"
)

// An account in which there is nothing to look after.
func TestASweepOfTheTickersIsAHeartbeat(t *testing.T) {
	for status, want := range map[int]bool{http.StatusOK: true, http.StatusForbidden: false} {
		nothing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.0")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "{}") // the ticker sees what is missing
		}))
		t.Cleanup(nothing.Close)
		env := map[string]string{
			"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": nothing.URL,
			"SLIPWAY_FUNCTION": "ticker", "SLIPWAY_CONFIG": "../../tests/deployed/testdata/slipway.yaml", "SLIPWAY_TABLE": "slipway",
			"SLIPWAY_QUEUE_URL":     "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo",
			"SLIPWAY_STATE_MACHINE": "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway", "SLIPWAY_LOG_LEVEL": "error",
		}
		var out bytes.Buffer
		w := wiring.World{Env: func(name string) string { return env[name] }, Random: rand.Reader, Now: func() time.Time { return noon }, Out: &out}
		for name, value := range env {
			w.Environ = append(w.Environ, name+"="+value)
		}
		opened, err := open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		handle, ok := opened.(func(context.Context, json.RawMessage) (any, error))
		if !ok {
			t.Fatalf("%T", opened)
		}
		_, err = handle(t.Context(), json.RawMessage(`{"do":"sweep"}`))
		if beats := strings.Contains(out.String(), `"Heartbeat":1`); beats != want || (err == nil) != want {
			t.Errorf("where AWS answers %d: %v, %s", status, err, out.String())
		}
	}
}
