package commands_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// fresh leaves a target as it is before its first deploy: without any alias.
func (w *world) fresh(t grammar.Target) {
	w.t.Helper()
	for _, a := range []rollout.Alias{rollout.Live, rollout.Blue, rollout.Green} {
		w.must(w.cloud.DeleteAlias(t.Service+"-"+t.Environment, string(a)))
	}
}

func TestTheFirstDeployIsCheckedAndLiveAndHasNoWayBack(t *testing.T) {
	w := newWorld(t)
	w.fresh(prod)
	r := w.deploy(prod, goodSHA)
	if r.Phase != rollout.Succeeded || w.live(prod) != rollout.All("42") || !r.Health.OK {
		t.Fatalf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
	}
	if _, there := w.aliases(prod)[rollout.Blue]; there {
		t.Error("there is a way back, to nowhere")
	}
	if entries := w.verify(prod); !strings.Contains(entries[0].Detail, "the first version here") {
		t.Errorf("audit %+v", entries[0])
	}
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	hinted(t, err, "no_way_back", "/rollback prod checkout <version>", "v42 (abc1230, live)")
	_, err = w.press(rel, r.ID)
	hinted(t, err, "no_way_back")
	if next := w.deploy(prod, badSHA); next.Phase != rollout.RolledBack || next.Stable != "42" || w.live(prod) != rollout.All("42") {
		t.Errorf("the second: %s %+v, live %s", next.Phase, next.Cause, w.live(prod))
	}
}

func TestAFirstDeployOfASickVersionLeavesNothingLive(t *testing.T) {
	w := newWorld(t)
	w.fresh(prod)
	r := w.deploy(prod, crashSHA)
	if live, there := w.aliases(prod)[rollout.Live]; there || r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseHealth {
		t.Errorf("%s %+v, live %+v", r.Phase, r.Cause, live)
	}
	if lock := w.lockOf(prod); lock.Owner != "" || lock.Held != nil {
		t.Errorf("lock %+v", lock)
	}
}

func TestAFirstDeployIsStoppedBeforeItIsLive(t *testing.T) {
	for name, stop := range map[string]grammar.Command{"abort": grammar.Abort{Subject: grammar.Subject{Target: prod}}, "rollback": grammar.Rollback{Target: prod}} {
		w := newWorld(t)
		w.fresh(prod)
		id := w.start(prod, goodSHA)
		w.drive(id, at(rollout.Checking))
		_, err := w.run(rel, stop)
		w.must(err)
		if r := w.drive(id, nil); r.Phase != rollout.Cancelled || len(w.aliases(prod)) != 1 {
			t.Errorf("%s: %s, aliases %+v", name, r.Phase, w.aliases(prod))
		}
	}
}

// faults.md E1: the alias is made and nobody hears of it.
func TestAFirstAliasWhoseReplyWasLostIsOurs(t *testing.T) {
	w := newWorld(t)
	w.fresh(prod)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Promoting))
	w.now = w.rollout(id).Wake
	w.after = failing("CreateAlias", errDown)
	if _, err := w.Tick(t.Context(), id); err == nil {
		t.Fatal("the reply was not lost")
	}
	w.after = nil
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded || w.live(prod) != rollout.All("42") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// While it is not known whether live is there, nothing is said to have failed.
func TestAFirstAliasThatCannotBeSeenIsLookedForUntilItCan(t *testing.T) {
	w := newWorld(t)
	w.fresh(prod)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Promoting))
	w.tick(id)
	w.now = w.rollout(id).Deadline
	w.fault = failing("ListAliases", errDown)
	if _, err := w.Tick(t.Context(), id); err == nil || w.rollout(id).Phase != rollout.Promoting {
		t.Fatalf("%s, %v", w.rollout(id).Phase, err)
	}
	w.fault = nil
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestPlanAndStatusOfWhatWasNeverDeployed(t *testing.T) {
	w := newWorld(t)
	_, err := w.cloud.CreateFunction(cloud.CreateFunctionInput{FunctionName: "fresh-prod", Role: "role", ImageURI: w.image(goodSHA)})
	w.must(err)
	w.Policy.Services = append(slices.Clone(w.Policy.Services), commands.Service{Name: "fresh"})
	fresh := grammar.Target{Service: "fresh", Environment: "prod"}
	if s := w.status(fresh); len(s) != 1 || s[0].Live.Version != "" || s[0].Problem != "" || s[0].Rollout != nil {
		t.Errorf("%+v", s)
	}
	w.fresh(prod)
	out, err := w.run(rel, grammar.Plan{Target: prod, Ref: goodSHA})
	w.must(err)
	p := out.(commands.Planned)
	if p.Live.Version != "" || slices.ContainsFunc(p.Gates, func(g commands.GateResult) bool { return g.Refusal != nil }) {
		t.Errorf("%+v", p)
	}
	_, err = w.run(rel, grammar.Rollback{Target: fresh})
	hinted(t, err, "not_live", "/deploy prod fresh latest")
}
