package ingress_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
)

const (
	sha     = "abc1234def5678abc1234def5678abc1234def56"
	runPage = "https://github.com/acme/checkout/actions/runs/9123456789"
	title   = "build checkout 01JD4Z0000000000000000CKPR"
)

func at(clock string) time.Time {
	t, _ := time.Parse(time.DateTime, "2026-11-20 "+clock)
	return t
}

func TestOfAWebhookTheFewFieldsAreQueuedThatTheWorkNeeds(t *testing.T) {
	for name, want := range map[string]job.Event{
		"workflow_run.requested": {
			SHA: sha, Run: 9123456789, Attempt: 1, Event: "workflow_dispatch", Title: title, URL: runPage, Branch: "main", Status: "queued", Updated: at("14:02:00"),
		},
		"workflow_run.in_progress": {
			SHA: sha, Run: 9123456789, Attempt: 1, Event: "workflow_dispatch", Title: title, URL: runPage, Branch: "main", Status: "in_progress", Updated: at("14:02:05"),
		},
		"workflow_run.completed": {
			SHA: sha, Run: 9123456789, Attempt: 2, Event: "workflow_dispatch", Title: title, URL: runPage, Branch: "main", Status: "completed", Conclusion: "failure", Updated: at("14:02:45"),
		},
		"check_suite.completed": {
			SHA: sha, Branch: "main", Status: "completed", Conclusion: "success", Updated: at("14:01:10"),
		},
		"deployment_status.waiting": {
			SHA: sha, Run: 9123456789, Attempt: 1, Event: "workflow_dispatch", Title: title, URL: runPage, Branch: "main", Status: "waiting", Updated: at("14:02:11"),
		},
		"push.branch": {
			SHA: sha, Branch: "main", Before: "def5678abc1234def5678abc1234def5678abc12", URL: "https://github.com/acme/checkout/commit/" + sha,
			Subject: "Round half to even (#12)", Author: "Ana Silva", Updated: at("13:58:40"), // not when the commit says that it was made
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newHub(t)
			kind, body := webhook(t, name)
			got := w.serve(hooked(kind, body))
			if got.Code != http.StatusOK || got.Body.Len() > 0 {
				t.Errorf("answered %d %s", got.Code, got.Body)
			}
			want.Delivery, want.Kind, want.Repository = delivery, kind, repository
			j := w.queue.only(t)
			if diff := cmp.Diff(&want, j.Event); diff != "" {
				t.Error(diff)
			}
			if j.ID != "github/"+delivery || time.Since(j.Received) > time.Minute {
				t.Errorf("got %+v", j)
			}
			if line := w.logged(t); line["outcome"] != "queued" || line["event"] != kind || line["route"] != webhooks {
				t.Errorf("logged %v", line)
			}
		})
	}
}

// faults.md D7
func TestWhatNobodyWaitsForIsAcknowledgedAndDoneWith(t *testing.T) {
	for name, outcome := range map[string]string{
		"ping.hook": "ping", "push.deleted": "ignored", "push.tag": "ignored", "deployment_status.ours": "ignored",
		"workflow_run.fork": "ignored", "workflow_run.gone-fork": "ignored",
	} {
		t.Run(name, func(t *testing.T) {
			w := newHub(t)
			w.ignored(t, w.serve(hooked(webhook(t, name))), outcome)
		})
	}
	w := newHub(t)
	for _, kind := range []string{"issues", "workflow_job", "WORKFLOW_RUN", "", "push\n", "github_app_authorization"} {
		_, body := webhook(t, "push.branch")
		w.ignored(t, w.serve(hooked(kind, body)), "ignored")
	}
	r := hooked(webhook(t, "push.branch"))
	r.Header.Add("X-GitHub-Event", "ping") // nobody knows which of the two it is
	w.ignored(t, w.serve(r), "ignored")
}

