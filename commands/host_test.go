package commands_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// repository is where checkout is, in worlds that are connected.
const repository = "acme/checkout"

// connect has the code host told of rollouts, and heard.
func (w *world) connect() *world {
	w.Policy.Services[0].Repository, w.Policy.Services[0].Branch = repository, "main"
	return w
}

// registry has the images of the account.
type registry struct{ *world }

func (r registry) State(_ context.Context, t rollout.Target, release rollout.Release) (rollout.Build, error) {
	image, err := r.cloud.Image(account.Repository(t.Service), release.SHA)
	var refused *cloud.Error
	switch {
	case err == nil:
		return rollout.Build{State: rollout.BuildReady, Digest: image.Digest}, nil
	case errors.As(err, &refused) && refused.Code == cloud.CodeImageNotFound:
		return rollout.Build{State: rollout.BuildAbsent, Reason: fmt.Sprintf("there is no image tagged %s in acme/checkout, and nothing here builds one", release.SHA)}, nil
	case errors.As(err, &refused) && refused.Code == cloud.CodeTooManyRequests:
		return rollout.Build{}, &rollout.Error{Kind: rollout.Throttled, Message: "The registry has too much to do.", Err: err}
	default:
		return rollout.Build{}, err
	}
}

// errands runs the errands that are in the outbox, as the worker does. What fails stays
// there.
func (w *world) errands() {
	for _, n := range w.notices() {
		if !n.Kind.Errand() || w.Errand(context.Background(), n) != nil {
			continue
		}
		_ = w.store.Commit(context.Background(), rollout.Change{Delete: []rollout.Deletion{{Key: n.Key(), Rev: n.Version}}})
	}
}

// notices are those in the outbox.
func (w *world) notices() []rollout.Notice {
	rows, err := w.store.Query(context.Background(), rollout.Query{Index: rollout.OutboxIndex})
	if err != nil {
		return nil
	}
	all, err := rollout.DecodeAll[rollout.Notice](rows)
	w.must(err)
	return all
}

// buildTime is how long a run takes.
const buildTime = 40 * time.Second

// builders let the runs that have run for long enough push their image and succeed. The
// code host tells of that by itself.
func (w *world) builders() {
	for _, run := range w.host.Runs() {
		if !run.State.Ended() && run.State != rollout.RunWaiting && w.now.Sub(run.Started) >= buildTime {
			w.built(run.ID)
			w.webhook(run.ID)
		}
	}
}

// built ends a run well.
func (w *world) built(run int64) {
	d := w.host.Runs()[run-1]
	if _, err := w.cloud.Image(account.Repository("checkout"), d.Order.SHA); err != nil {
		w.must(w.push(commitOf(d.Order.SHA), 0))
	}
	w.host.Set(run, func(r *rollout.Run) { r.State = rollout.RunSucceeded })
}

// broken ends a run badly.
func (w *world) broken(run int64) {
	w.host.Set(run, func(r *rollout.Run) {
		r.State, r.Reason = rollout.RunFailed, "its tests failed"
		r.Failure = &rollout.Failure{Job: "test", Step: "Unit tests", URL: r.URL + "/job", Log: []string{"want 1, got 2"}}
	})
}

// webhook tells how a run stands, as the code host does.
func (w *world) webhook(run int64) {
	_ = w.Hear(context.Background(), w.newsOf(run))
}

// newsOf is what the code host tells of a run.
func (w *world) newsOf(run int64) commands.News {
	d := w.host.Runs()[run-1]
	n := commands.News{
		Delivery: fmt.Sprintf("delivery-%d", w.ids.Add(1)), Received: w.now, Kind: commands.NewsRun, Repository: repository,
		SHA: shipped("41"), Run: d.ID, Attempt: d.Attempt, Event: "workflow_dispatch", Title: d.Title(), URL: d.URL, Updated: d.Updated,
	}
	switch d.State {
	case rollout.RunAsked, rollout.RunQueued:
		n.Status = "queued"
	case rollout.RunWaiting:
		n.Status = "waiting"
	case rollout.RunGoing:
		n.Status = "in_progress"
	case rollout.RunSucceeded:
		n.Status, n.Conclusion = "completed", "success"
	case rollout.RunFailed:
		n.Status, n.Conclusion = "completed", "failure"
	case rollout.RunCancelled:
		n.Status, n.Conclusion = "completed", "cancelled"
	}
	return n
}

// buildRun is what is known of the build of the commit without an image.
func (w *world) buildRun() rollout.BuildRun {
	w.t.Helper()
	return get[rollout.BuildRun](w, rollout.BuildRunKey("checkout", unbuiltSHA))
}
