package github

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// The states of runs, jobs and steps, and the conclusions that are used here.
const (
	queued     = "queued"
	inProgress = "in_progress"
	waiting    = "waiting"
	completed  = "completed"

	success   = "success"
	failure   = "failure"
	cancelled = "cancelled"
	skipped   = "skipped"
	timedOut  = "timed_out"
)

// stuck is the outcome of a run that never begins.
const stuck = "stuck"

// cancelTakes is how long a run that is cancelled still goes on.
const cancelTakes = time.Second

// run is a run of a workflow.
type run struct {
	ID         int64
	Number     int // among the runs of its workflow
	Attempt    int
	Repository string // owner/name
	File       string
	Title      string
	Event      string
	Branch     string
	SHA        string // of the ref that it runs on
	Fork       string // owner/name of the repository that its commit is from; empty for its own
	Inputs     map[string]string
	Actor      string
	Status     string
	Conclusion string
	Created    time.Time // of the first attempt
	Began      time.Time // of this attempt
	Updated    time.Time
	Due        time.Time       // when the next thing happens, by Options.Pace; zero if nothing does by itself
	Ending     string          // the conclusion that somebody has asked for
	Opened     map[string]bool // environments that were approved, in this attempt
	Gate       int64           // the deployment that waits, or is under way
	Jobs       []job           // of all attempts, in order
}

// job is one job of an attempt.
type job struct {
	ID          int64
	Attempt     int
	Name        string
	Environment string
	Status      string
	Conclusion  string
	Began       time.Time
	Ended       time.Time
	Steps       []step
	Log         []string
}

// step is one step of a job.
type step struct {
	Name, Status, Conclusion string
	Began, Ended             time.Time
}

// clone is a copy of which nothing is shared that changes.
func (r run) clone() run {
	r.Opened = maps.Clone(r.Opened)
	r.Jobs = slices.Clone(r.Jobs)
	for i := range r.Jobs {
		r.Jobs[i].Steps, r.Jobs[i].Log = slices.Clone(r.Jobs[i].Steps), slices.Clone(r.Jobs[i].Log)
	}
	return r
}

// jobs are those of one attempt.
func (r run) jobs(attempt int) []job {
	return slices.DeleteFunc(slices.Clone(r.Jobs), func(j job) bool { return j.Attempt != attempt })
}

// current is the place of the attempt's job that has not ended; -1 when all have.
func (r run) current() int {
	return slices.IndexFunc(r.Jobs, func(j job) bool { return j.Attempt == r.Attempt && j.Status != completed })
}

// cancel asks a run to end.
func (h *Host) cancel(r run) error {
	if r.Status == completed {
		return refuse(http.StatusConflict, "Cannot cancel a workflow run that is completed.")
	}
	t := h.turn(r)
	t.run.Ending, t.run.Due = cancelled, h.o.Pace().Add(cancelTakes)
	return t.commit()
}

// rerun begins another attempt: of all jobs, or only of those that did not succeed.
func (h *Host) rerun(r run, onlyFailed bool) error {
	if r.Status != completed {
		return refuse(http.StatusForbidden, "This workflow is already running")
	}
	earlier := r.jobs(r.Attempt)
	t := h.turn(r)
	n := &t.run
	n.Attempt++
	n.Status, n.Conclusion, n.Ending, n.Gate, n.Opened = queued, "", "", 0, map[string]bool{}
	n.Began, n.Updated, n.Due = t.when, t.when, h.o.Pace().Add(t.flow.Waits)
	for _, planned := range h.plan(t.flow, n.Attempt) {
		i := slices.IndexFunc(earlier, func(j job) bool { return j.Name == planned.Name && j.Conclusion == success })
		if onlyFailed && i >= 0 {
			done := earlier[i]
			done.ID, done.Attempt = planned.ID, planned.Attempt
			planned = done
		}
		n.Jobs = append(n.Jobs, planned)
	}
	t.tell("workflow_run", t.runEvent("requested"))
	return t.commit()
}
