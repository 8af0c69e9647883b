package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestTheFirstVersionIsCheckedAndThenLive(t *testing.T) {
	for _, s := range []rollout.Strategy{canary(), blueGreen()} {
		w := newFirst(s)
		var stamp string
		w.run(func(r rollout.Rollout) bool {
			if r.Phase == rollout.Checking && len(w.aliases) > 1 {
				t.Fatalf("aliases while it is checked: %+v", w.aliases)
			}
			stamp = w.aliases[rollout.Live].Description
			return false
		})
		if w.r.Phase != rollout.Succeeded || w.live() != rollout.All("42") || w.r.Health == nil || !w.r.Health.OK || w.r.Brought() != "42" {
			t.Errorf("%s: %s, cause %+v, live %s, health %+v", s.Kind, w.r.Phase, w.r.Cause, w.live(), w.r.Health)
		}
		if _, there := w.aliases[rollout.Blue]; there || w.aliases[rollout.Green].Routing != rollout.All("42") {
			t.Errorf("%s: aliases %+v", s.Kind, w.aliases)
		}
		if mine, ours := rollout.ParseStamp(stamp); !ours || mine.Rollout != w.r.ID {
			t.Errorf("%s: live says %q", s.Kind, stamp)
		}
		if w.r.Judging.Calls != 0 {
			t.Errorf("%s: %d calls were judged, with nothing to compare them with", s.Kind, w.r.Judging.Calls)
		}
	}
}

// An alias blue that outlived live is no way back from a first version.
func TestABlueThatIsLeftOverIsNotTouched(t *testing.T) {
	w := newFirst(canary())
	w.write(rollout.Blue, rollout.All("7"), "left over")
	w.run(nil)
	if w.r.Phase != rollout.Succeeded || w.aliases[rollout.Blue].Routing != rollout.All("7") {
		t.Errorf("%s, blue %+v", w.r.Phase, w.aliases[rollout.Blue])
	}
}

func TestAFirstVersionThatIsSickIsNeverLive(t *testing.T) {
	w := newFirst(canary())
	w.sick["42"] = true
	w.run(nil)
	if _, there := w.aliases[rollout.Live]; there || w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseHealth {
		t.Errorf("%s, cause %+v, aliases %+v", w.r.Phase, w.r.Cause, w.aliases)
	}
}

func TestAFirstVersionWaitsWhileItIsPaused(t *testing.T) {
	w := newFirst(canary())
	w.run(until(rollout.Checking))
	w.r, _ = w.r.PauseBy("UANA", "lunch", w.now)
	w.run(quiet)
	if _, there := w.aliases[rollout.Live]; there {
		t.Fatal("paused, and it went live")
	}
	w.r, _ = w.r.Resume(w.now)
	if w.run(nil); w.r.Phase != rollout.Succeeded {
		t.Errorf("resumed, and %s", w.r.Phase)
	}
}

// faults.md E2: whoever makes live first owns it.
func TestAnAliasThatSomebodyElseMadeMeanwhileIsLeftAlone(t *testing.T) {
	for _, at := range []rollout.Phase{rollout.Deploying, rollout.Checking, rollout.Promoting} {
		for _, theirs := range []rollout.Routing{rollout.All("39"), rollout.All("42")} {
			w := newFirst(canary())
			w.run(until(at))
			w.write(rollout.Live, theirs, "by hand")
			w.run(nil)
			if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseForeign || w.aliases[rollout.Live].Description != "by hand" {
				t.Errorf("at %s: %s, cause %+v, live %+v", at, w.r.Phase, w.r.Cause, w.aliases[rollout.Live])
			}
			if at == rollout.Deploying && w.version != nil {
				t.Error("and a version was made, though live was somebody else's")
			}
			if want := "expected nothing, found " + theirs.String(); !strings.HasSuffix(w.r.Cause.Text, want) {
				t.Errorf("at %s: %q", at, w.r.Cause.Text)
			}
		}
	}
}

// faults.md F1, F5: the order is lost, or carried out and nobody knows.
func TestAFirstAliasIsOrderedUntilItIsSeen(t *testing.T) {
	w := newFirst(canary())
	w.run(until(rollout.Promoting))
	w.now = w.r.Wake
	if lost := w.advance(); lost.Kind != rollout.Point || lost.Alias != rollout.Live || lost.Revision != "" {
		t.Fatalf("%+v", lost)
	}
	w.now = w.r.Wake
	again := w.advance()
	w.carryOut(again)
	w.now = w.r.Deadline // nobody looks for a while
	if w.run(nil); w.r.Phase != rollout.Succeeded {
		t.Errorf("live since the second order, and %s: %+v", w.r.Phase, w.r.Cause)
	}
}

func TestAFirstAliasThatCannotBeMadeFailsInTheEnd(t *testing.T) {
	w := newFirst(canary())
	w.run(until(rollout.Promoting))
	for !w.r.Phase.Ended() {
		w.now = w.r.Wake.Add(time.Second)
		w.advance() // and every order is lost
		if w.r.Phase == rollout.Promoting && !w.r.MustSee() {
			t.Fatal("it may end without a look, though live may be there by now")
		}
	}
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseDeadline || w.r.Moved() {
		t.Errorf("%s, cause %+v", w.r.Phase, w.r.Cause)
	}
}
