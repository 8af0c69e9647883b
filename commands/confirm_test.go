package commands_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// confirm clicks on the button of a plan, now.
func (w *world) confirm(who, proposal string) (commands.Outcome, error) {
	return w.Confirm(context.Background(), w.request(who), proposal)
}

// asksFirst has prod show a deploy before it is done.
func (w *world) asksFirst() {
	w.environment("prod", func(e *commands.Environment) { e.Confirm = true })
}

func TestWhereDeploysAreConfirmedTheyAreShownFirstAndDoneThen(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.asksFirst()
	p := w.planned(w.asks(rel, grammar.Deploy{Target: prod, Ref: "main", Strategy: "blue-green", Reason: "invoices"}))
	if !p.Asked || p.Proposal == "" || p.Changed != nil || p.Ships.Ahead != 1 || p.Strategy.Kind != rollout.BlueGreen {
		t.Fatalf("%+v", p)
	}
	if len(list[rollout.Rollout](w, rollout.OpenIndex)) != 0 || len(w.actions(prod)) != 0 {
		t.Error("something has begun already")
	}
	r := w.began(w.confirm(rel, p.Proposal))
	if r.Release.SHA != mainSHA || r.By != rel || r.Reason != "invoices" || r.Strategy.Kind != rollout.BlueGreen {
		t.Errorf("%+v", r)
	}
	if left := list[rollout.Proposal](w, rollout.ProposalsIndex); len(left) != 0 {
		t.Errorf("still there: %+v", left)
	}
	w.start(staging, goodSHA) // which does not ask
}

func TestAPlanCanBeConfirmedWhereNothingIsInTheWay(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, "invoices")
	if p.Asked || p.Proposal == "" {
		t.Fatalf("%+v", p)
	}
	if r := w.began(w.confirm(rel, p.Proposal)); r.Release.SHA != goodSHA {
		t.Errorf("%+v", r)
	}
	if p := w.plan(rel, badSHA); p.Proposal != "" {
		t.Error("a rollout is under way, and a plan can be confirmed")
	}
	if p := w.plan(dev, badSHA); p.Proposal != "" {
		t.Error("who may not deploy can confirm")
	}
}

// A plan is only looked at, so that it is shown all the same.
func TestAPlanThatCannotBeSavedIsShownWithoutItsButton(t *testing.T) {
	w := newWorld(t)
	w.store.Before = func(rollout.Change) error { return errDown }
	if p := w.plan(rel, goodSHA); p.Proposal != "" || len(p.Gates) == 0 {
		t.Errorf("%+v", p)
	}
	w.asksFirst()
	if out, err := w.asks(rel, grammar.Deploy{Target: prod, Ref: goodSHA}); !errors.Is(err, errDown) || out != nil {
		t.Errorf("a deploy that has to be confirmed: %v, %v", out, err)
	}
}

func TestAClosedGateIsToldInsteadOfAPlan(t *testing.T) {
	w := newWorld(t)
	w.asksFirst()
	_, err := w.asks(dev, grammar.Deploy{Target: prod, Ref: goodSHA})
	refused(t, err, "not_allowed")
}

// faults.md B1, B2, B4: who, when and what.
func TestAClickThatComesLateOrFromSomebodyElseDoesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world, id string)
		who    string
		code   string
		words  []string
	}{
		"somebody else":      {who: dev, code: "not_yours", words: []string{"@" + rel, "`/deploy plan prod checkout abc1230`"}},
		"a guest":            {who: guest, code: "guest"},
		"after ten minutes":  {before: func(w *world, _ string) { w.now = w.now.Add(10 * time.Minute) }, who: rel, code: "expired", words: []string{"ten minutes", "`/deploy plan prod checkout abc1230`"}},
		"after it was used":  {before: func(w *world, id string) { w.began(w.confirm(rel, id)) }, who: rel, code: "not_open", words: []string{"/deploy status"}},
		"after the clean-up": {before: func(w *world, _ string) { w.must(w.Forget(context.Background(), w.now.Add(10*time.Minute))) }, who: rel, code: "not_open"},
		"rights were lost":   {before: func(w *world, _ string) { w.Policy.Roles["releaser"] = nil }, who: rel, code: "not_allowed"},
		"it was locked since": {before: func(w *world, _ string) {
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
			w.must(err)
		}, who: rel, code: "locked"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.plan(rel, goodSHA)
			if c.before != nil {
				c.before(w, p.Proposal)
			}
			open := len(list[rollout.Rollout](w, rollout.OpenIndex))
			_, err := w.confirm(c.who, p.Proposal)
			refused(t, err, c.code)
			if c.words != nil {
				hinted(t, err, c.code, c.words...)
			}
			if now := len(list[rollout.Rollout](w, rollout.OpenIndex)); now != open {
				t.Errorf("%d rollouts are open, before %d", now, open)
			}
			entries := w.verify(prod)
			noted := len(entries) > 0 && entries[len(entries)-1].Detail == "confirm: "+c.code
			if known := c.code != "guest" && c.code != "not_open"; noted != known { // who, and of which target
				t.Errorf("audit %+v", entries)
			}
		})
	}
}

