package session

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	connecting = 3 * time.Second  // to dial, and again to shake hands
	idle       = 90 * time.Second // how long an unused connection is kept
	idlePerAPI = 64               // connections kept to one host: a tick of many targets comes in bursts
)

// client makes an attempt's limit hold for all of it. Redirects are not
// followed, since a signature is good for one host only.
func client(o Options) *http.Client {
	base, limit := o.Transport, o.Patience
	if base == nil {
		base = transport()
	}
	if limit == 0 {
		limit = patience
	}
	return &http.Client{
		Transport:     Detach(base),
		Timeout:       limit,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func transport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connecting}).DialContext,
		TLSHandshakeTimeout: connecting,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        4 * idlePerAPI,
		MaxIdleConnsPerHost: idlePerAPI,
		IdleConnTimeout:     idle,
	}
}

// Detach hands a transport a request body of its own. The SDK closes and
// rewinds the one it made while the transport may still be reading from it; on a
// fast connection that tears down the connection, and the reply of a call that
// succeeded is lost (aws-sdk-go-v2 issues 1825, 2737, 2935).
func Detach(base http.RoundTripper) http.RoundTripper { return detach{base} }

type detach struct{ base http.RoundTripper }

// RoundTrip is http.RoundTripper's.
func (d detach) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return d.base.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close() // it has been read to its end
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	own := r.Clone(r.Context())
	own.ContentLength = int64(len(body))
	own.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	own.Body = io.NopCloser(bytes.NewReader(body))
	return d.base.RoundTrip(own)
}
