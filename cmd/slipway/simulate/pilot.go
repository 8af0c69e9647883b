package simulate

import (
	"errors"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const (
	stable, candidate rollout.Version = "1", "2"
	mostTurns                         = 100_000
)

var errNoEnd = errors.New("the rollout does not come to an end")

// pilot flies one rollout: it is the engine, and the alias.
type pilot struct {
	r     rollout.Rollout
	w     *world.World
	alias rollout.AliasNow
	now   time.Duration // since the beginning of the world
	end   ending
}

// fly lets a rollout that is about to give the canary its first traffic go on
// until it has ended or asks a person.
func fly(s rollout.Strategy, w *world.World, id rollout.ID) (ending, error) {
	p := start(s, w, id)
	for range mostTurns {
		if err := p.turn(); err != nil {
			return ending{}, err
		}
		if p.over() {
			p.end.failed = w.End(p.now)
			return p.end, nil
		}
		p.sleep()
	}
	return ending{}, errNoEnd
}

// start is the moment before the first traffic: the alias is whole, and the rollout
// has done all that comes before.
func start(s rollout.Strategy, w *world.World, id rollout.ID) pilot {
	at := clock(w.Start())
	return pilot{
		w: w, now: w.Start(),
		alias: rollout.AliasNow{Routing: rollout.All(stable), Revision: "1"},
		r: rollout.Rollout{
			ID: id, Strategy: s, Fence: 1, Stable: stable, Candidate: candidate,
			Phase: rollout.Shifting, Created: at, Since: at, Wake: at, Deadline: at.Add(time.Hour),
		},
	}
}

// clock is a time of the world as a rollout knows it. Which day it is does not
// matter.
func clock(t time.Duration) time.Time { return time.Unix(0, 0).UTC().Add(t) }

// turn is one tick of the real engine, with an effect that is there at once.
func (p *pilot) turn() error {
	before := p.r.Phase
	after, intent := rollout.Advance(p.r, p.observe(), clock(p.now))
	p.r = after
	for _, j := range after.Fresh {
		if c := j.Minute.Candidate; c != nil {
			p.end.errorsSeen += c.Errors
		}
	}
	if after.Phase != before && (after.Phase == rollout.Promoting || after.Phase == rollout.RollingBack) {
		p.end.decided = p.flown()
	}
	switch intent.Kind {
	case rollout.Nothing:
	case rollout.Point:
		p.point(intent)
	case rollout.DoBuild, rollout.Publish:
		return errors.New("the rollout wants to " + string(intent.Kind) + " in the middle of a canary")
	}
	return nil
}

// flown is the time since the first traffic on the canary.
func (p *pilot) flown() time.Duration { return p.now - p.w.Start() }

// observe is what the rollout asked to see.
func (p *pilot) observe() rollout.Observation {
	look := p.r.Look(clock(p.now))
	o := rollout.Observation{}
	if look.Aliases {
		o.Aliases = map[rollout.Alias]rollout.AliasNow{rollout.Live: p.alias}
	}
	if look.Health != "" {
		o.Health = &rollout.Health{Version: look.Health, OK: true, Status: 200, At: clock(p.now)}
	}
	for at := look.From; at.Before(look.To); at = at.Add(time.Minute) {
		m := p.w.Minute(int(at.Sub(clock(0)) / time.Minute))
		if m.Candidate != nil || m.Stable != nil {
			m.At = at
			o.Minutes = append(o.Minutes, m)
		}
	}
	if look.Probes > 0 {
		probes := p.w.Probe(p.now, look.Probes)
		o.Probes = &probes
	}
	return o
}

// point does at once what was asked for, unless it was asked for an alias that
// has changed in between.
func (p *pilot) point(i rollout.Intent) {
	if i.Alias != rollout.Live || i.Revision != p.alias.Revision {
		return
	}
	p.alias = rollout.AliasNow{Routing: i.Routing, Description: i.Stamp, Revision: p.alias.Revision + "'"}
	share := i.Routing.Share(candidate)
	p.w.Route(p.now, share)
	if share == 0 {
		p.end.restored = p.flown()
	}
}

// sleep waits until the next turn is due. Where no minute is dropped turns are on
// the minute: then the weight changes there, and no minute is mixed.
func (p *pilot) sleep() {
	wake := p.r.Wake
	if p.r.Strategy.Drop == rollout.NoDrop {
		wake = wake.Truncate(time.Minute)
	}
	p.now = max(p.now, wake.Sub(clock(0)))
}

// over says whether the run has ended, and notes how.
func (p *pilot) over() bool {
	switch {
	case p.r.Pause != nil:
		p.end.outcome, p.end.why, p.end.decided = Asked, p.r.Pause.Code, p.flown()
	case p.r.Phase == rollout.Succeeded:
		p.end.outcome = Promoted
	case p.r.Phase.Ended():
		p.end.outcome, p.end.why = RolledBack, p.r.Cause.Code
		if v := p.r.Judging.Verdict; v.Kind == judge.Fail {
			p.end.byVerdict, p.end.why = true, string(v.Reason)
		}
	default:
		return false
	}
	return true
}

// rolloutID is a name for a rollout: it decides in which part of a minute its
// turns come.
func rolloutID(n uint64) rollout.ID { return rollout.ID(strconv.FormatUint(n, 36)) }