// Only a run that was asked for may be one of ours, whatever the titles of others say.
func TestARunThatNobodyAskedForIsNotHeard(t *testing.T) {
	for _, name := range []string{"workflow_run.requested", "workflow_run.completed", "deployment_status.waiting"} {
		for _, event := range []string{`"push"`, `"pull_request"`, `"workflow_dispatch "`, `""`, `null`} {
			w := newHub(t)
			w.ignored(t, w.serve(hooked(webhook(t, name, `"event": "workflow_dispatch"`, `"event": `+event))), "ignored")
		}
	}
}

func TestOfBranchesOnlyTheMainOnesAreHeard(t *testing.T) {
	for branch, heard := range map[string]bool{"main": true, "stable": true, "trunk": false, "Main": false, "feature/main": false, "": false} {
		for name, there := range map[string]string{"push.branch": `"refs/heads/main"`, "check_suite.completed": `"head_branch": "main"`} {
			w := newHub(t)
			got := w.serve(hooked(webhook(t, name, there, strings.Replace(there, "main", branch, 1))))
			if !heard {
				w.ignored(t, got, "ignored")
			} else if e := w.queue.only(t).Event; e.Branch != branch {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
	w := newHub(t) // whose workflow is run says the configuration
	w.serve(hooked(webhook(t, "workflow_run.completed", `"head_branch": "main"`, `"head_branch": "v1"`)))
	if e := w.queue.only(t).Event; e.Branch != "v1" {
		t.Errorf("%+v", e)
	}
	w = newHub(t) // a fork's has none
	w.ignored(t, w.serve(hooked(webhook(t, "check_suite.completed", `"head_branch": "main"`, `"head_branch": null`))), "ignored")
}

func TestABranchThatIsNewPointedAtNothing(t *testing.T) {
	none := strings.Repeat("0", 40)
	for before, want := range map[string]string{`"before": "` + none + `"`: none, `"was": 1`: ""} {
		w := newHub(t)
		w.serve(hooked(webhook(t, "push.branch", `"before": "def5678abc1234def5678abc1234def5678abc12"`, before)))
		if got := w.queue.only(t).Event.Before; got != want {
			t.Errorf("%s: %q", before, got)
		}
	}
}

// faults.md D7
func TestARepositoryThatNoServiceHasIsNotHeard(t *testing.T) {
	for named, logged := range map[string]string{
		"acme/shop": "acme/shop", "mallory/checkout": "mallory/checkout", "checkout": "odd", "": "odd", "acme/checkout/x": "odd", `a\n/b`: "odd",
		"acme/" + strings.Repeat("x", 200): "odd",
	} {
		w := newHub(t)
		w.ignored(t, w.serve(hooked(webhook(t, "push.branch", `"acme/checkout"`, `"`+named+`"`))), "foreign")
		if line := w.logged(t); line["repository"] != logged {
			t.Errorf("%q: logged %v", named, line)
		}
	}
}

func TestARepositoryIsTheSameInAnyCaseAndHasOurSpelling(t *testing.T) {
	for _, name := range []string{"workflow_run.completed", "push.branch"} {
		w := newHub(t)
		w.serve(hooked(webhook(t, name, `"acme/checkout"`, `"Acme/Checkout"`)))
		if got := w.queue.only(t).Event.Repository; got != repository {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAWebhookThatGitHubWouldNotSendIsRefused(t *testing.T) {
	const run, push = "workflow_run.completed", "push.branch"
	for name, spoilt := range map[string][]string{
		"a short commit":       {push, `"after": "` + sha, `"after": "abc1234`},
		"no commit":            {push, `"after"`, `"afterwards"`},
		"a commit of zeros":    {push, `"after": "` + sha, `"after": "` + strings.Repeat("0", 40)},
		"upper-case commit":    {push, `"after": "a`, `"after": "A`},
		"a commit that is not": {push, `"after": "a`, `"after": "g`},
		"before by halves":     {push, `"before": "def5678`, `"before": "`},
		"before by words":      {push, `"before": "def5678`, `"before": "unknown`},
		"a key twice":          {push, `"ref":`, `"REF": "refs/heads/prod", "ref":`},
		"deleted, but how":     {push, `"deleted": false`, `"deleted": "no"`},
		"pushed at some time":  {push, `"pushed_at": 1795183120`, `"pushed_at": "lately"`},
		"pushed after time":    {push, `"pushed_at": 1795183120`, `"pushed_at": 253402300800`},
		"pushed before time":   {push, `"pushed_at": 1795183120`, `"pushed_at": -1`},
		"an endless branch":    {push, `refs/heads/main`, `refs/heads/` + strings.Repeat("x", 1001)},
		"a head of no kind":    {push, `"head_commit": {`, `"head_commit": "abc", "x": {`},
		"no run":               {run, `"workflow_run"`, `"workflow_runs"`},
		"a run without number": {run, `"id": 9123456789`, `"id": 0`},
		"a run with a fifth":   {run, `"id": 9123456789`, `"id": 0.2`},
		"a run in words":       {run, `"id": 9123456789`, `"id": "9123456789"`},
		"an endless status":    {run, `"status": "completed"`, `"status": "` + strings.Repeat("x", 1001) + `"`},
		"broken off":           {run, `"sender"`, `"sender" }`},
	} {
		w := newHub(t)
		kind, body := webhook(t, spoilt[0], spoilt[1:]...)
		w.refused(t, w.serve(hooked(kind, body)), http.StatusBadRequest)
		if line := w.logged(t); line["outcome"] != "malformed" {
			t.Errorf("%s: logged %v", name, line)
		}
	}
	for _, id := range []string{"", "1", delivery + "0", "../" + delivery[3:], strings.Repeat("g", 36)} {
		w := newHub(t)
		r := hooked(webhook(t, push))
		r.Header.Set("X-GitHub-Delivery", id)
		w.refused(t, w.serve(r), http.StatusBadRequest)
	}
	for _, mime := range []string{"", formType, "text/plain"} {
		w := newHub(t)
		r := hooked(webhook(t, push))
		r.Header.Set("Content-Type", mime)
		w.refused(t, w.serve(r), http.StatusUnsupportedMediaType)
	}
}

// faults.md D11: they are cut, and are words when they are shown.
func TestWhatPeopleWriteIsTakenInPart(t *testing.T) {
	w := newHub(t)
	long := strings.Repeat("🦀", 25_000)
	kind, body := webhook(t, "push.branch", "Round half to even (#12)", "${{ x }} `<!here>` "+long, "Ana Silva", long,
		`"https://github.com/acme/checkout/commit/`+sha+`"`, `"javascript://git.example/%0aalert(1)"`)
	w.serve(hooked(kind, body))
	e := w.queue.only(t).Event
	if n := len([]rune(e.Subject)); n != 500 || !strings.HasPrefix(e.Subject, "${{ x }} `<!here>` 🦀") || len([]rune(e.Author)) != 500 || e.URL != "" {
		t.Errorf("%d code points of %.40q, %s", n, e.Subject, e.URL)
	}
}

// faults.md D7: what tells them apart is the id that GitHub gives them.
func TestAWebhookThatComesAgainIsOneJob(t *testing.T) {
	w := newHub(t)
	for range 3 {
		if got := w.serve(hooked(webhook(t, "workflow_run.completed"))); got.Code != http.StatusOK {
			t.Error(got.Code)
		}
	}
	w.queue.only(t)
}

func TestAWebhookThatIsNotStoredIsA500(t *testing.T) {
	w := newHub(t)
	w.queue.fault = func(context.Context) error { return errors.New("no route to the queue") }
	got := w.serve(hooked(webhook(t, "workflow_run.completed")))
	if line := w.logged(t); got.Code != http.StatusInternalServerError || line["outcome"] != "not_stored" || line["level"] != "ERROR" {
		t.Errorf("%d, logged %v", got.Code, line)
	}
}
