package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// why is what a person without any role is told.
func (w *world) why(s grammar.Subject) commands.Explained {
	w.t.Helper()
	out, err := w.run(nobody, grammar.Why{Subject: s})
	w.must(err)
	explained, ok := out.(commands.Explained)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return explained
}

func TestWhyReplaysEveryMinuteOfARolloutThatWasTakenBack(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, badSHA)
	e := w.why(of(r.ID))
	if e.Rollout.ID != r.ID || len(e.Minutes) != len(list[rollout.Judgement](w, rollout.JudgementIndex(r.ID))) || len(e.Minutes) == 0 {
		t.Fatalf("%s, %d minutes", e.Rollout.ID, len(e.Minutes))
	}
	for _, m := range e.Minutes {
		if !m.Same || m.Again != m.Verdict || m.Minute.Candidate == nil {
			t.Errorf("%s: was %+v, is %+v", m.Minute.At, m.Verdict, m.Again)
		}
	}
	last := e.Minutes[len(e.Minutes)-1]
	if last.Verdict.Kind != judge.Fail || last.Verdict != e.Rollout.Judging.Verdict {
		t.Errorf("it ends with %+v", last.Verdict)
	}
}

func TestWhyOfATargetIsAboutItsNewestRollout(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, crashSHA)
	second := w.deploy(prod, goodSHA)
	e := w.why(grammar.Subject{Target: prod})
	if e.Rollout.ID != second.ID || len(e.Minutes) < 10 {
		t.Errorf("%s with %d minutes, want %s", e.Rollout.ID, len(e.Minutes), second.ID)
	}
	for i := 1; i < len(e.Minutes); i++ {
		if !e.Minutes[i].Minute.At.After(e.Minutes[i-1].Minute.At) || !e.Minutes[i].Same {
			t.Errorf("minute %d: %+v", i, e.Minutes[i])
		}
	}
}

// A rollback is not judged: what people ask about is what it went back from.
func TestWhyOfARollbackIsAboutWhatItWentBackFrom(t *testing.T) {
	w := newWorld(t)
	deployed := w.deploy(prod, goodSHA)
	back := w.backTo("")
	for name, s := range map[string]grammar.Subject{"of the target": {Target: prod}, "of its id": of(back.ID)} {
		if e := w.why(s); e.Rollout.ID != deployed.ID || len(e.Minutes) < 10 || e.Back == nil || e.Back.ID != back.ID {
			t.Errorf("%s: %s with %d minutes, back %+v", name, e.Rollout.ID, len(e.Minutes), e.Back)
		}
	}
	if e := w.why(of(deployed.ID)); e.Back != nil {
		t.Errorf("asked about the deploy itself: %+v", e.Back)
	}
	w.Store = cannotQuery{w.store, rollout.TargetIndex(is(prod))}
	if _, err := w.run(nobody, grammar.Why{Subject: of(back.ID)}); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

func TestWhyOfARollbackFromSomethingUnknownIsAboutItself(t *testing.T) {
	w := newWorld(t)
	back := w.backTo("") // from v41, which no rollout has brought
	if e := w.why(of(back.ID)); e.Rollout.ID != back.ID || e.Back != nil || len(e.Minutes) != 0 {
		t.Errorf("%s, back %+v", e.Rollout.ID, e.Back)
	}
}

func TestWhyOfWhatIsUnderWayShowsWhatIsThereSoFar(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	if e := w.why(of(id)); e.Rollout.Phase != rollout.Shifting || len(e.Minutes) != 0 {
		t.Errorf("before anything was judged: %s, %d minutes", e.Rollout.Phase, len(e.Minutes))
	}
	w.drive(id, func(r rollout.Rollout) bool { return r.Judging.Calls > 0 })
	if e := w.why(of(id)); len(e.Minutes) == 0 {
		t.Error("and nothing after")
	}
}

func TestWhyOfWhatNeverHadTrafficHasNothingToShow(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, crashSHA)
	if e := w.why(of(r.ID)); e.Rollout.Phase != rollout.Failed || len(e.Minutes) != 0 {
		t.Errorf("%s, %d minutes", e.Rollout.Phase, len(e.Minutes))
	}
}

func TestWhyOfNothingIsRefusedWithWhatToTypeNext(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(nobody, grammar.Why{Subject: of("01JNONE")})
	hinted(t, err, "no_rollout", "01JNONE", "/deploy history")
	_, err = w.run(nobody, grammar.Why{Subject: grammar.Subject{Target: staging}})
	hinted(t, err, "no_rollout", "/deploy staging checkout")
}

func TestWhyOfRowsThatCannotBeReadIsAnError(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, badSHA)
	key := rollout.Key{Kind: "judgement", ID: string(r.ID) + "/zz"}
	w.store.Leave(rollout.Stored{Key: key, Rev: 1, Body: []byte(`{"schema":99}`)}, []string{rollout.JudgementIndex(r.ID)})
	if _, err := w.run(nobody, grammar.Why{Subject: of(r.ID)}); !rollout.IsKind(err, rollout.Upgrading) {
		t.Error(err)
	}
	w.store.Down = errDown
	if _, err := w.run(nobody, grammar.Why{Subject: of(r.ID)}); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

// A row whose numbers somebody has changed no longer gives the verdict beside it.
func TestWhyTellsThatAnInputWasChanged(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, badSHA)
	kept := list[rollout.Judgement](w, rollout.JudgementIndex(r.ID))
	forged := kept[len(kept)-1]
	forged.Minute.Candidate = &judge.Counts{Invocations: forged.Minute.Candidate.Invocations}
	body, err := rollout.Encode(forged)
	w.must(err)
	w.store.Leave(rollout.Stored{Key: forged.Key(), Rev: 1, Body: body}, forged.Indexes())
	e := w.why(of(r.ID))
	if last := e.Minutes[len(e.Minutes)-1]; last.Same || last.Again.Kind == judge.Fail || last.Verdict.Kind != judge.Fail {
		t.Errorf("%+v", last)
	}
}

// The account's datapoints come later than they should: they are judged all the
// same, and a good version is not taken for one without calls.
func TestMetricsThatComeLateAreJudgedAllTheSame(t *testing.T) {
	for _, lag := range []time.Duration{2 * time.Minute, 4 * time.Minute} {
		w := newLateWorld(t, lag)
		id := shifting(w)
		w.drive(id, func(r rollout.Rollout) bool { return r.Step == 1 })
		for _, m := range w.why(of(id)).Minutes {
			if m.Minute.Candidate == nil || m.Verdict.Reason == judge.ReasonNoData {
				t.Errorf("%s late: %+v", lag, m.Minute)
			}
		}
		if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
			t.Errorf("%s late: %s %+v", lag, r.Phase, r.Cause)
		}
	}
}
