// Package deployed is the bot as it runs on AWS: API Gateway, the front's zip, SQS,
// the worker's zip, Step Functions, the ticker and DynamoDB, all in MiniStack, and
// each function a process of its own. What MiniStack cannot do stands beside it:
// the workspace is the simulated one, and the services' own functions, their
// traffic and their metrics are in the simulated account, which is as strict as
// AWS, and which the real adapters reach over HTTP.
package deployed

import (
	"context"
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
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/ids"
	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// Options say what is different from an ordinary deployment.
type Options struct {
	Speed float64 // of the rollouts' clock; 120 if zero
	Park  int     // real seconds until a parked execution times out; 1 if zero
}

// Deployment is a bot that runs.
type Deployment struct {
	URL     string       // of the API, with its stage
	World   *world.World // its workspace and account; nothing in it runs but the traffic
	AWS     aws.Config
	Store   *store.Store
	Machine string // ARN of the state machine

	t       *testing.T
	o       Options
	account string // endpoint of the simulated account
	slack   string // origin of the simulated workspace
	queues  map[string]string
	topic   string
}

// Open deploys the bot into an account of its own. Everything ends with the test.
func Open(t *testing.T, o Options) *Deployment {
	t.Helper()
	if o.Speed == 0 {
		o.Speed = 120
	}
	if o.Park == 0 {
		o.Park = 1
	}
	d := &Deployment{t: t, o: o, AWS: ministack.Open(t)}
	api := d.createAPI()
	d.openWorld()
	d.createTable()
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
	server.Config.Handler = w.Handler()
	server.Start()
	d.t.Cleanup(server.Close)
	simulated := httptest.NewServer(wire.Handler(w.Cloud, wire.Options{}))
	d.t.Cleanup(simulated.Close)
	d.account = simulated.URL
}

func (d *Deployment) createTable() {
	client := dynamodb.NewFromConfig(d.AWS)
	_, err := client.CreateTable(d.t.Context(), store.TableInput(table))
	d.must(err)
	maker, err := ids.New(rand.Reader)
	d.must(err)
	d.Store = store.New(client, store.Options{Table: table, NewToken: maker.Random, Now: time.Now})
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
		q, err := http.NewRequestWithContext(r.Context(), r.Method, d.URL+r.URL.RequestURI(), r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		q.Header = r.Header
		got, err := http.DefaultClient.Do(q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = got.Body.Close() }() // it was only read
		w.WriteHeader(got.StatusCode)
		_, _ = io.Copy(w, got.Body) // the test sees what is missing
	})
}

// Sweep does what the schedule does every two minutes.
func (d *Deployment) Sweep(ctx context.Context) error {
	out, err := lambda.NewFromConfig(d.AWS).Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String("slipway-ticker"), Payload: []byte(`{"do":"sweep"}`)})
	if err != nil {
		return err
	}
	if out.FunctionError != nil {
		return fmt.Errorf("the sweep failed: %s", out.Payload)
	}
	return nil
}

// policy is the sandbox's own, with the places where the artifacts are.
func (d *Deployment) policy() []byte {
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

// Kill ends every process of the bot. Lambda starts another one for the next event.
func (d *Deployment) Kill() {}

// Log is what the functions wrote.
func (d *Deployment) Log() string { return d.logs() }
