package ingress

import (
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
)

// The most characters that are taken of what people and machines write. What is
// longer than the words are is cut; names and addresses that are longer are refused.
const (
	longestWords = 500
	longestName  = 1000
	longestPage  = 2000
)

// webhookReader reads the webhooks of a kind, if there are jobs for them. It says why
// nobody wants to hear of one, or nothing if somebody does.
func webhookReader(kind string) (read func(*reader, object) (e job.Event, unwanted string), listened bool) {
	switch kind {
	case job.RunEvent:
		return (*reader).run, true
	case job.ChecksEvent:
		return (*reader).checks, true
	case job.DeploymentEvent:
		return (*reader).deployment, true
	case job.PushEvent:
		return (*reader).push, true
	}
	return nil, false
}

// dispatched is the event of a run that somebody asked for, as builds are. Whatever
// else starts runs lets whoever pushes or opens something choose their title.
const dispatched = "workflow_dispatch"

// run reads a workflow_run. Those of forks build what nobody here has asked for.
func (r *reader) run(o object) (job.Event, string) {
	run := r.object(o["workflow_run"])
	if !strings.EqualFold(r.text(run, "head_repository", "full_name"), r.text(o, "repository", "full_name")) {
		return job.Event{}, "it ran for a fork"
	}
	return r.ofRun(run)
}

// ofRun is how a run stands, if it may be one of ours.
func (r *reader) ofRun(run object) (e job.Event, unwanted string) {
	e = job.Event{
		Run: r.id(run), Attempt: int(r.number(run, "run_attempt")), Event: r.name(run, "event"), Title: r.words(run, "display_title"), URL: r.page(run, "html_url"),
		SHA: r.sha(run, "head_sha"), Branch: r.name(run, "head_branch"),
		Status: r.name(run, "status"), Conclusion: r.name(run, "conclusion"), Updated: r.moment(run, "updated_at"),
	}
	if e.Event != dispatched {
		unwanted = "its run was not asked for"
	}
	return e, unwanted
}

func (r *reader) checks(o object) (job.Event, string) {
	suite := r.object(o["check_suite"])
	return job.Event{
		SHA: r.sha(suite, "head_sha"), Branch: r.name(suite, "head_branch"),
		Status: r.name(suite, "status"), Conclusion: r.name(suite, "conclusion"), Updated: r.moment(suite, "updated_at"),
	}, ""
}

// deployment reads a deployment_status. Only those that a run waits at say something
// new: the others are echoes of what we told GitHub ourselves.
func (r *reader) deployment(o object) (job.Event, string) {
	if !o.has("workflow_run") {
		return job.Event{}, "it is of no run"
	}
	status, run := r.object(o["deployment_status"]), r.object(o["workflow_run"])
	e, unwanted := r.ofRun(run)
	e.SHA, e.Status, e.Conclusion = r.sha(r.object(o["deployment"]), "sha"), r.name(status, "state"), ""
	e.Updated = r.moment(status, "updated_at")
	return e, unwanted
}

// push reads a push to a branch. When that was says the repository: the time of a
// commit is what its author's clock said, or what he wanted it to say.
func (r *reader) push(o object) (job.Event, string) {
	branch, ok := strings.CutPrefix(r.name(o, "ref"), "refs/heads/")
	switch {
	case !ok:
		return job.Event{}, "it is not of a branch"
	case r.flag(o, "deleted"):
		return job.Event{}, "the branch is gone"
	}
	e := job.Event{SHA: r.sha(o, "after"), Before: r.pointed(o, "before"), Branch: branch, Updated: r.moment(r.object(o["repository"]), "pushed_at")}
	if o.has("head_commit") {
		commit := r.object(o["head_commit"])
		e.Subject, e.URL = r.words(commit, "message"), r.page(commit, "url")
		if commit.has("author") {
			e.Author = r.words(r.object(commit["author"]), "name")
		}
	}
	return e, ""
}
