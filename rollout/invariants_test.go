package rollout_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Whatever happens to a rollout, in any order: lost, repeated and late effects,
// foreign changes, people's wishes, bad metrics, a process that sleeps for hours.
func TestInvariantsHoldUnderAnySchedule(t *testing.T) {
	rounds := 40 // of a hundred schedules each: what goes wrong does so once in a thousand
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		rapid.Check(t, func(t *rapid.T) { underAnySchedule(t) })
	}
}

// underAnySchedule is a rollout that such a schedule has brought to its end.
func underAnySchedule(t *rapid.T) *checked {
	s := rapid.SampledFrom([]rollout.Strategy{canary(), blueGreen()}).Draw(t, "strategy")
	s.Inconclusive = rapid.SampledFrom([]rollout.Choice{rollout.Ask, rollout.Probe, rollout.Probe, rollout.PromoteAnyway, rollout.RollBackAnyway}).Draw(t, "inconclusive")
	s.Probes = 20
	begin := rapid.SampledFrom([]func(rollout.Strategy) *world{newWorld, newWorld, newFirst, newSplit}).Draw(t, "beginning")
	s.Shadow = rapid.IntRange(0, 3).Draw(t, "shadow") == 0
	w := &checked{world: begin(s), t: t}
	if rapid.IntRange(0, 3).Draw(t, "drill") == 0 {
		w.r.Drill = &rollout.Drill{Within: time.Duration(rapid.IntRange(1, 120).Draw(t, "within")) * time.Minute}
	}
	w.sick["42"] = rapid.IntRange(0, 9).Draw(t, "sick") == 0
	for range rapid.IntRange(1, 60).Draw(t, "events") {
		w.event()
		w.check()
	}
	w.settle()
	return w
}

// checked is a world whose every turn is held against the invariants.
type checked struct {
	*world
	t       *rapid.T
	delayed []rollout.Intent // effects that were decided and not carried out yet
	foreign bool             // somebody else has had their hands on live
}

func (w *checked) event() {
	switch rapid.SampledFrom([]string{"tick", "tick", "tick", "tick", "lose", "repeat", "late", "sleep", "metrics", "silence", "lateness", "probes", "unread", "foreign", "rescue", "wish"}).Draw(w.t, "event") {
	case "tick":
		w.turn(func(i rollout.Intent) { w.carryOut(i) })
	case "lose":
		w.turn(func(i rollout.Intent) { w.delayed = append(w.delayed, i) })
	case "repeat":
		w.turn(func(i rollout.Intent) { w.carryOut(i); w.carryOut(i) })
	case "late":
		for _, i := range w.delayed {
			w.carryOut(i)
		}
		w.delayed = nil
	case "sleep":
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 400).Draw(w.t, "minutes")) * time.Minute)
	case "metrics":
		w.counts = traffic(rapid.Int64Range(0, 3000).Draw(w.t, "calls"), rapid.Float64Range(0, 1).Draw(w.t, "candidate errors"), rapid.Float64Range(0, 0.1).Draw(w.t, "stable errors"))
	case "silence":
		w.counts = silent
	case "lateness":
		late, every := rapid.IntRange(0, 400).Draw(w.t, "seconds late"), rapid.IntRange(1, 4).Draw(w.t, "every so many minutes")
		w.late = func(at time.Time) time.Duration { return time.Duration(late*(at.Minute()%every)) * time.Second }
	case "probes":
		w.answer = rapid.SampledFrom([]func(int) *judge.Counts{nil, well, badly, barely}).Draw(w.t, "answer")
	case "unread":
		w.unread = rapid.SampledFrom([]string{"", "the metrics could not be read"}).Draw(w.t, "unread")
	case "foreign":
		w.foreign = true
		routing := rapid.SampledFrom([]rollout.Routing{rollout.All("39"), rollout.All("41"), rollout.Split("41", "42", 0.07), rollout.Split("41", "39", 0.3)}).Draw(w.t, "routing")
		w.write(rollout.Live, routing, "by hand")
	case "rescue":
		w.rescue()
	case "wish":
		w.wish()
	}
}

