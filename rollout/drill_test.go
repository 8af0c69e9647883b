package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// drillTime is how long a drill may take that nobody is in a hurry about.
const drillTime = 30 * time.Minute

// newDrill is a target on which a drill begins, that has to be taken back in so many
// minutes.
func newDrill(s rollout.Strategy, minutes int) *world {
	w := newWorld(s)
	w.r.Drill = &rollout.Drill{Within: time.Duration(minutes) * time.Minute}
	return w
}

// drilled is what came of the world's drill.
func (w *world) drilled(t *testing.T) rollout.Drilled {
	t.Helper()
	d, ok := w.r.Drilled()
	if !ok || d.Rollout != w.r.ID || d.Target != checkout || d.By != "UANA" || !d.Began.Equal(w.r.Created) || !d.Ended.Equal(w.r.Ended) {
		t.Fatalf("%+v of %s", d, w.r.Phase)
	}
	return d
}

func TestADrillPassesWhenItIsTakenBackByItself(t *testing.T) {
	shadow := canary()
	shadow.Shadow = true
	for name, c := range map[string]struct {
		strategy rollout.Strategy
		begin    func(*world)
		phase    rollout.Phase
	}{
		"by the judge":        {canary(), func(w *world) { w.counts = traffic(200, 0.2, 0.001) }, rollout.RolledBack},
		"by its health check": {canary(), func(w *world) { w.sick["42"] = true }, rollout.Failed},
		"by an alarm": {shadow, func(w *world) {
			w.first().forMinutes(3)
			w.r, _ = w.r.TakeBack("01I", "v42 is 18× worse", w.now)
		}, rollout.RolledBack},
	} {
		w := newDrill(c.strategy, 30)
		c.begin(w)
		w.run(nil)
		d := w.drilled(t)
		if w.r.Phase != c.phase || !d.Passed || d.Why != w.r.Cause.Text || d.Why == "" || d.Took > 10*time.Minute || (d.Took == 0) != (c.phase == rollout.Failed) {
			t.Errorf("%s: %s, %+v", name, w.r.Phase, d)
		}
		if w.r.LockAfter {
			t.Errorf("%s: it locks the target", name)
		}
	}
}

func TestADrillThatNothingTakesBackInTimeFailsAndIsTakenBackAllTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		strategy rollout.Strategy
		minutes  int
		why      string
	}{
		"in the middle of a step": {canary(), 7, "nothing had taken it back 7 minutes after its first traffic"},
		"in a later step":         {canary(), 25, "nothing had taken it back 25 minutes after its first traffic"},
		"while it is watched":     {blueGreen(), 1, "nothing had taken it back 1 minutes after its first traffic"},
		"where it would succeed":  {blueGreen(), 60, "it went all the way, and nothing had taken it back"},
	} {
		w := newDrill(c.strategy, c.minutes)
		w.run(until(rollout.RollingBack))
		began := w.now
		w.run(nil)
		d := w.drilled(t)
		if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseDrill || d.Passed || d.Why != c.why || w.live() != rollout.All("41") || w.r.LockAfter {
			t.Errorf("%s: %s %+v, %+v, live %s", name, w.r.Phase, w.r.Cause, d, w.live())
		}
		if by := w.r.Drill.By; began.After(by) || c.minutes < 60 && !began.Equal(by) || d.Took != began.Sub(w.r.Shares[0].From) {
			t.Errorf("%s: its way back began at %s, %s after its first traffic; it had until %s", name, began, d.Took, by)
		}
	}
}

// A paused drill runs out of time as any other.
func TestADrillsTimeRunsWhileItIsPaused(t *testing.T) {
	w := newDrill(canary(), 20).first()
	var err error
	if w.r, err = w.r.PauseBy("UBEN", "lunch", w.now); err != nil {
		t.Fatal(err)
	}
	w.run(nil)
	if w.r.Cause.Code != rollout.CauseDrill || w.drilled(t).Took != 20*time.Minute {
		t.Errorf("%+v", w.r.Cause)
	}
}

func TestWhatElseEndsADrillProvesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*world)
		why  string
		lock bool
	}{
		"aborted":     {func(w *world) { w.r, _ = w.first().r.Abort("UBEN", "lunch", w.now) }, "it was rolled back, which proves nothing: lunch", false},
		"rolled back": {func(w *world) { w.r, _ = w.first().r.RollBack("UBEN", "", w.now) }, "it was rolled back, which proves nothing", false},
		"cancelled":   {func(w *world) { w.r, _ = w.r.Abort("UBEN", "", w.now) }, "it was cancelled, which proves nothing", false},
		"no image":    {func(w *world) { w.build = rollout.Build{State: rollout.BuildFailed} }, "it failed, which proves nothing: the build failed", false},
		"too late": {func(w *world) {
			w.first()
			w.now = w.now.Add(time.Hour)
			w.r, _ = w.r.TakeBack("", "v42 is worse", w.now)
		}, "it was taken back too late: v42 is worse", false},
		"lost":          {func(w *world) { w.r = w.first().r.Lose("01K", w.now) }, "it was cancelled, which proves nothing: another rollout", false},
		"before it ran": {func(w *world) { w.r, _ = w.r.TakeBack("01I", "an alarm", w.now) }, "it was cancelled, which proves nothing: an alarm", false},
		"somebody else": {func(w *world) { w.first().write(rollout.Live, rollout.All("39"), "by hand") }, "it was rolled back, which proves nothing: somebody else changed", true},
	} {
		w := newDrill(canary(), 30)
		c.end(w)
		w.run(nil)
		if d := w.drilled(t); d.Passed || !strings.HasPrefix(d.Why, c.why) {
			t.Errorf("%s: %s, %+v", name, w.r.Phase, d)
		}
		if w.r.LockAfter != c.lock {
			t.Errorf("%s: locks %t", name, w.r.LockAfter)
		}
	}
}

func TestADrillNeedsSomethingToGoBackTo(t *testing.T) {
	w := newFirst(canary())
	w.r.Drill = &rollout.Drill{Within: time.Hour}
	w.run(nil)
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseNoStable || len(w.aliases) != 0 {
		t.Errorf("%s %+v, aliases %v", w.r.Phase, w.r.Cause, w.aliases)
	}
}

func TestOnlyADrillThatIsOverHasAResult(t *testing.T) {
	w := newDrill(canary(), 30).first()
	if d, ok := w.r.Drilled(); ok {
		t.Errorf("it is under way: %+v", d)
	}
	plain := newWorld(canary())
	plain.run(nil)
	if d, ok := plain.r.Drilled(); ok {
		t.Errorf("it is none: %+v", d)
	}
}

// checkDrill holds that a drill never stays, is looked at when its time is over, and
// leaves no lock behind but where somebody has to look.
func (w *checked) checkDrill() {
	r := w.r
	if r.Drill == nil {
		return
	}
	by, under := r.Drill.By, r.Phase == rollout.Shifting || r.Phase == rollout.Promoting || r.Phase == rollout.Watching
	switch _, result := r.Drilled(); {
	case r.Phase == rollout.Succeeded:
		w.t.Fatal("a drill succeeded")
	case under && !by.IsZero() && r.Wake.After(by) && r.Wake.After(w.now):
		w.t.Fatalf("its time is over at %s, and it is due at %s", by, r.Wake)
	case r.LockAfter && r.Cause.Code != rollout.CauseForeign && r.Cause.Code != rollout.CauseRescued:
		w.t.Fatalf("a drill locks its target: %+v", r.Cause)
	case r.Phase.Ended() != result:
		w.t.Fatalf("%s, and a result: %t", r.Phase, result)
	}
}
