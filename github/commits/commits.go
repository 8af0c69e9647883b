// Package commits is what GitHub knows of commits: which one a ref means, how it
// stands, and what lies between two of them. It remembers nothing, so that a branch
// that moves is seen to move. A GitHub App needs the permissions Contents, Pull
// requests, Checks and Commit statuses for it, each to read.
package commits

import (
	"context"
	"net/url"
	"regexp"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// Options are what there is to know of services.
type Options struct {
	// Branch is a service's main branch, without "refs/heads/"; empty for the one that
	// GitHub calls the default branch.
	Branch func(service string) string
}

// Commits asks GitHub for commits. It is safe for concurrent use.
type Commits struct {
	hub    *hub.Hub
	branch func(service string) string
}

// New makes them.
func New(h *hub.Hub, o Options) *Commits {
	c := &Commits{hub: h, branch: o.Branch}
	if c.branch == nil {
		c.branch = func(string) string { return "" }
	}
	return c
}

// repository is where the commits of a service are.
type repository struct {
	hub         *hub.Hub
	owner, name string
}

func (c *Commits) of(service string) (repository, error) {
	owner, name, err := c.hub.Repository(service)
	return repository{c.hub, owner, name}, err
}

// String is how a person would name it.
func (r repository) String() string { return r.owner + "/" + r.name }

// get reads one thing of a repository.
func get[T any](ctx context.Context, r repository, activity string, query url.Values, parts ...string) (T, error) {
	out, _, err := hub.Get[T](ctx, r.hub, activity+" of "+r.String(), query, append([]string{"repos", r.owner, r.name}, parts...)...)
	return out, err
}

// commit reads one commit by whatever GitHub takes for a ref. Of its files, which
// nobody needs here, it asks for one: they come in pages.
func (r repository) commit(ctx context.Context, ref string) (*github.RepositoryCommit, error) {
	found, err := get[*github.RepositoryCommit](ctx, r, "find a commit", url.Values{"per_page": {"1"}}, "commits", ref)
	if err != nil {
		return nil, err
	}
	if !isWhole(found.GetSHA()) {
		return nil, &rollout.Error{Kind: rollout.Broken, Message: "GitHub named a commit of " + r.String() + " by something that is no SHA."}
	}
	return found, nil
}

var wholeSHA = regexp.MustCompile(`^[0-9a-f]{40}$`)

func isWhole(sha string) bool { return wholeSHA.MatchString(sha) }
