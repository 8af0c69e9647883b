package github

import (
	"cmp"
	"maps"
	"slices"
)

func (c Check) status() string { return cmp.Or(c.Status, completed) }

// conclusion is empty while the check has not completed.
func (c Check) conclusion() string {
	if c.status() != completed {
		return ""
	}
	return cmp.Or(c.Conclusion, success)
}

// checksOf are the checks of a commit that are not jobs of runs.
func (r *repository) checksOf(c Commit) []Check {
	if set, known := r.checks[c.SHA]; known {
		return set
	}
	if c.Checks != nil {
		return c.Checks
	}
	out := make([]Check, len(r.Checks))
	for i, name := range r.Checks {
		out[i] = Check{Name: name, At: c.At}
	}
	return out
}

// checkRuns lists the checks of a commit and the jobs of the runs on it: on GitHub a
// job is a check run of the commit whose workflow file it ran by.
func checkRuns(c *call) (answer, error) {
	found, err := c.commitAt(c.path("ref"))
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(c.runs))) {
		if r := c.runs[id]; r.SHA == found.SHA && r.Repository == c.repo.FullName() {
			for _, j := range r.latest() {
				list = append(list, c.jobCheckJSON(r, j))
			}
		}
	}
	for _, check := range c.repo.checksOf(found) {
		list = append(list, c.checkJSON(found, check))
	}
	seen := map[any]bool{}
	list = slices.DeleteFunc(list, func(o object) bool {
		older := seen[o["name"]]
		seen[o["name"]] = true
		wanted := cmp.Or(c.query("check_name"), o["name"].(string)) == o["name"] && cmp.Or(c.query("status"), o["status"].(string)) == o["status"]
		return !wanted || older && c.query("filter") != "all"
	})
	return listed(c, "check_runs", list)
}

func (c *call) checkJSON(of Commit, check Check) object {
	id := numberOf("check", of.SHA, check.Name)
	body := object{
		"id": id, "name": check.Name, "head_sha": of.SHA, "status": check.status(), "conclusion": orNull(check.conclusion()),
		"started_at": stamp(check.At), "completed_at": stamp(check.At), "html_url": cmp.Or(check.URL, c.page(c.repo, "/commit/%s", of.SHA)),
		"details_url": check.URL, "url": c.at(c.repo, "/check-runs/%d", id), "app": object{"id": 15368, "slug": "github-actions", "name": "GitHub Actions"},
		"check_suite": object{"id": numberOf("suite", of.SHA)}, "output": object{"title": nil, "summary": nil, "text": nil},
	}
	if check.status() != completed {
		body["completed_at"] = nil
	}
	return body
}

// jobCheckJSON is a job as a check run, which has the same number.
func (c *call) jobCheckJSON(r run, j job) object {
	body := c.jobJSON(r, j)
	for _, name := range []string{"run_id", "run_attempt", "steps", "run_url", "check_run_url", "labels", "head_branch"} {
		delete(body, name)
	}
	body["url"], body["details_url"] = c.at(c.repo, "/check-runs/%d", j.ID), body["html_url"]
	body["app"], body["check_suite"] = object{"id": 15368, "slug": "github-actions", "name": "GitHub Actions"}, object{"id": r.ID}
	return body
}

// combinedStatus is the newest status of each context, and all of them together.
func combinedStatus(c *call) (answer, error) {
	found, err := c.commitAt(c.path("ref"))
	if err != nil {
		return answer{}, err
	}
	list, state := []object{}, success
	for _, s := range found.Statuses {
		list = append(list, object{
			"id": numberOf("status", found.SHA, s.Context), "context": s.Context, "state": s.State, "description": orNull(s.Description), "target_url": orNull(s.URL),
			"created_at": stamp(found.At), "updated_at": stamp(found.At),
		})
		switch {
		case s.State == failure || s.State == "error":
			state = failure
		case s.State == "pending" && state == success:
			state = "pending"
		}
	}
	if len(list) == 0 {
		state = "pending"
	}
	part, header := paged(c, list, perPage, mostPerPage)
	return answer{header: header, body: object{
		"state": state, "statuses": append([]object{}, part...), "sha": found.SHA, "total_count": len(list), "repository": c.repoJSON(c.repo),
	}}, nil
}
