package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:rollout"

// account is Step Functions as its documentation has it, where MiniStack differs:
// a running execution may be started again with the same input, and a token that
// is used up is timed out.
type account struct {
	mu         sync.Mutex
	order      []string // names of the executions, as they were started
	executions map[string]*execution
	tokens     map[string]string // token to the output it was used with; "" while it waits
}

type execution struct{ input, status, cause string }

// request has the fields of all operations.
type request struct {
	Name, Input, ExecutionArn, Cause, TaskToken, Output string
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var q request
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	answer, code := a.do(operation, q)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if code != "" {
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"__type": code, "message": operation}
	}
	_ = json.NewEncoder(w).Encode(answer) // nobody is there when it fails
}

func (a *account) do(operation string, q request) (answer map[string]any, code string) {
	known := a.executions[strings.TrimPrefix(path.Ext(strings.ReplaceAll(q.ExecutionArn, ":", ".")), ".")]
	switch {
	case operation == "StartExecution":
		return a.start(q)
	case operation == "SendTaskSuccess":
		return map[string]any{}, a.use(q)
	case known == nil:
		return nil, "ExecutionDoesNotExist"
	case operation == "DescribeExecution":
		return map[string]any{"executionArn": q.ExecutionArn, "stateMachineArn": machine, "startDate": 1, "status": known.status}, ""
	case operation == "StopExecution":
		if known.status != "RUNNING" {
			return nil, "ValidationException"
		}
		known.status, known.cause = "ABORTED", q.Cause
		return map[string]any{"stopDate": 1}, ""
	}
	return nil, "UnknownOperationException"
}

func (a *account) start(q request) (answer map[string]any, code string) {
	if there := a.executions[q.Name]; there == nil {
		a.executions[q.Name] = &execution{input: q.Input, status: "RUNNING"}
		a.order = append(a.order, q.Name)
	} else if there.status != "RUNNING" || there.input != q.Input {
		return nil, "ExecutionAlreadyExists"
	}
	return map[string]any{"executionArn": q.Name, "startDate": 1}, ""
}

func (a *account) use(q request) (code string) {
	output, ok := a.tokens[q.TaskToken]
	switch {
	case !ok:
		return "InvalidToken"
	case output != "":
		return "TaskTimedOut"
	}
	a.tokens[q.TaskToken] = q.Output
	return ""
}

// world is an engine on such an account.
type world struct {
	*account
	t       *testing.T
	engine  *engine.Engine
	parking *statemachine.Parking
	faults  *faulty.Transport
}

func open(t *testing.T, o engine.Options) *world {
	t.Helper()
	a := &account{executions: map[string]*execution{}, tokens: map[string]string{}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	w := &world{account: a, t: t, parking: statemachine.NewParking(), faults: faulty.New(server.Client().Transport)}
	if o.Parking == nil {
		o.Parking = w.parking
	}
	o.StateMachine = machine
	w.engine = engine.New(sfn.New(sfn.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: &http.Client{Transport: w.faults},
		Retryer: atOnce(), Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
	}), o)
	return w
}

// atOnce tries everything twice, without waiting.
func atOnce() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = 2
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// end ends an execution.
func (w *world) end(name, status string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.executions[name].status = status
}

// park has a new token wait.
func (w *world) park(token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens[token] = ""
}

// used is what a token was used with; empty while it waits.
func (w *world) used(token string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tokens[token]
}

// started checks which executions there were, in order.
func (w *world) started(want ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if got := strings.Join(w.order, " "); got != strings.Join(want, " ") {
		w.t.Errorf("started %q, want %q", got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// broken is a parking that can't be reached.
type broken struct{}

var errBroken = errors.New("no table")

func (broken) Wake(context.Context, rollout.ID) (int64, string, error) { return 0, "", errBroken }

func (broken) Keep(context.Context, rollout.ID, time.Time, int64, string) (int64, bool, error) {
	return 0, false, errBroken
}
