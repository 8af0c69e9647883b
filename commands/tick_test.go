package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

func TestATickThatComesEarlyLooksAtNothingAndSaysWhenItIsDue(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	r := w.rollout(id)
	w.now = r.Wake.Add(-time.Second)
	w.calls = nil
	if next := w.tick(id); !next.Equal(r.Wake) {
		t.Errorf("next at %s, want %s", next, r.Wake)
	}
	if len(w.calls) != 0 || w.rollout(id).Revision != r.Revision {
		t.Errorf("calls %v, revision %d", w.calls, w.rollout(id).Revision)
	}
}

func TestATickOfWhatIsOverDoesNothingAndEndsTheTicking(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.calls = nil
	if next := w.tick(r.ID); !next.IsZero() || len(w.calls) != 0 {
		t.Errorf("next at %s, calls %v", next, w.calls)
	}
}

func TestTheLastTickSaysThatThereIsNoOther(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, crashSHA)
	w.drive(id, func(r rollout.Rollout) bool { return r.Failures == 2 })
	w.now = w.rollout(id).Wake
	if next := w.tick(id); !next.IsZero() || !w.rollout(id).Phase.Ended() {
		t.Errorf("next at %s in %s", next, w.rollout(id).Phase)
	}
}

func TestATickOfNothingIsAnError(t *testing.T) {
	var missing *rollout.MissingError
	if _, err := newWorld(t).Tick(t.Context(), "01JNONE"); !errors.As(err, &missing) {
		t.Error(err)
	}
}

// faults.md G3: whoever lost the target ends, and leaves the alias alone.
func TestAnOwnerThatLostItsTargetStopsWithoutTouchingTheAlias(t *testing.T) {
	for name, take := range map[string]func(l rollout.Lock) rollout.Lock{
		"to another rollout": func(l rollout.Lock) rollout.Lock { return l.Take("01JOTHER", noon) },
		"by a newer fence":   func(l rollout.Lock) rollout.Lock { return l.Take(l.Owner, noon) },
		"and nobody has it":  func(l rollout.Lock) rollout.Lock { l.Owner = ""; return l },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := shifting(w)
			lock := take(w.lockOf(prod))
			lock.Revision++
			lock, entry := lock.Log(w.now, "UADMIN", "taken over", id, "")
			w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{lock, entry}}))
			before := w.aliases(prod)[rollout.Live]
			w.now = w.rollout(id).Wake
			w.calls = nil
			if next := w.tick(id); !next.IsZero() {
				t.Errorf("next at %s", next)
			}
			r := w.rollout(id)
			if r.Phase != rollout.Cancelled || r.Cause.Code != rollout.CauseLost || r.Cause.Text == "" {
				t.Errorf("%s %+v", r.Phase, r.Cause)
			}
			if len(w.calls) != 0 || w.aliases(prod)[rollout.Live] != before {
				t.Errorf("calls %v", w.calls)
			}
			if after := w.lockOf(prod); after.Fence != lock.Fence || after.Owner != lock.Owner && after.Owner != "" {
				t.Errorf("lock %+v", after)
			}
			w.verify(prod)
		})
	}
}

// faults.md F4: two drivers turn at once.
func TestTheLoserOfTwoTicksDropsOutQuietly(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Deploying))
	w.now = w.rollout(id).Wake
	w.store.Before = func(rollout.Change) error {
		w.store.Before = nil
		w.tick(id) // the other one is faster
		w.calls = nil
		return nil
	}
	if next := w.tick(id); !next.Equal(w.rollout(id).Wake) {
		t.Errorf("next at %s, want when the winner says: %s", next, w.rollout(id).Wake)
	}
	if moved(w.calls) != 0 {
		t.Errorf("the loser called %v", w.calls)
	}
	w.verify(prod)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestWhatATickCouldNotDoIsReturnedAndDoneByTheNext(t *testing.T) {
	for _, op := range []string{"ListAliases", "ListVersionsByFunction", "UpdateFunctionCode", "PublishVersion", "UpdateAlias", "DescribeImages", "Invoke"} {
		t.Run(op, func(t *testing.T) {
			w := newWorld(t)
			id := w.start(prod, goodSHA)
			w.fault = failing(op, code(cloud.CodeTooManyRequests))
			var failed error
			for range 30 {
				w.now = w.now.Add(6 * time.Second)
				if _, err := w.Tick(t.Context(), id); err != nil {
					failed = err
					break
				}
			}
			if !rollout.IsKind(failed, rollout.Throttled) {
				t.Fatalf("the engine hears %v", failed)
			}
			w.fault = nil
			if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
				t.Errorf("%s %+v", r.Phase, r.Cause)
			}
			w.verify(prod)
		})
	}
}

// faults.md E3: a function that is busy is waited for, not asked again at once.
func TestABusyFunctionIsAnErrorThatTheEngineWaitsAfter(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Deploying))
	w.fault = failing("UpdateAlias", code(cloud.CodeConflict))
	if _, err := w.Tick(t.Context(), id); !rollout.IsKind(err, rollout.Throttled) {
		t.Error(err)
	}
	w.fault = failing("ListAliases", code(cloud.CodeTooManyRequests))
	w.now = w.rollout(id).Wake
	if r, err := w.Turn(t.Context(), id); !rollout.IsKind(err, rollout.Throttled) || r.ID != id || r.Target != is(prod) {
		t.Errorf("while it looks: %+v, %v", r, err)
	}
}

