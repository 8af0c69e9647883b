package worker_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// event is news of a run, with something in every field.
func event() job.Job {
	return job.Job{ID: job.EventID("d-1"), Received: time.Now(), Event: &job.Event{
		Delivery: "d-1", Kind: job.RunEvent, Repository: "acme/checkout", SHA: "abc1234", Run: 7, Attempt: 2, Event: "workflow_dispatch", Title: "build 01J",
		Status: "completed", Conclusion: "failure", URL: "https://git.example/runs/7", Branch: "main", Before: "def5678", Subject: "s", Author: "a", Updated: time.Now(),
	}}
}

func TestNewsIsHeardAsItWasSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		j := event()
		w.Handle(t.Context(), j)
		equal(t, "news", len(p.news), 1)
		got := reflect.ValueOf(p.news[0])
		for _, field := range reflect.VisibleFields(got.Type()) {
			if got.FieldByIndex(field.Index).IsZero() {
				t.Errorf("%s is lost", field.Name)
			}
		}
		e := reflect.ValueOf(*j.Event)
		for _, field := range reflect.VisibleFields(e.Type()) {
			equal(t, field.Name, fmt.Sprint(got.FieldByName(field.Name)), fmt.Sprint(e.FieldByName(field.Name)))
		}
		equal(t, "calls to Slack", len(w.wire.calls), 0)
		equal(t, "log", w.log.String(), "")
	})
}

// faults.md D7: what happened meanwhile is not guessed, so it is not lost either.
func TestNewsThatCannotBeNotedIsDeliveredAgain(t *testing.T) {
	for name, spoil := range map[string]func(*world, *pipeline){
		"an error": func(_ *world, p *pipeline) { p.err = errors.New("the table is gone") },
		"one for us": func(_ *world, p *pipeline) {
			p.err = &rollout.Error{Kind: rollout.Throttled, Message: "The table is busy."}
		},
		"a panic": func(w *world, _ *pipeline) { w.CodeHost = nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				spoil(w, p)
				err := w.Worker.Handle(t.Context(), event())
				if err == nil || p.err != nil && !errors.Is(err, p.err) || !strings.Contains(err.Error(), "hear of a workflow_run") {
					t.Errorf("got %v", err)
				}
				equal(t, "calls to Slack", len(w.wire.calls), 0)
			})
		})
	}
}

// Nobody has asked: what goes wrong is for the log.
func TestNewsThatWouldComeToNothingAgainIsLogged(t *testing.T) {
	for name, do := range map[string]func(*world, *pipeline){
		"refused": func(w *world, p *pipeline) {
			p.err = rollout.Refuse("github_permission", "May not look.", "Let it.")
			w.Handle(w.t.Context(), event())
		},
		"tried in vain": func(w *world, _ *pipeline) { w.GiveUp(w.t.Context(), event()) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				do(w, p)
				equal(t, "calls to Slack", len(w.wire.calls), 0)
				equal(t, "logged", strings.Contains(w.log.String(), `"level":"WARN"`) || strings.Contains(w.log.String(), `"level":"ERROR"`), true)
				w.oneRecordPerLine()
			})
		})
	}
}

func TestNewsIsNeverTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		j := event()
		time.Sleep(time.Hour)
		w.Handle(t.Context(), j)
		equal(t, "heard", len(p.news), 1)
	})
}
