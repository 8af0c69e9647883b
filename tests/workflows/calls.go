package workflows

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/rhysd/actionlint"
)

// ours is a call of a workflow of this repository, from within it or from another one.
var ours = regexp.MustCompile(`^(?:\./|slipway-dev/slipway/)(\.github/workflows/[\w.-]+)(?:@[0-9a-f]{40})?$`)

// Union is what a workflow has to be granted by whoever calls it: the permissions of
// all its jobs, and of those that they call, each with the larger of its values. GitHub
// starts no run of a caller that grants less. Files has every workflow by its path.
func Union(files map[string]File, path string) map[string]string {
	out := map[string]string{}
	for _, job := range files[path].Workflow.Jobs {
		for name, value := range granted(job) {
			if out[name] != "write" {
				out[name] = value
			}
		}
	}
	return out
}

func granted(job *actionlint.Job) map[string]string {
	out := map[string]string{}
	if job.Permissions != nil {
		for _, scope := range job.Permissions.Scopes {
			out[scope.Name.Value] = scope.Value.Value
		}
	}
	return out
}

// Calls says what is wrong with the calls of our own workflows in a file: inputs that
// they do not have, or that are missing, and permissions that are not their [Union].
// That of a call within counts as it is written, since it is held against this, too.
func Calls(files map[string]File, f File) (out []string) {
	return each(f, func(job *actionlint.Job) string {
		if job.WorkflowCall == nil {
			return ""
		}
		m := ours.FindStringSubmatch(job.WorkflowCall.Uses.Value)
		if m == nil || files[m[1]].Workflow == nil {
			return "calls none of our workflows: " + job.WorkflowCall.Uses.Value
		}
		if wrong := inputs(files[m[1]].Workflow, job.WorkflowCall); wrong != "" {
			return "calls " + m[1] + ", " + wrong
		}
		if given, needed := granted(job), Union(files, m[1]); !maps.Equal(given, needed) {
			return fmt.Sprintf("grants %s %v, and it needs %v", m[1], given, needed)
		}
		return ""
	})
}

// inputs says what is wrong with what a workflow is given.
func inputs(w *actionlint.Workflow, call *actionlint.WorkflowCall) string {
	event, there := w.FindWorkflowCallEvent()
	if !there {
		return "which cannot be called"
	}
	for _, name := range slices.Sorted(maps.Keys(call.Inputs)) {
		if !slices.ContainsFunc(event.Inputs, func(i *actionlint.WorkflowCallEventInput) bool { return i.ID == name }) {
			return "which has no input " + name
		}
	}
	for _, input := range event.Inputs {
		if input.IsRequired() && call.Inputs[input.ID] == nil {
			return "without its input " + input.ID
		}
	}
	return ""
}
