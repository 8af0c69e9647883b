package statemachine_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

// known is what the ticks of these tests answer.
var known = engine.Known{Function: "checkout-prod", Stable: "1", Candidate: "2", Fence: 7}

// input is what an execution was started with.
func (w *world) input(name string) map[string]any {
	w.t.Helper()
	var in map[string]any
	must(w.t, json.Unmarshal([]byte(*w.end(name).Input), &in))
	return in
}

// faults.md E14: the history of an execution is limited.
func TestALongRolloutGoesOnInTheNextExecution(t *testing.T) {
	t.Parallel()
	turn := engine.Turn{Known: known}
	tick, n := turns(turn, turn, turn, turn, turn)
	w := open(t, options{turnLimit: "3"}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	wants(t, w, "a-2", types.ExecutionStatusSucceeded)
	if n.Load() != 6 {
		t.Errorf("it was ticked %d times, want 6", n.Load())
	}
	in := w.input("a-2")
	if in["n"] != 2.0 || in["rollout"] != "a" {
		t.Errorf("the next execution was told %v", in)
	}
	if got, _ := in["known"].(map[string]any); got["stable"] != "1" || got["candidate"] != "2" || got["fence"] != 7.0 || got["function"] != "checkout-prod" {
		t.Errorf("the next execution knows %v", got)
	}
}

func TestWakesAreKnownToTheNextExecution(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Wait: 3600}, engine.Turn{}, engine.Turn{})
	w := open(t, options{turnLimit: "2"}, func(ctx context.Context, w *world, task engine.Task) (engine.Turn, error) {
		if n.Load() == 0 {
			if err := w.engine.Wake(ctx, "a"); err != nil {
				return engine.Turn{}, err
			}
		}
		return tick(ctx, w, task)
	})
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if got := w.input("a-2")["wakes"]; got != 1.0 {
		t.Errorf("the next execution knows %v wakes, want 1", got)
	}
}

func TestANameThatIsTakenByAnEndedExecutionIsPassedOver(t *testing.T) {
	t.Parallel()
	tick, _ := turns(engine.Turn{Done: true}, engine.Turn{Done: true}, engine.Turn{})
	w := open(t, options{turnLimit: "1"}, tick)
	for _, name := range []string{"a-2", "a-3"} {
		must(t, w.engine.Start(t.Context(), rollout.ID(name)))
		wants(t, w, name, types.ExecutionStatusSucceeded)
	}
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	wants(t, w, "a-4", types.ExecutionStatusSucceeded)
	if got := w.input("a-4")["n"]; got != 4.0 {
		t.Errorf("the next execution counts as number %v, want 4", got)
	}
}

func TestTriesCountAsTurnsSinceTheyFillTheHistoryToo(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	w := open(t, options{turnLimit: "3"}, func(context.Context, *world, engine.Task) (engine.Turn, error) {
		switch n.Add(1) {
		case 1, 2:
			return engine.Turn{}, errors.New("the world is on fire")
		case 3:
			return engine.Turn{}, nil
		}
		return engine.Turn{Done: true}, nil
	})
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	wants(t, w, "a-2", types.ExecutionStatusSucceeded)
}

func TestARolloutThatCannotContinueElsewhereGoesOnAndTriesNowAndThen(t *testing.T) {
	t.Parallel()
	tick, n := turns(make([]engine.Turn, 23)...)
	forbidden := func(states definition) {
		arguments, _ := states["Continue"]["Arguments"].(map[string]any)
		arguments["StateMachineArn"] = "arn:aws:states:us-east-1:000000000000:stateMachine:gone"
	}
	w := open(t, options{turnLimit: "20", change: forbidden}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if n.Load() != 24 {
		t.Errorf("it was ticked %d times, want 24", n.Load())
	}
	if tried := w.entered("a")["Continue"]; tried != 2 { // after 20 turns, and two more
		t.Errorf("it tried %d times, want 2", tried)
	}
}

// It is asked for again at once, and that fills the history like a turn.
func TestAParkingThatWasRefusedCostsNoTickButCountsAsATurn(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world, string) error{
		"then it is woken":       func(w *world, _ string) error { return w.engine.Wake(w.t.Context(), "a") },
		"then its time has come": func(w *world, token string) error { return statemachine.TimeOut(w.t.Context(), w.sfn, token) },
		"then it breaks":         func(w *world, token string) error { return w.refuse(token, "Lambda.Unknown") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tick, n := turns(engine.Turn{Wait: 3600}, engine.Turn{})
			w := open(t, options{turnLimit: "4"}, tick)
			must(t, w.engine.Start(t.Context(), "a"))
			for range 2 {
				must(t, w.refuse(w.park().Token, "Lambda.TooManyRequestsException"))
			}
			last := w.park()
			if last.Tries != 2 || last.Entered.IsZero() || n.Load() != 1 {
				t.Errorf("after %d ticks it was parked as %+v", n.Load(), last)
			}
			must(t, end(w, last.Token))
			wants(t, w, "a", types.ExecutionStatusSucceeded)
			wants(t, w, "a-2", types.ExecutionStatusSucceeded)
			if n.Load() != 3 {
				t.Errorf("it was ticked %d times, want 3", n.Load())
			}
		})
	}
}

// refuse fails a parking as Lambda would.
func (w *world) refuse(token, code string) error {
	_, err := w.sfn.SendTaskFailure(w.t.Context(), &sfn.SendTaskFailureInput{TaskToken: &token, Error: &code})
	return err
}

// faults.md E14: somebody aborts an execution in the console.
func TestStartingAnAbortedRolloutRevivesIt(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Wait: 3600, Known: known}, engine.Turn{Wait: 3600, Known: known})
	w := open(t, options{known: func(context.Context, rollout.ID) *engine.Known { return &known }}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	w.park()
	must(t, w.engine.Stop(t.Context(), "a", "a person in the console"))
	wants(t, w, "a", types.ExecutionStatusAborted)

	must(t, w.engine.Start(t.Context(), "a"))
	must(t, w.engine.Start(t.Context(), "a")) // again: it runs
	w.park()
	if n.Load() != 2 {
		t.Errorf("it was ticked %d times, want 2", n.Load())
	}
	must(t, w.engine.Wake(t.Context(), "a"))
	wants(t, w, "a-2", types.ExecutionStatusSucceeded)
	if got, _ := w.input("a-2")["known"].(map[string]any); got["stable"] != "1" {
		t.Errorf("the revived execution knows %v of what to go back to", got)
	}
}
