package github

import (
	"cmp"
	"fmt"
	"strings"
)

// Start says which run begins by itself, such as at a push.
type Start struct {
	Workflow string // its file
	Event    string // "push" if empty
	Branch   string // the default one if empty
	SHA      string // the head of the branch if empty
	Title    string // the commit's subject if empty
	Fork     string // owner/name of the repository that the commit is from, if it is another
	Inputs   map[string]string
}

// Start begins a run as an event in the repository does, and gives its id.
func (h *Host) Start(repository string, s Start) (int64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	owner, name, _ := strings.Cut(repository, "/")
	repo, known := h.repo(owner, name)
	if !known {
		return 0, fmt.Errorf("start a run: there is no repository %s", repository)
	}
	flow, known := repo.workflow(s.Workflow)
	s.Branch = cmp.Or(s.Branch, repo.Default)
	c, there := repo.find(cmp.Or(s.SHA, repo.branches[s.Branch]))
	if !known || !there {
		return 0, fmt.Errorf("start a run: %s has no workflow %s, or no commit for it", repository, s.Workflow)
	}
	s.SHA, s.Event, s.Title = c.SHA, cmp.Or(s.Event, "push"), cmp.Or(s.Title, c.Subject)
	r, err := h.begin(repo, flow, s, h.o.Login)
	return r.ID, err
}

// begin makes a run, which is queued.
func (h *Host) begin(repo *repository, flow Workflow, s Start, actor string) (run, error) {
	now := h.o.Now()
	r := run{
		ID: h.nextID(), Number: 1, Attempt: 1, Repository: repo.FullName(), File: flow.File, Title: s.Title, Event: s.Event,
		Branch: s.Branch, SHA: s.SHA, Fork: s.Fork, Inputs: s.Inputs, Actor: actor, Status: queued,
		Created: now, Began: now, Updated: now, Due: h.o.Pace().Add(flow.Waits), Opened: map[string]bool{},
	}
	for _, other := range h.runs {
		if other.Repository == r.Repository && other.File == r.File {
			r.Number = max(r.Number, other.Number+1)
		}
	}
	r.Jobs = h.plan(flow, r.Attempt)
	t := h.turn(r)
	t.tell("workflow_run", t.runEvent("requested"))
	return r, t.commit()
}

// plan are the jobs of an attempt, before anything has happened.
func (h *Host) plan(flow Workflow, attempt int) []job {
	var out []job
	for _, j := range flow.Jobs {
		made := job{ID: h.nextID(), Attempt: attempt, Name: j.Name, Environment: j.Environment, Status: queued}
		for _, s := range j.Steps {
			made.Steps = append(made.Steps, step{Name: s.Name, Status: queued})
		}
		out = append(out, made)
	}
	return out
}