// rescue is the engine's last resort: it acts on nothing but our own stamp.
func (w *checked) rescue() {
	s, ours := rollout.ParseStamp(w.aliases[rollout.Live].Description)
	if w.r.Phase.Ended() || w.r.First() || !ours || w.live() == rollout.All("41") {
		return
	}
	s.Rescued = true
	w.write(rollout.Live, rollout.All("41"), s.String())
}

// turn ticks when it is due, and checks that Advance is pure.
func (w *checked) turn(effect func(rollout.Intent)) {
	if w.r.Phase.Ended() {
		return
	}
	if w.r.Wake.After(w.now) {
		w.now = w.r.Wake
	}
	if w.version != nil {
		w.version = &rollout.Published{Version: "42", Ready: true}
	}
	before, o := w.r, w.observe()
	frozen := asJSON(w.t, before)
	after, intent := rollout.Advance(before, o, w.now)
	again, same := rollout.Advance(before, o, w.now)
	if asJSON(w.t, before) != frozen {
		w.t.Fatal("Advance changed what it was given")
	}
	if asJSON(w.t, after) != asJSON(w.t, again) || intent != same {
		w.t.Fatal("Advance answered the same question twice, differently")
	}
	w.r = after
	w.kept = append(w.kept, after.Fresh...)
	w.checkIntent(before, intent)
	w.checkJudged(before, o)
	effect(intent)
}

func (w *checked) checkIntent(before rollout.Rollout, i rollout.Intent) {
	if i.Kind != rollout.Point {
		return
	}
	if i.Revision != w.aliases[i.Alias].Revision {
		w.t.Fatalf("%+v does not send the revision that was read", i)
	}
	if s, ok := rollout.ParseStamp(i.Stamp); !ok || s.Rollout != w.r.ID || s.Fence != w.r.Fence || len(i.Stamp) > 256 {
		w.t.Fatalf("stamp %q", i.Stamp)
	}
	if i.Alias != rollout.Live {
		return
	}
	if p := before.Pause; p != nil && p.Code != rollout.PauseManual && i.Routing.Share("42") > w.live().Share("42") {
		w.t.Fatalf("paused (%s), and live goes from %s to %s", p.Code, w.live(), i.Routing)
	}
	if a := before.Adopted; a != nil && !a.Seen.IsZero() && before.Phase == rollout.Deploying && w.live() != rollout.All("41") {
		w.t.Fatalf("fights for an alias that it had taken over: %+v at %s", i, w.live())
	}
	if share := i.Routing.Share("42"); share > 0 {
		if w.r.First() && (i.Routing != rollout.All("42") || i.Revision != "") {
			w.t.Fatalf("the first alias is ordered as %+v", i)
		}
		if w.sick["42"] {
			w.t.Fatal("a sick version gets traffic")
		}
		if !w.r.First() && !before.Moved() && w.aliases[rollout.Blue].Routing != rollout.All("41") {
			w.t.Fatal("traffic moves before there is a way back")
		}
		if w.r.Phase == rollout.RollingBack {
			w.t.Fatalf("going back gives the candidate traffic: %+v", i)
		}
	} else if i.Routing != rollout.All(w.r.Stable) {
		w.t.Fatalf("goes back to %s, not to the recorded %s", i.Routing, w.r.Stable)
	}
}

// checkJudged holds that minutes are judged once each, in order, and that nobody is
// called but the candidate of a step that is probed.
func (w *checked) checkJudged(before rollout.Rollout, o rollout.Observation) {
	last := before.Judging.To
	for _, j := range w.r.Fresh {
		if j.Minute.At.Before(last) || !j.Minute.At.Equal(j.Minute.At.Truncate(time.Minute)) {
			w.t.Fatalf("the minute %s is judged after %s", j.Minute.At, last)
		}
		last = j.Minute.At.Add(time.Minute)
	}
	look := before.Look(w.now)
	switch {
	case look.Probes == 0 && o.Probes == nil:
	case before.Phase != rollout.Shifting, before.Pause != nil, before.Strategy.Inconclusive != rollout.Probe, !look.From.Before(look.To), o.Unread != "":
		w.t.Fatalf("%d probes in %s, paused %+v, minutes %s to %s, unread %q", look.Probes, before.Phase, before.Pause, look.From, look.To, o.Unread)
	}
}

