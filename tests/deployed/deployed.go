// Package deployed is the bot as it runs on AWS: API Gateway, the front's zip, SQS,
// the worker's zip, Step Functions, the ticker and DynamoDB, all in MiniStack, and
// each function a process of its own. What MiniStack cannot do stands beside it:
// the workspace is the simulated one, and the services' own functions, their
// traffic and their metrics are in the simulated account, which is as strict as
// AWS, and which the real adapters reach over HTTP.
package deployed

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/ids"
	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// Options say what is different from an ordinary deployment.
type Options struct {
	Speed float64 // of the rollouts' clock; 60 if zero
	Park  int     // real seconds until a parked execution times out; 1 if zero
	Tries int     // how often a message fails before it is a dead letter; 5 if zero
	// Policy is the slipway.yaml that everything is deployed with; nil: the sandbox's
	// own, with the places where the artifacts are.
	Policy []byte
	// OwnLambda leaves the services' functions to MiniStack too, where the last
	// resort finds them. There, nothing is split and nothing is counted.
	OwnLambda bool
}

// Deployment is a bot that runs.
type Deployment struct {
	URL     string       // of the API, with its stage
	World   *world.World // its workspace and account; nothing in it runs but the traffic
	AWS     aws.Config
	Store   *store.Store
	Machine string // ARN of the state machine

	t         *testing.T
	o         Options
	account   string           // endpoint of the simulated account
	slack     string           // origin of the simulated workspace
	queues    map[string]queue // by name
	topic     string
	functions map[string]map[string]string // their environments, by name
}

// Open deploys the bot into an account of its own. Everything ends with the test.
func Open(t *testing.T, o Options) *Deployment {
	t.Helper()
	o.Speed = cmp.Or(o.Speed, 60) // much faster, and a busy machine lets deadlines pass
	o.Park, o.Tries = cmp.Or(o.Park, 1), cmp.Or(o.Tries, 5)
	d := &Deployment{t: t, o: o, AWS: ministack.Open(t)}
	api := d.createAPI()
	d.openWorld()
	d.Store = Table(t, d.AWS, table)
	d.createQueues()
	d.createTopic()
	d.createFunctions()
	d.createMachine()
	d.connect(api)
	return d
}

// openWorld opens the simulated workspace and account, and serves them.
func (d *Deployment) openWorld() {
	server := httptest.NewUnstartedServer(nil)
	d.slack = "http://" + server.Listener.Addr().String()
	w, err := world.Open(d.t.Context(), world.Options{
		Dir: d.t.TempDir(), URL: d.slack, Bot: d.URL, Speed: d.o.Speed, Seed: 7, Real: time.Now, Random: rand.Reader,
		Policy: d.policy(), Log: slog.New(slog.DiscardHandler),
	})
	d.must(err)
	d.World = w
	d.t.Cleanup(func() { d.must(w.Close()) })
	for _, c := range w.Commits {
		if c.Unbuilt && !c.Broken { // nothing here builds what a deploy asks for: it has to be there
			d.must(w.Push(c))
		}
	}
	server.Config.Handler = w.Handler()
	server.Start()
	d.t.Cleanup(server.Close)
	simulated := httptest.NewServer(wire.Handler(w.Cloud, wire.Options{}))
	d.t.Cleanup(simulated.Close)
	d.account = simulated.URL
}

// Table creates the bot's table in an account, and opens it.
func Table(t testing.TB, cfg aws.Config, name string) *store.Store {
	t.Helper()
	client := dynamodb.NewFromConfig(cfg)
	if _, err := client.CreateTable(t.Context(), store.TableInput(name)); err != nil {
		t.Fatal(err)
	}
	maker, err := ids.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return store.New(client, store.Options{Table: name, NewToken: maker.Random, Now: time.Now})
}

// clock is what SLIPWAY_CLOCK has to be, for the functions to have the world's time.
func (d *Deployment) clock() string {
	shown, now := d.World.Clock.Now(), time.Now()
	// It showed the real time at b, where shown = b + speed × (now − b).
	b := now.Add(-time.Duration(float64(shown.Sub(now)) / (d.o.Speed - 1)))
	return fmt.Sprintf("%s/%g", b.UTC().Format(time.RFC3339Nano), d.o.Speed)
}

// Front sends requests to the bot that Slack did not make.
func (d *Deployment) Front() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q, err := http.NewRequestWithContext(r.Context(), r.Method, d.URL+r.URL.RequestURI(), r.Body) //nolint:gosec // to our own API, and nowhere else
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		q.Header = r.Header
		got, err := http.DefaultClient.Do(q) //nolint:gosec // the same
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = got.Body.Close() }() // it was only read
		w.WriteHeader(got.StatusCode)
		_, _ = io.Copy(w, got.Body) // the test sees what is missing
	})
}

// policy is the one that was given, else the sandbox's own, with the places where the artifacts are.
func (d *Deployment) policy() []byte {
	if d.o.Policy != nil {
		return d.o.Policy
	}
	body, err := os.ReadFile("../../tests/deployed/testdata/slipway.yaml")
	d.must(err)
	return body
}

func (d *Deployment) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}
