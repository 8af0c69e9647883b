// Package gateway lets an http.Handler answer what API Gateway's REST API (v1)
// hands to a function. Nothing is interpreted on the way: the handler gets the
// bytes, headers and path that the caller sent, since it checks a signature.
package gateway

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"

	"github.com/aws/aws-lambda-go/events"
)

// Handler makes a Lambda handler of h. It answers 400 by itself to what is no
// request: bytes that are not base64 although the event says so, or an event
// without a method or a path; and 500 when h panics. Handlers should recover by
// themselves; what this last net catches is logged.
func Handler(h http.Handler, log *slog.Logger) func(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return func(ctx context.Context, e events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
		r, err := request(ctx, e)
		if err != nil {
			return plain(http.StatusBadRequest, err.Error()), nil
		}
		w := newWriter()
		if !serve(ctx, h, w, r, log) {
			return plain(http.StatusInternalServerError, "something broke on our side"), nil
		}
		return w.response(r.Method), nil
	}
}

// serve runs h, and says whether it came to an end.
func serve(ctx context.Context, h http.Handler, w http.ResponseWriter, r *http.Request, log *slog.Logger) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			// The value may hold what somebody sent; the stack does not.
			log.ErrorContext(ctx, "a handler panicked", slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	h.ServeHTTP(w, r)
	return true
}

func plain(status int, text string) events.APIGatewayProxyResponse {
	return events.APIGatewayProxyResponse{StatusCode: status, Body: text + "\n",
		MultiValueHeaders: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}}
}

func request(ctx context.Context, e events.APIGatewayProxyRequest) (*http.Request, error) {
	if e.HTTPMethod == "" || e.Path == "" {
		return nil, errors.New("there is no method or no path")
	}
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.Strict().DecodeString(e.Body); err != nil {
			return nil, errors.New("the body is not base64")
		}
	}
	r := (&http.Request{
		Method: e.HTTPMethod, URL: address(e), RequestURI: e.Path,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header(e), Host: e.RequestContext.DomainName, RemoteAddr: net.JoinHostPort(e.RequestContext.Identity.SourceIP, "0"),
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(ctx)
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
		r.Header.Del("Host")
	}
	return r, nil
}

// header has every value that was sent, so that a second signature is seen. API
// Gateway gives names as the caller wrote them.
func header(e events.APIGatewayProxyRequest) http.Header {
	all := make(http.Header)
	for _, name := range slices.Sorted(maps.Keys(e.MultiValueHeaders)) {
		for _, value := range e.MultiValueHeaders[name] {
			all.Add(name, value)
		}
	}
	if len(e.MultiValueHeaders) == 0 {
		for _, name := range slices.Sorted(maps.Keys(e.Headers)) {
			all.Add(name, e.Headers[name])
		}
	}
	return all
}

// address keeps the path as it was sent: EscapedPath gives it back.
func address(e events.APIGatewayProxyRequest) *url.URL {
	u := &url.URL{Path: e.Path, RawQuery: query(e).Encode()}
	if decoded, err := url.PathUnescape(e.Path); err == nil {
		u.Path, u.RawPath = decoded, e.Path
	}
	return u
}

func query(e events.APIGatewayProxyRequest) url.Values {
	all := url.Values(e.MultiValueQueryStringParameters)
	if len(all) == 0 {
		all = make(url.Values)
		for name, value := range e.QueryStringParameters {
			all.Set(name, value)
		}
	}
	return all
}
