package settings_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/settings"
)

func TestWhereSpansGoIsReadStrictly(t *testing.T) {
	for value, want := range map[string]settings.Traces{
		"":     {},
		"xray": {XRay: true},
		"otlp:https://collector.example.com/v1/traces": {Collector: "https://collector.example.com/v1/traces"},
		"otlp:http://127.0.0.1:4318/v1/traces":         {Collector: "http://127.0.0.1:4318/v1/traces"},
	} {
		s, err := settings.Read(append(worker(), "SLIPWAY_TRACES="+value), settings.Worker)
		if err != nil || s.Traces != want {
			t.Errorf("%q: %+v, %v", value, s.Traces, err)
		}
	}
	for _, value := range []string{
		"xray ", "X-Ray", "otlp", "otlp:", "https://collector.example.com", "otlp:collector.example.com:4318", "otlp:http://collector.example.com/v1/traces",
		"otlp:https://nightingale@collector.example.com", "otlp:https://collector.example.com?key=nightingale", "otlp:https://collector.example.com#nightingale",
	} {
		_, err := settings.Read(append(worker(), "SLIPWAY_TRACES="+value), settings.Worker)
		if err == nil || !strings.Contains(err.Error(), "SLIPWAY_TRACES: it has to be xray, or otlp:") || strings.Contains(err.Error(), "nightingale") {
			t.Errorf("%q: %v", value, err)
		}
	}
}
