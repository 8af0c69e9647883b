package github

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
)

func getWorkflow(c *call) (answer, error) {
	flow, known := c.repo.workflow(c.path("file"))
	if !known {
		return answer{}, notFound()
	}
	return answer{body: c.workflowJSON(c.repo, flow)}, nil
}

// listRuns lists runs of a workflow, or all, newest first.
func listRuns(c *call) (answer, error) {
	file := ""
	if asked := c.path("file"); asked != "" {
		flow, known := c.repo.workflow(asked)
		if !known {
			return answer{}, notFound()
		}
		file = flow.File
	}
	within, err := period(c.query("created"))
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(c.runs))) {
		r := c.runs[id]
		status := c.query("status")
		if r.Repository == c.repo.FullName() && (file == "" || r.File == file) && within(r.Created) &&
			matches(c.query("event"), r.Event) && matches(c.query("branch"), r.Branch) && matches(c.query("head_sha"), r.SHA) &&
			matches(c.query("actor"), r.Actor) && (matches(status, r.Status) || status == r.Conclusion) {
			list = append(list, c.runJSON(r))
		}
	}
	return listed(c, "workflow_runs", list)
}

func matches(asked, is string) bool { return asked == "" || asked == is }

// asked is the run that the path names.
func (c *call) asked() (run, error) {
	id, err := strconv.ParseInt(c.path("run"), 10, 64)
	r, known := c.runs[id]
	if err != nil || !known || r.Repository != c.repo.FullName() {
		return run{}, notFound()
	}
	return r, nil
}

func getRun(c *call) (answer, error) {
	r, err := c.asked()
	if err != nil {
		return answer{}, err
	}
	return answer{body: c.runJSON(r)}, nil
}

// latest are the jobs of the latest attempt.
func (r run) latest() []job { return r.jobs(r.Attempt) }

// listJobs lists the jobs of a run: of its latest attempt, or of all.
func listJobs(c *call) (answer, error) {
	r, err := c.asked()
	if err != nil {
		return answer{}, err
	}
	jobs := r.latest()
	if c.query("filter") == "all" {
		jobs = r.Jobs
	}
	list := []object{}
	for _, j := range jobs {
		list = append(list, c.jobJSON(r, j))
	}
	return listed(c, "jobs", list)
}

func cancelRun(c *call) (answer, error) {
	return c.change(http.StatusAccepted, c.cancel)
}

func rerunAll(c *call) (answer, error) {
	return c.change(http.StatusCreated, func(r run) error { return c.rerun(r, false) })
}

func rerunFailed(c *call) (answer, error) {
	return c.change(http.StatusCreated, func(r run) error { return c.rerun(r, true) })
}

// change does something to the run that the path names.
func (c *call) change(status int, how func(run) error) (answer, error) {
	r, err := c.asked()
	if err == nil {
		err = how(r)
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: status, body: object{}}, nil
}
