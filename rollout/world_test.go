package rollout_test

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world is one target with as much of AWS as a rollout can see: aliases with
// revisions, versions that take a moment, a health check and metrics.
type world struct {
	now     time.Time
	r       rollout.Rollout
	lock    rollout.Lock
	aliases map[rollout.Alias]rollout.AliasNow
	writes  int
	shares  []rollout.Share // what live really routed to the candidate, and from when
	build   rollout.Build
	version *rollout.Published
	stable  *rollout.Published // as it is listed; nil when it is not
	sick    map[rollout.Version]bool
	counts  func(at time.Time, share float64) (candidate, stable *judge.Counts)
	unread  string
	late    func(at time.Time) time.Duration // how long after a minute's end its datapoints come; nil: at once
	answer  func(calls int) *judge.Counts    // what synthetic calls to the candidate give; nil: no answer
	probed  []time.Time                      // when any were sent
	kept    []rollout.Judgement              // all that was judged, as it is stored
}

func canary() rollout.Strategy {
	return rollout.Strategy{
		Kind:    rollout.Canary,
		Steps:   []rollout.Step{{Weight: 0.1, Hold: 10 * time.Minute}, {Weight: 0.25, Hold: 10 * time.Minute}, {Weight: 0.5, Hold: 10 * time.Minute}},
		MaxHold: 30 * time.Minute, Watch: 10 * time.Minute, Inconclusive: rollout.Ask,
		PauseLimit: 4 * time.Hour, Settle: time.Minute, MetricErrors: 5, SlowCall: 500 * time.Millisecond,
		Judge: judge.Default(),
	}
}

func blueGreen() rollout.Strategy {
	s := canary()
	s.Kind, s.Steps, s.Watch = rollout.BlueGreen, nil, 2*time.Minute
	return s
}

// silent are metrics without a single datapoint.
func silent(time.Time, float64) (candidate, stable *judge.Counts) { return nil, nil }

// traffic is n calls a minute, of which the given shares fail.
func traffic(n int64, candidateErrors, stableErrors float64) func(time.Time, float64) (candidate, stable *judge.Counts) {
	of := func(share, errors float64) *judge.Counts {
		calls := int64(float64(n)*share + 0.5)
		if calls == 0 {
			return nil
		}
		return &judge.Counts{Invocations: calls, Errors: int64(float64(calls)*errors + 0.5)}
	}
	return func(_ time.Time, share float64) (*judge.Counts, *judge.Counts) {
		return of(share, candidateErrors), of(1-share, stableErrors)
	}
}

// newWorld is a target with v41 live, on which a rollout of a new release begins.
func newWorld(s rollout.Strategy) *world {
	w := &world{
		now: noon, sick: map[rollout.Version]bool{}, counts: traffic(200, 0, 0.001),
		build:   rollout.Build{State: rollout.BuildReady, Digest: "sha256:new"},
		aliases: map[rollout.Alias]rollout.AliasNow{},
	}
	w.write(rollout.Live, rollout.All("41"), "")
	w.write(rollout.Blue, rollout.All("40"), "")
	w.write(rollout.Green, rollout.All("41"), "")
	r := rollout.Rollout{
		ID: "01JDEPLOY", Target: rollout.Target{Service: "checkout", Environment: "prod"},
		Release: rollout.Release{SHA: "abc1234def"}, Strategy: s, By: "UANA", Channel: "CCHECKOUT", Stable: "41",
	}
	w.r, _ = rollout.Begin(r, rollout.Lock{Target: r.Target}, w.now)
	w.lock = rollout.Lock{Target: r.Target}.Take(r.ID, w.now)
	return w
}

// newFirst is a target on which nothing was ever live.
func newFirst(s rollout.Strategy) *world {
	w := newWorld(s)
	clear(w.aliases)
	w.shares, w.r.Stable = nil, ""
	return w
}

// newSplit is a target whose traffic somebody has split between v41 and v39, which
// the policy says to end.
func newSplit(s rollout.Strategy) *world {
	w := newWorld(s)
	split := rollout.Split("41", "39", 0.3)
	w.write(rollout.Live, split, "by hand")
	w.r.Adopted = &rollout.Move{From: split, To: rollout.All("41")}
	return w
}

func (w *world) write(a rollout.Alias, routing rollout.Routing, description string) {
	w.writes++
	if a == rollout.Live {
		w.shares = append(w.shares, rollout.Share{From: w.now, Weight: routing.Share("42")})
	}
	w.aliases[a] = rollout.AliasNow{Routing: routing, Description: description, Revision: strconv.Itoa(w.writes)}
}

