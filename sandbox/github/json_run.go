package github

import (
	"cmp"
	"strings"
)

func (h *Host) runJSON(r run) object {
	repo := h.repoOf(r.Repository)
	flow, _ := repo.workflow(r.File)
	head := h.repoJSON(repo)
	if r.Fork != "" {
		owner, name, _ := strings.Cut(r.Fork, "/")
		head = h.repoJSON(&repository{Repository: Repository{Owner: owner, Name: name, Default: "main"}})
		head["fork"] = true
	}
	return object{
		"id": r.ID, "name": cmp.Or(flow.Name, r.File), "node_id": "WFR_1", "head_branch": r.Branch, "head_sha": r.SHA,
		"path": ".github/workflows/" + r.File, "display_title": r.Title, "run_number": r.Number, "run_attempt": r.Attempt, "event": r.Event,
		"status": r.Status, "conclusion": orNull(r.Conclusion), "workflow_id": numberOf(r.Repository, r.File), "check_suite_id": r.ID,
		"url": h.at(repo, "/actions/runs/%d", r.ID), "html_url": h.page(repo, "/actions/runs/%d", r.ID),
		"jobs_url": h.at(repo, "/actions/runs/%d/jobs", r.ID), "logs_url": h.at(repo, "/actions/runs/%d/logs", r.ID),
		"cancel_url": h.at(repo, "/actions/runs/%d/cancel", r.ID), "rerun_url": h.at(repo, "/actions/runs/%d/rerun", r.ID),
		"workflow_url": h.at(repo, "/actions/workflows/%d", numberOf(r.Repository, r.File)),
		"created_at":   stamp(r.Created), "updated_at": stamp(r.Updated), "run_started_at": stamp(r.Began),
		"actor": h.userJSON(r.Actor), "triggering_actor": h.userJSON(r.Actor), "pull_requests": []object{},
		"head_commit": h.headCommitJSON(repo, repo.commits[r.SHA]), "repository": h.repoJSON(repo), "head_repository": head,
	}
}

func (h *Host) workflowJSON(r *repository, w Workflow) object {
	id := numberOf(r.FullName(), w.File)
	return object{
		"id": id, "name": w.Name, "path": ".github/workflows/" + w.File, "state": "active",
		"url": h.at(r, "/actions/workflows/%d", id), "html_url": h.page(r, "/actions/workflows/%s", w.File),
	}
}

func (h *Host) jobJSON(r run, j job) object {
	repo := h.repoOf(r.Repository)
	steps := []object{}
	for i, s := range j.Steps {
		steps = append(steps, object{
			"name": s.Name, "number": i + 1, "status": s.Status, "conclusion": orNull(s.Conclusion), "started_at": stamp(s.Began), "completed_at": stamp(s.Ended),
		})
	}
	return object{
		"id": j.ID, "run_id": r.ID, "run_attempt": j.Attempt, "name": j.Name, "status": j.Status, "conclusion": orNull(j.Conclusion),
		"started_at": stamp(j.Began), "completed_at": stamp(j.Ended), "steps": steps, "head_sha": r.SHA, "head_branch": r.Branch,
		"url": h.at(repo, "/actions/jobs/%d", j.ID), "html_url": h.page(repo, "/actions/runs/%d/job/%d", r.ID, j.ID),
		"run_url": h.at(repo, "/actions/runs/%d", r.ID), "check_run_url": h.at(repo, "/check-runs/%d", j.ID), "labels": []string{"ubuntu-latest"},
	}
}

// event is what every webhook has.
func (t *turn) event(more object) object {
	more["repository"], more["sender"] = t.repoJSON(t.repo), t.userJSON(cmp.Or(t.run.Actor, t.o.Login))
	if t.o.App.Installation != 0 {
		more["installation"] = object{"id": t.o.App.Installation}
	}
	return more
}

func (t *turn) runEvent(action string) object {
	t.run.Updated = t.when
	return t.event(object{"action": action, "workflow_run": t.runJSON(t.run), "workflow": t.workflowJSON(t.repo, t.flow)})
}

func (t *turn) suiteEvent() object {
	suite := object{
		"id": t.run.ID, "head_branch": orNull(t.run.Branch), "head_sha": t.run.SHA, "status": t.run.Status, "conclusion": orNull(t.run.Conclusion),
		"url": t.at(t.repo, "/check-suites/%d", t.run.ID), "created_at": stamp(t.when), "updated_at": stamp(t.when), "pull_requests": []object{},
		"app":         object{"id": 15368, "slug": "github-actions", "name": "GitHub Actions"},
		"head_commit": t.headCommitJSON(t.repo, t.repo.commits[t.run.SHA]), "after": t.run.SHA,
	}
	return t.event(object{"action": t.run.Status, "check_suite": suite})
}

// noCommit is what a push tells of in the place of a commit that is not there.
const noCommit = "0000000000000000000000000000000000000000"

func (t *turn) pushEvent(p push) object {
	commits := []object{}
	for _, c := range p.Commits {
		commits = append(commits, t.headCommitJSON(t.repo, c))
	}
	before, after := cmp.Or(p.Before, noCommit), cmp.Or(p.Head, noCommit)
	return t.event(object{
		"ref": "refs/heads/" + p.Branch, "before": before, "after": after, "created": p.Before == "", "deleted": p.Head == "",
		"forced":  p.Before != "" && p.Head != "" && !t.repo.history(p.Head)[p.Before],
		"compare": t.page(t.repo, "/compare/%s...%s", before[:12], after[:12]), "commits": commits,
		"head_commit": t.headCommitJSON(t.repo, t.repo.commits[p.Head]), "pusher": object{"name": t.o.Login, "email": t.o.Login + "@example.com"},
	})
}