func TestAProposalThatNobodyMadeIsNotOpen(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"01JFORGED", "../lock/checkout/prod", ""} {
		_, err := w.confirm(rel, id)
		hinted(t, err, "not_open")
		_, err = w.Dismiss(t.Context(), w.request(rel), id)
		hinted(t, err, "not_open")
	}
}

// faults.md B4: never something else than what was shown.
func TestWhatHasChangedSinceItWasShownIsShownAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(w *world, h *commandtest.Host)
		code, words string
	}{
		"the ref moved": {func(_ *world, h *commandtest.Host) {
			h.Add("checkout", rollout.Release{SHA: "f0" + mainSHA[2:]}, "main")
		}, "ref_changed", "main was 3a11111 when you were shown the plan, and is f011111 now."},
		"live moved": {func(w *world, _ *commandtest.Host) {
			w.byHand(prod, rollout.All("40"))
		}, "live_changed", "What is live in prod has changed since you were shown the plan: it is v40 now."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			h := w.codeHost()
			first := w.plan(rel, "main")
			c.change(w, h)
			again := w.planned(w.confirm(rel, first.Proposal))
			if !again.Asked || again.Changed.String() != c.words || again.Proposal == "" || again.Proposal == first.Proposal {
				t.Fatalf("%+v", again)
			}
			if entries := w.verify(prod); len(entries) != 1 || entries[0].Action != "refused" || !strings.HasSuffix(entries[0].Detail, c.code) {
				t.Errorf("audit %+v", entries)
			}
			if r := w.began(w.confirm(rel, again.Proposal)); r.Release.SHA != again.Release.SHA {
				t.Errorf("%s began, %s was shown", r.Release.SHA, again.Release.SHA)
			}
		})
	}
}

func TestWhatHasChangedAndMayNotGoOnIsShownWithoutAButton(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, goodSHA)
	w.drive(w.start(prod, badSHA), shifted)
	if again := w.planned(w.confirm(rel, p.Proposal)); again.Changed == nil || again.Proposal != "" {
		t.Errorf("%+v", again)
	}
}

func TestADismissedPlanCannotBeConfirmedAnyMore(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, goodSHA)
	_, err := w.Dismiss(t.Context(), w.request(dev), p.Proposal)
	refused(t, err, "not_yours")
	out, err := w.Dismiss(t.Context(), w.request(rel), p.Proposal)
	w.must(err)
	if out != (commands.Dismissed{Target: is(prod)}) {
		t.Errorf("%+v", out)
	}
	_, err = w.confirm(rel, p.Proposal)
	hinted(t, err, "not_open")
	_, err = w.Dismiss(t.Context(), w.request(robot), p.Proposal)
	refused(t, err, "not_a_person")
}

func TestWhileTheStoreIsDownNothingIsConfirmed(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, goodSHA)
	w.store.Down = errDown
	_, confirm := w.confirm(rel, p.Proposal)
	_, dismiss := w.Dismiss(t.Context(), w.request(rel), p.Proposal)
	if !errors.Is(confirm, errDown) || !errors.Is(dismiss, errDown) {
		t.Errorf("%v, %v", confirm, dismiss)
	}
}

func TestAProposalIsForgottenAfterTenMinutes(t *testing.T) {
	w := newWorld(t)
	w.plan(rel, goodSHA)
	w.must(w.Forget(t.Context(), noon.Add(9*time.Minute)))
	if left := list[rollout.Proposal](w, rollout.ProposalsIndex); len(left) != 1 {
		t.Fatalf("%d are left", len(left))
	}
	w.store.Before = func(rollout.Change) error { return errDown }
	if err := w.Forget(t.Context(), noon.Add(10*time.Minute)); !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.store.Before = nil
	w.must(w.Forget(t.Context(), noon.Add(10*time.Minute)))
	if left := list[rollout.Proposal](w, rollout.ProposalsIndex); len(left) != 0 {
		t.Errorf("%d are left", len(left))
	}
}

// Where nothing has to be confirmed or counted, a plan can be confirmed all the same.
func TestAPlanThatHasChangedShowsAgainWhatItShips(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	p := w.plan(rel, "main")
	h.Add("checkout", rollout.Release{SHA: goodSHA}, "main")
	if p = w.planned(w.confirm(rel, p.Proposal)); p.Changed == nil || p.Ships == nil || p.Ships.Ahead != 3 {
		t.Errorf("%+v", p)
	}
}
