package commands_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// fleet is the commands on many services, whose rollouts are written down as they were,
// and an account and a store that count who is asked.
type fleet struct {
	*commands.Commands
	t       *testing.T
	store   *ledger
	account *harbour
	host    *commandtest.Host
	ids     int
}

// newFleet has so many services in staging and prod, all with a code host.
func newFleet(t *testing.T, services int) *fleet {
	t.Helper()
	clock := func() time.Time { return noon }
	f := &fleet{
		t: t, store: &ledger{Store: commandtest.NewStore()}, host: commandtest.NewHost(clock),
		account: &harbour{live: map[rollout.Target]rollout.Routing{}},
	}
	p := commands.Policy{Environments: []commands.Environment{{Name: "staging"}, {Name: "prod"}}}
	for i := range services {
		p.Services = append(p.Services, commands.Service{Name: fmt.Sprintf("s%03d", i), Repository: "acme/shop", Branch: "main"})
	}
	f.Commands = commands.New(commands.Deps{
		Store: f.store, Traffic: f.account, Versions: f.account, Commits: f.host,
		People: commandtest.NewPeople(commands.Person{ID: nobody}), Policy: p, Now: clock, Log: slog.New(slog.DiscardHandler),
	})
	return f
}

// at is one of the fleet's targets.
func (f *fleet) at(service int, environment string) rollout.Target {
	return rollout.Target{Service: fmt.Sprintf("s%03d", service), Environment: environment}
}

// sha is the full SHA of a commit with a short name.
func sha(name string) string {
	return fmt.Sprintf("%x", name) + strings.Repeat("0", 40-2*len(name))
}

// ship writes down that a commit was shipped to a target so long ago, and has the account
// say so. Versions are called like their commits.
func (f *fleet) ship(t rollout.Target, from, to string, ago time.Duration) {
	f.t.Helper()
	f.past(t, from, to, ago, rollout.Succeeded)
	f.account.live[t] = rollout.All(rollout.Version(to))
}

// past writes down a rollout that came to that end so long ago.
func (f *fleet) past(t rollout.Target, from, to string, ago time.Duration, end rollout.Phase) rollout.Rollout {
	f.t.Helper()
	f.ids++
	r := rollout.Rollout{
		ID: rollout.ID(fmt.Sprintf("01J%023d", f.ids)), Revision: 1, Target: t, By: rel, Phase: end, Created: noon.Add(-ago - time.Hour),
		Candidate: rollout.Version(to), Release: rollout.Release{SHA: sha(to)},
	}
	if from != "" {
		r.Stable, r.StableRelease = rollout.Version(from), rollout.Release{SHA: sha(from)}
	}
	if end.Ended() {
		r.Ended = noon.Add(-ago)
	}
	f.put(r)
	return r
}

func (f *fleet) put(all ...rollout.Record) {
	f.t.Helper()
	if err := f.store.Commit(context.Background(), rollout.Change{Put: all}); err != nil {
		f.t.Fatal(err)
	}
}

// page is a page of the status.
func (f *fleet) page(where rollout.Target, n int) commands.StatusShown {
	f.t.Helper()
	return ran[commands.StatusShown](f, grammar.Status{Target: grammar.Target(where), Page: n})
}

// only is the status of one target.
func (f *fleet) only(t rollout.Target) commands.TargetStatus {
	f.t.Helper()
	shown := f.page(t, 0)
	if len(shown.Targets) != 1 || shown.Targets[0].Target != t {
		f.t.Fatalf("%s: %+v", t, shown)
	}
	return shown.Targets[0]
}

func ran[T commands.Outcome](f *fleet, cmd grammar.Command) T {
	f.t.Helper()
	out, err := f.Run(context.Background(), commands.Request{Actor: nobody, Command: cmd})
	if err != nil {
		f.t.Fatal(err)
	}
	return out.(T)
}

// ledger is a store that counts what is read of it, by index or kind, and can be slow.
type ledger struct {
	*commandtest.Store
	takes time.Duration
	mu    sync.Mutex
	reads map[string]int
}

func (s *ledger) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	s.tally(k.Kind)
	return s.Store.Load(ctx, k)
}

func (s *ledger) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	list, _, _ := strings.Cut(q.Index, "/s") // all targets' lists are one
	s.tally(list)
	return s.Store.Query(ctx, q)
}

func (s *ledger) tally(what string) {
	time.Sleep(s.takes)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reads == nil {
		s.reads = map[string]int{}
	}
	s.reads[what]++
}

// harbour is an account that remembers what is live, counts who asks, and can be slow.
type harbour struct {
	live  map[rollout.Target]rollout.Routing
	named map[rollout.Version]rollout.Release // of versions, as their descriptions say
	fails map[rollout.Target]error
	takes time.Duration

	mu            sync.Mutex
	aliases, list int
	now, most     int // calls at once
}

func (h *harbour) Aliases(ctx context.Context, t rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	h.begin(&h.aliases)
	defer h.end()
	select {
	case <-time.After(h.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	out := map[rollout.Alias]rollout.AliasNow{}
	if r, there := h.live[t]; there {
		out[rollout.Live] = rollout.AliasNow{Routing: r}
	}
	return out, h.fails[t]
}

func (h *harbour) List(context.Context, rollout.Target) (out []rollout.Published, err error) {
	h.begin(&h.list)
	defer h.end()
	for v, r := range h.named {
		out = append(out, rollout.Published{Version: v, Release: r})
	}
	return out, nil
}

func (h *harbour) begin(count *int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	*count++
	h.now++
	h.most = max(h.most, h.now)
}

func (h *harbour) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now--
}

func (h *harbour) Point(context.Context, rollout.Target, rollout.Intent) error { return errDown }
func (h *harbour) Publish(context.Context, rollout.Target, rollout.Release, rollout.ID) error {
	return errDown
}
func (h *harbour) Delete(context.Context, rollout.Target, rollout.Version) error { return errDown }
