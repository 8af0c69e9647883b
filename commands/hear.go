package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// News is something that a code host told of by itself. It can come late, twice and
// out of order; its words are untrusted.
type News struct {
	Delivery   string    // of the message; a second one with the same changes nothing
	Received   time.Time // when that was, in real time
	Kind       NewsKind
	Repository string    // owner/name
	SHA        string    // the commit that it is about; full
	Run        int64     // number of the run; 0 when it is about none
	Attempt    int       // of the run
	Event      string    // what started the run: workflow_dispatch, push, …
	Title      string    // of the run, which holds the correlation of an order of ours
	Status     string    // in the code host's words: queued, in_progress, waiting, completed, …
	Conclusion string    // once it is completed: success, failure, cancelled, timed_out, …
	URL        string    // of the run, or the commit
	Branch     string    // that was pushed to, or that the checks ran for
	Before     string    // full SHA of what the branch pointed at before the push; zeros when it is new
	Subject    string    // of the commit that was pushed
	Author     string    // of it
	Updated    time.Time // when the code host says that it happened
}

// NewsKind says what the news is about.
type NewsKind string

// The kinds of news; others are not for us.
const (
	NewsRun        NewsKind = "workflow_run"
	NewsChecks     NewsKind = "check_suite"
	NewsDeployment NewsKind = "deployment_status"
	NewsPush       NewsKind = "push"
)

// Hear takes note of news, and moves on the rollouts that waited for it. News that come
// twice, late or out of order change nothing; those that are about nothing of ours are
// passed over. An error means that they could not be noted.
func (c *Commands) Hear(ctx context.Context, n News) error {
	services := c.Policy.of(n.Repository)
	if len(services) == 0 {
		c.Log.DebugContext(ctx, "news of a repository that is none of ours", "repository", n.Repository, "delivery", n.Delivery)
		return nil
	}
	switch n.Kind {
	case NewsRun:
		return c.hearOfRun(ctx, n, services)
	case NewsDeployment:
		return c.hearOfGate(ctx, n, services)
	case NewsPush:
		return c.hearOfPush(ctx, n, services)
	case NewsChecks:
		return c.hearOfChecks(ctx, n, services)
	}
	return nil
}

// of are the services of a repository, which several may share. A code host does not
// tell capital letters from small ones.
func (p Policy) of(repository string) []Service {
	var out []Service
	for _, s := range p.Services {
		if s.Repository != "" && strings.EqualFold(s.Repository, repository) {
			out = append(out, s)
		}
	}
	return out
}

// hearOfRun is about a run that may be one of ours.
func (c *Commands) hearOfRun(ctx context.Context, n News, services []Service) error {
	b, ours, err := c.buildOf(ctx, n, services)
	if err != nil || !ours {
		return err
	}
	state, reason := rollout.RunStateOf(n.Status, n.Conclusion)
	run := rollout.Run{ID: n.Run, Attempt: n.Attempt, State: state, URL: n.URL, Reason: reason, Updated: n.Updated}
	if _, news := b.Hears(run, c.Now()); !news {
		return nil
	}
	var beside []rollout.Record
	if n.Delivery != "" {
		beside = append(beside, rollout.Seen{ID: "github/" + n.Delivery, At: n.Received})
	}
	_, err = c.learn(ctx, b, hears(c.detailed(ctx, b.Service, run)), beside...)
	return err
}

// hearOfGate is about a deployment of the code host's own: a run of ours may wait for
// it, or may go on. Only a look tells.
func (c *Commands) hearOfGate(ctx context.Context, n News, services []Service) error {
	b, ours, err := c.buildOf(ctx, n, services)
	if err != nil || !ours {
		return err
	}
	_, err = c.refresh(ctx, b)
	return err
}

// dispatched is the event of the runs that we have asked for. The titles of others, such
// as that of a pull request, are for anybody to choose.
const dispatched = "workflow_dispatch"

// buildOf is the build that a run makes: by the run's number, or while nobody knows that,
// by the correlation in its title. It is never guessed.
func (c *Commands) buildOf(ctx context.Context, n News, services []Service) (b rollout.BuildRun, ours bool, err error) {
	if n.Run == 0 {
		return b, false, nil
	}
	known, err := legible[rollout.BuildRun](ctx, c, rollout.RunIndex(n.Run))
	if err != nil {
		return b, false, err
	}
	asked, err := legible[rollout.BuildRun](ctx, c, rollout.BuildsIndex)
	if err != nil {
		return b, false, err
	}
	for _, b := range slices.Concat(known, asked) {
		named := b.Run.ID == n.Run || b.Run.ID == 0 && n.Event == dispatched && rollout.Correlates(n.Title, string(b.Rollout))
		if named && slices.ContainsFunc(services, func(s Service) bool { return s.Name == b.Service }) {
			return b, true, nil
		}
	}
	c.Log.DebugContext(ctx, "news of a run that is none of ours", "repository", n.Repository, "run", n.Run, "delivery", n.Delivery)
	return b, false, nil
}