func (w *world) live() rollout.Routing { return w.aliases[rollout.Live].Routing }

func (w *world) observe() rollout.Observation {
	look := w.r.Look(w.now)
	o := rollout.Observation{Unread: ""}
	if look.Build {
		b := w.build
		o.Build = &b
	}
	if look.Candidate {
		o.Candidate, o.StableVersion = w.version, w.stable
	}
	if look.Aliases {
		o.Aliases = maps.Clone(w.aliases)
	}
	if look.Health != "" {
		o.Health = &rollout.Health{Version: look.Health, OK: !w.sick[look.Health], Status: 200, Detail: "as told", At: w.now}
	}
	if !look.From.Before(look.To) {
		return o
	}
	if o.Unread = w.unread; o.Unread != "" {
		return o
	}
	for at := look.From; at.Before(look.To); at = at.Add(time.Minute) {
		candidate, stable := w.counts(at, w.shareAt(at))
		if w.arrived(at) && (candidate != nil || stable != nil) {
			o.Minutes = append(o.Minutes, judge.Minute{At: at, Candidate: candidate, Stable: stable})
		}
	}
	if look.Probes > 0 {
		o.Probes = w.probe(look.Probes)
	}
	return o
}

// arrived says whether a minute's datapoints can be read by now.
func (w *world) arrived(at time.Time) bool {
	end := at.Add(time.Minute)
	return w.late == nil || !w.now.Before(end.Add(w.late(at)))
}

// probe sends synthetic calls, which may get no answer.
func (w *world) probe(calls int) *judge.Counts {
	w.probed = append(w.probed, w.now)
	if w.answer == nil {
		return nil
	}
	return w.answer(calls)
}

// shareAt is what the candidate had in the middle of a minute.
func (w *world) shareAt(at time.Time) (share float64) {
	for _, s := range w.shares {
		if s.From.Before(at.Add(30 * time.Second)) {
			share = s.Weight
		}
	}
	return share
}

// advance makes one turn and gives its intent, not carried out yet.
func (w *world) advance() rollout.Intent {
	after, intent := rollout.Advance(w.r, w.observe(), w.now)
	w.r = after
	w.kept = append(w.kept, after.Fresh...)
	return intent
}

// carryOut does what a turn asked for, as strictly as AWS: a write with a stale
// revision changes nothing.
func (w *world) carryOut(i rollout.Intent) {
	switch i.Kind {
	case rollout.Nothing:
	case rollout.DoBuild:
		w.build.State = rollout.BuildRunning
	case rollout.Publish:
		if w.version == nil {
			w.version = &rollout.Published{Version: "42"}
		} else {
			w.version = &rollout.Published{Version: w.version.Version, Ready: true}
		}
	case rollout.Point:
		if w.aliases[i.Alias].Revision == i.Revision {
			w.write(i.Alias, i.Routing, i.Stamp)
		}
	}
}

// tick is one whole turn at the time it is due.
func (w *world) tick() {
	if w.r.Wake.After(w.now) {
		w.now = w.r.Wake
	}
	if w.version != nil && !w.version.Ready && w.version.Failed == "" {
		w.version = &rollout.Published{Version: w.version.Version, Ready: true}
	}
	w.carryOut(w.advance())
}

// run ticks until the rollout has ended or stop says so.
func (w *world) run(stop func(rollout.Rollout) bool) {
	for range 2000 {
		if w.r.Phase.Ended() || stop != nil && stop(w.r) {
			return
		}
		w.tick()
	}
	panic(fmt.Sprintf("no end in sight: %s, paused %v", w.r.Phase, w.r.Pause))
}

// quiet is a stop where nothing is left to do before the deadline.
func quiet(r rollout.Rollout) bool { return r.Wake.Equal(r.Deadline) }

// first runs until the candidate is seen with its first traffic.
func (w *world) first() *world {
	w.run(func(r rollout.Rollout) bool {
		return r.Phase == rollout.Shifting && r.Move != nil && !r.Move.Seen.IsZero()
	})
	return w
}

// forMinutes ticks for so long.
func (w *world) forMinutes(n int) {
	for end := w.now.Add(time.Duration(n) * time.Minute); w.now.Before(end) && !w.r.Phase.Ended(); {
		w.tick()
	}
}

// paused is a stop at a pause.
func paused(r rollout.Rollout) bool { return r.Pause != nil }

// until is a stop at a phase.
func until(p rollout.Phase) func(rollout.Rollout) bool {
	return func(r rollout.Rollout) bool { return r.Phase == p }
}
