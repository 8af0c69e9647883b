package queue_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/queue"
)

// at is a queue that calls this server.
func at(server *httptest.Server, transport http.RoundTripper) *queue.Queue {
	return queue.New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: &http.Client{Transport: transport}, Credentials: keys(),
	}, queue.Options{URL: "http://q", Now: time.Now})
}

// silent is a queue that takes requests and never answers.
func silent(t *testing.T) *queue.Queue {
	t.Helper()
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-over }))
	t.Cleanup(func() { close(over); server.Close() })
	return at(server, server.Client().Transport)
}

func TestTheFirstMessageFindsAConnectionOpenThatNoRequestHasUsed(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			var connections, requests atomic.Int32
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.Header().Set("Content-Type", "application/x-amz-json-1.0")
				_, _ = w.Write([]byte(`{"MessageId":"m","MD5OfMessageBody":"` + sumOfBody1 + `"}`))
			}))
			server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
				if s == http.StateNew {
					connections.Add(1)
				}
			}
			if scheme == "https" {
				server.StartTLS()
			} else {
				server.Start()
			}
			defer server.Close()
			// One connection at a time: a Send that could not have ours would open a second.
			transport := server.Client().Transport.(*http.Transport)
			transport.MaxConnsPerHost = 1
			q := at(server, transport)
			if err := q.Connect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := requests.Load(); n != 0 {
				t.Errorf("%d requests came before there was a message", n)
			}
			if err := q.Send(t.Context(), message("1")); err != nil {
				t.Fatal(err)
			}
			if c, r := connections.Load(), requests.Load(); c != 1 || r != 1 {
				t.Errorf("%d connections and %d requests", c, r)
			}
		})
	}
}

// sumOfBody1 is the MD5 of "body of 1", which Send checks.
const sumOfBody1 = "cb5b8e9b8c7fcd1704ad192b0adc298b"

func TestConnectingTwiceDoesNoHarm(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	q := at(server, server.Client().Transport)
	for range 3 {
		if err := q.Connect(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhoCannotConnectSaysSo(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	q := at(server, server.Client().Transport)
	server.Close()
	if err := q.Connect(t.Context()); err == nil {
		t.Error("no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Connect(ctx); err == nil {
		t.Error("no error although nobody waited")
	}
}

func TestTheHostOfAQueueIsTheServicesAndNotTheURLs(t *testing.T) {
	cfg := aws.Config{Region: "eu-west-1"}
	o := queue.Options{URL: "https://queue.example/1/jobs.fifo", Now: time.Now}
	if got, err := queue.New(cfg, o).Host(t.Context()); err != nil || got != "sqs.eu-west-1.amazonaws.com" {
		t.Errorf("got %q, %v", got, err)
	}
	cfg.BaseEndpoint = aws.String("%")
	q := queue.New(cfg, o)
	if _, err := q.Host(t.Context()); err == nil {
		t.Error("no error")
	}
	if err := q.Connect(t.Context()); err == nil {
		t.Error("no error")
	}
}
