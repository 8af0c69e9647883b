package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md D2: nothing was started, and nobody knows.
func TestARunThatNobodyFindsHasFailedAfterTwoMinutes(t *testing.T) {
	w := newWorld(t)
	w.host.Before = failing("Dispatch", errDown)
	id := w.start(prod, unbuiltSHA)
	r := w.drive(id, nil)
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseBuild || !strings.Contains(r.Cause.Text, "nobody can find its run") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
	if took := r.Ended.Sub(noon); took < 2*time.Minute || took > 3*time.Minute || calls(w.host.Calls(), "Dispatch") != 1 {
		t.Errorf("after %s", took)
	}
}

// faults.md D4: a clear no is told at once, and starts nothing.
func TestABuildThatIsRefusedSaysWhy(t *testing.T) {
	for want, err := range map[string]error{
		"there is no workflow build.yml in acme/checkout": &rollout.Error{Kind: rollout.NotFound, Message: "there is no workflow build.yml in acme/checkout."},
		"build.yml has no input sha":                      &rollout.Error{Kind: rollout.Invalid, Message: "build.yml has no input sha"},
		"GitHub does not let Slipway run workflows.":      rollout.Refuse("not_permitted", "GitHub does not let Slipway run workflows.", "Give it the permission."),
	} {
		w := newWorld(t)
		w.host.Before = failing("Dispatch", err)
		r := w.drive(w.start(prod, unbuiltSHA), nil)
		if r.Phase != rollout.Failed || r.Cause != (rollout.Cause{Code: rollout.CauseBuild, Text: want}) || r.Ended.Sub(noon) > 10*time.Second {
			t.Errorf("%s after %s: %+v", r.Phase, r.Ended.Sub(noon), r.Cause)
		}
		if left := w.notices(); slices.ContainsFunc(left, func(n rollout.Notice) bool { return n.Kind.Errand() }) {
			t.Errorf("it is tried again and again: %+v", left)
		}
	}
}

// faults.md D4: what kept the question from being asked is told, once nobody hopes any more.
func TestARunThatNobodyFindsSaysWhatAskingForItFailedWith(t *testing.T) {
	w := newWorld(t)
	w.host.Before = failing("Dispatch", &rollout.Error{Kind: rollout.Broken, Message: "Slipway's key for GitHub is not a key."})
	r := w.drive(w.start(prod, unbuiltSHA), nil)
	if r.Phase != rollout.Failed || !strings.HasSuffix(r.Cause.Text, "nobody can find its run: Slipway's key for GitHub is not a key") || strings.Contains(r.Cause.Text, "run-name") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// faults.md D4: a limit passes.
func TestABuildThatComesAtABadTimeIsPutOffForAMinute(t *testing.T) {
	w := newWorld(t)
	w.host.Before = failing("Dispatch", &rollout.Error{Kind: rollout.Throttled, Message: "GitHub wants to be left alone."})
	id := w.waits(prod)
	w.now = w.now.Add(59 * time.Second)
	errand := rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now)
	for range 3 { // of other rollouts, or twice
		w.must(w.Errand(t.Context(), errand))
	}
	if got := calls(w.host.Calls(), "Dispatch"); got != 1 {
		t.Errorf("asked %d times within a minute", got)
	}
	w.drive(id, func(rollout.Rollout) bool { return w.now.Sub(noon) > 5*time.Minute })
	if got := calls(w.host.Calls(), "Dispatch"); got < 4 || got > 5 {
		t.Errorf("asked %d times in five minutes", got)
	}
	w.host.Before = nil
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded || len(w.host.Runs()) != 1 {
		t.Errorf("%s %+v, %d runs", r.Phase, r.Cause, len(w.host.Runs()))
	}
}

func TestABuildThatWasPutOffAndThatNobodyWantsIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.host.Before = failing("Dispatch", &rollout.Error{Kind: rollout.Throttled, Message: "GitHub wants to be left alone."})
	id := w.waits(prod)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	w.host.Calls()
	w.errands()
	if _, err := w.store.Load(t.Context(), rollout.BuildRunKey("checkout", unbuiltSHA)); !rollout.IsMissing(err) || len(w.host.Calls()) != 0 {
		t.Errorf("%v", err)
	}
}
