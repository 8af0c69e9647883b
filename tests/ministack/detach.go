package ministack

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// detach sends a copy of each request's body. On a fast connection the reply can
// come while the transport still holds the body; the SDK closes that then, and
// now and then loses the reply of a call that was carried out. Tests that want
// this to happen say so, with tests/faulty.
type detach struct{ next http.RoundTripper }

// RoundTrip sends the request.
func (d detach) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Body == nil || q.Body == http.NoBody {
		return d.next.RoundTrip(q)
	}
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	if err := q.Body.Close(); err != nil {
		return nil, fmt.Errorf("close the request: %w", err)
	}
	copied := q.Clone(q.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	return d.next.RoundTrip(copied)
}
