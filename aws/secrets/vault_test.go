package secrets_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// service answers every call as it was last told to.
type service struct {
	url string

	mu   sync.Mutex
	seen []*http.Request
	do   http.HandlerFunc
}

func serve(t *testing.T, do http.HandlerFunc) *service {
	t.Helper()
	s := &service{do: do}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.seen = append(s.seen, r)
		do := s.do
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		do(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *service) answer(do http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
}

func (s *service) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seen)
}

// config is a configuration whose retries do not wait.
func (s *service) config() aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &s.url, HTTPClient: http.DefaultClient,
		Retryer: func() aws.Retryer { return retry.AddWithMaxBackoffDelay(retry.NewStandard(), time.Millisecond) },
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "key", SessionToken: "session"}, nil
		}),
	}
}

// text is a secret with that text in it.
func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"Name": "slipway", "SecretString": s})
	}
}

func secret(token string) http.HandlerFunc {
	return text(fmt.Sprintf(`{"SLACK_BOT_TOKEN":%q}`, token))
}

func refusal(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": "com.amazonaws#" + code, "message": "hush"})
	}
}

func TestTheCallIsTheServicesOwnAndSigned(t *testing.T) {
	s := serve(t, secret("1"))
	token(t, from(t, s, secrets.Options{Now: start().now}))
	r := s.seen[0]
	if r.Method != http.MethodPost || r.URL.Path != "/" || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	for _, want := range []string{"AKID/20260301/us-east-1/secretsmanager/aws4_request", "x-amz-target", "x-amz-security-token"} {
		if !strings.Contains(r.Header.Get("Authorization"), want) {
			t.Errorf("%s is not signed: %s", want, r.Header.Get("Authorization"))
		}
	}
}

// faults.md E3
func TestAServiceThatFailsForAMomentIsAskedAgain(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"an error of its own": refusal(500, "InternalServiceError"),
		"too many requests":   refusal(400, "ThrottlingException"),
		"a broken connection": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"half a reply": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"Secret`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			var s *service
			s = serve(t, func(w http.ResponseWriter, r *http.Request) {
				s.answer(secret("1"))
				first(w, r)
			})
			if got := token(t, from(t, s, secrets.Options{Now: start().now})); got != "1" || s.calls() != 2 {
				t.Errorf("got %q after %d calls", got, s.calls())
			}
		})
	}
}

// faults.md A17
func TestWhatTheServiceRefusesIsAnErrorForPeople(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		kind   rollout.Kind
		hint   string
		calls  int
	}{
		{"no access", refusal(400, "AccessDeniedException"), rollout.Broken, "secretsmanager:GetSecretValue", 1},
		{"no access, by status", refusal(403, "AccessDeniedException"), rollout.Broken, "kms:Decrypt", 1},
		{"no such secret", refusal(400, "ResourceNotFoundException"), rollout.NotFound, "SLIPWAY_SECRETS", 1},
		{"being deleted", refusal(400, "InvalidRequestException"), rollout.Invalid, "deleted", 1},
		{"busy", refusal(400, "ThrottlingException"), rollout.Throttled, "", 3},
		{"busy, by status", refusal(429, "Whatever"), rollout.Throttled, "", 1},
		{"down", refusal(503, "ServiceUnavailable"), rollout.Broken, "", 3},
		{"a proxy's page", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>hush", http.StatusForbidden) }, rollout.Broken, "", 1},
		{"a reply of another kind", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`hush`)) }, rollout.Invalid, "JSON", 1},
		{"a secret of bytes", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"SecretBinary":"aHVzaA=="}`)) }, rollout.Invalid, "", 1},
		{"a status that is not 200", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(202); secret("hush")(w, r) }, rollout.Broken, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.answer)
			_, err := from(t, s, secrets.Options{Now: start().now}).Get(t.Context())
			var e *rollout.Error
			if !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(e.Hint, c.hint) || strings.Contains(err.Error(), "hush") {
				t.Errorf("error %v", err)
			}
			if s.calls() != c.calls {
				t.Errorf("%d calls", s.calls())
			}
		})
	}
}

func TestWithoutCredentialsNothingIsAsked(t *testing.T) {
	s := serve(t, secret("1"))
	cfg := s.config()
	cfg.Retryer = nil
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, errors.New("gone") })
	ref, err := secrets.Parse("ssm:/slipway")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := secrets.New(cfg, ref, secrets.Options{Now: start().now}).Get(t.Context()); !rollout.IsKind(err, rollout.Broken) || s.calls() > 0 {
		t.Errorf("error %v", err)
	}
}

func TestSecretsManagerAndTheParameterStoreGiveWhatWasPutIntoThem(t *testing.T) {
	cfg := ministack.Open(t)
	body, name := aws.String(`{"SLACK_BOT_TOKEN":"1"}`), aws.String("slipway")
	created, err := secretsmanager.NewFromConfig(cfg).CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{Name: name, SecretString: body})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ssm.NewFromConfig(cfg).PutParameter(t.Context(), &ssm.PutParameterInput{Name: name, Value: body, Type: "SecureString"}); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{"secretsmanager:slipway", "secretsmanager:" + *created.ARN, "ssm:slipway"} {
		if got := token(t, stored(t, cfg, where)); got != "1" {
			t.Errorf("%s: got %q", where, got)
		}
	}
	for _, where := range []string{"secretsmanager:other", "ssm:other"} {
		if _, err := stored(t, cfg, where).Get(t.Context()); !rollout.IsKind(err, rollout.NotFound) {
			t.Errorf("%s: error %v", where, err)
		}
	}
}

func stored(t *testing.T, cfg aws.Config, where string) *secrets.Source {
	t.Helper()
	ref, err := secrets.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	return secrets.New(cfg, ref, secrets.Options{Now: time.Now})
}

func TestTheHostIsTheServicesThatIsCalled(t *testing.T) {
	for ref, want := range map[string]string{
		"secretsmanager:s": "secretsmanager.eu-west-1.amazonaws.com", "ssm:s": "ssm.eu-west-1.amazonaws.com", "env:": "",
	} {
		source := stored(t, aws.Config{Region: "eu-west-1"}, ref)
		if got, err := source.Host(t.Context()); err != nil || got != want {
			t.Errorf("%s: got %q, %v", ref, got, err)
		}
	}
	if _, err := stored(t, aws.Config{BaseEndpoint: aws.String("%")}, "ssm:s").Host(t.Context()); err == nil {
		t.Error("no error")
	}
}
