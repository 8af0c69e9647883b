package world

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// inProcess is a transport that hands requests to a handler of this process, so
// that the bot and the simulated Slack talk HTTP without depending on a port.
type inProcess struct{ handler http.Handler }

// RoundTrip answers with what the handler wrote.
func (t inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Body == nil {
		q.Body = http.NoBody
	}
	in := q.Clone(q.Context())
	in.RequestURI = q.URL.RequestURI()
	in.Host = q.URL.Host
	in.RemoteAddr = "in-process"
	w := &answer{header: http.Header{}}
	t.handler.ServeHTTP(w, in)
	if err := q.Context().Err(); err != nil {
		return nil, err
	}
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: q,
	}, nil
}

// answer keeps what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what will be sent with it.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader sets the status, once.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write keeps a part of the body.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}
