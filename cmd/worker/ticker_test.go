package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // when the tests' ticks are

// turning is a ticker whose turns end so.
func turning(r rollout.Rollout, err error) ticker {
	return ticker{
		turn: func(context.Context, rollout.ID) (rollout.Rollout, error) { return r, err },
		known: func(r rollout.Rollout) engine.Known {
			return engine.Known{Function: r.Target.Service + "-" + r.Target.Environment, Stable: r.Stable, Candidate: r.Candidate, Fence: r.Fence}
		},
		settings: settings.Settings{Clock: clock.Real()},
		real:     func() time.Time { return noon },
		log:      slog.New(slog.NewJSONHandler(new(bytes.Buffer), nil)),
	}
}

func TestATickAnswersWhatTheStateMachineNeeds(t *testing.T) {
	r := rollout.Rollout{ID: "01A", Target: rollout.Target{Service: "checkout", Environment: "prod"}, Stable: "41", Fence: 7, Phase: rollout.Shifting}
	known := engine.Known{Function: "checkout-prod", Stable: "41", Fence: 7}
	ended, due, late := r, r, r
	ended.Phase, due.Wake, late.Wake = rollout.Succeeded, noon.Add(1500*time.Millisecond), noon.Add(-time.Hour)
	throttled := fmt.Errorf("look: %w", &rollout.Error{Kind: rollout.Throttled, Message: "busy"})
	newer, denied := &rollout.Error{Kind: rollout.Upgrading}, fmt.Errorf("publish: %w", &rollout.Error{Kind: rollout.Broken})
	preparing := r
	preparing.Phase, preparing.Deadline = rollout.Deploying, noon.Add(time.Second)
	for name, c := range map[string]struct {
		rollout rollout.Rollout
		err     error
		want    engine.Turn
	}{
		"it has ended":              {ended, nil, engine.Turn{Done: true, Known: known}},
		"it waits, rounded up":      {due, nil, engine.Turn{Wait: 2, Known: known}},
		"it is overdue":             {late, nil, engine.Turn{Known: known}},
		"AWS is busy":               {due, throttled, engine.Turn{Wait: 5, Known: known}},
		"another one was faster":    {due, &rollout.Error{Kind: rollout.Stale}, engine.Turn{Wait: 5, Known: known}},
		"it ended, but AWS is busy": {ended, throttled, engine.Turn{Wait: 5, Known: known}},
		"the store is too busy":     {rollout.Rollout{}, throttled, engine.Turn{Wait: 5}},
		"its row is newer":          {rollout.Rollout{}, newer, engine.Turn{Wait: 60}},
		"its target's row is newer": {due, newer, engine.Turn{Wait: 60, Known: known}},
		"a permission is missing":   {preparing, denied, engine.Turn{Wait: 20, Known: known}},
	} {
		got, err := turning(c.rollout, c.err).Handle(t.Context(), json.RawMessage(`{"do":"tick","rollout":"01A","of a version to come":1}`))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(any(c.want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The state machine tries again, and in the end takes its last resort.
func TestATickThatFailsIsAnError(t *testing.T) {
	down := errors.New("down")
	denied := &rollout.Error{Kind: rollout.Broken, Err: down}
	preparing := rollout.Rollout{ID: "01A", Phase: rollout.Checking, Deadline: noon.Add(time.Minute)}
	shifting, late := preparing, preparing
	shifting.Phase, late.Deadline = rollout.Shifting, noon
	for name, k := range map[string]ticker{
		"something broke":                  turning(preparing, down),
		"with traffic on two versions":     turning(shifting, denied),
		"and the deadline ends it no more": turning(late, denied),
		"nobody knows what it was about":   turning(rollout.Rollout{}, denied),
	} {
		if got, err := k.Handle(t.Context(), json.RawMessage(`{"do":"tick","rollout":"01A"}`)); !errors.Is(err, down) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// What somebody has to put right is an error in the log, whoever waits for it.
func TestATickThatWaitsForSomebodySaysSoInTheLog(t *testing.T) {
	r := rollout.Rollout{ID: "01A", Phase: rollout.Checking, Deadline: noon.Add(time.Minute)}
	for kind, want := range map[rollout.Kind]string{rollout.Throttled: "WARN", rollout.Broken: "ERROR", rollout.Upgrading: "ERROR"} {
		var log bytes.Buffer
		k := turning(r, &rollout.Error{Kind: kind})
		k.log = slog.New(slog.NewJSONHandler(&log, nil))
		if _, err := k.Handle(t.Context(), json.RawMessage(`{"do":"tick","rollout":"01A"}`)); err != nil {
			t.Error(err)
		}
		if !strings.Contains(log.String(), `"level":"`+want+`"`) {
			t.Errorf("%s: %s", kind, &log)
		}
	}
}

func TestATaskThatNobodyKnowsIsRefused(t *testing.T) {
	for _, task := range []string{`{"do":"dance","rollout":"01A"}`, `{"do":"tick"}`, `{"do":"park","rollout":"01A"}`, `[]`, ``} {
		if got, err := turning(rollout.Rollout{ID: "01A"}, nil).Handle(t.Context(), json.RawMessage(task)); err == nil {
			t.Errorf("%s: %+v", task, got)
		}
	}
}

func TestATickOnAFastClockWaitsAsLongAsTheMachineDoes(t *testing.T) {
	k := turning(rollout.Rollout{ID: "01A", Wake: noon.Add(2 * time.Minute)}, nil)
	var err error
	if k.settings.Clock, err = clock.Parse("2026-11-23T12:00:00Z/60"); err != nil {
		t.Fatal(err)
	}
	got, err := k.Handle(t.Context(), json.RawMessage(`{"do":"tick","rollout":"01A"}`))
	if turn, ok := got.(engine.Turn); err != nil || !ok || turn.Wait != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTheTickerKnowsNobody(t *testing.T) {
	_, err := nobody{}.Person(t.Context(), "U0ANA")
	var missing *rollout.MissingError
	if !errors.As(err, &missing) {
		t.Errorf("got %v", err)
	}
}

func TestAQueueIsKnownByTheARNThatItsMessagesName(t *testing.T) {
	for region, want := range map[string]string{
		"eu-west-1": "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo", "cn-north-1": "arn:aws-cn:sqs:cn-north-1:123456789012:jobs.fifo",
		"us-gov-west-1": "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:jobs.fifo",
	} {
		if got := queueARN(region, "https://sqs."+region+".amazonaws.com/123456789012/jobs.fifo"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := queueARN("eu-west-1", "jobs.fifo"); got != "" {
		t.Errorf("got %s", got)
	}
}
