// Package inprocess lets a client reach a handler of its own process as if there were a
// network between them.
package inprocess

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// Transport hands requests to a handler, so that the two talk HTTP without depending
// on a port.
type Transport struct{ Handler http.Handler }

// RoundTrip answers with what the handler wrote.
func (t Transport) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Body == nil {
		q.Body = http.NoBody
	}
	in := q.Clone(q.Context())
	in.RequestURI = q.URL.RequestURI()
	in.Host = q.URL.Host
	in.RemoteAddr = "in-process"
	w := &answer{header: http.Header{}}
	t.Handler.ServeHTTP(w, in)
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
