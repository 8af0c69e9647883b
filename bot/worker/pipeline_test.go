package worker_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// pipeline is what the commands do with proposals, builds and the code host. Each
// call is noted, and ends as it is told.
type pipeline struct {
	answer func() (commands.Outcome, error) // nil shows the help
	err    error                            // of errands and news
	calls  []string
	news   []commands.News
	ran    []rollout.Notice
}

func (p *pipeline) call(name, id string, q commands.Request) (commands.Outcome, error) {
	p.calls = append(p.calls, name+" "+id+" by "+q.Actor)
	if p.answer != nil {
		return p.answer()
	}
	return commands.HelpShown{}, nil
}

func (p *pipeline) Confirm(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("confirm", id, q)
}

func (p *pipeline) Dismiss(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("dismiss", id, q)
}

func (p *pipeline) RetryBuild(_ context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error) {
	return p.call("retry", string(id), q)
}

func (p *pipeline) ApproveGate(_ context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error) {
	return p.call("approve", string(id), q)
}

func (p *pipeline) Errand(_ context.Context, n rollout.Notice) error {
	p.ran = append(p.ran, n)
	return p.err
}

func (p *pipeline) Hear(_ context.Context, n commands.News) error {
	p.news = append(p.news, n)
	return p.err
}

// pipelined is a world whose commands build, and whose code host is this one.
func pipelined(t *testing.T) (*world, *pipeline) {
	t.Helper()
	w, p := newWorld(t), &pipeline{}
	w.Proposals, w.Builds, w.CodeHost = p, p, p
	return w, p
}

// event is news of a run, with something in every field.
func event() job.Job {
	return job.Job{ID: job.EventID("d-1"), Received: time.Now(), Event: &job.Event{
		Delivery: "d-1", Kind: job.RunEvent, Repository: "acme/checkout", SHA: "abc1234", Run: 7, Attempt: 2, Title: "build 01J",
		Status: "completed", Conclusion: "failure", URL: "https://git.example/runs/7", Branch: "main", Subject: "s", Author: "a", Updated: time.Now(),
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

// Nobody has asked: what goes wrong is for the log.
func TestNewsThatCannotBeHeardIsLoggedAndAnsweredToNobody(t *testing.T) {
	for name, spoil := range map[string]func(*world, *pipeline){
		"an error":      func(_ *world, p *pipeline) { p.err = errors.New("the table is gone") },
		"one for us":    func(_ *world, p *pipeline) { p.err = &rollout.Error{Message: "GitHub does not answer."} },
		"a panic":       func(w *world, _ *pipeline) { w.CodeHost = nil },
		"tried in vain": nil,
	} {
		synctest.Test(t, func(t *testing.T) {
			w, p := pipelined(t)
			if spoil == nil {
				w.GiveUp(t.Context(), event())
			} else {
				spoil(w, p)
				w.Handle(t.Context(), event())
			}
			equal(t, name+": calls to Slack", len(w.wire.calls), 0)
			equal(t, name+": logged", strings.Contains(w.log.String(), `"level":"WARN"`) || strings.Contains(w.log.String(), `"level":"ERROR"`), true)
			w.oneRecordPerLine()
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

func (w *world) put(records ...rollout.Record) {
	w.t.Helper()
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Put: records}))
}

func errand(version int64) rollout.Notice {
	return rollout.Notice{ID: "build/checkout/abc1234", Version: version, Kind: rollout.BuildErrand, Service: "checkout", Release: &rollout.Release{SHA: "abc1234"}}
}

func TestAnErrandIsRunAndForgotten(t *testing.T) {
	for _, n := range []rollout.Notice{errand(1), {ID: "deployment/" + id, Version: 3, Kind: rollout.ReportErrand, Rollout: id}} {
		synctest.Test(t, func(t *testing.T) {
			w, p := pipelined(t)
			w.put(n)
			ok(t, w.Deliver(t.Context(), n.ID))
			ok(t, w.Deliver(t.Context(), n.ID)) // a second word of it costs nothing
			if diff := cmp.Diff([]rollout.Notice{n}, p.ran); diff != "" {
				t.Error(diff)
			}
			equal(t, "in the outbox", w.outbox(), 0)
			equal(t, "calls to Slack", len(w.wire.calls), 0)
		})
	}
}

// faults.md D12: it stays in the outbox, and holds nothing else up.
func TestAnErrandThatFailsIsRunAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		w.put(errand(1))
		w.tell()
		p.err = errors.New("502")
		if err := w.Deliver(t.Context(), errand(1).ID); !errors.Is(err, p.err) {
			t.Errorf("got %v", err)
		}
		ok(t, w.Deliver(t.Context(), id))
		contains(t, "the rollout's message", w.message().Text, "state 1;")
		equal(t, "in the outbox", w.outbox(), 1)
		p.err = nil
		ok(t, w.Deliver(t.Context(), errand(1).ID))
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

// hasty has a newer errand come while the older one is run.
type hasty struct {
	*pipeline
	store *store.Store
}

func (h hasty) Errand(ctx context.Context, n rollout.Notice) error {
	if err := h.store.Commit(ctx, rollout.Change{Put: []rollout.Record{errand(n.Version + 1)}}); err != nil {
		return err
	}
	return h.pipeline.Errand(ctx, n)
}

func TestAnErrandThatCameWhileItWasRunStaysThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		w.put(errand(1))
		w.CodeHost = hasty{p, w.disk}
		ok(t, w.Deliver(t.Context(), errand(1).ID))
		equal(t, "in the outbox", w.outbox(), 1)
		w.CodeHost = p
		ok(t, w.Deliver(t.Context(), errand(1).ID))
		equal(t, "run last", p.ran[len(p.ran)-1].Version, 2)
		equal(t, "in the outbox", w.outbox(), 0)
	})
}
