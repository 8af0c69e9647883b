package world

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// firstVersion is the number of the oldest version that a function still has.
const firstVersion = 38

// traffic in calls a minute.
func traffic(environment string) float64 {
	if environment == "prod" {
		return 1200
	}
	return 240
}

// seed fills a new world with three days of history.
func (w *World) seed(ctx context.Context) error {
	if whole, err := w.load(seeded, new(bool)); err != nil || whole {
		return err
	}
	for _, s := range w.Config.Services {
		if err := w.pushAll(s.Name); err != nil {
			return err
		}
		for _, e := range w.Config.Environments {
			if err := w.seedTarget(ctx, rollout.Target{Service: s.Name, Environment: e.Name}); err != nil {
				return fmt.Errorf("seed %s in %s: %w", s.Name, e.Name, err)
			}
		}
		if err := w.seedHead(ctx, s); err != nil {
			return fmt.Errorf("seed what is on the main branch of %s: %w", s.Name, err)
		}
	}
	if err := w.seedPast(ctx); err != nil {
		return err
	}
	return w.save(seeded, true)
}

// pushAll pushes the images of a service's commits; those that are to be built
// first have none.
func (w *World) pushAll(service string) error {
	for _, c := range w.Commits {
		if c.Service != service || c.Unbuilt {
			continue
		}
		if err := w.Push(c); err != nil {
			return fmt.Errorf("push %s: %w", c.SHA, err)
		}
	}
	return nil
}

// seedTarget puts a function with its versions in place, and the rollouts that
// brought them there.
func (w *World) seedTarget(ctx context.Context, t rollout.Target) error {
	past := made(t.Service, of(shipped(), t.Service))
	s := cloud.Seed{
		FunctionName: w.function(t), Role: "arn:aws:iam::000000000000:role/" + t.Service, FirstVersion: firstVersion,
		PerMinute: traffic(t.Environment), Since: w.Clock.Now().Add(-time.Hour),
	}
	h := history{w: w, t: t, stable: strconv.Itoa(firstVersion), start: w.Clock.Now(), lock: rollout.Lock{Target: t}}
	for i, c := range past {
		if c.Behaviour != Good && t.Environment != "prod" { // nobody had tried it before prod
			continue
		}
		r := rollout.Release{SHA: c.SHA, Digest: c.Digest()}
		s.Versions = append(s.Versions, cloud.SeedVersion{
			ImageURI: account.Repository(t.Service) + "@" + c.Digest(), Description: account.Describe(r, ""),
		})
		if i == 0 { // it was there before the history begins
			h.release = r
			continue
		}
		if err := h.add(c, strconv.Itoa(firstVersion+i), len(past)-i); err != nil {
			return err
		}
	}
	s.Aliases = map[string]string{
		string(rollout.Live): h.stable, string(rollout.Blue): h.blue, string(rollout.Green): strconv.Itoa(firstVersion + len(s.Versions) - 1),
	}
	if err := w.Cloud.Seed(s); err != nil {
		return fmt.Errorf("seed the function: %w", err)
	}
	return h.save(ctx)
}

// seedHead has the bot know the newest commit of a service's main branch, as if the
// code host had told of it.
func (w *World) seedHead(ctx context.Context, s config.Service) error {
	var head rollout.Head
	for _, c := range w.repository(s).Commits {
		if c.Branch == "" {
			told := rollout.Commit{SHA: c.SHA, Subject: c.Message, Author: c.Author, URL: w.commitPage(s, c.SHA), At: c.At}
			head = rollout.Head{Service: s.Name, Commit: told, Checks: rollout.CheckPassed, Checked: c.At, At: c.At}
		}
	}
	return w.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{head}})
}

// strategy is that of an environment.
func (w *World) strategy(environment string) rollout.Strategy {
	for _, e := range w.policy.Environments {
		if e.Name == environment {
			return e.Strategy
		}
	}
	return rollout.Strategy{}
}
