package commands

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// comparing is how many pairs of commits the code host is asked for at once.
	comparing = 5
	// counting is how long it has for all of them. What it has not counted then is shown
	// without a number.
	counting = 700 * time.Millisecond
)

// gaps are those that are known, by what was to be counted.
type gaps map[rollout.Gap]rollout.Gap

// askHost adds to some targets what the code host knows: the newest commit where it is
// not live, and how many commits lie between. It never fails.
func (c *Commands) askHost(ctx context.Context, some []*recalled) {
	heads := c.heads(ctx, some)
	var wanted []rollout.Gap
	for _, s := range some {
		if s.Drift = s.lacks(); s.Drift != nil {
			wanted = append(wanted, s.Drift.gap())
		}
		if head := heads[s.Target.Service]; head != nil && s.Problem == "" && head.Commit.SHA != s.Live.Release.SHA {
			s.Head = head
			wanted = append(wanted, s.waiting())
		}
	}
	known := c.keptGaps(ctx, wanted)
	c.count(ctx, wanted, known)
	for _, s := range some {
		s.Drift = s.Drift.counted(known)
		if s.Head == nil {
			continue
		}
		gap, ok := known[s.waiting()]
		if ok && gap.Closed() { // what is live has it, and more
			s.Head = nil
		}
		s.Waiting = gap.Ahead
	}
}

// waiting is what lies between what is live and the newest commit.
func (s TargetStatus) waiting() rollout.Gap {
	return rollout.Gap{Service: s.Target.Service, From: s.Live.Release.SHA, To: s.Head.Commit.SHA}
}

// heads are the newest commits of the main branches of some targets' services, where
// somebody told of them. One that cannot be read hides nothing.
func (c *Commands) heads(ctx context.Context, some []*recalled) map[string]*rollout.Head {
	var services []string
	for _, s := range some {
		if c.Policy.service(s.Target.Service).Repository != "" && !slices.Contains(services, s.Target.Service) {
			services = append(services, s.Target.Service)
		}
	}
	var mu sync.Mutex
	out := map[string]*rollout.Head{}
	forEach(recalling, services, func(service string) {
		head, err := load[rollout.Head](ctx, c.Store, rollout.HeadKey(service))
		if err != nil {
			if !rollout.IsMissing(err) {
				c.Log.WarnContext(ctx, "the newest commit of a service cannot be read", "service", service, "error", err)
			}
			return
		}
		mu.Lock()
		defer mu.Unlock()
		out[service] = &head
	})
	return out
}

// keptGaps are those of some gaps that were counted before.
func (c *Commands) keptGaps(ctx context.Context, wanted []rollout.Gap) gaps {
	var mu sync.Mutex
	known := gaps{}
	forEach(recalling, c.countable(wanted, known), func(g rollout.Gap) {
		kept, err := load[rollout.Gap](ctx, c.Store, g.Key())
		if err != nil {
			if !rollout.IsMissing(err) {
				c.Log.WarnContext(ctx, "how many commits lie between cannot be read", "gap", g.Key().String(), "error", err)
			}
			return
		}
		mu.Lock()
		defer mu.Unlock()
		known[g] = kept
	})
	return known
}

// count asks the code host for what is not known yet, each once, and keeps the answers.
func (c *Commands) count(ctx context.Context, wanted []rollout.Gap, known gaps) {
	within, cancel := context.WithTimeout(ctx, counting)
	defer cancel()
	var mu sync.Mutex
	forEach(comparing, c.countable(wanted, known), func(g rollout.Gap) {
		if within.Err() != nil {
			return
		}
		found, err := c.Commits.Compare(within, g.Service, g.From, g.To)
		counted := g
		counted.Ahead, counted.Lost = found.Ahead, rollout.IsKind(err, rollout.NotFound)
		if err != nil && !counted.Lost {
			c.Log.WarnContext(ctx, "how many commits lie between is not known", "gap", g.Key().String(), "error", err)
			return
		}
		if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{counted}}); err != nil && !rollout.IsConflict(err) {
			c.Log.WarnContext(ctx, "how many commits lie between is counted again next time", "gap", g.Key().String(), "error", err)
		}
		mu.Lock()
		defer mu.Unlock()
		known[g] = counted
	})
}

// countable are those of some gaps that are not known yet and that somebody can count,
// each once: between two full SHAs of a service whose code host is spoken to.
func (c *Commands) countable(wanted []rollout.Gap, known gaps) (out []rollout.Gap) {
	asked := map[rollout.Gap]bool{}
	for _, g := range wanted {
		_, is := known[g]
		whole := len(g.From) == wholeSHA && len(g.To) == wholeSHA
		if !is && !asked[g] && whole && c.Policy.service(g.Service).Repository != "" {
			asked[g] = true
			out = append(out, g)
		}
	}
	return out
}

// forEach does something with each of some things, a few of them at once.
func forEach[T any](most int, some []T, do func(T)) {
	var all errgroup.Group
	all.SetLimit(most)
	for _, one := range some {
		all.Go(func() error {
			do(one)
			return nil
		})
	}
	_ = all.Wait() // none of them fails
}
