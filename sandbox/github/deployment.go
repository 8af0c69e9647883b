package github

import (
	"encoding/json"
	"time"
)

// deployment is a deployment and its statuses, oldest first.
type deployment struct {
	ID          int64
	Repository  string
	SHA, Ref    string
	Task        string
	Environment string
	Description string
	Payload     json.RawMessage
	Creator     string
	Created     time.Time
	Transient   bool
	Production  bool
	Run         int64 // that it is of; 0 if none
	Statuses    []deploymentStatus
}

// deploymentStatus is one status of a deployment.
type deploymentStatus struct {
	ID          int64
	State       string
	Description string
	LogURL      string
	EnvURL      string
	Environment string
	Creator     string
	At          time.Time
}

// state is that of the newest status; empty if there is none.
func (d deployment) state() string {
	if len(d.Statuses) == 0 {
		return ""
	}
	return d.Statuses[len(d.Statuses)-1].State
}

// newest is the number of the newest status.
func (d deployment) newest() int64 {
	if len(d.Statuses) == 0 {
		return 0
	}
	return d.Statuses[len(d.Statuses)-1].ID
}

// deploys notes how the deployment stands that a job with an environment is.
func (t *turn) deploys(j job, state string) {
	d, under := t.deployments[t.run.Gate]
	if t.run.Gate == 0 || !under {
		d = deployment{
			ID: t.nextID(), Repository: t.run.Repository, SHA: t.run.SHA, Ref: t.run.Branch, Task: "deploy", Environment: j.Environment,
			Payload: json.RawMessage(`{}`), Creator: "github-actions[bot]", Created: t.when, Run: t.run.ID,
		}
		t.run.Gate = d.ID
		t.tell("deployment", t.deploymentEvent(d))
	}
	t.status(&d, deploymentStatus{State: state, LogURL: t.page(t.repo, "/actions/runs/%d/job/%d", t.run.ID, j.ID), Creator: d.Creator})
}

// status adds a status to a deployment and tells of it.
func (t *turn) status(d *deployment, s deploymentStatus) {
	s.ID, s.At = t.nextID(), t.when
	if s.Environment == "" {
		s.Environment = d.Environment
	}
	d.Environment = s.Environment
	d.Statuses = append(append([]deploymentStatus{}, d.Statuses...), s)
	body := t.deploymentEvent(*d)
	body["deployment_status"] = t.statusJSON(*d, s)
	t.tell("deployment_status", body)
	t.rows = append(t.rows, t.deploymentRow(*d))
}

func (t *turn) deploymentEvent(d deployment) object {
	body := object{"action": "created", "deployment": t.deploymentJSON(d), "workflow": nil, "workflow_run": nil}
	if d.Run != 0 {
		body["workflow"], body["workflow_run"] = t.workflowJSON(t.repo, t.flow), t.runJSON(t.run)
	}
	return t.event(body)
}

func (h *Host) deploymentJSON(d deployment) object {
	repo := h.repoOf(d.Repository)
	updated := d.Created
	if len(d.Statuses) > 0 {
		updated = d.Statuses[len(d.Statuses)-1].At
	}
	url := h.at(repo, "/deployments/%d", d.ID)
	return object{
		"id": d.ID, "node_id": "DE_1", "sha": d.SHA, "ref": d.Ref, "task": d.Task, "environment": d.Environment, "original_environment": d.Environment,
		"description": orNull(d.Description), "payload": d.Payload, "creator": h.userJSON(d.Creator), "created_at": stamp(d.Created), "updated_at": stamp(updated),
		"url": url, "statuses_url": url + "/statuses", "repository_url": h.at(repo, ""),
		"transient_environment": d.Transient, "production_environment": d.Production,
	}
}

func (h *Host) statusJSON(d deployment, s deploymentStatus) object {
	repo := h.repoOf(d.Repository)
	url := h.at(repo, "/deployments/%d", d.ID)
	return object{
		"id": s.ID, "state": s.State, "description": s.Description, "environment": s.Environment, "log_url": s.LogURL, "target_url": s.LogURL,
		"environment_url": s.EnvURL, "creator": h.userJSON(s.Creator), "created_at": stamp(s.At), "updated_at": stamp(s.At),
		"url": url + "/statuses", "deployment_url": url, "repository_url": h.at(repo, ""),
	}
}
