package commits

import (
	"context"
	"strings"

	"github.com/google/go-github/v62/github"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

// checks looks how the demanded checks stand. There are two kinds, check runs and
// commit statuses, and GitHub itself asks for both where both have a name that is
// demanded (docs.github.com, "Troubleshooting required status checks").
func (r repository) checks(ctx context.Context, sha string, d rollout.Demands, s *rollout.Standing) error {
	var runs []*github.CheckRun
	var statuses []*github.RepoStatus
	activity, client := " of "+(rollout.Release{SHA: sha}).Short()+" in "+r.String(), r.hub.Client()
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		runs, err = pages(r.hub, "read the checks"+activity, func(o github.ListOptions) ([]*github.CheckRun, *github.Response, error) {
			list, answer, err := client.Checks.ListCheckRunsForRef(ctx, r.owner, r.name, sha, &github.ListCheckRunsOptions{ListOptions: o})
			if err != nil {
				return nil, answer, err
			}
			return list.CheckRuns, answer, nil
		})
		return err
	})
	both.Go(func() (err error) {
		statuses, err = pages(r.hub, "read the statuses"+activity, func(o github.ListOptions) ([]*github.RepoStatus, *github.Response, error) {
			list, answer, err := client.Repositories.GetCombinedStatus(ctx, r.owner, r.name, sha, &o)
			if err != nil {
				return nil, answer, err
			}
			return list.Statuses, answer, nil
		})
		return err
	})
	if err := both.Wait(); err != nil {
		return err
	}
	s.Checks = stand(d.Checks, latestRuns(runs), latestStatuses(statuses))
	return nil
}

// stand says how each demanded check stands, each once.
func stand(names []string, runs, statuses map[string]rollout.Check) []rollout.Check {
	var out []rollout.Check
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		run, ran := runs[name]
		status, said := statuses[name]
		switch {
		case ran && said && worse(status.State, run.State), said && !ran:
			out = append(out, status)
		case ran:
			out = append(out, run)
		default:
			out = append(out, rollout.Check{Name: name, State: rollout.CheckMissing})
		}
	}
	return out
}

// worse says whether one state is worse than another.
func worse(a, b rollout.CheckState) bool {
	rank := map[rollout.CheckState]int{rollout.CheckPassed: 0, rollout.CheckRunning: 1, rollout.CheckFailed: 2}
	return rank[a] > rank[b]
}

// latestRuns are the check runs that were started last, by name.
func latestRuns(all []*github.CheckRun) map[string]rollout.Check {
	last := map[string]*github.CheckRun{}
	for _, run := range all {
		before, ok := last[run.GetName()]
		if !ok || run.GetStartedAt().After(before.GetStartedAt().Time) ||
			run.GetStartedAt().Equal(before.GetStartedAt()) && run.GetID() > before.GetID() {
			last[run.GetName()] = run
		}
	}
	out := map[string]rollout.Check{}
	for name, run := range last {
		out[name] = rollout.Check{Name: name, State: stateOfRun(run), URL: link(run.GetHTMLURL())}
	}
	return out
}

func stateOfRun(run *github.CheckRun) rollout.CheckState {
	if run.GetStatus() != "completed" {
		return rollout.CheckRunning
	}
	switch run.GetConclusion() {
	case "success", "neutral", "skipped":
		return rollout.CheckPassed
	}
	return rollout.CheckFailed
}

// latestStatuses are the statuses by name; GitHub tells of the latest of each only.
func latestStatuses(all []*github.RepoStatus) map[string]rollout.Check {
	out := map[string]rollout.Check{}
	for _, one := range all {
		state := rollout.CheckFailed
		switch strings.ToLower(one.GetState()) {
		case "success":
			state = rollout.CheckPassed
		case "pending":
			state = rollout.CheckRunning
		}
		out[one.GetContext()] = rollout.Check{Name: one.GetContext(), State: state, URL: link(one.GetTargetURL())}
	}
	return out
}
