// Package engine has rollouts ticked by AWS Step Functions: one execution of the
// state machine for each, and another one after it when its history gets long.
//
// The state machine (infra/rollout.asl.json) calls the ticker function for each
// turn, then parks: it gives the ticker a task token, and goes on when somebody
// uses the token or the time of the next tick has come. While it is parked
// nothing runs and nothing costs.
//
// A wake must not get lost between a tick's end and the parking. So wakes are
// counted (Parking), the machine knows the count from before the tick, and a
// token is stored only if that is still the count and no later parking's token is
// there; else it is used at once.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/rollout"
)

// most is how many executions of one rollout are looked at before giving up.
const most = 50

// Options say what belongs to the engine.
type Options struct {
	StateMachine string  // its ARN, with no version or alias
	Parking      Parking // where wakes are counted and tokens are kept
	// Correlation gives the id that logs of one request have in common; nil means none.
	Correlation func(context.Context) string
	// Known is asked when an execution takes the place of one that has ended, so
	// that its last resort knows where to go back to before its first tick. It
	// answers nil when it can't tell: starting matters more. May be left out.
	Known func(context.Context, rollout.ID) *Known
}

// Engine starts, wakes and stops the executions of rollouts.
type Engine struct {
	client  *sfn.Client
	options Options
}

// New makes an engine of one state machine.
func New(c *sfn.Client, o Options) *Engine {
	if o.Correlation == nil {
		o.Correlation = func(context.Context) string { return "" }
	}
	if o.Known == nil {
		o.Known = func(context.Context, rollout.ID) *Known { return nil }
	}
	return &Engine{client: c, options: o}
}

// Start sees to it that an execution of the rollout runs. One that runs already
// is left alone; in place of one that has ended, by a fault or by hand, the next
// is started.
func (e *Engine) Start(ctx context.Context, id rollout.ID) error {
	in := input{Rollout: id, Correlation: e.options.Correlation(ctx)}
	for in.N = 1; in.N <= most; in.N++ {
		if in.N == 2 {
			in.Known = e.options.Known(ctx, id)
		}
		err := e.begin(ctx, in)
		if err == nil {
			return nil
		}
		if taken := new(types.ExecutionAlreadyExists); !errors.As(err, &taken) {
			return domain(err, "started")
		}
		status, err := e.status(ctx, id, in.N)
		if err != nil {
			return err
		}
		if status != ended {
			return nil // also when it is too new to be seen
		}
	}
	return &rollout.Error{
		Kind:    rollout.Broken,
		Message: fmt.Sprintf("The rollout's engine has ended %d times, so it is not started again.", most),
		Hint:    "Look at the executions named " + string(id) + " in Step Functions.",
	}
}

// begin starts one execution. It is safe to repeat: the name says which one it is.
func (e *Engine) begin(ctx context.Context, in input) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode the input: %w", err)
	}
	_, err = e.client.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: &e.options.StateMachine,
		Name:            aws.String(name(in.Rollout, in.N)),
		Input:           aws.String(string(body)),
	})
	return err
}

// status is what is known of an execution.
type status int

const (
	missing status = iota
	running
	ended
)

// status looks at the nth execution of a rollout. AWS may answer a little late.
func (e *Engine) status(ctx context.Context, id rollout.ID, n int) (status, error) {
	got, err := e.client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: e.execution(id, n)})
	if none := new(types.ExecutionDoesNotExist); errors.As(err, &none) {
		return missing, nil
	}
	if err != nil {
		return missing, domain(err, "looked at")
	}
	if got.Status == types.ExecutionStatusRunning {
		return running, nil
	}
	return ended, nil
}

// name is what the nth execution of a rollout is called. The state machine makes
// the same names when it continues.
func name(id rollout.ID, n int) string {
	if n == 1 {
		return string(id)
	}
	return fmt.Sprintf("%s-%d", id, n)
}

// execution is the ARN of the nth execution of a rollout.
func (e *Engine) execution(id rollout.ID, n int) *string {
	machine := strings.Replace(e.options.StateMachine, ":stateMachine:", ":execution:", 1)
	return aws.String(machine + ":" + name(id, n))
}
