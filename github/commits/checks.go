package commits

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-github/v62/github"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

// checks looks how the demanded checks stand. There are two kinds, check runs and
// commit statuses, and GitHub itself asks for both where both have a name that is
// demanded (docs.github.com, "Troubleshooting required status checks").
func (r repository) checks(ctx context.Context, sha string, d demands, s *rollout.Standing) error {
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
	s.Checks = stand(d.checks, append(latestRuns(runs), latestStatuses(statuses)...))
	return nil
}

// required is a check that is asked for: of one App, or of anybody where the App's
// number is not above 0 (GitHub writes -1 and null for that).
type required struct {
	name string
	app  int64
}

// report is a check as it was told of, and which App did; 0 where that is not known.
type report struct {
	app   int64
	check rollout.Check
}

// stand says how each required check stands. A name that is required more than once
// stands as the worst of them.
func stand(wanted []required, reports []report) []rollout.Check {
	var out []rollout.Check
	at := map[string]int{}
	for _, one := range wanted {
		check := one.among(reports)
		i, seen := at[one.name]
		switch {
		case !seen:
			at[one.name] = len(out)
			out = append(out, check)
		case badness(check, out[i]) > 0:
			out[i] = check
		}
	}
	return out
}

// among is how one required check stands: as the worst that was told of it by whoever
// may. Where an App has to run it that has not, its name says so, since others may have
// run one of that name.
func (q required) among(reports []report) rollout.Check {
	var found []rollout.Check
	for _, one := range reports {
		if one.check.Name == q.name && (q.app <= 0 || one.app == q.app) {
			found = append(found, one.check)
		}
	}
	switch {
	case len(found) > 0:
		return slices.MaxFunc(found, badness)
	case q.app > 0:
		return rollout.Check{Name: fmt.Sprintf("%s (of the GitHub App %d)", q.name, q.app), State: rollout.CheckMissing}
	}
	return rollout.Check{Name: q.name, State: rollout.CheckMissing}
}

// badness compares how far checks are from being green.
func badness(a, b rollout.Check) int {
	order := []rollout.CheckState{rollout.CheckPassed, rollout.CheckRunning, rollout.CheckMissing, rollout.CheckFailed}
	return slices.Index(order, a.State) - slices.Index(order, b.State)
}

// latestRuns are the check runs that each App began last under a name.
func latestRuns(all []*github.CheckRun) (out []report) {
	last := map[required]*github.CheckRun{}
	for _, run := range all {
		key := required{run.GetName(), run.GetApp().GetID()}
		before, ok := last[key]
		if !ok || run.GetStartedAt().After(before.GetStartedAt().Time) ||
			run.GetStartedAt().Equal(before.GetStartedAt()) && run.GetID() > before.GetID() {
			last[key] = run
		}
	}
	for _, run := range all {
		if run == last[required{run.GetName(), run.GetApp().GetID()}] {
			check := rollout.Check{Name: run.GetName(), State: stateOfRun(run), URL: link(run.GetHTMLURL())}
			out = append(out, report{run.GetApp().GetID(), check})
		}
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

// latestStatuses are the statuses; GitHub tells of the latest of each name only, and
// not which App has set it.
func latestStatuses(all []*github.RepoStatus) (out []report) {
	for _, one := range all {
		state := rollout.CheckFailed
		switch strings.ToLower(one.GetState()) {
		case "success":
			state = rollout.CheckPassed
		case "pending":
			state = rollout.CheckRunning
		}
		out = append(out, report{check: rollout.Check{Name: one.GetContext(), State: state, URL: link(one.GetTargetURL())}})
	}
	return out
}
