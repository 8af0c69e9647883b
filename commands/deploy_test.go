package commands_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestADeployIsLockedSavedToldAndStarted(t *testing.T) {
	w := newWorld(t)
	out, err := w.run(rel, grammar.Deploy{Target: prod, Ref: "abc123", Reason: "invoices"})
	w.must(err)
	r := out.(commands.Started).Rollout
	if r.Release.SHA != goodSHA || r.Release.Subject != "Pay by invoice" || r.Stable != "41" || r.StableRelease.SHA != shipped("41") {
		t.Errorf("%+v from %s %+v", r.Release, r.Stable, r.StableRelease)
	}
	if r.By != rel || r.Channel != "CCHECKOUT" || r.Reason != "invoices" || r.Strategy.Kind != rollout.Canary || r.Strategy.SlowCall != 500*time.Millisecond {
		t.Errorf("%+v", r)
	}
	lock := w.lockOf(prod)
	if lock.Owner != r.ID || lock.Fence != r.Fence || !lock.Lease.After(noon) {
		t.Errorf("lock %+v of fence %d", lock, r.Fence)
	}
	if !slices.Equal(w.actions(prod), []string{"deploy"}) {
		t.Errorf("audit %v", w.actions(prod))
	}
	if !slices.Equal(w.engine.Started(), []rollout.ID{r.ID}) || !slices.Equal(w.outbox.Sent(), []commandtest.Sent{{ID: string(r.ID), Version: 1}}) {
		t.Errorf("started %v, sent %v", w.engine.Started(), w.outbox.Sent())
	}
}

func TestAGoodVersionEndsLiveWithItsWayBackRecorded(t *testing.T) {
	for _, where := range []grammar.Target{staging, prod} {
		w := newWorld(t)
		r := w.deploy(where, goodSHA)
		if r.Phase != rollout.Succeeded || w.live(where) != rollout.All("42") || w.aliases(where)[rollout.Blue].Routing != rollout.All("41") {
			t.Fatalf("%s: %s %+v, %v", where.Environment, r.Phase, r.Cause, w.aliases(where))
		}
		if lock := w.lockOf(where); lock.Owner != "" || lock.Held != nil {
			t.Errorf("lock %+v", lock)
		}
		if actions := w.actions(where); actions[0] != "deploy" || actions[len(actions)-1] != "succeeded" {
			t.Errorf("audit %v", actions)
		}
	}
}

func TestABadVersionIsTakenBackAndKeepsDeploysOutUntilUnlocked(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, badSHA)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseVerdict || w.live(prod) != rollout.All("41") {
		t.Fatalf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
	}
	_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	hinted(t, err, "locked", "Slipway", "bad0000 was rolled back", "/deploy unlock prod checkout")
	_, err = w.run(rel, grammar.Unlock{Target: prod})
	w.must(err)
	w.start(prod, goodSHA)
	w.verify(prod)
}

func TestAVersionThatCannotStartNeverGetsTraffic(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, crashSHA)
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseHealth || w.aliases(prod)[rollout.Blue].Routing != rollout.All("40") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAnImageThatDoesNotExistIsBuiltFirst(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(staging, unbuiltSHA)
	if r.Phase != rollout.Succeeded || r.Build == nil || r.Release.Digest == "" {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
	builds := slices.DeleteFunc(w.actions(staging), func(a string) bool { return a != string(rollout.DoBuild) })
	if len(builds) != 1 {
		t.Errorf("the audit tells of %d builds", len(builds))
	}
}

func TestEachGateSaysWhyItIsClosedAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world)
		who    string
		cmd    grammar.Deploy
		code   string
		words  []string
	}{
		"not allowed":  {who: dev, cmd: grammar.Deploy{Target: prod, Ref: goodSHA}, code: "not_allowed", words: []string{"prod", "releaser"}},
		"already live": {who: rel, cmd: grammar.Deploy{Target: prod, Ref: "414141"}, code: "already_live", words: []string{"4141414", "v41", "/deploy status prod checkout"}},
		"locked": {before: func(w *world) {
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "migrating orders"})
			w.must(err)
		}, who: rel, cmd: grammar.Deploy{Target: prod, Ref: goodSHA}, code: "locked", words: []string{"@" + rel, "2026-11-22 12:00 UTC", "migrating orders", "/deploy unlock prod checkout"}},
		"under way": {before: func(w *world) { w.start(prod, badSHA) },
			who: rel, cmd: grammar.Deploy{Target: prod, Ref: goodSHA}, code: "busy", words: []string{"bad0000", "@" + rel, "/deploy abort prod checkout"}},
		"split by somebody": {before: func(w *world) { w.byHand(prod, rollout.Split("41", "40", 0.3)) },
			who: rel, cmd: grammar.Deploy{Target: prod, Ref: goodSHA}, code: "split", words: []string{"v41 70 % + v40 30 %", "/rollback prod checkout v41"}},
		"unknown ref":   {who: rel, cmd: grammar.Deploy{Target: prod, Ref: "nothing"}, code: "unknown_ref", words: []string{"nothing", "latest"}},
		"ambiguous ref": {who: rel, cmd: grammar.Deploy{Target: prod, Ref: "5ea5e1"}, code: "ambiguous_ref", words: []string{"5ea5e1", "SHA"}}, // faults.md A20
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.before != nil {
				c.before(w)
			}
			open := len(list[rollout.Rollout](w, rollout.OpenIndex))
			_, err := w.run(c.who, c.cmd)
			hinted(t, err, c.code, c.words...)
			if now := len(list[rollout.Rollout](w, rollout.OpenIndex)); now != open {
				t.Errorf("%d rollouts are open, before %d", now, open)
			}
		})
	}
}

