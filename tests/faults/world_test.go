package faults

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(deployed.Main(m, 4)) }

const (
	function = "checkout-prod"
	table    = "slipway"
	policyAt = "testdata/slipway.yaml"

	stable, candidate = rollout.Version("41"), rollout.Version("42")
)

var (
	prod  = rollout.Target{Service: "checkout", Environment: "prod"}
	where = grammar.Target{Service: "checkout", Environment: "prod"}
)

// commits are those of checkout, by how they behave. "before" and "now" are live
// from the start, as v40 and v41.
var commits = map[string]account.Commit{
	"before": {Service: "checkout", SHA: strings.Repeat("40", 20), Behaviour: "good"},
	"now":    {Service: "checkout", SHA: strings.Repeat("41", 20), Behaviour: "good"},
	"good":   {Service: "checkout", SHA: strings.Repeat("900d", 10), Behaviour: "good"},
	"bad":    {Service: "checkout", SHA: strings.Repeat("bad0", 10), Behaviour: "bad"},
}

// world is an account of MiniStack's with the table and the queue in it, a
// simulated one with the service's function, and commands that begin rollouts.
// Nothing goes on with them but the tickers of the test.
type world struct {
	*clock
	t        testing.TB
	aws      aws.Config        // straight to MiniStack
	inside   http.RoundTripper // straight to the simulated account
	cloud    *cloud.Account
	store    *store.Store
	commands *commands.Commands
	queue    string // URL
	machine  string // ARN of the state machine
	ids      atomic.Int64
}

func open(t testing.TB) *world {
	t.Helper()
	return openAt(t, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
}

func openAt(t testing.TB, now time.Time) *world {
	t.Helper()
	w := &world{clock: newClock(now), t: t, aws: ministack.Open(t), machine: "arn:aws:states:us-east-1:000000000000:stateMachine:none"}
	w.openCloud()
	db := dynamodb.NewFromConfig(w.aws)
	_, err := db.CreateTable(t.Context(), store.TableInput(table))
	w.must(err)
	w.store = store.New(db, store.Options{Table: table, NewToken: w.newID, Now: time.Now})
	made, err := sqs.NewFromConfig(w.aws).CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: aws.String("jobs.fifo"), Attributes: map[string]string{"FifoQueue": "true"}})
	w.must(err)
	w.queue = *made.QueueUrl
	w.openCommands()
	return w
}

// openCloud puts the service's function into a simulated account: v41 is live, and
// v40 is what a rollback goes to. Whatever takes time there is done at once.
func (w *world) openCloud() {
	a, err := cloud.New(cloud.Options{
		Now: w.now, Rand: rand.New(rand.NewPCG(1, 2)), MetricLag: -1, RequestRate: -1, SparseVersions: true,
	})
	w.must(err)
	w.cloud = a
	for _, c := range commits {
		_, err := a.PutImage(account.Repository(c.Service), c.SHA, c.Digest(), 0)
		w.must(err)
		w.must(a.SetBehaviour(c.Digest(), cloud.Presets()[c.Behaviour]))
	}
	began := w.now().Add(-time.Hour)
	s := cloud.Seed{
		FunctionName: function, Role: "arn:aws:iam::000000000000:role/checkout", FirstVersion: 40, PerMinute: 12_000, Since: began,
		Aliases: map[string]string{"live": "41", "blue": "40", "green": "41"},
	}
	for _, c := range []account.Commit{commits["before"], commits["now"]} {
		s.Versions = append(s.Versions, cloud.SeedVersion{
			ImageURI: account.Repository(c.Service) + "@" + c.Digest(), At: began,
			Description: account.Describe(rollout.Release{SHA: c.SHA, Digest: c.Digest()}, ""),
		})
	}
	w.must(a.Seed(s))
	w.inside = inProcess{wire.Handler(a, wire.Options{})}
}

// openCommands wires what the worker would do, without what it says to people.
func (w *world) openCommands() {
	file, err := os.ReadFile(policyAt)
	w.must(err)
	read, err := config.Read(policyAt, file)
	w.must(err)
	rules, err := policy.From(read)
	w.must(err)
	simulated := w.aws.Copy()
	simulated.BaseEndpoint, simulated.HTTPClient = aws.String("http://account.test"), &http.Client{Transport: w.inside}
	functions := lambda.NewFromConfig(simulated)
	name := func(rollout.Target) string { return function }
	found := images.New(ecr.NewFromConfig(simulated), nil, images.Options{Artifact: func(string) (images.Artifact, bool) {
		return images.Artifact(read.Services[0].Artifact), true
	}})
	w.commands = commands.New(commands.Deps{
		Store: w.store, Engine: idle{}, Outbox: idle{}, People: idle{}, Commits: found, Artifacts: found,
		Traffic: traffic.New(functions, name), Versions: versions.New(functions, versions.Options{Function: name}),
		Policy: rules, Now: w.now, NewID: w.newID, Log: slog.New(slog.DiscardHandler),
	})
}

// begin carries out a command that begins a rollout.
func (w *world) begin(c grammar.Command) rollout.ID {
	w.t.Helper()
	out, err := w.commands.Run(w.t.Context(), w.request(c))
	w.must(err)
	return out.(commands.Started).Rollout.ID //nolint:forcetypeassert // another outcome is a mistake in the test
}

func (w *world) request(c grammar.Command) commands.Request {
	return commands.Request{ID: w.newID(), Received: time.Now(), Actor: "U0ANA", Channel: "C0CHECKOUT", Command: c}
}

// deploy begins to bring one of the commits to prod.
func (w *world) deploy(commit string) rollout.ID {
	w.t.Helper()
	return w.begin(grammar.Deploy{Target: where, Ref: commits[commit].SHA})
}

func (w *world) newID() string { return fmt.Sprintf("01M%023d", w.ids.Add(1)) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// inProcess is a network without a wire.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, q)
	return answer.Result(), nil
}

// idle is an engine that never ticks, an outbox that sends nothing, and a
// directory that knows everybody.
type idle struct{}

func (idle) Start(context.Context, rollout.ID) error   { return nil }
func (idle) Wake(context.Context, rollout.ID) error    { return nil }
func (idle) Send(context.Context, string, int64) error { return nil }
func (idle) Person(_ context.Context, id string) (commands.Person, error) {
	return commands.Person{ID: id, Name: id}, nil
}
