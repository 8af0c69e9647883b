package github

import (
	"fmt"
	"net/http"
	"slices"
)

// gate is the environment that a run waits at; false if it waits at none.
func (h *Host) gate(r run) (Environment, bool) {
	i := r.current()
	if r.Status != waiting || i < 0 {
		return Environment{}, false
	}
	return h.repoOf(r.Repository).environment(r.Jobs[i].Environment)
}

func (c *call) environmentJSON(name string) object {
	return object{
		"id": numberOf("environment", c.repo.FullName(), name), "node_id": "EN_1", "name": name,
		"url": c.at(c.repo, "/environments/%s", name), "html_url": c.page(c.repo, "/deployments/%s", name),
	}
}

// pendingDeployments lists what a run waits at, and whether the caller may approve it.
func pendingDeployments(c *call) (answer, error) {
	r, err := c.asked()
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	if e, waits := c.gate(r); waits {
		reviewers := []object{}
		for _, login := range e.Reviewers {
			reviewers = append(reviewers, object{"type": "User", "reviewer": c.userJSON(login)})
		}
		list = append(list, object{
			"environment": c.environmentJSON(e.Name), "wait_timer": 0, "wait_timer_started_at": nil,
			"current_user_can_approve": slices.Contains(e.Reviewers, c.who.login), "reviewers": reviewers,
		})
	}
	return answer{body: list}, nil
}

// reviewDeployments approves or rejects what a run waits at, as one of the reviewers.
// See https://docs.github.com/rest/actions/workflow-runs#review-pending-deployments-for-a-workflow-run
func reviewDeployments(c *call) (answer, error) {
	var asked struct {
		IDs     []int64 `json:"environment_ids"`
		State   string  `json:"state"`
		Comment *string `json:"comment"`
	}
	r, err := c.asked()
	if err == nil {
		err = c.read(&asked)
	}
	if err != nil {
		return answer{}, err
	}
	e, waits := c.gate(r)
	switch {
	case asked.Comment == nil || len(asked.IDs) == 0 || asked.State != "approved" && asked.State != "rejected":
		return answer{}, refuse(http.StatusUnprocessableEntity, "Invalid request.")
	case !waits || !slices.Equal(asked.IDs, []int64{numberOf("environment", c.repo.FullName(), e.Name)}):
		return answer{}, refuse(http.StatusUnprocessableEntity, "There are no pending deployments to review for these environments.")
	case !slices.Contains(e.Reviewers, c.who.login):
		return answer{}, refuse(http.StatusUnprocessableEntity, "There was a problem approving one of the gates because you are not a required reviewer.")
	}
	if err := c.review(r, e, asked.State == "approved"); err != nil {
		return answer{}, err
	}
	return answer{body: []object{c.deploymentJSON(c.deployments[r.Gate])}}, nil
}

// reviewRule approves or rejects for an App that guards the environment.
// See https://docs.github.com/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
func reviewRule(c *call) (answer, error) {
	var asked struct {
		Environment string `json:"environment_name"`
		State       string `json:"state"`
	}
	r, err := c.asked()
	if err == nil {
		err = c.read(&asked)
	}
	if err != nil {
		return answer{}, err
	}
	e, waits := c.gate(r)
	if !waits || e.Name != asked.Environment || !e.Guarded || asked.State != "approved" && asked.State != "rejected" {
		return answer{}, refuse(http.StatusUnprocessableEntity, "Validation Failed")
	}
	return answer{status: http.StatusNoContent}, c.review(r, e, asked.State == "approved")
}

// review opens a gate, or ends the run that waits at it.
func (h *Host) review(r run, e Environment, approved bool) error {
	t := h.turn(r)
	t.run.Due = h.o.Pace()
	if approved {
		t.run.Opened[e.Name] = true
	} else {
		t.run.Ending = failure
	}
	return t.commit()
}

// Approve opens the gate that a run waits at, as one of its reviewers would.
func (h *Host) Approve(id int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.settle(); err != nil {
		return err
	}
	return h.approve(h.runs[id])
}

func (h *Host) approve(r run) error {
	e, waits := h.gate(r)
	if !waits {
		return fmt.Errorf("approve run %d: it waits at no gate", r.ID)
	}
	return h.review(r, e, true)
}