// faults.md E1, E2: a 412 is looked at again at once.
func TestAStaleWriteIsQuietAndSeenByTheNextTick(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Deploying))
	w.fault = failing("UpdateAlias", code(cloud.CodePreconditionFailed))
	if next := w.tick(id); !next.Equal(w.rollout(id).Wake) {
		t.Errorf("next at %s, want when the winner says: %s", next, w.rollout(id).Wake)
	}
	w.fault = nil
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// faults.md F5: the effect was had, or was not; either is seen by the next tick.
func TestALostReplyIsNoFailure(t *testing.T) {
	for _, op := range []string{"UpdateAlias", "PublishVersion", "UpdateFunctionCode"} {
		w := newWorld(t)
		w.after = failing(op, errDown)
		id := w.start(prod, goodSHA)
		for range 400 {
			if w.now = w.now.Add(10 * time.Second); w.rollout(id).Phase.Ended() {
				break
			}
			_, _ = w.Tick(t.Context(), id) // tried again by the engine
		}
		if r := w.rollout(id); r.Phase != rollout.Succeeded || w.live(prod) != rollout.All("42") {
			t.Errorf("%s: %s %+v", op, r.Phase, r.Cause)
		}
		w.verify(prod)
	}
}

// faults.md E7: the metrics cannot be read. That is no error of the tick's.
func TestUnreadableMetricsAreSeenHeldAndAskedAbout(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	w.fault = failing("GetMetricData", errDown)
	r := w.drive(id, func(r rollout.Rollout) bool { return r.Pause != nil })
	if r.Phase != rollout.Shifting || r.Pause.Code != rollout.PauseMetrics || r.Judging.Problem == "" || r.Judging.Errors != 3 {
		t.Fatalf("%s %+v %+v", r.Phase, r.Pause, r.Judging)
	}
	w.fault = nil
	_, err := w.run(rel, grammar.Resume{Subject: of(id)})
	w.must(err)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// faults.md E8: without calls nothing is promoted by itself.
func TestWithoutTrafficAPersonIsAsked(t *testing.T) {
	w := newWorld(t)
	w.must(w.cloud.SetTraffic("checkout-prod", 0))
	id := w.start(prod, goodSHA)
	r := w.drive(id, func(r rollout.Rollout) bool { return r.Pause != nil })
	if r.Pause == nil || r.Pause.Code != rollout.PauseInconclusive {
		t.Fatalf("%s %+v", r.Phase, r.Pause)
	}
	if r := w.drive(id, nil); r.Phase != rollout.RolledBack {
		t.Errorf("%s", r.Phase)
	}
}

// faults.md E2, G3: somebody else's hands on the alias.
func TestAForeignChangeIsNotFought(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	w.byHand(prod, rollout.All("39"))
	w.calls = nil
	r := w.drive(id, nil)
	if r.Cause.Code != rollout.CauseForeign || w.live(prod) != rollout.All("39") || moved(w.calls) != 0 {
		t.Errorf("%+v, live %s, calls %v", r.Cause, w.live(prod), w.calls)
	}
	if w.lockOf(prod).Held == nil {
		t.Error("the next deploy would go on top of it")
	}
}

// faults.md E5: an alias that somebody deleted leaves nothing to go back on.
func TestARolloutWhoseAliasIsGoneWaitsForAPersonAndEnds(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	w.deleteAlias(rollout.Live)
	r := w.drive(id, func(r rollout.Rollout) bool { return r.Pause != nil })
	if r.Pause == nil || r.Pause.Code != rollout.PauseForeign {
		t.Fatalf("%s %+v", r.Phase, r.Pause)
	}
	r = w.drive(id, nil)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseForeign || w.lockOf(prod).Owner != "" {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// What cannot be seen does not keep a rollout open that has moved no traffic.
func TestWithoutTrafficARolloutIsOverAtItsDeadlineWhateverIsDown(t *testing.T) {
	for op, phase := range map[string]rollout.Phase{"DescribeImages": rollout.Building, "ListVersionsByFunction": rollout.Deploying, "Invoke": rollout.Checking} {
		w := newWorld(t)
		id := w.start(prod, goodSHA)
		w.fault = failing(op, errDown)
		for range 100 {
			if w.rollout(id).Phase.Ended() {
				break
			}
			before := w.rollout(id).Phase
			if _, err := w.Tick(t.Context(), id); err != nil && before != phase {
				t.Fatalf("%s in %s: %v", op, before, err)
			}
			w.now = w.now.Add(time.Minute)
		}
		r := w.rollout(id)
		if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseDeadline || w.lockOf(prod).Owner != "" {
			t.Errorf("%s: %s %+v", op, r.Phase, r.Cause)
		}
	}
}

// faults.md G8: what cannot be written, with its audit, does not happen.
func TestATickThatCannotSaveDoesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Deploying))
	w.calls = nil
	w.store.Before = func(rollout.Change) error { return errDown }
	if _, err := w.Tick(t.Context(), id); !errors.Is(err, errDown) || moved(w.calls) != 0 {
		t.Errorf("%v, calls %v", err, w.calls)
	}
	w.store.Before, w.store.Down = nil, errDown
	if _, err := w.Tick(t.Context(), id); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
