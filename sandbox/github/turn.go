package github

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// turn is one move of a run: how it stands afterwards, and what is told of it.
type turn struct {
	*Host
	when time.Time
	repo *repository
	flow Workflow
	run  run
	rows []row
}

// turn begins a move of a run. A workflow that is not there any more has no jobs.
func (h *Host) turn(r run) *turn {
	t := &turn{Host: h, when: h.o.Now(), run: r.clone()}
	t.repo = h.repoOf(r.Repository)
	t.flow, _ = t.repo.workflow(r.File)
	return t
}

// commit keeps the run as it is now, together with what is told of it.
func (t *turn) commit() error {
	t.run.Updated = t.when
	r := t.run
	return t.Host.commit(append(t.rows, t.runRow(r))...)
}

// settle moves all runs as far as the clock has come.
func (h *Host) settle() error {
	for {
		now, moved := h.o.Pace(), false
		for _, id := range slices.Sorted(maps.Keys(h.runs)) {
			r := h.runs[id]
			if r.Due.IsZero() || now.Before(r.Due) {
				continue
			}
			t := h.turn(r)
			t.move()
			if err := t.commit(); err != nil {
				return err
			}
			moved = true
		}
		if !moved {
			return nil
		}
	}
}

// move does what is due.
func (t *turn) move() {
	r := &t.run
	switch {
	case r.Ending != "":
		t.end(r.Ending)
	case r.Status == queued:
		t.leaveQueue()
	case r.Status == waiting:
		t.nextJob()
	default:
		t.endStep()
	}
}

// built is the commit that the run builds.
func (t *turn) built() string { return cmp.Or(t.run.Inputs[t.flow.Commit], t.run.SHA) }

// leaveQueue begins the attempt, or ends it where that is how it comes out.
func (t *turn) leaveQueue() {
	switch outcome := t.outcomes[t.built()]; outcome.Conclusion {
	case stuck:
		t.run.Due = time.Time{}
	case skipped, "startup_failure", "action_required":
		t.spend()
		t.end(outcome.Conclusion)
	default:
		t.nextJob()
	}
}

// spend counts an attempt that has come to its outcome.
func (t *turn) spend() {
	sha := t.built()
	outcome := t.outcomes[sha]
	if outcome.Times == 0 {
		return
	}
	if outcome.Times--; outcome.Times == 0 {
		outcome.Conclusion = success
	}
	t.rows = append(t.rows, row{"outcome/" + sha, outcome, func() { t.outcomes[sha] = outcome }})
}

// nextJob begins the next job, unless it has to wait at a gate or there is none.
func (t *turn) nextJob() {
	r := &t.run
	i := r.current()
	if i < 0 {
		t.end(success)
		return
	}
	j := &r.Jobs[i]
	if environment, gate := t.repo.environment(j.Environment); gate && !r.Opened[j.Environment] && (environment.Guarded || len(environment.Reviewers) > 0) {
		r.Status, j.Status, r.Due = waiting, waiting, time.Time{}
		t.deploys(*j, waiting)
		return
	}
	if j.Environment != "" {
		t.deploys(*j, inProgress)
	}
	j.Status, j.Began = inProgress, t.when
	if r.Status != inProgress {
		r.Status = inProgress
		t.tell("workflow_run", t.runEvent(inProgress))
	}
	t.beginStep(j)
}

// beginStep begins the next step of a job, or ends the job when there is none.
func (t *turn) beginStep(j *job) {
	i := slices.IndexFunc(j.Steps, func(s step) bool { return s.Status != completed })
	if i < 0 {
		t.endJob(j, success)
		t.nextJob()
		return
	}
	s := &j.Steps[i]
	s.Status, s.Began = inProgress, t.when
	j.log(t.when, "##[group]"+s.Name)
	t.run.Due = t.run.Due.Add(t.planned(j.Name, s.Name).Takes)
}

// planned is what the workflow says of a step.
func (t *turn) planned(job, step string) Step {
	for _, j := range t.flow.Jobs {
		for _, s := range j.Steps {
			if j.Name == job && s.Name == step {
				return s
			}
		}
	}
	return Step{}
}
