package simulate

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func canary(hold, maxHold, lag time.Duration, drop int) rollout.Strategy {
	return rollout.Strategy{
		Kind:    rollout.Canary,
		Steps:   []rollout.Step{{Weight: 0.1, Hold: hold}, {Weight: 0.25, Hold: hold}, {Weight: 0.5, Hold: hold}},
		MaxHold: maxHold, Settle: lag, Drop: drop, Inconclusive: rollout.PromoteAnyway,
		PauseLimit: time.Hour, MetricErrors: 5, Judge: judge.Default(),
	}
}

// With fixed steps and every minute compared the rollout adds nothing to the
// judge, and takes nothing away: not a minute, nor its weight.
func TestTheRolloutDecidesAsTheJudgeAloneWould(t *testing.T) {
	s := canary(5*time.Minute, 5*time.Minute, 0, rollout.NoDrop)
	for _, c := range []world.Scenario{
		{Traffic: 200, Stable: world.Rates{Errors: 0.01}, Candidate: world.Rates{Errors: 0.05}},
		{Traffic: 2, Stable: world.Rates{Errors: 0.001}, Candidate: world.Rates{Errors: 1}},
		{Traffic: 2000, Stable: world.Rates{Errors: 0.01}, Candidate: world.Rates{Errors: 0.01}},
	} {
		for n := range uint64(100) {
			e, err := fly(s, world.New(c, world.Seed{n}, planned(s), true), "R")
			if err != nil {
				t.Fatal(err)
			}
			if e.outcome == Asked {
				continue // the routing looked wrong, which the judge alone does not stop at
			}
			minutes, failed := alone(s, world.New(c, world.Seed{n}, planned(s), true))
			if failed != (e.outcome == RolledBack) || failed && e.decided != time.Duration(minutes)*time.Minute {
				t.Fatalf("%+v, run %d: %+v; the judge fails: %v, after %d minutes", c, n, e, failed, minutes)
			}
		}
	}
}

func alone(s rollout.Strategy, w *world.World) (minutes int, failed bool) {
	var state judge.State
	for i, step := range s.Steps {
		w.Route(time.Duration(i)*step.Hold, step.Weight)
	}
	for n := range 15 {
		var v judge.Verdict
		if state, v = judge.Judge(s.Judge, state, w.Minute(n)); v.Kind == judge.Fail {
			return n + 1, true
		}
	}
	return 15, false
}

// Whatever the lag, the holds and the time at which it begins: a minute that is
// compared had one weight, and the one that it was judged by.
func TestNoMinuteIsComparedAtAWeightThatItDidNotHave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := func(least, most int, label string) time.Duration {
			return time.Duration(rapid.IntRange(least, most).Draw(t, label)) * time.Minute
		}
		drop := rapid.SampledFrom([]int{rollout.NoDrop, 0, 1, 3}).Draw(t, "drop")
		lag := minutes(0, 3, "lag")
		if drop != rollout.NoDrop {
			lag += time.Duration(rapid.IntRange(0, 59).Draw(t, "seconds")) * time.Second
		}
		hold := minutes(1, 6, "hold")
		s := canary(hold, hold+minutes(0, 3, "extension"), lag, drop)
		traffic := rapid.SampledFrom([]float64{1, 50}).Draw(t, "traffic")
		p := &watched{t: t, moves: []move{{}}}
		p.fly(s, world.New(world.Scenario{Traffic: traffic}, world.Seed{rapid.Uint64().Draw(t, "seed")}, hold, drop == rollout.NoDrop))
	})
}

// watched is a pilot whose every judged minute is held against what the alias did.
type watched struct {
	pilot
	t     *rapid.T
	moves []move
}

type move struct {
	at     time.Duration
	weight float64
}

func (p *watched) fly(s rollout.Strategy, w *world.World) {
	p.pilot = start(s, w, rolloutID(rapid.Uint64().Draw(p.t, "id")))
	for range 1000 {
		if err := p.turn(); err != nil {
			p.t.Fatal(err)
		}
		for _, j := range p.r.Fresh {
			p.check(j.Minute)
		}
		if weight := p.alias.Routing.Share(candidate); weight != p.moves[len(p.moves)-1].weight {
			p.moves = append(p.moves, move{p.now, weight})
		}
		if p.over() {
			return
		}
		p.sleep()
	}
	p.t.Fatal("no end")
}

func (p *watched) check(m judge.Minute) {
	if m.Mixed {
		return
	}
	from := m.At.Sub(clock(0))
	weight := 0.0
	for _, move := range p.moves {
		if move.at <= from {
			weight = move.weight
		} else if move.at < from+time.Minute {
			p.t.Fatalf("the minute at %s is compared, and the weight changed at %s", from, move.at)
		}
	}
	if weight != m.Weight {
		p.t.Fatalf("the minute at %s had weight %v, and is judged by %v", from, weight, m.Weight)
	}
}
