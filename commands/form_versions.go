package commands

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	verifiedRead  = 30 // how many rollouts of the environment before are looked through
	verifiedShown = 10 // how many commits that came through it are offered
	newestShown   = 20 // and how many of the main branch
	atOnce        = 16 // reads of the store
	wholeSHA      = 40 // characters
	// listing is how long the form waits for the code host: the version can be typed.
	listing = 3 * time.Second
)

// formListed is the form with the commits that there are to choose from.
func (c *Commands) formListed(ctx context.Context, f FormShown) FormShown {
	f.Listed = true
	var both sync.WaitGroup
	both.Go(func() {
		f.Before, f.Verified = c.verified(ctx, rollout.Target{Service: f.Service, Environment: f.Environment})
	})
	both.Go(func() { f.Newest, f.Unlisted = c.newest(ctx, f.Service) })
	both.Wait()
	return f
}

// verified are the commits that a service has brought all the way in the environment
// before the chosen one, and which were not taken back there: those that the gate of the
// chosen one lets through, where it has such a gate. Where they cannot be read there are
// none: a form does without.
func (c *Commands) verified(ctx context.Context, to rollout.Target) (before string, out []rollout.Commit) {
	if before = c.Policy.environmentBefore(to.Environment); before == "" {
		return "", nil
	}
	t := rollout.Target{Service: to.Service, Environment: before}
	past, err := c.past(ctx, t, verifiedRead)
	if err != nil {
		c.Log.WarnContext(ctx, "the form does not know what came through", "target", t.String(), "error", err)
		return before, nil
	}
	var shas []string
	for _, r := range past {
		if r.Phase == rollout.Succeeded && len(r.Release.SHA) == wholeSHA && !slices.Contains(shas, r.Release.SHA) {
			shas = append(shas, r.Release.SHA)
		}
	}
	for _, s := range c.stayed(ctx, t, shas) {
		out = append(out, rollout.Commit{SHA: s.Release.SHA, Subject: s.Release.Subject, Author: s.Release.Author, URL: s.Release.URL, At: s.At})
	}
	slices.SortStableFunc(out, func(a, b rollout.Commit) int { return b.At.Compare(a.At) })
	out, _ = firstOf(out, verifiedShown)
	return before, out
}

// stayed are those of some commits that went all the way on a target and were not taken
// back. One that cannot be read is left out.
func (c *Commands) stayed(ctx context.Context, t rollout.Target, shas []string) []rollout.Shipped {
	found := make([]rollout.Shipped, len(shas))
	each := make([]*rollout.Shipped, len(shas))
	for i, sha := range shas { // none is known to have stayed yet
		found[i] = rollout.Shipped{Target: t, Release: rollout.Release{SHA: sha}, TakenBack: true}
		each[i] = &found[i]
	}
	forEach(atOnce, each, func(s *rollout.Shipped) {
		kept, err := load[rollout.Shipped](ctx, c.Store, s.Key())
		switch {
		case err == nil:
			*s = kept
		case !rollout.IsMissing(err):
			c.Log.WarnContext(ctx, "what was shipped cannot be read", "record", s.Key().String(), "error", err)
		}
	})
	return slices.DeleteFunc(found, func(s rollout.Shipped) bool { return s.TakenBack })
}

// newest are the newest commits of a service's main branch, or why nobody knows them.
func (c *Commands) newest(ctx context.Context, service string) (out []rollout.Commit, unlisted string) {
	if c.Branch == nil || c.Policy.service(service).Repository == "" {
		return nil, ""
	}
	ctx, cancel := context.WithTimeout(ctx, listing)
	defer cancel()
	found, err := c.Branch.Newest(ctx, service, newestShown)
	if err != nil {
		c.Log.WarnContext(ctx, "the form does not know the newest commits", "service", service, "error", err)
		return nil, plainly(err)
	}
	return found, ""
}

// environmentBefore is the environment that a release comes through before another one:
// the one that is demanded, or else the one that is named before it. Empty for the first.
func (p Policy) environmentBefore(name string) string {
	i := slices.IndexFunc(p.Environments, func(e Environment) bool { return e.Name == name })
	switch {
	case i < 0:
		return ""
	case p.Environments[i].After != "" || i == 0:
		return p.Environments[i].After
	}
	return p.Environments[i-1].Name
}