// check holds what has to be true at any moment.
func (w *checked) check() {
	r := w.r
	switch {
	case !r.Phase.Ended() && (r.Wake.IsZero() || r.Deadline.IsZero()):
		w.t.Fatalf("%s has no wake (%s) or deadline (%s)", r.Phase, r.Wake, r.Deadline)
	case r.Phase.Ended() && !r.Wake.IsZero():
		w.t.Fatalf("%s, and still to be woken", r.Phase)
	case r.First() && (r.Phase == rollout.RollingBack || r.Phase == rollout.RolledBack || r.Phase == rollout.Shifting):
		w.t.Fatalf("%s, with nothing to go back to", r.Phase)
	case r.Adopted != nil && w.live() == r.Adopted.From && !r.Moved(): // not taken over yet, and not ours
	case r.Phase.Ended() && !w.foreign && w.live().Weight != 0:
		w.t.Fatalf("%s leaves live at %s", r.Phase, w.live())
	case (r.Phase == rollout.Failed || r.Phase == rollout.Cancelled) && r.Moved():
		w.t.Fatalf("%s after traffic moved", r.Phase)
	case r.Phase == rollout.Succeeded && !w.foreign && w.live() != rollout.All("42"):
		w.t.Fatalf("succeeded with live at %s", w.live())
	case r.Phase == rollout.RolledBack && !w.foreign && w.live() != rollout.All("41"):
		w.t.Fatalf("rolled back with live at %s", w.live())
	case r.Phase == rollout.RolledBack && r.Cause.Code == "":
		w.t.Fatal("rolled back without a reason")
	}
	w.checkDrill()
}

func (w *checked) wish() {
	wish := rapid.SampledFrom([]string{"pause", "resume", "promote", "abort", "rollback", "alarm", "weight"}).Draw(w.t, "wish")
	before := w.r
	var err error
	switch wish {
	case "pause":
		w.r, err = w.r.PauseBy("UANA", "lunch", w.now)
	case "resume":
		w.r, err = w.r.Resume(w.now)
	case "promote":
		w.r, err = w.r.Promote(w.now)
	case "abort":
		w.r, err = w.r.Abort("UANA", "", w.now)
	case "rollback":
		w.r, err = w.r.RollBack("UANA", "", w.now)
	case "alarm":
		w.r, err = w.r.TakeBack("01I", "", w.now)
	case "weight":
		w.r, err = w.r.SetWeight(rapid.SampledFrom([]float64{0, 0.01, 0.3, 0.99, 1}).Draw(w.t, "weight"), "UANA", w.now)
	}
	switch {
	case err != nil && asJSON(w.t, before) != asJSON(w.t, w.r):
		w.t.Fatalf("a refused %s changed the rollout", wish)
	case err == nil && w.r.Revision != before.Revision+1:
		w.t.Fatalf("%s went from revision %d to %d", wish, before.Revision, w.r.Revision)
	}
}

// settle lets everything work again: whatever happened, the rollout ends.
func (w *checked) settle() {
	w.delayed, w.late, w.unread = nil, nil, ""
	for range 3000 {
		if w.r.Phase.Ended() {
			w.check()
			return
		}
		w.turn(func(i rollout.Intent) { w.carryOut(i) })
	}
	w.t.Fatalf("no end: %s, paused %+v, deadline %s, now %s", w.r.Phase, w.r.Pause, w.r.Deadline, w.now)
}

func asJSON(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// No data is never health: without a datapoint nothing is promoted unless the
// policy says so outright.
func TestWithoutDataNothingIsPromotedByItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := canary()
		s.Inconclusive = rapid.SampledFrom([]rollout.Choice{rollout.Ask, rollout.RollBackAnyway}).Draw(t, "inconclusive")
		w := newWorld(s)
		gone := rapid.SampledFrom([]string{"both", "candidate", "unreadable"}).Draw(t, "missing")
		w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) {
			if gone == "candidate" {
				return nil, &judge.Counts{Invocations: 100}
			}
			return nil, nil
		}
		if gone == "unreadable" {
			w.unread = "the metrics could not be read"
		}
		w.run(func(r rollout.Rollout) bool {
			return slices.Contains([]rollout.Phase{rollout.Promoting, rollout.Watching}, r.Phase)
		})
		if w.r.Phase != rollout.RolledBack {
			t.Fatalf("phase %s", w.r.Phase)
		}
	})
}
