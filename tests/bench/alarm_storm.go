package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/functions"
)

// The storm: so many targets whose alarms turn so often, each news of which comes twice
// and late, and in its midst one that is really bad.
const (
	stormTargets = 20
	stormTurns   = 25
	stormTwice   = 2
	stormOver    = 10 * time.Second
	stormLate    = 2 * time.Second // of the news, at most
)

// gust is one message of the storm.
type gust struct {
	target *stricken
	state  string
	at     time.Duration // when the alarm turned
	comes  time.Duration // when the news of it arrives
}

// gusts are the messages, in the order in which they arrive.
func gusts(targets []*stricken, random *rand.Rand) []gust {
	var all []gust
	for n, t := range targets {
		if t.bad {
			all = append(all, gust{t, cloud.AlarmRed, stormOver / 2, stormOver / 2})
			continue
		}
		for turn := range stormTurns {
			state := cloud.AlarmRed
			if turn%2 == 1 {
				state = cloud.AlarmOK
			}
			at := (stormOver - stormLate) * time.Duration(turn*stormTargets+n) / (stormTurns * stormTargets)
			for range stormTwice {
				all = append(all, gust{t, state, at, at + time.Duration(random.Int64N(int64(stormLate)))})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b gust) int { return cmp.Compare(a.comes, b.comes) })
	return all
}

// measureStorm closes blown when all of it has been heard.
func measureStorm(ctx context.Context, programs functions.Programs, blown chan<- struct{}) (storm, error) {
	var s storm
	targets := strike(byItself, stormTargets+1, false)
	targets[stormTargets].bad = true
	p, err := openPlace(ctx, programs, manyWorkers, targets)
	if err != nil {
		return s, err
	}
	defer p.close()
	err = p.live(ctx, func(ctx context.Context) error {
		s.began, s.gusts = time.Now(), gusts(targets, rand.New(rand.NewPCG(1, 1))) //nolint:gosec // a storm has to be repeatable, not secret
		if err := s.blow(ctx, p); err != nil {
			return err
		}
		over := time.Now()
		close(blown)
		if err := p.quiet(ctx); err != nil {
			return err
		}
		s.calm = time.Since(over) - calm
		return s.look(ctx, p, targets)
	})
	return s, err
}

// blow delivers the messages, each when it arrives.
func (s *storm) blow(ctx context.Context, p *place) error {
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	for _, m := range s.gusts {
		if err := pause(ctx, time.Until(s.began.Add(m.comes))); err != nil {
			return err
		}
		g.Go(func() error {
			if err := p.signal(ctx, m.target, m.state, s.began.Add(m.at)); err != nil {
				return fmt.Errorf("%s of %s: %w", m.state, m.target.Target, err)
			}
			mu.Lock()
			defer mu.Unlock()
			s.heard = append(s.heard, time.Since(s.began.Add(m.comes)))
			return nil
		})
	}
	return g.Wait()
}
