package rollout_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAnAlarmTakesARolloutBackForItsIncidentAndLocksTheTarget(t *testing.T) {
	w := newWorld(canary()).first()
	before := w.r
	r, err := w.r.TakeBack("01I", "v42 is 18× worse than v41", w.now)
	if err != nil || r.Phase != rollout.RollingBack || r.Incident != "01I" || !r.LockAfter || r.Revision != before.Revision+1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if want := (rollout.Cause{Code: rollout.CauseAlarm, Text: "v42 is 18× worse than v41"}); r.Cause != want {
		t.Errorf("%+v", r.Cause)
	}
	w.r = r
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Deployed() != rollout.DeploymentFailed || w.live() != rollout.All("41") {
		t.Errorf("%s, %s, live %s", w.r.Phase, w.r.Deployed(), w.live())
	}
}

// faults.md C8: two alarms, or an alarm and a person, never take back twice.
func TestWhatGoesBackOrIsOverIsNotTakenBackByAnAlarm(t *testing.T) {
	w := newWorld(canary()).first()
	for phase, code := range map[rollout.Phase]string{rollout.RollingBack: "rolling_back", rollout.Succeeded: "ended", rollout.Failed: "ended"} {
		r := w.r
		r.Phase = phase
		after, err := r.TakeBack("01I", "", w.now)
		refusedWith(t, err, code)
		if after.Incident != "" || after.Revision != r.Revision {
			t.Errorf("%s: it was refused, and changed it: %+v", phase, after)
		}
	}
}

func TestAPersonsRollbackCarriesItsIncident(t *testing.T) {
	w := newWorld(canary()).first()
	w.r.Incident = "01I"
	r, err := w.r.RollBack("UANA", "", w.now)
	if err != nil || r.Incident != "01I" || r.Cause.By != "UANA" {
		t.Errorf("%+v, %v", r, err)
	}
}

