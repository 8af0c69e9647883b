package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/tests/bench/functions"
)

const (
	alarmRuns   = 20 // alarms of each kind that are measured; one more comes first, while all is cold
	fewWorkers  = 5  // when there is one alarm at a time
	manyWorkers = 20
)

// measureAlarm has alarms turn red: a thousand times in ten seconds, and then one after
// the other.
func measureAlarm(ctx context.Context) ([]figure, error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	programs, err := functions.Build(ctx, dir, functions.Front, functions.Worker)
	if err != nil {
		return nil, err
	}
	var s struct {
		byItself, underWay, byHand []answered
		storm                      storm
	}
	g, all := errgroup.WithContext(ctx)
	blown := make(chan struct{})
	g.Go(func() (err error) {
		if s.storm, err = measureStorm(all, programs, blown); err != nil {
			err = fmt.Errorf("a storm: %w", err)
		}
		return err
	})
	select {
	case <-blown: // it only has to calm down
	case <-all.Done():
		return nil, g.Wait()
	}
	for environment, runs := range map[string]*[]answered{byItself: &s.byItself, underWay: &s.underWay, byHand: &s.byHand} {
		g.Go(func() (err error) {
			*runs, err = oneByOne(all, programs, environment)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(
		threadFigures(slices.Concat(s.byItself, s.underWay, s.byHand)),
		aliasFigures("alarm: to the restored alias of a finished deploy", s.byItself),
		aliasFigures("alarm: to the restored alias of a canary under way", s.underWay),
		aliasFigures("alarm: from a click to the restored alias", s.byHand),
		decisionFigures(slices.Concat(s.byItself, s.underWay, s.byHand)),
		s.storm.figures(s.byItself),
	), nil
}

// oneByOne turns the alarms of an environment red, each when all is quiet again.
func oneByOne(ctx context.Context, programs functions.Programs, environment string) ([]answered, error) {
	targets := strike(environment, alarmRuns+1, true)
	p, err := openPlace(ctx, programs, fewWorkers, targets)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", environment, err)
	}
	defer p.close()
	var out []answered
	err = p.live(ctx, func(ctx context.Context) error {
		for _, t := range targets {
			a, err := p.alarm(ctx, t)
			if err != nil {
				return fmt.Errorf("%s: %w", t.Target, err)
			}
			out = append(out, a)
		}
		return nil
	})
	return out[min(1, len(out)):], err
}
