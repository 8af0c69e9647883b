package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// probing is a canary without traffic, whose candidate is called synthetically
// when a step stays undecided. Each step is held 5 minutes, 10 at most.
func probing(answer func(int) *judge.Counts) *world {
	s := canary()
	for i := range s.Steps {
		s.Steps[i].Hold = 5 * time.Minute
	}
	s.MaxHold, s.Inconclusive, s.Probes = 10*time.Minute, rollout.Probe, 40
	w := newWorld(s)
	w.counts, w.answer = silent, answer
	return w
}

// well answers every call, badly fails half of them, and barely answers so few
// that they show nothing.
func well(n int) *judge.Counts { return &judge.Counts{Invocations: int64(n)} }

func badly(n int) *judge.Counts { return &judge.Counts{Invocations: int64(n), Errors: int64(n) / 2} }

func barely(int) *judge.Counts { return &judge.Counts{Invocations: 1} }

// isProbed is a stop at the first turn after synthetic calls began.
func (w *world) isProbed(r rollout.Rollout) bool { return len(w.probed) > 0 || r.Pause != nil }

// held is how long the step has been seen at its weight.
func (w *world) held() time.Duration { return w.now.Sub(w.r.Move.Seen) }

func TestAnUndecidedStepIsProbedOnceItWasExtendedAsFarAsItMay(t *testing.T) {
	w := probing(well)
	w.run(func(r rollout.Rollout) bool { return !r.Probing.IsZero() })
	if h := w.held(); h < 10*time.Minute || h > 12*time.Minute || len(w.probed) != 0 || !w.r.Probing.Equal(w.now) {
		t.Errorf("probed after %s, since %s, %d times before", h, w.r.Probing, len(w.probed))
	}
	look := w.r.Look(w.r.Wake)
	if look.Probes != 40 || !look.From.Before(look.To) {
		t.Errorf("it looks at %+v", look)
	}
}

func TestProbesThatGoWellTakeEachStepOn(t *testing.T) {
	w := probing(well)
	steps := map[int]int{}
	w.run(func(r rollout.Rollout) bool {
		for _, j := range r.Fresh {
			if j.Minute.Probes != nil {
				steps[j.Move]++
			}
		}
		return r.Phase != rollout.Shifting && r.Moved()
	})
	if w.r.Phase != rollout.Promoting || len(steps) != 3 || !w.r.Probing.IsZero() {
		t.Errorf("%s after probes in %v, since %s", w.r.Phase, steps, w.r.Probing)
	}
	last := w.kept[len(w.kept)-1].Verdict
	if last.Reason != judge.ReasonBelowLimit || last.Candidate.Invocations != 0 || last.Probes.Invocations == 0 || w.r.Judging.Calls != 0 {
		t.Errorf("probes are not told apart from traffic: %+v, %d calls", last, w.r.Judging.Calls)
	}
}

func TestProbesThatFailTakeTheTrafficBack(t *testing.T) {
	w := probing(badly)
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseVerdict || !w.r.LockAfter || w.live() != rollout.All("41") {
		t.Errorf("%s %+v, live %s", w.r.Phase, w.r.Cause, w.live())
	}
	if !strings.Contains(w.r.Cause.Text, "synthetic") || len(w.probed) != 1 {
		t.Errorf("after %d probings: %s", len(w.probed), w.r.Cause.Text)
	}
}

func TestAPersonIsAskedWhenProbesDoNotDecideItEither(t *testing.T) {
	for name, answer := range map[string]func(int) *judge.Counts{"too few": barely, "no answer": nil} {
		w := probing(answer)
		w.run(paused)
		if w.r.Pause.Code != rollout.PauseInconclusive || !w.r.Probing.IsZero() || w.live().Weight != 0.1 {
			t.Errorf("%s: paused %+v, probing since %s, live %s", name, w.r.Pause, w.r.Probing, w.live())
		}
		if h := w.held(); h < 20*time.Minute || h > 22*time.Minute {
			t.Errorf("%s: asked after %s", name, h)
		}
		asked := len(w.probed)
		if w.forMinutes(10); len(w.probed) != asked || asked < 9 || asked > 11 {
			t.Errorf("%s: probed %d times, and %d after somebody was asked", name, asked, len(w.probed)-asked)
		}
	}
}

