package commands_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestASuspectIsTakenBackByItselfWhenTheEvidenceIsAgainstIt(t *testing.T) {
	for name, begin := range map[string]func(w *ward){
		"while it shifts":         func(w *ward) { w.bad(4 * time.Minute) },
		"while it is watched":     func(w *ward) { promoting(w); w.passes(time.Minute) },
		"after it succeeded":      func(w *ward) { w.wentLive(4 * time.Minute) },
		"while somebody is at it": func(w *ward) { w.bad(30 * time.Second); w.heeded(t) },
		"while it is paused": func(w *ward) {
			w.bad(4 * time.Minute)
			_, err := w.run(rel, grammar.Pause{Subject: grammar.Subject{Target: prod}})
			w.must(err)
		},
		"while it is locked": func(w *ward) {
			w.wentLive(4 * time.Minute)
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "migrating"})
			w.must(err)
		},
	} {
		w := newWard(t, handsOn)
		begin(w)
		w.now = w.now.Add(time.Second)
		w.hears(w.red(latencyAlarm))
		if live := w.live(prod); live != rollout.All("41") && !strings.Contains(name, "somebody") {
			t.Errorf("%s: the alias waits for the engine: %s", name, live)
		}
		w.passes(4 * time.Minute)
		i, back := w.incident(), w.rollbacks()
		if len(back) != 1 || back[0].Cause.Code != rollout.CauseAlarm || back[0].Cause.By != "" || back[0].Incident != i.ID || i.Back != back[0].ID {
			t.Fatalf("%s: %+v, %s, %q", name, back, happened(i), i.Kept)
		}
		if i.Kept != "" || i.Evidence.Finding != rollout.FoundWorse || i.Restored.IsZero() || i.Health == nil || !i.Health.OK || w.lockOf(prod).Held == nil {
			t.Errorf("%s: kept %q, evidence %+v, health %+v, held %+v", name, i.Kept, i.Evidence, i.Health, w.lockOf(prod).Held)
		}
		if cause := back[0].Cause.Text; !strings.Contains(cause, "is red") || !strings.Contains(cause, "v42") {
			t.Errorf("%s: %q", name, cause)
		}
		w.verify(prod)
	}
}

// heeded is an incident that is too young to be decided, and that somebody is at and
// has snoozed.
func (w *ward) heeded(t *testing.T) {
	t.Helper()
	w.hears(w.red(errorsAlarm))
	i := w.incident()
	_, acked := w.Acknowledge(t.Context(), w.request(rel), i.ID)
	w.must(acked)
	_, snoozed := w.Snooze(t.Context(), w.request(rel), i.ID)
	w.must(snoozed)
	if i.Back != "" {
		t.Fatalf("it is too early, and it was taken back for %+v", i.Evidence)
	}
}

func TestASuspectThatIsNotTakenBackHasItsReason(t *testing.T) {
	for want, begin := range map[string]func(w *ward){
		"does well":                func(w *ward) { w.deploy(prod, goodSHA); w.passes(10 * time.Minute) },
		"longer than 60 minutes":   func(w *ward) { w.wentLive(0); w.now = w.now.Add(time.Hour) },
		"not clear yet":            func(w *ward) { w.start(prod, goodSHA); w.drive(w.lockOf(prod).Owner, shifted) },
		"could not be read":        func(w *ward) { w.bad(4 * time.Minute); w.fault = failing("GetMetricData", errDown) },
		"alike":                    alike,
		"as bad before":            badBefore,
		"may not undo":             irreversible,
		"could not be taken back":  func(w *ward) { w.wentLive(4 * time.Minute); w.fault = failing("ListVersionsByFunction", errDown) },
		"Nothing was changed here": func(*ward) {},
	} {
		w := newWard(t, handsOn)
		begin(w)
		w.now = w.now.Add(time.Second)
		w.hears(w.red(errorsAlarm))
		_ = w.Errand(t.Context(), rollout.LookNotice(w.incident().ID, w.now))
		i := w.incident()
		if !strings.Contains(i.Kept, want) || i.Back != "" || len(w.rollbacks()) != 0 {
			t.Errorf("%s: kept %q, back %q, evidence %+v", want, i.Kept, i.Back, i.Evidence)
		}
		if told := strings.Count(happened(i), "kept!"); told > 1 || (told == 1) != (want == "may not undo") {
			t.Errorf("%s: %s", want, happened(i))
		}
	}
}

// alike is a rollout whose two versions fail since something else does.
func alike(w *ward) {
	w.start(prod, goodSHA)
	w.drive(w.lockOf(prod).Owner, shifted)
	w.fails("41", 0.3)
	w.behave(w.lockOf(prod).Owner, 0.3)
	w.passes(4 * time.Minute)
}

