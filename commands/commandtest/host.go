package commandtest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Host is a code host with a memory: it meets commands.Commits, Workflows, Gatekeeper
// and Deployments. It may be used by many goroutines; its fields are to be set while
// nobody does.
type Host struct {
	// Before is asked before each call, by the method's name: its error is answered, and
	// nothing happens. May be nil.
	Before func(call string) error
	// After is asked once the call has had its effect: its error takes the place of the
	// answer, as when a reply is lost. May be nil.
	After func(call string) error
	// Silent hosts start a run without saying which it is.
	Silent bool
	// Late is how long after its start a run is listed, so that Find finds it.
	Late time.Duration

	now         func() time.Time
	mu          sync.Mutex
	calls       []string
	commits     []commit
	standings   map[string]rollout.Standing
	comparisons map[[2]string]rollout.Comparison
	runs        []Dispatched
	deployments []Deployed
}

var (
	_ commands.Commits     = (*Host)(nil)
	_ commands.Workflows   = (*Host)(nil)
	_ commands.Gatekeeper  = (*Host)(nil)
	_ commands.Deployments = (*Host)(nil)
)

// commit is a commit of a service, with the refs that stand for it.
type commit struct {
	service string
	release rollout.Release
	refs    []string
}

// NewHost makes a code host that lives by a clock.
func NewHost(now func() time.Time) *Host {
	return &Host{now: now, standings: map[string]rollout.Standing{}, comparisons: map[[2]string]rollout.Comparison{}}
}

// Calls are the names of the methods that were called, in order, and forgets them.
func (h *Host) Calls() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := h.calls
	h.calls = nil
	return calls
}

// call notes a call, and carries it out unless a hook says otherwise. The hooks may
// use the host themselves.
func (h *Host) call(ctx context.Context, name string, do func() error) error {
	h.mu.Lock()
	h.calls = append(h.calls, name)
	h.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if h.Before != nil {
		if err := h.Before(name); err != nil {
			return err
		}
	}
	if err := h.locked(do); err != nil {
		return err
	}
	if h.After != nil {
		return h.After(name)
	}
	return nil
}

func (h *Host) locked(do func() error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return do()
}

// Add adds a commit with refs that stand for it: branches, "latest", "#7". A ref that
// stood for another commit is moved.
func (h *Host) Add(service string, r rollout.Release, refs ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.commits {
		if h.commits[i].service == service {
			h.commits[i].refs = slices.DeleteFunc(h.commits[i].refs, func(ref string) bool { return slices.Contains(refs, ref) })
		}
	}
	h.commits = append(h.commits, commit{service: service, release: r, refs: slices.Clone(refs)})
}

// Stand says how a commit stands, whatever is demanded of it.
func (h *Host) Stand(sha string, s rollout.Standing) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.standings[sha] = s
}

// Differ says what lies between two commits, which are the comparison's own.
func (h *Host) Differ(c rollout.Comparison) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.comparisons[[2]string{c.From, c.To}] = c
}

// Resolve finds a commit by a ref, or by its SHA or six digits of it or more.
func (h *Host) Resolve(ctx context.Context, service, ref string) (r rollout.Release, err error) {
	err = h.call(ctx, "Resolve", func() error {
		var found []rollout.Release
		for _, c := range h.commits {
			short := len(ref) >= 6 && strings.HasPrefix(c.release.SHA, ref)
			if c.service == service && (short || slices.Contains(c.refs, ref)) {
				found = append(found, c.release)
			}
		}
		switch len(found) {
		case 0:
			return rollout.Refuse("unknown_ref", service+" has no commit or branch "+ref+".", "Take the SHA from the commit's page, or type `latest`.")
		case 1:
			r = found[0]
			return nil
		default:
			return rollout.Refuse("ambiguous_ref", ref+" could be several commits of "+service+".", "Type more of the commit's SHA.")
		}
	})
	return r, err
}

// Standing is what Stand has said, else that nothing is there of what is demanded.
func (h *Host) Standing(ctx context.Context, _, sha string, _ rollout.Demands) (s rollout.Standing, err error) {
	err = h.call(ctx, "Standing", func() error {
		s = h.standings[sha]
		return nil
	})
	return s, err
}

// Compare is what Differ has said.
func (h *Host) Compare(ctx context.Context, _, from, to string) (c rollout.Comparison, err error) {
	err = h.call(ctx, "Compare", func() error {
		var known bool
		if c, known = h.comparisons[[2]string{from, to}]; !known {
			return &rollout.Error{Kind: rollout.NotFound, Message: "One of the two commits is not there any more."}
		}
		return nil
	})
	return c, err
}