// Once a minute, each time with the last minute that is judged, and never again.
func TestProbesAreSentOnceAMinuteAndJudgedOnce(t *testing.T) {
	w := probing(barely)
	w.run(w.isProbed)
	since := w.r.Probing
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil || !r.Probing.Equal(since) })
	if w.r.Pause == nil {
		t.Fatalf("probed since %s, and now since %s", since, w.r.Probing)
	}
	told := 0
	for _, j := range w.kept {
		if j.Minute.Probes != nil {
			told++
		}
	}
	for i := 1; i < len(w.probed); i++ {
		if apart := w.probed[i].Sub(w.probed[i-1]); apart < 50*time.Second {
			t.Errorf("probed again after %s", apart)
		}
	}
	if total := w.kept[len(w.kept)-1].Verdict.Probes.Invocations; told != len(w.probed) || total != int64(told) {
		t.Errorf("%d probings, judged in %d minutes as %d calls", len(w.probed), told, total)
	}
	inOrder(t, w.kept)
}

func TestAWakeWithinTheSameMinuteSendsNoMoreProbes(t *testing.T) {
	w := probing(well)
	w.run(w.isProbed)
	w.now = w.now.Add(time.Second) // as when somebody wakes it
	if look := w.r.Look(w.now); look.Probes != 0 {
		t.Errorf("a second later it looks at %+v", look)
	}
}

func TestTrafficThatComesBackDecidesAProbedStep(t *testing.T) {
	w := probing(barely)
	w.run(w.isProbed)
	w.counts = traffic(4000, 0, 0)
	w.run(func(r rollout.Rollout) bool { return r.Step == 1 || r.Pause != nil })
	if w.r.Pause != nil || !w.r.Probing.IsZero() {
		t.Fatalf("paused %+v, probing since %s", w.r.Pause, w.r.Probing)
	}
	before := len(w.probed)
	if w.run(nil); w.r.Phase != rollout.Succeeded || len(w.probed) != before {
		t.Errorf("%s, probed %d times more", w.r.Phase, len(w.probed)-before)
	}
}

func TestWhilePausedNothingIsProbedAndThenItGoesOn(t *testing.T) {
	w := probing(barely)
	w.run(w.isProbed)
	w.r, _ = w.r.PauseBy("UANA", "lunch", w.now)
	before := len(w.probed)
	if w.forMinutes(5); len(w.probed) != before {
		t.Errorf("probed %d times while it was paused", len(w.probed)-before)
	}
	w.r, _ = w.r.Resume(w.now)
	w.run(paused)
	if w.r.Pause.Code != rollout.PauseInconclusive || len(w.probed) <= before {
		t.Errorf("resumed, probed %d times more, then paused %+v", len(w.probed)-before, w.r.Pause)
	}
}

func TestAPersonMayEndTheProbing(t *testing.T) {
	for name, c := range map[string]struct {
		wish  func(rollout.Rollout, time.Time) (rollout.Rollout, error)
		phase rollout.Phase
		live  rollout.Routing
	}{
		"promote":  {func(r rollout.Rollout, at time.Time) (rollout.Rollout, error) { return r.Promote(at) }, rollout.Succeeded, rollout.All("42")},
		"abort":    {func(r rollout.Rollout, at time.Time) (rollout.Rollout, error) { return r.Abort("UANA", "", at) }, rollout.RolledBack, rollout.All("41")},
		"rollback": {func(r rollout.Rollout, at time.Time) (rollout.Rollout, error) { return r.RollBack("UANA", "", at) }, rollout.RolledBack, rollout.All("41")},
	} {
		w := probing(barely)
		w.run(w.isProbed)
		var err error
		if w.r, err = c.wish(w.r, w.now); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		before := len(w.probed)
		if w.run(nil); w.r.Phase != c.phase || w.live() != c.live || len(w.probed) != before || !w.r.Probing.IsZero() {
			t.Errorf("%s: %s, live %s, probed %d times more", name, w.r.Phase, w.live(), len(w.probed)-before)
		}
	}
}

// What cannot be read is no reason to call the candidate, nor to take the step for
// undecided.
func TestWhileTheMetricsCannotBeReadNothingIsProbed(t *testing.T) {
	w := probing(barely)
	w.run(w.isProbed)
	before := len(w.probed)
	w.unreadableFor(canary().MetricErrors)
	if w.r.Pause == nil || w.r.Pause.Code != rollout.PauseMetrics || len(w.probed) != before {
		t.Fatalf("paused %+v, probed %d times more", w.r.Pause, len(w.probed)-before)
	}
	w.r, _ = w.r.Resume(w.now)
	w.run(paused)
	if w.r.Pause.Code != rollout.PauseInconclusive || len(w.probed) == before {
		t.Errorf("resumed, probed %d times more, then paused %+v", len(w.probed)-before, w.r.Pause)
	}
}

