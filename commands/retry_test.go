package commands_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// click is a click of somebody on a button.
func (w *world) click(who string) commands.Request {
	return commands.Request{ID: fmt.Sprintf("click-%d", w.ids.Add(1)), Received: w.now, Actor: who, Channel: "CANY"}
}

// broke is a rollout to prod whose build has failed.
func (w *world) broke() rollout.ID {
	w.t.Helper()
	id := w.waits(prod)
	w.broken(1)
	w.webhook(1)
	if r := w.drive(id, nil); r.Phase != rollout.Failed {
		w.t.Fatalf("%s", r.Phase)
	}
	return id
}

func TestARetriedBuildIsAnotherRunForANewRolloutOfTheSameRelease(t *testing.T) {
	w := newWorld(t).connect()
	broke := w.broke()
	out, err := w.RetryBuild(t.Context(), w.click(rel), broke)
	w.must(err)
	r := out.(commands.Started).Rollout
	if r.ID == broke || r.Release.SHA != unbuiltSHA || r.Target != is(prod) || r.Strategy.Kind != rollout.Canary || r.By != rel {
		t.Errorf("%+v", r)
	}
	r = w.drive(r.ID, nil)
	if runs := w.host.Runs(); r.Phase != rollout.Succeeded || len(runs) != 2 || runs[1].Order.Correlation != string(r.ID) {
		t.Errorf("%s %+v, runs %+v", r.Phase, r.Cause, runs)
	}
}

func TestARetryGoesThroughAllGatesAndIsOfAFailedBuildOnly(t *testing.T) {
	for code, before := range map[string]func(w *world, id rollout.ID) (who string, about rollout.ID){
		"not_allowed":    func(_ *world, id rollout.ID) (string, rollout.ID) { return dev, id },
		"unknown_person": func(_ *world, id rollout.ID) (string, rollout.ID) { return "UNONE", id },
		"no_rollout":     func(*world, rollout.ID) (string, rollout.ID) { return rel, "01JNONE" },
		"locked": func(w *world, id rollout.ID) (string, rollout.ID) {
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "lunch"})
			w.must(err)
			return rel, id
		},
		"superseded": func(w *world, id rollout.ID) (string, rollout.ID) {
			w.deploy(prod, goodSHA)
			return rel, id
		},
		"nothing_to_retry": func(w *world, _ rollout.ID) (string, rollout.ID) { return rel, w.deploy(prod, goodSHA).ID },
	} {
		t.Run(code, func(t *testing.T) {
			w := newWorld(t).connect()
			who, id := before(w, w.broke())
			_, err := w.RetryBuild(t.Context(), w.click(who), id)
			refused(t, err, code)
			told := slices.ContainsFunc(w.verify(prod), func(e rollout.Entry) bool { return e.Detail == "retry build: "+code })
			if silent := code == "unknown_person" || code == "no_rollout"; told == silent {
				t.Errorf("in the audit: %t", told)
			}
		})
	}
}

func TestASecondClickOnRetryIsNoSecondRollout(t *testing.T) {
	w := newWorld(t).connect()
	broke := w.broke()
	q := w.click(rel)
	_, err := w.RetryBuild(t.Context(), q, broke)
	w.must(err)
	if _, err = w.RetryBuild(t.Context(), q, broke); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	_, err = w.RetryBuild(t.Context(), w.click(rel), broke)
	refused(t, err, "superseded")
	w.store.Down = errDown
	if _, err = w.RetryBuild(t.Context(), w.click(rel), broke); !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.store.Down, w.Store = nil, cannotQuery{w.store, rollout.TargetIndex(is(prod))}
	if _, err = w.RetryBuild(t.Context(), w.click(rel), broke); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

// Who began it with a workflow, held it; a person who tries again takes it over, held.
func TestARetryOfAHeldRolloutIsHeldAndIsThePersons(t *testing.T) {
	for name, resumed := range map[string]bool{"held to its end": false, "let go before": true} {
		w := newWorld(t).connect()
		w.runs()
		out, err := w.Hold(t.Context(), w.request(run), grammar.Deploy{Target: prod, Ref: unbuiltSHA})
		broke := w.began(out, err).ID
		w.tickTo(broke, rollout.Building)
		w.errands()
		if resumed {
			_, err := w.run(rel, grammar.Resume{Subject: of(broke)})
			w.must(err)
		}
		w.broken(1)
		w.webhook(1)
		w.drive(broke, nil)
		out, err = w.RetryBuild(t.Context(), w.click(rel), broke)
		r := w.began(out, err)
		if held := r.Pause != nil && r.Pause.Code == rollout.PauseHeld && r.Pause.By == rel; held == resumed || r.By != rel {
			t.Errorf("%s: by %s, %+v", name, r.By, r.Pause)
		}
		if resumed {
			continue
		}
		w.drive(r.ID, func(r rollout.Rollout) bool { return r.Phase == rollout.Checking && r.Wake.After(w.now) })
		_, err = w.run(rel, grammar.Resume{Subject: of(r.ID)})
		w.must(err)
		if r := w.drive(r.ID, nil); r.Phase != rollout.Succeeded {
			t.Errorf("%s %+v", r.Phase, r.Cause)
		}
	}
}
