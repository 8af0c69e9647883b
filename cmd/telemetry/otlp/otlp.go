// Package otlp posts spans to a collector by OpenTelemetry's protocol, as JSON: the
// official exporter speaks protobuf, and makes the worker's binary more than twice as
// large (docs/telemetry.md).
package otlp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// Collector is somebody who takes spans.
type Collector struct {
	url     string
	headers map[string]string
	client  *http.Client
}

// New reads the headers as OTEL_EXPORTER_OTLP_HEADERS has them: "name=value,name=value",
// the values escaped as in a URL. Of ones that are wrong the error repeats nothing. base is
// where requests go; nil is a transport that keeps its connection.
func New(address, headers string, base http.RoundTripper) (*Collector, error) {
	c := &Collector{url: address, headers: map[string]string{}, client: &http.Client{
		Transport: base, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if base == nil {
		c.client.Transport = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, IdleConnTimeout: 90 * time.Second}
	}
	for pair := range strings.SplitSeq(headers, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, escaped, ok := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(escaped))
		if name = strings.TrimSpace(name); !ok || err != nil || name == "" || strings.ContainsAny(name, ": \r\n") || strings.ContainsAny(value, "\r\n") {
			return nil, errors.New("OTEL_EXPORTER_OTLP_HEADERS: it has to be of the form name=value,name=value, the values escaped as in a URL")
		}
		c.headers[name] = value
	}
	return c, nil
}

// Export posts the spans. The error says nothing of the address or the headers.
func (c *Collector) Export(ctx context.Context, all []sdk.ReadOnlySpan) error {
	if len(all) == 0 {
		return nil
	}
	body, err := json.Marshal(document(all))
	if err != nil {
		return fmt.Errorf("encode the spans: %w", err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return errors.New("post the spans: the collector's address cannot be used")
	}
	for name, value := range c.headers {
		q.Header.Set(name, value)
	}
	q.Header.Set("Content-Type", "application/json")
	got, err := c.client.Do(q)
	if u := new(url.Error); errors.As(err, &u) {
		err = u.Err
	}
	if err != nil {
		return fmt.Errorf("post the spans: %w", err)
	}
	// The status says it all; the rest is only read so that the connection can be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(got.Body, 1<<16))
	_ = got.Body.Close()
	if got.StatusCode/100 != 2 {
		return fmt.Errorf("post the spans: the collector answers %d", got.StatusCode)
	}
	return nil
}
