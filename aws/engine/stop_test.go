package engine_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestStoppingEndsWhateverRuns(t *testing.T) {
	w := open(t, engine.Options{})
	must(t, w.engine.Start(t.Context(), "a"))
	w.end("a", "SUCCEEDED") // it went on in the next one
	must(t, w.engine.Start(t.Context(), "a"))
	must(t, w.engine.Start(t.Context(), "b"))
	must(t, w.engine.Stop(t.Context(), "a", "the drill is over"))
	if got := *w.executions["a-2"]; got.status != "ABORTED" || got.cause != "the drill is over" {
		t.Errorf("the running one is now %+v", got)
	}
	if got := *w.executions["a"]; got.status != "SUCCEEDED" {
		t.Errorf("the ended one is now %+v", got)
	}
	if got := *w.executions["b"]; got.status != "RUNNING" {
		t.Errorf("the other rollout's is now %+v", got)
	}
	must(t, w.engine.Stop(t.Context(), "a", "again"))
	must(t, w.engine.Stop(t.Context(), "unknown", "never started"))
}

func TestStoppingWhatEndsMeanwhileIsNoError(t *testing.T) {
	for name, fault := range map[string]faulty.Fault{
		"its reply is lost": faulty.LoseReply,
		"it is forgotten":   faulty.Answer(http.StatusBadRequest, "ExecutionDoesNotExist", ""),
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, engine.Options{})
			must(t, w.engine.Start(t.Context(), "a"))
			w.faults.On("StopExecution", fault)
			must(t, w.engine.Stop(t.Context(), "a", "enough"))
		})
	}
}

func TestWhatCannotBeStoppedIsSaid(t *testing.T) {
	for _, operation := range []string{"StopExecution", "DescribeExecution"} {
		w := open(t, engine.Options{})
		must(t, w.engine.Start(t.Context(), "a"))
		w.faults.Always(operation, faulty.Answer(http.StatusBadRequest, "AccessDeniedException", ""))
		err := w.engine.Stop(t.Context(), "a", "enough")
		if !rollout.IsKind(err, rollout.Broken) || !strings.Contains(err.Error(), operation) {
			t.Errorf("got %v", err)
		}
	}
}