func TestALockEndsWhenItsTimeIsUp(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "lunch", For: time.Hour})
	w.must(err)
	_, err = w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	refused(t, err, "locked")
	w.now = noon.Add(time.Hour)
	w.start(prod, goodSHA)
}

func TestAStrategyMayBeAskedForIfTheEnvironmentKnowsIt(t *testing.T) {
	for kind, want := range map[string]int{"": 2, "canary": 2, "blue-green": 0, "all-at-once": 0} {
		w := newWorld(t)
		out, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA, Strategy: kind})
		w.must(err)
		s := out.(commands.Started).Rollout.Strategy
		if kind != "" && string(s.Kind) != kind || len(s.Steps) != want || s.SlowCall == 0 {
			t.Errorf("asked for %q: %s with %d steps", kind, s.Kind, len(s.Steps))
		}
	}
	w := newWorld(t)
	if out, err := w.run(rel, grammar.Deploy{Target: staging, Ref: goodSHA, Strategy: "canary"}); err != nil || len(out.(commands.Started).Rollout.Strategy.Steps) != 2 {
		t.Errorf("a canary to staging: %v", err)
	}
	w = newWorld(t)
	w.Policy.Environments[0].Canary = nil
	if _, err := w.run(rel, grammar.Deploy{Target: staging, Ref: goodSHA, Strategy: "canary"}); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("a canary without steps: %v", err)
	}
	if _, err := w.run(rel, grammar.Plan{Target: staging, Ref: goodSHA}); err != nil {
		t.Errorf("a plan does not ask for one: %v", err)
	}
}

// What is lost on the way to engine or outbox is found by whoever sweeps.
func TestADeployThatWasSavedDoesNotFailWhenTheEngineOrTheOutboxIsDown(t *testing.T) {
	w := newWorld(t)
	w.engine.Down, w.outbox.Down = errDown, errDown
	id := w.start(prod, goodSHA)
	if _, err := w.run(rel, grammar.Pause{Subject: grammar.Subject{Rollout: string(id)}}); err != nil {
		t.Error(err)
	}
	if open := list[rollout.Rollout](w, rollout.OpenIndex); len(open) != 1 {
		t.Errorf("%d rollouts are open", len(open))
	}
	if notices := list[rollout.Notice](w, rollout.OutboxIndex); len(notices) != 1 || notices[0].Version != 2 {
		t.Errorf("notices %+v", notices)
	}
}

func TestWithoutTheAliasThatWasLiveADeployFailsAndSaysSo(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.deleteAlias(rollout.Live)
	r := w.drive(id, nil)
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseNoStable {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAServiceWithoutAChannelIsToldOfInTheCommonOne(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: grammar.Target{Service: "ghost", Environment: "prod"}, Reason: "retired"})
	w.must(err)
	if n := list[rollout.Notice](w, rollout.OutboxIndex); len(n) != 1 || n[0].Channel != "CDEPLOYS" {
		t.Errorf("notices %+v", n)
	}
}
