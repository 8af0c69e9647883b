package commands_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// shifting is a rollout to prod that has its first traffic.
func shifting(w *world) rollout.ID {
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	return id
}

func of(id rollout.ID) grammar.Subject { return grammar.Subject{Rollout: string(id)} }

func TestAPausedRolloutHoldsItsWeightUntilResumed(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	out, err := w.run(rel, grammar.Pause{Subject: grammar.Subject{Target: prod}, Reason: "lunch"})
	w.must(err)
	if c := out.(commands.Changed); c.Action != "pause" || c.Rollout.Pause.By != rel || c.Rollout.Pause.Reason != "lunch" {
		t.Fatalf("%+v", c)
	}
	w.drive(id, func(rollout.Rollout) bool { return w.now.After(noon.Add(30 * time.Minute)) })
	if w.live(prod) != rollout.Split("41", "42", 0.1) {
		t.Errorf("live %s", w.live(prod))
	}
	_, err = w.run(rel, grammar.Resume{Subject: of(id)})
	w.must(err)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
	w.verify(prod)
}

func TestAPausedRolloutThatTurnsBadGoesBackAllTheSame(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Pause{Subject: of(id)})
	w.must(err)
	b := w.cloud.Behaviour(w.rollout(id).Release.Digest)
	b.ErrorRate = 0.2
	w.must(w.cloud.SetBehaviour(w.rollout(id).Release.Digest, b))
	if r := w.drive(id, nil); r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseVerdict {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAPauseThatNobodyEndsTakesTheTrafficBack(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Pause{Subject: of(id)})
	w.must(err)
	r := w.drive(id, nil)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseDeadline || w.live(prod) != rollout.All("41") || w.lockOf(prod).Held != nil {
		t.Errorf("%s %+v, lock %+v", r.Phase, r.Cause, w.lockOf(prod))
	}
}

func TestPromoteMovesAllOfTheTrafficAtOnceAndStillWatches(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Promote{Subject: of(id)})
	w.must(err)
	began := w.now
	w.drive(id, at(rollout.Watching))
	if w.live(prod) != rollout.All("42") || w.now.Sub(began) > time.Minute {
		t.Errorf("live %s after %s", w.live(prod), w.now.Sub(began))
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s", r.Phase)
	}
}

func TestAnAbortTakesTheTrafficBackWithoutALock(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Abort{Subject: of(id), Reason: "wrong branch"})
	w.must(err)
	r := w.drive(id, nil)
	if r.Phase != rollout.RolledBack || r.Cause.Text != "wrong branch" || w.live(prod) != rollout.All("41") || w.lockOf(prod).Held != nil {
		t.Errorf("%s %+v, lock %+v", r.Phase, r.Cause, w.lockOf(prod))
	}
	w.start(prod, badSHA)
}

func TestAWeightByHandIsHeldUntilResumed(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	percent := 33
	out, err := w.run(rel, grammar.Canary{Target: prod, Percent: &percent})
	w.must(err)
	if c := out.(commands.Changed); c.Action != "weight" || c.Rollout.Pause.Code != rollout.PauseManual {
		t.Fatalf("%+v", c)
	}
	w.drive(id, func(rollout.Rollout) bool { return w.live(prod).Weight == 0.33 })
	out, err = w.run(nobody, grammar.Canary{Target: prod})
	w.must(err)
	if c := out.(commands.CanaryShown); c.Live != rollout.Split("41", "42", 0.33) || c.Rollout.ID != id {
		t.Errorf("%+v", c)
	}
	entries := w.verify(prod)
	weights := 0
	for _, e := range entries {
		if e.Action == "weight" && e.Detail == "33 %" && e.Actor == rel {
			weights++
		}
	}
	if weights != 1 {
		t.Errorf("audit %+v", entries)
	}
	_, err = w.run(rel, grammar.Resume{Subject: of(id)})
	w.must(err)
	if r := w.rollout(id); r.Step != 1 || r.Manual != 0 {
		t.Errorf("went on with step %d", r.Step)
	}
}

