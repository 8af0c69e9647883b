package github

import (
	"maps"
	"slices"
	"time"
)

// endStep ends the step that is under way.
func (t *turn) endStep() {
	i := t.run.current()
	if i < 0 {
		t.end(success)
		return
	}
	j := &t.run.Jobs[i]
	k := slices.IndexFunc(j.Steps, func(s step) bool { return s.Status == inProgress })
	if k < 0 {
		t.beginStep(j)
		return
	}
	conclusion := t.concludes(j, j.Steps[k].Name)
	j.Steps[k].Status, j.Steps[k].Conclusion, j.Steps[k].Ended = completed, conclusion, t.when
	if conclusion == success {
		t.beginStep(j)
		return
	}
	t.end(conclusion)
}

// concludes does what a step does, and says how it ends.
func (t *turn) concludes(j *job, name string) string {
	does, outcome := t.planned(j.Name, name), t.outcomes[t.built()]
	j.log(t.when, does.Log...)
	here := slices.Contains([]string{failure, cancelled, timedOut}, outcome.Conclusion) &&
		(outcome.Job == j.Name || outcome.Job == "") && (outcome.Step == name || outcome.Step == "")
	switch {
	case here:
		t.spend()
		j.log(t.when, outcome.Log...)
		j.log(t.when, map[string]string{
			failure: "##[error]Process completed with exit code 1.", cancelled: "##[error]The operation was canceled.",
			timedOut: "##[error]The job has exceeded the maximum execution time.",
		}[outcome.Conclusion])
		return outcome.Conclusion
	case does.Publishes && t.o.Publish != nil:
		r := t.run
		if err := t.o.Publish(Artifact{Repository: r.Repository, Commit: t.repo.commits[t.built()], Inputs: maps.Clone(r.Inputs), Run: r.ID, Attempt: r.Attempt}); err != nil {
			j.log(t.when, "##[error]"+err.Error())
			return failure
		}
	}
	return success
}

// endJob ends a job.
func (t *turn) endJob(j *job, conclusion string) {
	for i := range j.Steps {
		if s := &j.Steps[i]; s.Status != completed {
			s.Conclusion = skipped
			if s.Status == inProgress {
				s.Conclusion = cancelled
			}
			s.Status = completed
		}
	}
	j.Status, j.Conclusion, j.Ended = completed, conclusion, t.when
	if j.Environment != "" && t.run.Gate != 0 {
		t.deploys(*j, map[bool]string{true: success, false: failure}[conclusion == success])
		t.run.Gate = 0
	}
}

// end ends the attempt. The job that was under way ends so too; the others are
// skipped, or cancelled with the run.
func (t *turn) end(conclusion string) {
	r := &t.run
	for i := range r.Jobs {
		j := &r.Jobs[i]
		switch {
		case j.Attempt != r.Attempt || j.Status == completed:
		case j.Status != queued, conclusion == cancelled:
			t.endJob(j, conclusion)
		default:
			t.endJob(j, skipped)
		}
	}
	r.Status, r.Conclusion, r.Due, r.Ending = completed, conclusion, time.Time{}, ""
	t.tell("workflow_run", t.runEvent(completed))
	t.tell("check_suite", t.suiteEvent())
}

// log adds lines to a job's log, as they are written there.
func (j *job) log(at time.Time, lines ...string) {
	for _, l := range lines {
		j.Log = append(j.Log, at.UTC().Format("2006-01-02T15:04:05.0000000Z")+" "+l)
	}
}
