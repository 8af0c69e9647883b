package engine_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestStartingGivesTheExecutionWhatItNeeds(t *testing.T) {
	w := open(t, engine.Options{Correlation: func(context.Context) string { return "c1" }})
	must(t, w.engine.Start(t.Context(), "a"))
	w.started("a")
	if got, want := w.executions["a"].input, `{"rollout":"a","correlation":"c1","n":1,"wakes":0,"known":null}`; got != want {
		t.Errorf("it was started with %s, want %s", got, want)
	}
}

// faults.md E14: duplicate StartExecution.
func TestStartingWhatRunsChangesNothing(t *testing.T) {
	requests := 0
	w := open(t, engine.Options{Correlation: func(context.Context) string { requests++; return fmt.Sprint(requests) }})
	for range 3 { // with an input of its own each time
		must(t, w.engine.Start(t.Context(), "a"))
	}
	w.started("a")
}

func TestTwoWhoStartAtOnceEndInOneExecution(t *testing.T) {
	w := open(t, engine.Options{})
	must(t, w.engine.Start(t.Context(), "a"))
	w.end("a", "FAILED")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := w.engine.Start(context.Background(), "a"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.started("a", "a-2")
}

// faults.md E14: an execution is aborted by hand, or has failed.
func TestStartingWhatHasEndedRevivesIt(t *testing.T) {
	asked := 0
	w := open(t, engine.Options{Known: func(context.Context, rollout.ID) *engine.Known {
		asked++
		return &engine.Known{Function: "checkout-prod", Stable: "41", Candidate: "42", Fence: 7}
	}})
	for i, status := range []string{"ABORTED", "FAILED", "SUCCEEDED", "TIMED_OUT"} {
		must(t, w.engine.Start(t.Context(), "a"))
		if asked != i {
			t.Errorf("asked for what is known %d times, want %d", asked, i)
		}
		w.end(w.order[len(w.order)-1], status)
	}
	must(t, w.engine.Start(t.Context(), "a"))
	w.started("a", "a-2", "a-3", "a-4", "a-5")
	if got := w.executions["a-5"].input; !strings.HasSuffix(got, `"n":5,"wakes":0,"known":{"function":"checkout-prod","stable":"41","candidate":"42","fence":7}}`) {
		t.Errorf("it was started with %s", got)
	}
}

// faults.md E1, for an execution.
func TestALostReplyStartsNoSecondExecution(t *testing.T) {
	for name, fault := range map[string]faulty.Fault{
		"the reply is lost":   faulty.LoseReply,
		"the request is lost": faulty.LoseRequest,
		"it arrives twice":    faulty.Twice,
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, engine.Options{})
			w.faults.On("StartExecution", fault)
			must(t, w.engine.Start(t.Context(), "a"))
			w.started("a")
		})
	}
}

// DescribeExecution is eventually consistent.
func TestAnExecutionThatCannotBeSeenYetCountsAsRunning(t *testing.T) {
	w := open(t, engine.Options{})
	w.faults.On("StartExecution", faulty.Answer(http.StatusBadRequest, "ExecutionAlreadyExists", ""))
	must(t, w.engine.Start(t.Context(), "a"))
	w.started()
}

func TestARolloutIsNotRevivedForEver(t *testing.T) {
	w := open(t, engine.Options{})
	for range 50 {
		must(t, w.engine.Start(t.Context(), "a"))
		w.end(w.order[len(w.order)-1], "FAILED")
	}
	err := w.engine.Start(t.Context(), "a")
	if !rollout.IsKind(err, rollout.Broken) || len(w.order) != 50 {
		t.Errorf("after %d executions: %v", len(w.order), err)
	}
}

func TestAWSsErrorsBecomeOurs(t *testing.T) {
	for _, c := range []struct {
		status int
		code   string
		kind   rollout.Kind
		hint   string
	}{
		{400, "ExecutionLimitExceeded", rollout.Throttled, "again"},
		{400, "ThrottlingException", rollout.Throttled, "again"},
		{400, "StateMachineDoesNotExist", rollout.NotFound, "configuration"},
		{400, "AccessDeniedException", rollout.Broken, "states:StartExecution"},
		{400, "InvalidName", rollout.Invalid, ""},
		{400, "ValidationException", rollout.Invalid, ""},
		{400, "StateMachineDeleting", rollout.Broken, "again"},
		{500, "InternalFailure", rollout.Broken, "again"},
	} {
		t.Run(c.code, func(t *testing.T) {
			w := open(t, engine.Options{})
			w.faults.Always("StartExecution", faulty.Answer(c.status, c.code, "secret words"))
			err := w.engine.Start(t.Context(), "a")
			var e *rollout.Error
			if !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(e.Hint, c.hint) {
				t.Errorf("got %#v, want kind %s and a hint with %q", err, c.kind, c.hint)
			}
			if strings.Contains(e.Message+e.Hint, "secret") || e.Err == nil {
				t.Errorf("people are told %q %q, the log %v", e.Message, e.Hint, e.Err)
			}
		})
	}
}

func TestAnEndedContextIsStillSeen(t *testing.T) {
	w := open(t, engine.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.engine.Start(ctx, "a"); !errors.Is(err, context.Canceled) || !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("got %v", err)
	}
}

func TestWhenAnExecutionCannotBeLookedAtStartFails(t *testing.T) {
	w := open(t, engine.Options{})
	must(t, w.engine.Start(t.Context(), "a"))
	w.end("a", "FAILED")
	w.faults.Always("DescribeExecution", faulty.Answer(http.StatusBadRequest, "AccessDeniedException", ""))
	err := w.engine.Start(t.Context(), "a")
	var e *rollout.Error
	if !errors.As(err, &e) || !strings.Contains(e.Hint, "states:DescribeExecution") {
		t.Errorf("got %v", err)
	}
	if taken := new(types.ExecutionAlreadyExists); errors.As(err, &taken) {
		t.Error("the error is not the one that matters")
	}
}
