package github

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"unicode/utf8"
)

// listStatuses lists the statuses of a deployment, newest first.
func listStatuses(c *call) (answer, error) {
	d, err := c.deployment()
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for _, s := range slices.Backward(d.Statuses) {
		list = append(list, c.statusJSON(d, s))
	}
	return plain(c, list)
}

// createStatus says how a deployment stands. With a success, unless it is told not
// to, what it takes the place of becomes inactive.
// See https://docs.github.com/rest/deployments/statuses#create-a-deployment-status
func createStatus(c *call) (answer, error) {
	var asked struct {
		State        string `json:"state"`
		LogURL       string `json:"log_url"`
		TargetURL    string `json:"target_url"`
		Description  string `json:"description"`
		Environment  string `json:"environment"`
		EnvURL       string `json:"environment_url"`
		AutoInactive *bool  `json:"auto_inactive"`
	}
	d, err := c.deployment()
	if err == nil {
		err = c.read(&asked)
	}
	if err != nil {
		return answer{}, err
	}
	states := []string{"error", failure, "inactive", inProgress, queued, "pending", success}
	log := cmp.Or(asked.LogURL, asked.TargetURL)
	switch {
	case !slices.Contains(states, asked.State):
		return answer{}, invalid("DeploymentStatus", "state", "state is not included in the list")
	case utf8.RuneCountInString(asked.Description) > longest:
		return answer{}, invalid("DeploymentStatus", "description", "description is too long (maximum is 140 characters)")
	case log != "" && !isURL(log):
		return answer{}, invalid("DeploymentStatus", "log_url", "log_url must use http(s) scheme")
	case asked.EnvURL != "" && !isURL(asked.EnvURL):
		return answer{}, invalid("DeploymentStatus", "environment_url", "environment_url must use http(s) scheme")
	}
	t := &turn{Host: c.Host, when: c.o.Now(), repo: c.repo}
	t.run.Actor = c.who.login
	said := deploymentStatus{State: asked.State, Description: asked.Description, LogURL: log, EnvURL: asked.EnvURL, Environment: asked.Environment, Creator: c.who.login}
	t.status(&d, said)
	if asked.State == success && (asked.AutoInactive == nil || *asked.AutoInactive) {
		t.retire(d)
	}
	if err := c.commit(t.rows...); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: c.statusJSON(d, d.Statuses[len(d.Statuses)-1])}, nil
}

// retire marks as inactive what a deployment takes the place of.
func (t *turn) retire(by deployment) {
	for _, id := range slices.Sorted(maps.Keys(t.deployments)) {
		d := t.deployments[id]
		if id != by.ID && d.Repository == by.Repository && d.Environment == by.Environment && d.state() == success && !d.Transient && !d.Production {
			t.status(&d, deploymentStatus{State: "inactive", Creator: by.Creator})
		}
	}
}
