package store_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/oklog/ulid/v2"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/contract"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

var _ contract.Store = (*store.Store)(nil)

// today is when all of this happens.
var today = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// row is a record of nothing but what the store looks at.
type row struct {
	id, kind string // kind "" is "note"
	rev      int64
	guard    rollout.Guard
	indexes  []string
	body     any
}

func (r row) Key() rollout.Key {
	if r.kind == "" {
		return rollout.Key{Kind: "note", ID: r.id}
	}
	return rollout.Key{Kind: r.kind, ID: r.id}
}
func (r row) Rev() (int64, rollout.Guard)  { return r.rev, r.guard }
func (r row) Indexes() []string            { return r.indexes }
func (r row) MarshalJSON() ([]byte, error) { return json.Marshal(r.body) }

// table is a table of the test's own, and the wire to it, which the test can cut.
type table struct {
	*store.Store
	t      testing.TB
	wire   *faulty.Transport
	client *dynamodb.Client
	name   string
	pauses []time.Duration // that the store made
}

// open makes a table in MiniStack, or in the DynamoDB that DYNAMODB_ENDPOINT names.
func open(t testing.TB) *table {
	t.Helper()
	tb := connect(t, faulty.New(nil), database(t))
	_, err := tb.client.CreateTable(t.Context(), store.TableInput(tb.name))
	if err != nil {
		t.Fatal(err)
	}
	return tb
}

func database(t testing.TB) aws.Config {
	t.Helper()
	if endpoint := os.Getenv("DYNAMODB_ENDPOINT"); endpoint != "" {
		return configOf(endpoint)
	}
	return ministack.Open(t)
}

func configOf(endpoint string) aws.Config {
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: &endpoint,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "none", SecretAccessKey: "none"}, nil
		}),
	}
}

// offline is a table that answers only what the test makes the wire answer.
func offline(t testing.TB) *table {
	t.Helper()
	return connect(t, faulty.New(unplugged{t}), configOf("http://nowhere.invalid"))
}

// unplugged fails the test that sends something.
type unplugged struct{ t testing.TB }

func (u unplugged) RoundTrip(q *http.Request) (*http.Response, error) {
	u.t.Errorf("sent %s", q.Header.Get("X-Amz-Target"))
	return nil, http.ErrNotSupported
}

// connect makes a store that waits for nothing.
func connect(t testing.TB, wire *faulty.Transport, cfg aws.Config) *table {
	t.Helper()
	if cfg.HTTPClient != nil {
		cfg, wire = faulty.Under(cfg)
	} else {
		cfg.HTTPClient = &http.Client{Transport: wire}
	}
	client := dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) {
		o.DisableValidateResponseChecksum = true // DynamoDB local's are wrong
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts, o.RateLimiter = 10, ratelimit.None
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	})
	tb := &table{t: t, wire: wire, client: client, name: "slipway-" + ulid.Make().String()}
	tb.Store = tb.other(tb.note)
	return tb
}

// other is one more store on the same table, as in another process.
func (tb *table) other(pause func(context.Context, time.Duration) error) *store.Store {
	return store.New(tb.client, store.Options{
		Table:    tb.name,
		NewToken: func() string { return ulid.Make().String() },
		Now:      func() time.Time { return today },
		Pause:    pause,
	})
}

// note notes a pause of a test's only goroutine.
func (tb *table) note(ctx context.Context, d time.Duration) error {
	tb.pauses = append(tb.pauses, d)
	return ctx.Err()
}

func (tb *table) commit(rows ...row) error {
	return tb.Commit(tb.t.Context(), change(rows...))
}

func (tb *table) mustCommit(rows ...row) {
	tb.t.Helper()
	if err := tb.commit(rows...); err != nil {
		tb.t.Fatal(err)
	}
}

func change(rows ...row) rollout.Change {
	var c rollout.Change
	for _, r := range rows {
		c.Put = append(c.Put, r)
	}
	return c
}

// ids are those that a query gives.
func (tb *table) ids(q rollout.Query) []string {
	tb.t.Helper()
	found, err := tb.Query(tb.t.Context(), q)
	if err != nil {
		tb.t.Fatal(err)
	}
	ids := []string{}
	for _, f := range found {
		ids = append(ids, f.Key.ID)
	}
	return ids
}

// calls are what it takes to do something.
func (tb *table) calls(do func()) map[string]int {
	tb.t.Helper()
	before := tb.wire.Counts()
	do()
	spent := map[string]int{}
	for op, n := range tb.wire.Counts() {
		if n -= before[op]; n > 0 {
			spent[op] = n
		}
	}
	return spent
}