func TestWhatCannotBeDoneToARolloutIsRefusedWithWhatCanBe(t *testing.T) {
	target := grammar.Subject{Target: prod}
	none, all := 0, 100
	for name, c := range map[string]struct {
		before func(w *world)
		cmd    grammar.Command
		code   string
		hint   string
	}{
		"nothing was ever deployed":       {cmd: grammar.Promote{Subject: target}, code: "no_rollout", hint: "/deploy prod checkout latest"},
		"there is no such rollout":        {cmd: grammar.Abort{Subject: of("01JNONE")}, code: "no_rollout", hint: "/deploy history"},
		"promote before the health check": {before: begun, cmd: grammar.Promote{Subject: target}, code: "too_early", hint: "Wait"},
		"resume what is not paused":       {before: begun, cmd: grammar.Resume{Subject: target}, code: "not_paused", hint: "/deploy status prod checkout"},
		"pause twice":                     {before: paused, cmd: grammar.Pause{Subject: target}, code: "paused", hint: "/deploy resume prod checkout"},
		"a weight before there is one":    {before: begun, cmd: grammar.Canary{Target: prod, Percent: &all}, code: "not_shifting", hint: "/deploy status prod checkout"},
		"a weight of nothing":             {before: func(w *world) { shifting(w) }, cmd: grammar.Canary{Target: prod, Percent: &none}, code: "weight", hint: "/deploy abort prod checkout"},
		"a weight of all":                 {before: func(w *world) { shifting(w) }, cmd: grammar.Canary{Target: prod, Percent: &all}, code: "weight", hint: "/deploy promote prod checkout"},
		"a weight without a rollout":      {cmd: grammar.Canary{Target: prod, Percent: &all}, code: "nothing_under_way", hint: "/deploy prod checkout <commit>"},
		"pause what is over":              {before: over, cmd: grammar.Pause{Subject: target}, code: "nothing_under_way", hint: "/rollback prod checkout"},
		"abort what is over":              {before: over, cmd: grammar.Abort{Subject: target}, code: "nothing_under_way", hint: "/rollback prod checkout"},
		"pause with all of the traffic":   {before: watched, cmd: grammar.Pause{Subject: target}, code: "nothing_to_pause", hint: "/rollback prod checkout"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.before != nil {
				c.before(w)
			}
			before := len(w.actions(prod))
			_, err := w.run(rel, c.cmd)
			hinted(t, err, c.code, c.hint)
			if len(w.actions(prod)) != before {
				t.Errorf("audit %v", w.actions(prod))
			}
		})
	}
}

func begun(w *world)   { w.start(prod, goodSHA) }
func over(w *world)    { w.deploy(prod, goodSHA) }
func watched(w *world) { w.drive(w.start(prod, goodSHA), at(rollout.Watching)) }
func paused(w *world) {
	w.start(prod, goodSHA)
	_, err := w.run(rel, grammar.Pause{Subject: grammar.Subject{Target: prod}})
	w.must(err)
}

func TestALockIsToldAndAuditedAndTakenOffAgain(t *testing.T) {
	w := newWorld(t)
	out, err := w.run(rel, grammar.Lock{Target: prod, Reason: "migrating orders", For: time.Hour})
	w.must(err)
	h := out.(commands.HoldChanged)
	if h.Target != is(prod) || h.Hold.By != rel || h.Hold.Reason != "migrating orders" || !h.Hold.Until.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", h.Hold)
	}
	_, err = w.run(rel, grammar.Lock{Target: prod, Reason: "again"})
	hinted(t, err, "locked", "@"+rel, "migrating orders", "/deploy unlock prod checkout")
	out, err = w.run(rel, grammar.Unlock{Target: prod})
	w.must(err)
	if h := out.(commands.HoldChanged); h.Hold != nil {
		t.Errorf("%+v", h.Hold)
	}
	_, err = w.run(rel, grammar.Unlock{Target: prod})
	refused(t, err, "not_locked")

	notices := list[rollout.Notice](w, rollout.OutboxIndex)
	if len(notices) != 2 || notices[0].Kind != rollout.Locked || notices[1].Kind != rollout.Unlocked || notices[0].Channel != "CCHECKOUT" || notices[0].Lock.Held == nil {
		t.Errorf("notices %+v", notices)
	}
	if len(w.outbox.Sent()) != 2 || len(w.engine.Woken()) != 0 {
		t.Errorf("sent %v, woken %v", w.outbox.Sent(), w.engine.Woken())
	}
	if entries := w.verify(prod); len(entries) != 4 || entries[0].Detail != "migrating orders" || entries[1].Detail != "lock: locked" ||
		entries[2].Action != "unlocked" || entries[3].Detail != "unlock: not_locked" {
		t.Errorf("audit %+v", entries)
	}
}

func TestALockDoesNotStopARolloutThatIsUnderWay(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "no more today"})
	w.must(err)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded || w.lockOf(prod).Held == nil {
		t.Errorf("%s, lock %+v", r.Phase, w.lockOf(prod))
	}
	w.verify(prod)
}
