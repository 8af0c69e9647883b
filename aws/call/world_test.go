package call_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/call"
)

// sent is a request that the service got, and its body.
type sent struct {
	*http.Request
	body string
}

// service does with each request as it is told to.
type service struct {
	*httptest.Server
	mu   sync.Mutex
	seen []sent
}

func serve(t testing.TB, do http.HandlerFunc) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, sent{r, string(body)})
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		do(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// requests are those that came since it was asked last.
func (s *service) requests() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.seen
	s.seen = nil
	return all
}

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func refusal(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"__type":"com.amazonaws.sqs#`+code+`","message":"hush"}`)
	}
}

// keys are credentials that somebody may renew.
type keys struct {
	mu sync.Mutex
	id string // empty: gone
}

func (k *keys) set(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.id = id
}

// Retrieve gives them as they are now.
func (k *keys) Retrieve(context.Context) (aws.Credentials, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.id == "" {
		return aws.Credentials{}, errGone
	}
	return aws.Credentials{AccessKeyID: k.id, SecretAccessKey: "key", SessionToken: "session"}, nil
}

func (s *service) config(k *keys) aws.Config {
	return aws.Config{Region: "us-east-1", BaseEndpoint: &s.URL, HTTPClient: s.Client(), Credentials: k}
}

// queues is a caller of SQS, with a clock that is fast by so much.
func (s *service) queues(fast time.Duration) *call.Caller {
	return caller(s.config(&keys{id: "AKID"}), func() time.Time { return time.Now().Add(fast) })
}

func caller(cfg aws.Config, now func() time.Time) *call.Caller {
	return call.New(cfg, call.Service{ID: "SQS", Name: "sqs", Target: "AmazonSQS", Version: "1.0"}, now)
}

type (
	message struct{ QueueUrl, MessageBody string }
	reply   struct{ MessageId string }
)

// send sends a message, and gives its id.
func send(ctx context.Context, c *call.Caller) (string, error) {
	var out reply
	err := c.Do(ctx, "SendMessage", message{"http://q", "hush"}, &out)
	return out.MessageId, err
}
