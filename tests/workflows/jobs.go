package workflows

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
)

// each asks something of every job of a workflow, in the order of their names.
func each(f File, wrong func(*actionlint.Job) string) (out []string) {
	if f.Workflow == nil {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(f.Workflow.Jobs)) {
		if text := wrong(f.Workflow.Jobs[id]); text != "" {
			out = append(out, "job "+id+" "+text)
		}
	}
	return out
}

func permissions(f File) (out []string) {
	if f.Workflow == nil {
		return nil
	}
	if p := f.Workflow.Permissions; p == nil || p.All != nil || len(p.Scopes) > 0 {
		out = append(out, "the workflow itself has to have none: permissions: {}")
	}
	return append(out, each(f, func(job *actionlint.Job) string {
		switch {
		case job.Permissions == nil:
			return "does not say its permissions"
		case job.Permissions.All != nil:
			return "has all permissions of a kind"
		case job.WorkflowCall != nil: // see Union
		case takesRole(job) && (job.Permissions.Scopes["id-token"] == nil || job.Permissions.Scopes["id-token"].Value.Value != "write"):
			return "assumes a role without id-token: write"
		case !takesRole(job) && !has(job, "actions/attest") && job.Permissions.Scopes["id-token"] != nil:
			return "has id-token, and neither assumes a role nor signs what it attests"
		}
		return ""
	})...)
}

func takesRole(job *actionlint.Job) bool { return has(job, "aws-actions/configure-aws-credentials") }

// has says whether the action is among the job's steps.
func has(job *actionlint.Job, name string) bool {
	return slices.ContainsFunc(job.Steps, func(s *actionlint.Step) bool {
		action, ok := s.Exec.(*actionlint.ExecAction)
		return ok && strings.HasPrefix(action.Uses.Value, name+"@")
	})
}

func timeouts(f File) []string {
	return each(f, func(job *actionlint.Job) string {
		if job.WorkflowCall == nil && (job.TimeoutMinutes == nil || job.TimeoutMinutes.Value < 1 || job.TimeoutMinutes.Value > 180) {
			return "has no timeout of 1 to 180 minutes"
		}
		return ""
	})
}

func concurrency(f File) (out []string) {
	if f.Workflow == nil {
		return nil
	}
	if f.Workflow.Concurrency == nil {
		out = append(out, "the workflow does not say what happens when it runs twice")
	}
	deploys := false
	groups := []*actionlint.Concurrency{f.Workflow.Concurrency}
	for _, job := range f.Workflow.Jobs {
		deploys = deploys || job.Environment != nil
		groups = append(groups, job.Concurrency)
	}
	for _, g := range groups {
		if deploys && g != nil && (g.CancelInProgress == nil || g.CancelInProgress.Expression != nil || g.CancelInProgress.Value) {
			out = append(out, "group "+g.Group.Value+" has no cancel-in-progress: false, and a deploy is among the jobs")
		}
	}
	return out
}

var status = regexp.MustCompile(`\b(?:always|cancelled|failure|success)\(\)`)

func conditions(f File) []string {
	return each(f, func(job *actionlint.Job) string {
		if job.If != nil && !status.MatchString(job.If.Value) && mayBeSkipped(f.Workflow, job) {
			return "has a condition, but is skipped anyway when a job that it needs is"
		}
		return ""
	})
}

// mayBeSkipped says whether any job before this one has a condition.
func mayBeSkipped(w *actionlint.Workflow, job *actionlint.Job) bool {
	return slices.ContainsFunc(job.Needs, func(id *actionlint.String) bool {
		before := w.Jobs[strings.ToLower(id.Value)]
		return before != nil && (before.If != nil || mayBeSkipped(w, before))
	})
}
