package faulty_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/tests/faulty"
)

// impatient tries again at once.
func impatient() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// account is a configuration without retries for a server that answers so.
func account(t *testing.T, answer http.HandlerFunc) (aws.Config, *faulty.Transport) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return faulty.Under(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), HTTPClient: server.Client(),
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
}

// world is a client of Lambda, and how many requests reached it.
func world(t *testing.T) (update func(context.Context) error, arrived *atomic.Int64, transport *faulty.Transport) {
	t.Helper()
	arrived = new(atomic.Int64)
	cfg, transport := account(t, func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil || !strings.Contains(string(body), `"FunctionVersion":"2"`) {
			t.Errorf("the body did not arrive whole: %q, %v", body, err)
		}
		fmt.Fprintf(w, `{"RevisionId":"%d"}`, arrived.Add(1))
	})
	client := lambda.NewFromConfig(cfg)
	name := aws.String("checkout")
	return func(ctx context.Context) error {
		_, err := client.UpdateAlias(ctx, &lambda.UpdateAliasInput{FunctionName: name, Name: name, FunctionVersion: aws.String("2")})
		return err
	}, arrived, transport
}

func TestWhatBecomesOfACall(t *testing.T) {
	for name, c := range map[string]struct {
		fault   faulty.Fault
		arrived int64
		lost    bool
	}{
		"nothing goes wrong":   {nil, 1, false},
		"its request is lost":  {faulty.LoseRequest, 0, true},
		"its reply is lost":    {faulty.LoseReply, 1, true},
		"it is done twice":     {faulty.Twice, 2, false},
		"it is late":           {faulty.Delay(time.Microsecond), 1, false},
		"it meets our own one": {func(c faulty.Call) (*http.Response, error) { return c.Send() }, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			update, arrived, transport := world(t)
			transport.On("UpdateAlias", c.fault)
			err := update(t.Context())
			if lost := errors.Is(err, syscall.ECONNRESET); lost != c.lost || (err != nil && !lost) {
				t.Errorf("got %v", err)
			}
			if got := arrived.Load(); got != c.arrived {
				t.Errorf("%d requests arrived, want %d", got, c.arrived)
			}
		})
	}
}

func TestTheSDKTriesAgainAfterALostReplySoThatTheCallIsDoneTwice(t *testing.T) {
	arrived := 0
	cfg, transport := account(t, func(w http.ResponseWriter, _ *http.Request) { arrived++; w.WriteHeader(http.StatusOK) })
	cfg.Retryer = impatient
	transport.On("PublishVersion", faulty.LoseReply)
	if _, err := lambda.NewFromConfig(cfg).PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: aws.String("checkout")}); err != nil {
		t.Fatal(err)
	}
	if arrived != 2 {
		t.Errorf("%d requests arrived, want 2", arrived)
	}
}

func TestALateCallIsNotMadeForACallerWhoHasGivenUp(t *testing.T) {
	update, arrived, transport := world(t)
	transport.On("UpdateAlias", faulty.Delay(time.Hour))
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := update(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if got := arrived.Load(); got != 0 {
		t.Errorf("%d requests arrived, want 0", got)
	}
}

func TestFaultsComeInTheirOrderAndThenTheOneForAlways(t *testing.T) {
	update, arrived, transport := world(t)
	transport.Always("UpdateAlias", faulty.LoseRequest)
	transport.On("UpdateAlias", faulty.Twice, nil)
	transport.On("UpdateAlias", faulty.LoseReply)
	transport.On("GetAlias", faulty.Twice) // another operation's
	var seen []int64
	for range 5 {
		_ = update(t.Context()) // some are lost
		seen = append(seen, arrived.Load())
	}
	transport.Always("UpdateAlias", nil)
	if err := update(t.Context()); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(seen, arrived.Load()); got != "[2 3 4 4 4] 5" {
		t.Errorf("requests that had arrived: %s", got)
	}
	if got := fmt.Sprint(transport.Counts()); got != "map[UpdateAlias:6]" {
		t.Errorf("counted %s", got)
	}
}

func TestAFaultForEveryOperationIsForThoseThatHaveNone(t *testing.T) {
	update, arrived, transport := world(t)
	transport.Always("", faulty.LoseRequest)
	if err := update(t.Context()); err == nil || arrived.Load() != 0 {
		t.Errorf("%d requests arrived: %v", arrived.Load(), err)
	}
	transport.Always("UpdateAlias", faulty.Twice)
	if err := update(t.Context()); err != nil || arrived.Load() != 2 {
		t.Errorf("%d requests arrived: %v", arrived.Load(), err)
	}
}

func TestAServerThatIsNotThereIsNoNewKindOfFault(t *testing.T) {
	refused := errors.New("connection refused")
	transport := faulty.New(roundTrip(func(*http.Request) (*http.Response, error) { return nil, refused }))
	transport.On("GET /", faulty.LoseReply, faulty.Twice)
	for range 3 {
		q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/", http.NoBody)
		if got, err := transport.RoundTrip(q); !errors.Is(err, refused) {
			_ = got.Body.Close()
			t.Errorf("got %v", err)
		}
	}
}

// storm makes 200 calls, with faults at random, and tells how each ended.
func storm(t *testing.T, seed uint64, most int, operations ...string) (ends string, failed int) {
	t.Helper()
	update, _, transport := world(t)
	transport.Random(t, seed, 0.5, most, operations...)
	for range 200 {
		if err := update(t.Context()); err != nil {
			failed++
			ends += "x"
			continue
		}
		ends += "."
	}
	return ends, failed
}

func TestAStormIsTheSameForTheSameSeed(t *testing.T) {
	first, failed := storm(t, 1, 1000)
	again, _ := storm(t, 1, 1000)
	other, _ := storm(t, 2, 1000)
	if first != again {
		t.Errorf("the same seed gave\n%s and\n%s", first, again)
	}
	if first == other {
		t.Errorf("another seed gave the same: %s", first)
	}
	if failed < 40 || failed > 120 { // half of the calls, less those that were only late or done twice
		t.Errorf("%d of 200 calls failed", failed)
	}
}

func TestAStormEnds(t *testing.T) {
	ends, failed := storm(t, 3, 10, "UpdateAlias")
	if failed == 0 || failed > 10 {
		t.Errorf("%d calls failed: %s", failed, ends)
	}
	if !strings.HasSuffix(ends, strings.Repeat(".", 100)) {
		t.Errorf("it goes on: %s", ends)
	}
}

func TestAStormMeetsOnlyTheNamedOperations(t *testing.T) {
	if ends, failed := storm(t, 4, 1000, "GetAlias"); failed > 0 {
		t.Errorf("UpdateAlias was not named: %s", ends)
	}
}

func TestManyMayCallAtOnce(t *testing.T) {
	update, arrived, transport := world(t)
	transport.On("UpdateAlias", faulty.LoseRequest, faulty.LoseRequest, faulty.LoseRequest)
	var lost atomic.Int64
	var all errgroup.Group
	for range 50 {
		all.Go(func() error {
			if err := update(t.Context()); err != nil {
				lost.Add(1)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if lost.Load() != 3 || arrived.Load() != 47 || transport.Count("UpdateAlias") != 50 {
		t.Errorf("%d lost, %d arrived, %d counted", lost.Load(), arrived.Load(), transport.Count("UpdateAlias"))
	}
}
