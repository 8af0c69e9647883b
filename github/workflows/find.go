package workflows

import (
	"context"
	"net/url"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// Find looks for the run whose name has the order's correlation in it, as a word of
// its own, among those that were started by a dispatch since the order was given.
// It never is just the latest run. Should there be two, the first started is meant.
func (w *Workflows) Find(ctx context.Context, o rollout.Order) (rollout.Run, bool, error) {
	p, err := w.place(o.Service)
	if err != nil {
		return rollout.Run{}, false, err
	}
	if o.Correlation == "" {
		return rollout.Run{}, false, &rollout.Error{Kind: rollout.Invalid, Message: "A run cannot be found without a correlation."}
	}
	query := url.Values{
		"event": {"workflow_dispatch"}, "exclude_pull_requests": {"true"},
		"created": {">=" + o.Since.UTC().Format(time.RFC3339)},
	}
	var found *github.WorkflowRun
	for number := 1; number > 0; {
		var list github.WorkflowRuns
		list, number, err = page[github.WorkflowRuns](ctx, w, p, "list the runs of "+p.File, query, number, "workflows", p.File, "runs")
		if err != nil {
			return rollout.Run{}, false, err
		}
		for _, run := range list.WorkflowRuns {
			if rollout.Correlates(run.GetDisplayTitle(), o.Correlation) && (found == nil || run.GetID() < found.GetID()) {
				found = run
			}
		}
	}
	if found == nil {
		return rollout.Run{}, false, nil
	}
	return told(found), true, nil
}