// Somebody who finds the alias without its rollout goes by the stamp.
func TestTheStampOnLiveOutlivesTheProbing(t *testing.T) {
	w := probing(barely)
	w.r.Strategy.MaxHold = time.Hour // far more than what a stamp has to spare
	w.run(func(r rollout.Rollout) bool {
		s, _ := rollout.ParseStamp(w.aliases[rollout.Live].Description)
		if r.Phase == rollout.Shifting && !s.Deadline.After(r.Wake) {
			t.Fatalf("it is due at %s, and the stamp is out at %s", r.Wake, s.Deadline)
		}
		return r.Pause != nil
	})
	s, _ := rollout.ParseStamp(w.aliases[rollout.Live].Description)
	if spare := s.Deadline.Sub(w.now); w.r.Pause == nil || w.r.Pause.Code != rollout.PauseInconclusive || spare < 5*time.Minute {
		t.Errorf("%s, paused %+v, the stamp is out in %s", w.r.Phase, w.r.Pause, spare)
	}
}

func TestTheAuditAndTheMessageTellOfTheProbing(t *testing.T) {
	w := probing(well)
	var told []string
	before := w.r
	w.run(func(after rollout.Rollout) bool {
		s := read(t, rollout.Turn(before, after, rollout.Intent{}, w.lock, w.now))
		if s.entry != nil && s.entry.Action == "probe" {
			told = append(told, s.entry.Action)
			if s.entry.Actor != rollout.Slipway || s.notice == nil {
				t.Errorf("audit %+v, message %+v", s.entry, s.notice)
			}
		}
		before = after
		return after.Step == 1
	})
	if len(told) != 1 {
		t.Errorf("told of %d times", len(told))
	}
}

// Datapoints that come now and then hold up the minutes between them, but no
// synthetic call is lost.
func TestEverySyntheticCallIsJudgedOnce(t *testing.T) {
	for _, every := range []int{1, 2, 3, 4, 7} {
		w := probing(func(calls int) *judge.Counts { return &judge.Counts{Invocations: int64(calls), Errors: 1} })
		w.r.Strategy.Judge.FalseRollback, w.r.Strategy.Judge.FalsePromote = 1e-9, 1e-9
		w.counts = func(at time.Time, _ float64) (*judge.Counts, *judge.Counts) {
			if at.Minute()%every == 0 {
				return nil, &judge.Counts{Invocations: 1}
			}
			return nil, nil
		}
		w.run(func(r rollout.Rollout) bool { return len(w.probed) > 12 || r.Pause != nil || r.Phase.Ended() })
		var told int64
		for _, j := range w.kept {
			if j.Minute.Probes != nil {
				told += j.Minute.Probes.Invocations
			}
		}
		if sent := int64(len(w.probed) * w.r.Strategy.Probes); sent == 0 || told+w.r.Unjudged.Invocations != sent {
			t.Errorf("a call each %d minutes: %d sent, %d judged, %d waiting", every, sent, told, w.r.Unjudged.Invocations)
		}
	}
}

// A pause counts for nothing: what nobody has probed is probed before anybody is asked.
func TestHoweverLongItWasPausedTheStepIsProbedBeforeAPersonIsAsked(t *testing.T) {
	w := probing(well)
	w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Shifting && len(w.kept) > 2 })
	w.r, _ = w.r.PauseBy("UANA", "lunch", w.now)
	w.forMinutes(100)
	w.r, _ = w.r.Resume(w.now)
	w.run(func(r rollout.Rollout) bool { return len(w.probed) > 0 || r.Pause != nil || r.Phase.Ended() })
	if len(w.probed) == 0 {
		t.Errorf("%s, pause %+v", w.r.Phase, w.r.Pause)
	}
}

func TestAWatchThatAPersonAcceptsIsStillJudgedAsFarAsItCanBe(t *testing.T) {
	w := newWorld(blueGreen())
	w.run(until(rollout.Watching))
	w.unread = "away"
	w.run(paused)
	w.forMinutes(45)
	w.unread, w.counts = "", traffic(200, 1, 0)
	r, err := w.r.Resume(w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.r = r
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseVerdict {
		t.Errorf("it was broken all the time: %s, %+v", w.r.Phase, w.r.Cause)
	}
}
