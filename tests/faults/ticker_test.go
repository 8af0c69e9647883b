package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// ticker is the ticker function: the real program, in a new process for each task,
// and the network between it and AWS, which sees each of its calls.
type ticker struct {
	*faulty.Transport
	w       *world
	env     []string
	process *runtime.Function
	said    string // what processes that are gone have logged
}

// ticker sets one up.
func (w *world) ticker() *ticker {
	w.t.Helper()
	k := &ticker{w: w, Transport: faulty.New(byHost{"account.test": w.inside, "": w.aws.HTTPClient.(*http.Client).Transport})} //nolint:forcetypeassert // ministack's own
	keys, err := w.aws.Credentials.Retrieve(w.t.Context())
	w.must(err)
	rest, account := k.proxy(*w.aws.BaseEndpoint), k.proxy("http://account.test")
	k.env = []string{
		"AWS_REGION=" + ministack.Region, "AWS_ACCESS_KEY_ID=" + keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + keys.SecretAccessKey,
		"AWS_ENDPOINT_URL=" + rest, "AWS_ENDPOINT_URL_LAMBDA=" + account, "AWS_ENDPOINT_URL_CLOUDWATCH=" + account, "AWS_ENDPOINT_URL_ECR=" + account,
		"SLIPWAY_FUNCTION=ticker", "SLIPWAY_CONFIG=" + policyAt, "SLIPWAY_TABLE=" + table, "SLIPWAY_QUEUE_URL=" + w.queue,
		"SLIPWAY_STATE_MACHINE=" + w.machine, "SLIPWAY_CONTROL_RATE=10", "GOCOVERDIR=" + os.Getenv("GOCOVERDIR"),
	}
	w.t.Cleanup(k.stop)
	return k
}

// proxy passes on what comes to its address. What its transport fails to send
// breaks the connection.
func (k *ticker) proxy(to string) (address string) {
	u, err := url.Parse(to)
	k.w.must(err)
	server := httptest.NewServer(&httputil.ReverseProxy{
		Transport:    k.Transport,
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(u) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	})
	k.w.t.Cleanup(server.Close)
	return server.URL
}

// byHost sends to where a request is meant to go.
type byHost map[string]http.RoundTripper

func (b byHost) RoundTrip(q *http.Request) (*http.Response, error) {
	if to, there := b[q.URL.Host]; there {
		return to.RoundTrip(q)
	}
	return b[""].RoundTrip(q)
}

// tick has the rollout ticked once. An error says that the tick failed, or that
// the process ended in the middle of it.
func (k *ticker) tick(id rollout.ID) (engine.Turn, error) {
	var turn engine.Turn
	err := k.do(engine.Task{Do: engine.DoTick, Rollout: id}, &turn)
	return turn, err
}

// sweep does what the schedule asks for every two minutes.
func (k *ticker) sweep() error { return k.do(engine.Task{Do: "sweep"}, new(any)) }

// do gives a task to a new process, which lives by the time of now.
func (k *ticker) do(task engine.Task, into any) error {
	k.w.t.Helper()
	k.stop()
	var err error
	k.process, err = runtime.Start(filepath.Join(os.Getenv("SLIPWAY_BINARIES"), "worker"), append(k.env, "SLIPWAY_CLOCK="+k.w.setting())...)
	k.w.must(err)
	event, err := json.Marshal(task)
	k.w.must(err)
	ctx, cancel := context.WithTimeout(k.w.t.Context(), time.Minute)
	defer cancel()
	answer, err := k.process.Invoke(ctx, event)
	if err != nil {
		return err
	}
	if answer.Error {
		return fmt.Errorf("the function failed: %s", answer.Body)
	}
	return json.Unmarshal(answer.Body, into)
}

func (k *ticker) stop() {
	if k.process == nil {
		return
	}
	k.process.Stop()
	k.said += k.process.Log()
	k.process = nil
}

// kill ends the process where it stands, and comes back when it is gone. Its task
// is an error then.
func (k *ticker) kill() error {
	err := k.process.Signal(syscall.SIGKILL)
	<-k.process.Exited()
	return err
}

// log is what all of its processes have logged.
func (k *ticker) log() string {
	if k.process == nil {
		return k.said
	}
	return k.said + k.process.Log()
}
