package gateway

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

// writer keeps what a handler answers.
type writer struct {
	header http.Header
	sent   http.Header // as it was when the status was written; nil until then
	status int
	body   bytes.Buffer
}

func newWriter() *writer { return &writer{header: make(http.Header)} }

// Header is what will be sent when the status is written.
func (w *writer) Header() http.Header { return w.header }

// WriteHeader sets the status; the first one counts.
func (w *writer) WriteHeader(status int) {
	if w.sent != nil || status < http.StatusOK { // an informational answer has nowhere to go
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

// Write adds to the body.
func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// response is the answer as API Gateway wants it. Bytes that are not text are in
// base64, which the API turns back where its binary media types include theirs.
func (w *writer) response(method string) events.APIGatewayProxyResponse {
	w.WriteHeader(http.StatusOK)
	if method == http.MethodHead {
		w.body.Reset()
	}
	body := w.body.Bytes()
	if len(body) > 0 && w.sent.Get("Content-Type") == "" {
		w.sent.Set("Content-Type", http.DetectContentType(body))
	}
	r := events.APIGatewayProxyResponse{StatusCode: w.status, MultiValueHeaders: w.sent, Body: string(body)}
	if !utf8.Valid(body) {
		r.Body, r.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return r
}
