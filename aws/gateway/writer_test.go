package gateway_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
)

func TestAnAnswerIsGivenAsItWasWritten(t *testing.T) {
	for _, c := range []struct {
		name   string
		method string
		answer http.HandlerFunc
		want   events.APIGatewayProxyResponse
	}{
		{"nothing at all is 200", "POST", func(http.ResponseWriter, *http.Request) {},
			events.APIGatewayProxyResponse{StatusCode: 200, MultiValueHeaders: headers{}}},
		{"text is told by its first bytes", "POST", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hé") },
			events.APIGatewayProxyResponse{StatusCode: 200, Body: "hé", MultiValueHeaders: headers{"Content-Type": {"text/plain; charset=utf-8"}}}},
		{"status and headers, with all values", "POST", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Set-Cookie", "a")
			w.Header().Add("Set-Cookie", "b")
			w.WriteHeader(201)
		}, events.APIGatewayProxyResponse{StatusCode: 201, MultiValueHeaders: headers{"Set-Cookie": {"a", "b"}}}},
		{"what comes after the status is too late", "POST", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(401)
			w.WriteHeader(200)
			w.Header().Set("Late", "1")
		}, events.APIGatewayProxyResponse{StatusCode: 401, MultiValueHeaders: headers{}}},
		{"an informational status is none", "POST", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(103)
			w.WriteHeader(404)
		}, events.APIGatewayProxyResponse{StatusCode: 404, MultiValueHeaders: headers{}}},
		{"bytes that are no text are in base64", "POST", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte{0xff, 0})
		}, events.APIGatewayProxyResponse{StatusCode: 200, MultiValueHeaders: headers{"Content-Type": {"image/png"}},
			Body: base64.StdEncoding.EncodeToString([]byte{0xff, 0}), IsBase64Encoded: true}},
		{"HEAD has no body", "HEAD", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "x") },
			events.APIGatewayProxyResponse{StatusCode: 200, MultiValueHeaders: headers{}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := command()
			e.HTTPMethod = c.method
			if diff := cmp.Diff(c.want, ask(t, e, c.answer)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
