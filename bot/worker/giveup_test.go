package worker_test

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// faults.md E13
func TestWhoeverAskedForWhatWasGivenUpIsToldWhatToDo(t *testing.T) {
	deploy, err := grammar.Marshal(grammar.Deploy{Target: grammar.Target{Service: "checkout", Environment: "prod"}, Ref: "abc123"})
	ok(t, err)
	for name, c := range map[string]struct {
		change func(*job.Job)
		says   string
		logs   string
	}{
		"a command":              {func(j *job.Job) { j.Command = deploy }, "`/deploy prod checkout abc123`", `"what":"deploy"`},
		"one of another version": {func(j *job.Job) { j.Command = json.RawMessage(`{"command":"teleport"}`) }, "Then ask for it again", `"what":""`},
		"a button":               {func(j *job.Job) { j.Command, j.Click = nil, &job.Click{Action: job.RollbackAction, Value: id} }, "press *Roll back* again", `"what":"slipway_rollback"`},
		"a long time ago":        {func(j *job.Job) { j.Command = deploy; time.Sleep(time.Hour) }, "`/deploy prod checkout abc123`", `"what":"deploy"`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				j := w.command("1")
				c.change(&j)
				w.GiveUp(t.Context(), j)
				contains(t, "the answer", w.answered(), c.says)
				contains(t, "the log", w.log.String(), c.logs)
				contains(t, "the log", w.log.String(), `"level":"ERROR"`)
				w.oneRecordPerLine()
				equal(t, "commands", len(w.runner.asked), 0)
				equal(t, "ben sees", len(w.seen(ben, channel)), 0)
			})
		})
	}
}

// faults.md E13
func TestThatNobodyCanBeToldIsNoReasonToTryForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		w.wire.effect = hang
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		w.GiveUp(ctx, j)
		contains(t, "the log", w.log.String(), "nobody could be told")
		w.oneRecordPerLine()
	})
}

func TestNothingIsSaidOfALinkThatSomebodyOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		j.Command, j.Click = nil, &job.Click{Action: "link"}
		w.GiveUp(t.Context(), j)
		equal(t, "answers", len(w.seen(ana, channel)), 0)
		equal(t, "log", w.log.String(), "")
	})
}