// faults.md E1: a rollback of a finished deploy that went as it was meant to is no
// failure, whoever asked for it.
func TestARollbackThatWentWellIsReportedAsDone(t *testing.T) {
	for code, want := range map[string][2]rollout.DeploymentState{ // of a rollback, and of a deploy
		rollout.CauseAlarm:    {rollout.DeploymentDone, rollout.DeploymentFailed},
		rollout.CauseRollback: {rollout.DeploymentDone, rollout.DeploymentError},
		rollout.CauseDrill:    {rollout.DeploymentFailed, rollout.DeploymentFailed},
	} {
		r := rollout.Rollout{Phase: rollout.RolledBack, IsRollback: true, Cause: rollout.Cause{Code: code}}
		back := r.Deployed()
		r.IsRollback = false
		if got := [2]rollout.DeploymentState{back, r.Deployed()}; got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}

func TestLiveIsRestoredWhenItIsSeenSo(t *testing.T) {
	w := newWorld(canary()).first()
	if at := w.r.RestoredAt(); !at.IsZero() {
		t.Errorf("nothing goes back: %s", at)
	}
	w.r, _ = w.r.RollBack("UANA", "", w.now)
	if at := w.r.RestoredAt(); !at.IsZero() {
		t.Errorf("it was only asked for: %s", at)
	}
	w.tick()
	if at := w.r.RestoredAt(); !at.IsZero() {
		t.Errorf("it was only ordered: %s", at)
	}
	w.tick()
	seen := w.now
	w.run(nil)
	if at := w.r.RestoredAt(); !at.Equal(seen) || w.r.Phase != rollout.RolledBack {
		t.Errorf("restored at %s, and was seen at %s", at, seen)
	}
	foreign := newWorld(canary()).first()
	foreign.write(rollout.Live, rollout.All("39"), "by hand")
	foreign.run(nil)
	if at := foreign.r.RestoredAt(); !at.IsZero() {
		t.Errorf("somebody else has it: %s", at)
	}
}

// The engine's last resort restores live while the rollout knows nothing of it.
func TestWhatTheSafetyNetTookBackIsRestoredWhenThatIsSeen(t *testing.T) {
	w := newWorld(canary()).first()
	s, _ := rollout.ParseStamp(w.aliases[rollout.Live].Description)
	s.Rescued = true
	w.write(rollout.Live, rollout.All("41"), s.String())
	w.run(nil)
	if at := w.r.RestoredAt(); w.r.Cause.Code != rollout.CauseRescued || !at.Equal(w.r.Ended) {
		t.Errorf("%+v, restored at %s", w.r.Cause, at)
	}
}

// told are the errands about incidents and topics, and the results of drills, that a
// rollout has written by its end.
func told(t *testing.T, w *world) (names []string) {
	t.Helper()
	for range 2000 {
		if w.r.Phase.Ended() {
			return names
		}
		if w.r.Wake.After(w.now) {
			w.now = w.r.Wake
		}
		before := w.r
		intent := w.advance()
		for _, r := range read(t, rollout.Turn(before, w.r, intent, w.lock, w.now)).aside {
			switch r := r.(type) {
			case rollout.Notice:
				names = append(names, fmt.Sprintf("%s of %s", r.ID, r.Incident))
			case rollout.Drilled:
				names = append(names, fmt.Sprintf("%s passed %t", r.Key(), r.Passed))
			case rollout.Shipped:
				names = append(names, fmt.Sprintf("taken back %t", r.TakenBack))
			}
		}
		w.carryOut(intent)
		if w.version != nil {
			w.version.Ready = true
		}
	}
	t.Fatal("no end in sight")
	return nil
}

func TestARolloutTellsOfItsEndWhoeverHasToHearOfIt(t *testing.T) {
	bad := func(w *world) { w.counts = traffic(200, 0.2, 0.001) }
	drill := func(w *world) { w.r.Drill = &rollout.Drill{Within: drillTime} }
	announces := func(w *world) { w.r.Announces = true }
	incident := func(w *world) {
		w.first()
		w.r, _ = w.r.TakeBack("01I", "", w.now)
	}
	look, announce := "look/01I/01JDEPLOY of 01I", "announce/01JDEPLOY of "
	for name, c := range map[string]struct {
		begin []func(*world)
		want  []string
	}{
		"well":                         {[]func(*world){announces}, []string{"taken back false", "replace/01JDEPLOY of "}},
		"taken back":                   {[]func(*world){announces, bad}, []string{"taken back true", announce}},
		"taken back, and nobody cares": {[]func(*world){bad}, []string{"taken back true"}},
		"for an incident":              {[]func(*world){incident}, []string{look, "taken back true", look}},
		"for an incident, and told":    {[]func(*world){announces, incident}, []string{look, "taken back true", announce, look}},
		"a drill, passed":              {[]func(*world){announces, bad, drill}, []string{"taken back true", "drill/01JDEPLOY passed true"}},
		"a drill, failed":              {[]func(*world){announces, drill}, []string{"taken back true", "drill/01JDEPLOY passed false", announce}},
		"a drill, failed, not told":    {[]func(*world){drill}, []string{"taken back true", "drill/01JDEPLOY passed false"}},
		"a drill that was sick":        {[]func(*world){announces, drill, func(w *world) { w.sick["42"] = true }}, []string{"drill/01JDEPLOY passed true"}},
		"a drill without an image": {[]func(*world){announces, drill, func(w *world) { w.build = rollout.Build{State: rollout.BuildFailed} }},
			[]string{"drill/01JDEPLOY passed false", announce}},
	} {
		w := newWorld(canary())
		for _, begin := range c.begin {
			begin(w)
		}
		if got := told(t, w); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// No errand of anybody else's for the incident can be in the way of a rollout: a row of
// the same id and a later version would refuse the whole change.
func TestTheErrandOfARolloutForItsIncidentIsARowOfItsOwn(t *testing.T) {
	n := rollout.LookNotice("01I", noon)
	if n.ID != "look/01I" || n.Version != noon.UnixMilli() || n.Kind != rollout.LookErrand || n.Incident != "01I" || !n.At.Equal(noon) || !n.Kind.Errand() {
		t.Errorf("%+v", n)
	}
	w := newWorld(canary())
	w.first()
	w.r, _ = w.r.TakeBack("01I", "", w.now)
	w.run(nil)
	for _, r := range read(t, rollout.Turn(w.r, w.r, rollout.Intent{}, w.lock, w.now)).aside {
		if own, ok := r.(rollout.Notice); ok && own.Kind == rollout.LookErrand && (own.ID == n.ID || own.Version != w.r.Revision || own.Rollout != w.r.ID) {
			t.Errorf("%+v", own)
		}
	}
}

// A release that was shipped by a drill was not shipped, whatever became of it.
func TestADrillNeverCountsAsShipped(t *testing.T) {
	r := rollout.Rollout{ID: "01J", Target: checkout, Phase: rollout.Succeeded, Drill: &rollout.Drill{}, Release: rollout.Release{SHA: "abc", Digest: "sha256:new"}}
	for _, each := range read(t, rollout.Turn(r, r, rollout.Intent{}, rollout.Lock{Target: checkout}, noon)).aside {
		if s, ok := each.(rollout.Shipped); ok {
			t.Errorf("%+v", s)
		}
	}
}
