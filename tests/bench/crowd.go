package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

// The crowd: every target of a sandbox gets a canary.
const (
	crowdServices = 500 // each in two environments
	crowdSize     = 2 * crowdServices
	crowdSpeed    = 60
	crowdOver     = 10 * time.Second // in which they begin: ten simulated minutes
	crowdLimit    = 10 * time.Minute // after which something has gone wrong
	restTime      = 10 * time.Second // how long a sandbox without rollouts is looked at
)

// crowdPolicy is a slipway.yaml of so many services.
func crowdPolicy() []byte {
	var b strings.Builder
	b.WriteString(`version: 1
slack: { team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS }
roles: { developer: [U0ANA] }
services:
`)
	for i := range crowdServices {
		fmt.Fprintf(&b, "  %s: { channel: C0SERVICE%03d, repository: acme/%[1]s, slowCall: 500ms }\n", crowdService(i), i)
	}
	b.WriteString("environments:\n")
	for _, e := range crowdEnvironments() {
		fmt.Fprintf(&b, `  %s:
    deploy: [developer]
    strategy:
      kind: canary
      steps: [{ weight: 10%%, hold: 5m }, { weight: 25%%, hold: 5m }, { weight: 50%%, hold: 5m }]
      maxHold: 15m
      watch: 12m
      inconclusive: promote
`, e)
	}
	return []byte(b.String())
}

func crowdService(i int) string { return fmt.Sprintf("service%03d", i) }

func crowdEnvironments() []string { return []string{"staging", "prod"} }

// lived is what a child says of its life.
type lived struct {
	Late  []time.Duration // of each tick, in simulated time
	Took  time.Duration   // real time
	Peak  int64           // bytes of memory at most; 0 where the system does not say
	Open  int             // rollouts that were under way when the last command was answered
	Ended map[string]int  // how many rollouts, by phase and by the cause or the question if there is one
}

// live is a sandbox with the crowd, or at rest.
func live(ctx context.Context, crowd bool) (lived, error) {
	var l lived
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return l, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	var seed [32]byte
	w, err := world.Open(ctx, world.Options{
		Rate: -1, // how AWS slows so many deploys down is not what is measured
		Dir:  dir, URL: "http://127.0.0.1:9", Speed: crowdSpeed, Seed: 1, Policy: crowdPolicy(),
		Real: time.Now, Random: rand.NewChaCha8(seed), Log: slog.New(slog.DiscardHandler),
		Late: func(_ rollout.ID, by time.Duration) { l.Late = append(l.Late, by) },
	})
	if err != nil {
		return l, err
	}
	began := time.Now()
	err = running(ctx, w, func(ctx context.Context) error { return l.stay(ctx, w, crowd) })
	l.Took = time.Since(began)
	if err == nil {
		err = l.look(ctx, w)
	}
	return l, errors.Join(err, w.Close())
}

// running runs the world while act does something with it.
func running(ctx context.Context, w *world.World, act func(context.Context) error) error {
	ctx, stop := context.WithTimeout(ctx, crowdLimit)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	err := act(ctx)
	stop()
	if failed := <-ended; err == nil {
		err = failed
	}
	return err
}

// stay deploys to every target and waits until all of it is over or waits for a
// person, or just waits.
func (l *lived) stay(ctx context.Context, w *world.World, crowd bool) error {
	if !crowd {
		return pause(ctx, restTime)
	}
	if err := deployAll(ctx, w); err != nil {
		return err
	}
	open, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OpenIndex})
	l.Open = len(open)
	for over := false; err == nil && !over; {
		if err = pause(ctx, time.Second); err == nil {
			over, err = settled(ctx, w)
		}
	}
	return err
}

// settled says that no rollout moves any more. It looks at a few only, since what it
// decodes is time that the rollouts have not.
func settled(ctx context.Context, w *world.World) (bool, error) {
	const few = 10
	rows, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OpenIndex, Limit: few})
	if err != nil || len(rows) == few {
		return false, err
	}
	open, err := rollout.DecodeAll[rollout.Rollout](rows)
	moves := func(r rollout.Rollout) bool { return r.Pause == nil }
	return !slices.ContainsFunc(open, moves), err
}

// deployAll has one person deploy to all targets, evenly over crowdOver.
func deployAll(ctx context.Context, w *world.World) error {
	g, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for i := range crowdSize {
		if err := pause(ctx, time.Until(began.Add(crowdOver*time.Duration(i)/crowdSize))); err != nil {
			return errors.Join(err, g.Wait())
		}
		name, e := crowdService(i/2), crowdEnvironments()[i%2]
		g.Go(func() error {
			d, err := w.Slack.Command(ctx, "U0ANA", w.Config.Slack.Channel, "/deploy", e+" "+name+" latest")
			if err == nil && d.Error != "" {
				err = fmt.Errorf("deploy %s to %s: %s", name, e, d.Error)
			}
			return err
		})
	}
	return g.Wait()
}

// look sees what has become of the rollouts of the crowd.
func (l *lived) look(ctx context.Context, w *world.World) error {
	l.Ended = map[string]int{}
	rows, err := w.Store.Query(ctx, rollout.Query{Index: rollout.AllIndex, Limit: crowdSize, Descending: true})
	if err != nil {
		return err
	}
	for _, row := range rows {
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			return err
		}
		end := string(r.Phase) + " " + r.Cause.Code
		if r.Pause != nil {
			end = string(r.Phase) + ", asks " + r.Pause.Code
		}
		l.Ended[strings.TrimSpace(end)]++
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the sandbox was not done in time: %w", ctx.Err())
	}
}
