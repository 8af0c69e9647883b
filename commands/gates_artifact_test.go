package commands_test

import (
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const one, other = "sha256:1111111111111111", "sha256:2222222222222222"

func after(name string) func(*commands.Environment) {
	return func(e *commands.Environment) { e.After = name }
}

func TestOnlyWhatWentAllTheWayBeforeGoesOn(t *testing.T) {
	w := newWorld(t)
	w.environment("prod", after("staging"))
	_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	hinted(t, err, "not_before", "abc1230", "staging", "prod", "`/deploy staging checkout abc1230`")
	w.wentTo(prod, one) // where it is to go, and not where it has to come from
	_, err = w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	refused(t, err, "not_before")
	w.wentTo(staging, one)
	if r := w.rollout(w.start(prod, goodSHA)); r.Release.Digest != one {
		t.Errorf("%+v", r.Release)
	}
}

func TestWhatWasTakenBackBeforeDoesNotGoOn(t *testing.T) {
	w := newWorld(t)
	w.environment("prod", after("staging"))
	w.drive(w.start(staging, goodSHA), nil)
	w.drive(w.began(w.run(rel, grammar.Rollback{Target: staging})).ID, nil)
	_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	hinted(t, err, "not_before", "abc1230 was taken back in staging", "`/deploy staging checkout abc1230`")
}

// Whatever the tag means by now: what was found good is named by its digest.
func TestWhatWasShippedBeforeIsShippedAgainInTheSameImage(t *testing.T) {
	w := newWorld(t)
	if r := w.rollout(w.start(staging, goodSHA)); r.Release.Digest != "" {
		t.Errorf("the first time: %+v", r.Release)
	}
	w.wentTo(staging, one)
	w.wentTo(grammar.Target{Service: "checkout", Environment: "test"}, "") // of which no image is known
	if p := w.plan(rel, goodSHA); p.Release.Digest != one {
		t.Errorf("planned %+v", p.Release)
	}
	if r := w.rollout(w.start(prod, goodSHA)); r.Release.Digest != one || r.Release.SHA != goodSHA {
		t.Errorf("begun with %+v", r.Release)
	}
}

// faults.md D9.
func TestACommitThatWasBuiltTwiceGoesNowhere(t *testing.T) {
	w := newWorld(t)
	w.wentTo(staging, one)
	w.wentTo(grammar.Target{Service: "checkout", Environment: "dev"}, other)
	for _, where := range []grammar.Target{staging, prod} {
		_, err := w.run(rel, grammar.Deploy{Target: where, Ref: goodSHA})
		hinted(t, err, "rebuilt", "abc1230", "staging", "sha256:111111111111", "dev", "sha256:222222222222")
	}
	if open := list[rollout.Rollout](w, rollout.OpenIndex); len(open) != 0 {
		t.Errorf("%d rollouts are open", len(open))
	}
}
