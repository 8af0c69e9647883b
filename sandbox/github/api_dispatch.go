package github

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// dispatch begins a run by hand.
// See https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
func dispatch(c *call) (answer, error) {
	var asked struct {
		Ref    string         `json:"ref"`
		Inputs map[string]any `json:"inputs"`
		Return *bool          `json:"return_run_details"`
	}
	if err := c.read(&asked); err != nil {
		return answer{}, err
	}
	if asked.Return != nil && c.o.Server == Strict {
		return answer{}, refuse(http.StatusBadRequest, `Invalid request. "return_run_details" is not a permitted key.`)
	}
	flow, known := c.repo.workflow(c.path("file"))
	if !known {
		return answer{}, notFound()
	}
	branch := strings.TrimPrefix(strings.TrimPrefix(asked.Ref, "refs/heads/"), "refs/tags/")
	head, there := cmp.Or(c.repo.branches[branch], c.repo.Tags[branch]), flow.Manual
	switch {
	case asked.Ref == "":
		return answer{}, refuse(http.StatusUnprocessableEntity, "Invalid request.\n\n\"ref\" wasn't supplied.")
	case head == "":
		return answer{}, refuse(http.StatusUnprocessableEntity, "No ref found for: %s", asked.Ref)
	case !there:
		return answer{}, refuse(http.StatusUnprocessableEntity, "Workflow does not have 'workflow_dispatch' trigger")
	}
	inputs, err := flow.inputs(asked.Inputs)
	if err != nil {
		return answer{}, err
	}
	r, err := c.begin(c.repo, flow, Start{Event: "workflow_dispatch", Branch: branch, SHA: head, Title: flow.title(inputs), Inputs: inputs}, c.who.login)
	if err != nil {
		return answer{}, err
	}
	if c.o.Server != Current || asked.Return == nil || !*asked.Return {
		return answer{status: http.StatusNoContent}, nil
	}
	return answer{body: object{
		"workflow_run_id": r.ID, "run_url": c.at(c.repo, "/actions/runs/%d", r.ID), "html_url": c.page(c.repo, "/actions/runs/%d", r.ID),
	}}, nil
}

// inputs checks those that are given against those that are declared.
func (w Workflow) inputs(given map[string]any) (map[string]string, error) {
	out := map[string]string{}
	for _, i := range w.Inputs {
		value, is := given[i.Name]
		switch {
		case is:
			out[i.Name] = fmt.Sprint(value)
		case i.Required && i.Default == "":
			return nil, refuse(http.StatusUnprocessableEntity, "Required input '%s' not provided", i.Name)
		default:
			out[i.Name] = i.Default
		}
	}
	unknown := slices.DeleteFunc(slices.Sorted(maps.Keys(given)), func(name string) bool { _, known := out[name]; return known })
	if len(unknown) > 0 {
		names, err := json.Marshal(unknown)
		if err != nil {
			return nil, fmt.Errorf("encode names of inputs: %w", err)
		}
		return nil, refuse(http.StatusUnprocessableEntity, "Unexpected inputs provided: %s", bytes.TrimSpace(names))
	}
	return out, nil
}

// title is a run's: the workflow's run-name with the inputs filled in.
func (w Workflow) title(inputs map[string]string) string {
	title := cmp.Or(w.RunName, w.Name)
	for name, value := range inputs {
		title = strings.ReplaceAll(title, "${{ inputs."+name+" }}", value)
	}
	return title
}
