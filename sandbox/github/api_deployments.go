package github

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"
)

// longest is how many characters a description of a deployment may have.
const longest = 140

// invalid is a refusal of one field, as GitHub words it.
func invalid(resource, field, message string) *refusal {
	r := refuse(http.StatusUnprocessableEntity, "Validation Failed")
	r.errors = []object{{"resource": resource, "field": field, "code": "custom", "message": message}}
	return r
}

// wanted is what a deployment is asked for with.
type wanted struct {
	Ref         string          `json:"ref"`
	Task        string          `json:"task"`
	AutoMerge   *bool           `json:"auto_merge"`
	Contexts    *[]string       `json:"required_contexts"`
	Payload     json.RawMessage `json:"payload"`
	Environment string          `json:"environment"`
	Description string          `json:"description"`
	Transient   bool            `json:"transient_environment"`
	Production  *bool           `json:"production_environment"`
}

// createDeployment makes a deployment. Unless it is told not to, GitHub merges the
// default branch first, which is a conflict here, and wants all checks to be green.
// See https://docs.github.com/rest/deployments/deployments#create-a-deployment
func createDeployment(c *call) (answer, error) {
	var asked wanted
	if err := c.read(&asked); err != nil {
		return answer{}, err
	}
	found, known := c.repo.find(asked.Ref)
	switch {
	case asked.Ref == "":
		return answer{}, refuse(http.StatusUnprocessableEntity, "Invalid request.\n\n\"ref\" wasn't supplied.")
	case !known:
		return answer{}, refuse(http.StatusUnprocessableEntity, "No ref found for: %s", asked.Ref)
	case utf8.RuneCountInString(asked.Description) > longest:
		return answer{}, invalid("Deployment", "description", "description is too long (maximum is 140 characters)")
	}
	main := c.repo.branches[c.repo.Default]
	if _, branch := c.repo.branches[asked.Ref]; branch && (asked.AutoMerge == nil || *asked.AutoMerge) && !c.repo.history(found.SHA)[main] {
		return answer{}, refuse(http.StatusConflict, "Conflict merging %s into %s.", c.repo.Default, asked.Ref)
	}
	if red := c.repo.red(found, asked.Contexts); len(red) > 0 {
		why := refuse(http.StatusConflict, "Conflict: Commit status checks failed for %s.", asked.Ref)
		why.errors = []object{{"contexts": red, "resource": "Deployment", "field": "required_contexts", "code": "invalid"}}
		return answer{}, why
	}
	d := deployment{
		ID: c.nextID(), Repository: c.repo.FullName(), SHA: found.SHA, Ref: asked.Ref, Task: cmp.Or(asked.Task, "deploy"), Environment: cmp.Or(asked.Environment, "production"),
		Description: asked.Description, Payload: asked.Payload, Creator: c.who.login, Created: c.o.Now(), Transient: asked.Transient,
	}
	if len(d.Payload) == 0 {
		d.Payload = json.RawMessage(`{}`)
	}
	d.Production = asked.Production == nil && d.Environment == "production" || asked.Production != nil && *asked.Production
	t := &turn{Host: c.Host, when: d.Created, repo: c.repo}
	t.run.Actor = c.who.login
	t.tell("deployment", t.deploymentEvent(d))
	if err := c.commit(append(t.rows, c.deploymentRow(d))...); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: c.deploymentJSON(d)}, nil
}

// red are the checks among contexts that a commit has not passed; nil contexts are
// all it has.
func (r *repository) red(c Commit, contexts *[]string) []object {
	state := map[string]string{}
	for _, check := range r.checksOf(c) {
		state[check.Name] = cmp.Or(check.conclusion(), "pending")
	}
	for _, s := range c.Statuses {
		state[s.Context] = s.State
	}
	names := slices.Sorted(maps.Keys(state))
	if contexts != nil {
		names = *contexts
	}
	var out []object
	for _, name := range names {
		if s := cmp.Or(state[name], "pending"); s != success && s != "neutral" && s != skipped {
			out = append(out, object{"context": name, "state": s})
		}
	}
	return out
}

// listDeployments lists deployments, newest first.
func listDeployments(c *call) (answer, error) {
	list := []object{}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(c.deployments))) {
		d := c.deployments[id]
		if d.Repository == c.repo.FullName() && matches(c.query("sha"), d.SHA) && matches(c.query("ref"), d.Ref) &&
			matches(c.query("task"), d.Task) && matches(c.query("environment"), d.Environment) {
			list = append(list, c.deploymentJSON(d))
		}
	}
	return plain(c, list)
}

// deployment is the one that the path names.
func (c *call) deployment() (deployment, error) {
	id, err := strconv.ParseInt(c.path("id"), 10, 64)
	d, known := c.deployments[id]
	if err != nil || !known || d.Repository != c.repo.FullName() {
		return deployment{}, notFound()
	}
	return d, nil
}

func getDeployment(c *call) (answer, error) {
	d, err := c.deployment()
	if err != nil {
		return answer{}, err
	}
	return answer{body: c.deploymentJSON(d)}, nil
}
