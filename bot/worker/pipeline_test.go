package worker_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// pipeline is what the commands do with proposals, builds, incidents and the code host. Each
// call is noted, and ends as it is told.
type pipeline struct {
	answer func() (commands.Outcome, error) // nil shows the help
	err    error                            // of errands, news and what is shipped
	hangs  bool                             // until whoever asks has had enough
	calls  []string
	news   []commands.News
	ran    []rollout.Notice
	ships  rollout.Shipping // that it knows of
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

func (p *pipeline) BackAnyway(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("back anyway", id, q)
}

func (p *pipeline) Acknowledge(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("acknowledge", id, q)
}

func (p *pipeline) Snooze(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("snooze", id, q)
}

func (p *pipeline) BackFrom(_ context.Context, q commands.Request, id string) (commands.Outcome, error) {
	return p.call("back from", id, q)
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

func (p *pipeline) Errand(ctx context.Context, n rollout.Notice) error {
	p.ran = append(p.ran, n)
	return p.host(ctx)
}

func (p *pipeline) Hear(ctx context.Context, n commands.News) error {
	p.news = append(p.news, n)
	return p.host(ctx)
}

func (p *pipeline) Shipping(ctx context.Context, r rollout.Rollout) (rollout.Shipping, error) {
	p.calls = append(p.calls, "ships "+string(r.ID))
	return p.ships, p.host(ctx)
}

// host is how the code host takes it.
func (p *pipeline) host(ctx context.Context) error {
	if p.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	return p.err
}

// pipelined is a world whose commands build, and whose code host is this one.
func pipelined(t *testing.T) (*world, *pipeline) {
	t.Helper()
	w, p := newWorld(t), &pipeline{}
	w.Proposals, w.Builds, w.Incidents, w.CodeHost = p, p, p, p
	return w, p
}

func (w *world) put(records ...rollout.Record) {
	w.t.Helper()
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Put: records}))
}

func errand(version int64) rollout.Notice {
	return rollout.Notice{ID: "build/checkout/abc1234", Version: version, Kind: rollout.BuildErrand, Service: "checkout", Release: &rollout.Release{SHA: "abc1234"}}
}

func TestAnErrandIsRunAndForgotten(t *testing.T) {
	for _, n := range []rollout.Notice{
		errand(1), {ID: "deployment/" + id, Version: 3, Kind: rollout.ReportErrand, Rollout: id},
		{ID: "look/01INCIDENT", Version: 1, Kind: rollout.LookErrand, Incident: "01INCIDENT"},
		{ID: "page/01INCIDENT", Version: 1, Kind: rollout.PageErrand, Incident: "01INCIDENT"},
		{ID: "event/01INCIDENT/alarm", Version: 1, Kind: rollout.EventErrand, Incident: "01INCIDENT"},
		{ID: "announce/" + id, Version: 1, Kind: rollout.AnnounceErrand, Rollout: id},
	} {
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

// What is for people does not wait for it any longer.
func TestACodeHostThatHangsIsNotWaitedForLong(t *testing.T) {
	for name, do := range map[string]func(*world) error{
		"an errand": func(w *world) error { w.put(errand(1)); return w.Deliver(w.t.Context(), errand(1).ID) },
		"news":      func(w *world) error { return w.Worker.Handle(w.t.Context(), event()) },
		"commits":   func(w *world) error { w.told(); w.put(shipsNotice()); return w.Deliver(w.t.Context(), shipsID) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				p.hangs = true
				began := time.Now()
				if err := do(w); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
				soon(t, name, time.Since(began)-20*time.Second)
			})
		})
	}
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
