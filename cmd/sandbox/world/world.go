// Package world is the wires of the sandbox: the real bot on one machine, with
// bbolt under it, in a simulated Slack workspace, a simulated AWS account and a
// simulated code host.
// The sandbox's command serves it; tests drive it.
package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/cmd/ids"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/disk"
	"github.com/slipway-dev/slipway/sandbox/github"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// DefaultSpeed is how many simulated seconds pass in a real one, so that a
// canary to prod ends within about fifteen seconds.
const DefaultSpeed = 180

// Options are what a world is made of.
type Options struct {
	Dir    string           // holds everything: store, account, workspace, secrets, clock
	URL    string           // where the handler is reached, without a slash at its end
	Bot    string           // where Slack's requests go instead of the handler; empty but for a bot that runs elsewhere
	App    string           // app-level token of a bot that opens connections instead (Socket Mode); empty for any other
	Speed  float64          // of the simulated clock; 0: as it was, or DefaultSpeed
	Seed   uint64           // of the simulated traffic
	Real   func() time.Time // the wall clock
	Random io.Reader        // for secrets and ids
	Policy []byte           // slipway.yaml; nil for the sandbox's own
	Rate   float64          // control-plane calls a second that the account takes; 0: AWS's 15, negative: any number
	Log    *slog.Logger
	Late   func(id rollout.ID, by time.Duration) // hears how late each tick begins; may be nil
}

// World is everything on one machine.
type World struct {
	Clock   *clock.Clock
	Cloud   *cloud.Account
	GitHub  *github.Host
	Commits []account.Commit // of all services, each service's oldest first
	Slack   *slack.Workspace
	Store   *store.Store
	Config  config.Config
	Secrets Secrets

	o      Options
	mux    *http.ServeMux // everything that is reached at the world's address
	ids    *ids.Maker
	disk   *disk.Disk
	policy commands.Policy     // as the file says
	topic  topic               // hears what people must
	bot    atomic.Pointer[bot] // nil while it is dead
	kills  chan struct{}       // holds one token when the bot is to die

	restarts  chan chan struct{}  // from whoever wants the bot started over, and waits for the new one
	handover  sync.RWMutex        // held for writing while one bot takes the place of another
	switching sync.Mutex          // guards switches
	switches  map[string]Switches // by environment; those that were never touched are not in it
}

// Open opens the world that is in the folder, or makes a new one with a few days
// of history. Nothing moves until Run. It fails with ErrInUse when the folder
// already has a world that is open.
func Open(ctx context.Context, o Options) (w *World, err error) {
	w = &World{o: o, mux: http.NewServeMux(), kills: make(chan struct{}, 1), restarts: make(chan chan struct{})}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
			w = nil
		}
	}()
	for _, open := range []func() error{
		w.openPolicy, w.openFolder, w.openSwitches, w.openIDs, w.openClock, w.openCloud, w.openCode, w.openBot, w.openSlack,
	} {
		if err := open(); err != nil {
			return w, err
		}
	}
	if err := w.seed(ctx); err != nil {
		return w, err
	}
	return w, w.openAlarms()
}

func (w *World) openPolicy() error {
	file := w.o.Policy
	if len(file) == 0 {
		file = policyFile
	}
	var err error
	if w.Config, err = config.Read("slipway.yaml", file); err != nil {
		return err
	}
	w.connectCode()
	if w.policy, err = policy.From(w.Config); err != nil {
		return fmt.Errorf("slipway.yaml: %w", err)
	}
	return nil
}

// Handler serves the bot's own routes, Slack's Web API and response_urls, and
// what was mounted beside them.
//
// Paths that are not in their plain form are not found: the mux would redirect
// them, and nothing that signs its requests follows redirects.
func (w *World) Handler() http.Handler {
	return http.HandlerFunc(func(a http.ResponseWriter, q *http.Request) {
		if strings.Contains(q.URL.Path, "//") || strings.Contains(q.URL.Path, "/.") {
			http.NotFound(a, q)
			return
		}
		w.mux.ServeHTTP(a, q)
	})
}

// Mount serves more at the world's address. The bot reaches it too, which is how
// it answers at a response_url that is not the workspace's.
func (w *World) Mount(pattern string, h http.Handler) { w.mux.Handle(pattern, h) }

// Run lets the world go on, until ctx is done: rollouts that are open, messages
// that were not sent, jobs that were not done.
func (w *World) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return w.keepBot(ctx) })
	g.Go(func() error { return w.keepClock(ctx) })
	g.Go(func() error { return w.sendEvents(ctx) })
	g.Go(func() error { return w.keepCode(ctx) })
	return g.Wait()
}

// Close lets go of the folder.
func (w *World) Close() error {
	var errs []error
	if w.Store != nil {
		errs = append(errs, w.Store.Close())
	}
	if w.disk != nil {
		errs = append(errs, w.disk.Close())
	}
	return errors.Join(errs...)
}
