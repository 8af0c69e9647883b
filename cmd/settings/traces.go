package settings

import (
	"errors"
	"net/url"
	"strings"
)

// Traces is where spans go. The zero value is nowhere.
type Traces struct {
	XRay      bool   // to X-Ray's daemon
	Collector string // or to this address, by OpenTelemetry's protocol
}

// traces reads "xray" or "otlp:<https URL>". What is wrong is not repeated: it may hold a key.
func traces(s *Settings, value string) error {
	if value == "xray" {
		s.Traces.XRay = true
		return nil
	}
	address, ok := strings.CutPrefix(value, "otlp:")
	u, err := url.Parse(address)
	if !ok || err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && loopback(address) != nil {
		return errors.New("it has to be xray, or otlp: and the https URL of a collector without anything secret in it, such as otlp:https://collector.example.com/v1/traces; keys belong into OTEL_EXPORTER_OTLP_HEADERS")
	}
	s.Traces.Collector = address
	return nil
}
