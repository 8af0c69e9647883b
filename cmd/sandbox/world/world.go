// Package world is the wires of the sandbox: the real bot on one machine, with
// bbolt under it, in a simulated Slack workspace and a simulated AWS account.
// The sandbox's command serves it; tests drive it.
package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
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
	Speed  float64          // of the simulated clock; 0: as it was, or DefaultSpeed
	Seed   uint64           // of the simulated traffic
	Real   func() time.Time // the wall clock
	Random io.Reader        // for secrets and ids
	Log    *slog.Logger
	Keep   Secrets                               // of a world that this one takes the place of; zero for new ones
	Late   func(id rollout.ID, by time.Duration) // hears how late each tick begins; may be nil
}

// World is everything on one machine.
type World struct {
	Clock    *clock.Clock
	Cloud    *cloud.Account
	GitHub   *github.Host
	Slack    *slack.Workspace
	Store    *store.Store
	Commands *commands.Commands
	Config   config.Config
	Secrets  Secrets

	o       Options
	ids     *ids
	disk    *disk.Disk
	engine  *engine.Engine
	queue   *queue.Queue
	worker  *worker.Worker
	front   http.Handler
	handler http.Handler
}

// Open opens the world that is in the directory, or makes a new one with a few
// days of history. Nothing moves until Run.
func Open(ctx context.Context, o Options) (w *World, err error) {
	if err := begin(o.Dir); err != nil {
		return nil, err
	}
	w = &World{o: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
			w = nil
		}
	}()
	if w.Config, err = config.Read("slipway.yaml", policyFile); err != nil {
		return w, err
	}
	if w.disk, err = disk.Open(filepath.Join(o.Dir, worldFile)); err != nil {
		return w, fmt.Errorf("open the simulated world: %w", err)
	}
	if w.Store, err = store.Open(filepath.Join(o.Dir, storeFile)); err != nil {
		return w, fmt.Errorf("open the bot's store: %w", err)
	}
	for _, step := range []func(context.Context) error{w.openClock, w.openSecrets, w.openCloud, w.openBot, w.openSlack, w.seed} {
		if err := step(ctx); err != nil {
			return w, err
		}
	}
	return w, finish(o.Dir)
}

const (
	worldFile  = "world.db"
	storeFile  = "slipway.db"
	unfinished = "unfinished" // is there while a new world is being filled
)

// begin makes the folder, and clears away a world that a kill left half-filled.
func begin(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the sandbox's folder: %w", err)
	}
	marker := filepath.Join(dir, unfinished)
	_, err := os.Stat(filepath.Join(dir, worldFile))
	_, half := os.Stat(marker)
	if half == nil {
		err = errors.Join(Clear(dir), os.ErrNotExist)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(marker, nil, 0o600)
}

// Clear removes a world's files.
func Clear(dir string) error {
	for _, name := range []string{worldFile, storeFile} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("clear the sandbox's folder: %w", err)
		}
	}
	return nil
}

// finish notes that the world is whole.
func finish(dir string) error {
	if err := os.Remove(filepath.Join(dir, unfinished)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("finish the sandbox's folder: %w", err)
	}
	return nil
}

// Handler serves the bot's own routes, Slack's Web API and response_urls.
func (w *World) Handler() http.Handler { return w.handler }

// Log is where the world's log goes.
func (w *World) Log() *slog.Logger { return w.o.Log }

// Run lets the world go on, until ctx is done: rollouts that are open, messages
// that were not sent, jobs that were not done.
func (w *World) Run(ctx context.Context) error {
	if err := w.takeUp(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return w.engine.Run(ctx) })
	g.Go(func() error { return w.queue.Run(ctx, w.handle) })
	g.Go(func() error { return w.keepClock(ctx) })
	return g.Wait()
}

// takeUp finds what an earlier life of this process has left undone.
func (w *World) takeUp(ctx context.Context) error {
	open, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OpenIndex})
	if err != nil {
		return fmt.Errorf("find the open rollouts: %w", err)
	}
	for _, row := range open {
		if err := w.engine.Start(ctx, rollout.ID(row.Key.ID)); err != nil {
			return fmt.Errorf("take up %s: %w", row.Key, err)
		}
	}
	unsent, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OutboxIndex})
	if err != nil {
		return fmt.Errorf("find the unsent notices: %w", err)
	}
	for _, row := range unsent {
		if err := w.send(ctx, row.Key.ID, row.Rev, "again/"+w.ids.random()); err != nil {
			return err
		}
	}
	return nil
}

// Close lets go of the files.
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