// badBefore is a version with a few calls, that is as bad as the one before it was.
func badBefore(w *ward) {
	w.environment("prod", func(e *commands.Environment) {
		e.Strategy.Kind, e.Strategy.Steps, e.Strategy.Watch = rollout.AllAtOnce, nil, 0
	})
	w.deploy(prod, goodSHA)
	w.now = w.now.Add(5 * time.Minute)
	w.Metrics = steady{Invocations: 20, Errors: 2}
}

// steady are metrics that are the same in every minute, as one version has all of the
// traffic.
type steady judge.Counts

func (s steady) Minutes(_ context.Context, q rollout.MinutesQuery) (out []judge.Minute, err error) {
	for at := q.From; at.Before(q.To); at = at.Add(time.Minute) {
		out = append(out, judge.Minute{At: at, Candidate: (*judge.Counts)(&s)})
	}
	return out, nil
}

// irreversible is a bad version that has changed the database.
func irreversible(w *ward) {
	w.connect()
	w.Policy.Services[0].Watched = []string{"migrations/**"}
	w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 10 })
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Commits: []rollout.Commit{{SHA: goodSHA}}, Ahead: 1, Files: []string{"migrations/7.sql"}})
	w.wentLive(4 * time.Minute)
}

// fails makes a version that was there from the start fail so many of its calls.
func (w *ward) fails(v rollout.Version, rate float64) { w.behaves(shipped(v), rate) }

func (w *ward) behaves(sha string, rate float64) {
	w.t.Helper()
	b := w.cloud.Behaviour(digest(sha))
	b.ErrorRate = rate
	w.must(w.cloud.SetBehaviour(digest(sha), b))
}

// While it shifts both versions are in use, so that files in the way of going back are
// not in the way.
func TestARolloutUnderWayGoesBackAcrossIrreversibleChanges(t *testing.T) {
	w := newWard(t, handsOn)
	w.connect()
	w.Policy.Services[0].Watched = []string{"**"}
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: badSHA, Commits: []rollout.Commit{{SHA: badSHA}}, Ahead: 1, Files: []string{"x"}})
	w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	if w.live(prod) != rollout.All("41") {
		t.Errorf("live %s, kept %q", w.live(prod), w.incident().Kept)
	}
}

// It is decided again while the incident goes on: what is not clear now may be soon, and
// what could not be done is tried again.
func TestWhatCouldNotBeDecidedIsDecidedLater(t *testing.T) {
	for name, breaks := range map[string]func(w *ward){
		"too early":                  func(*ward) {},
		"no metrics":                 func(w *ward) { w.fault = failing("GetMetricData", errDown) },
		"the rollout cannot be read": func(w *ward) { w.Store = failsAfter(w) },
	} {
		w := newWard(t, handsOn)
		w.bad(30 * time.Second)
		store := w.Store
		breaks(w)
		w.hears(w.red(errorsAlarm))
		if i := w.incident(); i.Back != "" || len(w.rollbacks()) != 0 {
			t.Fatalf("%s: %s", name, happened(i))
		}
		w.Store, w.fault = store, nil
		w.passes(5 * time.Minute)
		if i := w.incident(); i.Back == "" || w.live(prod) != rollout.All("41") || i.Kept != "" {
			t.Errorf("%s: %s, kept %q", name, happened(i), i.Kept)
		}
	}
}

// failsAfter is a store whose rollouts cannot be loaded one by one.
func failsAfter(w *ward) commands.Store { return failsOn{Store: w.store, kind: "rollout"} }

// faults.md C1, C8: the same news come twenty times at once, as do the looks that they
// order.
func TestTwentySignalsAtOnceAreOneIncidentAndOneRollback(t *testing.T) {
	for name, begin := range map[string]func(w *ward){
		"under way": func(w *ward) { w.bad(4 * time.Minute) },
		"finished":  func(w *ward) { w.wentLive(4 * time.Minute) },
	} {
		w := newWard(t, handsOn)
		begin(w)
		s := w.red(errorsAlarm)
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				other := s
				if n%2 == 1 {
					other = w.red(latencyAlarm)
				}
				if err := w.Alarmed(t.Context(), other); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				for _, i := range w.incidents() {
					_ = w.Errand(t.Context(), rollout.LookNotice(i.ID, w.now))
				}
			})
		}
		all.Wait()
		w.passes(2 * time.Minute)
		if i, back := w.incident(), w.rollbacks(); len(back) != 1 || i.Back != back[0].ID || len(i.Alarms) != 2 || strings.Count(happened(i), "back") != 1 {
			t.Errorf("%s: %d rollbacks, %s", name, len(back), happened(i))
		}
		w.verify(prod)
	}
}
