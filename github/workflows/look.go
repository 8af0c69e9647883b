package workflows

import (
	"context"
	"net/url"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// Look reads how a run stands: for whose approval it waits, or where it failed. What
// of that cannot be found out is left out, since how the run stands matters more.
func (w *Workflows) Look(ctx context.Context, service string, run int64) (rollout.Run, error) {
	p, err := w.home(service)
	if err != nil {
		return rollout.Run{}, err
	}
	now, err := w.run(ctx, p, run)
	if err != nil {
		return rollout.Run{}, err
	}
	out := told(now)
	switch out.State {
	case rollout.RunWaiting:
		out.Waits, err = w.waits(ctx, p, run)
	case rollout.RunFailed:
		out.Failure, err = w.failure(ctx, p, run)
	case rollout.RunAsked, rollout.RunQueued, rollout.RunGoing, rollout.RunSucceeded, rollout.RunCancelled:
	}
	if err != nil {
		w.opts.Log.WarnContext(ctx, "too little is known of a run", "run", run, "error", err)
	}
	return out, nil
}

func (w *Workflows) run(ctx context.Context, p place, run int64) (*github.WorkflowRun, error) {
	now, _, err := get[*github.WorkflowRun](ctx, w, p, "read run "+id(run), nil, "runs", id(run))
	return now, err
}

// culprit is the first job that failed in a run's latest attempt; nil when none did,
// as in a workflow that GitHub could not read.
func (w *Workflows) culprit(ctx context.Context, p place, run int64) (*github.WorkflowJob, error) {
	query := url.Values{"filter": {"latest"}}
	for number := 1; number > 0; {
		list, next, err := page[github.Jobs](ctx, w, p, "list the jobs of run "+id(run), query, number, "runs", id(run), "jobs")
		if err != nil {
			return nil, err
		}
		for _, job := range list.Jobs {
			if failed(job.GetConclusion()) {
				return job, nil
			}
		}
		number = next
	}
	return nil, nil
}

// failure is where a run failed: its job and step, and how the log ends if there still
// is one; nil when no job failed.
func (w *Workflows) failure(ctx context.Context, p place, run int64) (*rollout.Failure, error) {
	job, err := w.culprit(ctx, p, run)
	if job == nil || err != nil {
		return nil, err
	}
	out := &rollout.Failure{Job: name(job.GetName()), URL: link(job.GetHTMLURL())}
	for _, step := range job.Steps {
		if failed(step.GetConclusion()) {
			out.Step = name(step.GetName())
			break
		}
	}
	log, err := w.log(ctx, p, job.GetID())
	out.Log = tail(log)
	return out, err
}

// failed says whether a job or a step ended in a way that makes its run fail. What
// was cancelled or skipped is what came of another's failure.
func failed(conclusion string) bool {
	switch conclusion {
	case "failure", "timed_out", "startup_failure", "action_required", "stale":
		return true
	}
	return false
}
