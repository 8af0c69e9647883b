package commands_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// press clicks the button of a rollout's message, with a click of its own.
func (w *world) press(who string, id rollout.ID) (commands.Outcome, error) {
	return w.Undo(w.context(), commands.Request{ID: fmt.Sprintf("click-%d", w.ids.Add(1)), Actor: who}, id)
}

func TestTheButtonOfAFinishedDeployGoesBackFromIt(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.now = r.Ended.Add(24 * time.Hour) // the last moment
	out, err := w.press(rel, r.ID)
	w.must(err)
	back := w.drive(out.(commands.Started).Rollout.ID, nil)
	if back.Phase != rollout.RolledBack || !back.IsRollback || w.live(prod) != rollout.All("41") {
		t.Errorf("%s, live %s", back.Phase, w.live(prod))
	}
	w.verify(prod)
}

func TestTheButtonOfARolloutUnderWayStopsIt(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	_, err := w.press(rel, id)
	w.must(err)
	if r := w.drive(id, nil); r.Phase != rollout.RolledBack || w.live(prod) != rollout.All("41") {
		t.Errorf("%s, live %s", r.Phase, w.live(prod))
	}
}

// faults.md B4: a button that is out of date changes nothing and says so.
func TestAButtonThatIsOutOfDateSaysSo(t *testing.T) {
	for name, c := range map[string]struct {
		age  func(w *world) rollout.ID
		code string
	}{
		"after a day": {func(w *world) rollout.ID {
			r := w.deploy(prod, goodSHA)
			w.now = r.Ended.Add(24*time.Hour + time.Second)
			return r.ID
		}, "expired"},
		"of a rollout that was rolled back": {func(w *world) rollout.ID { return w.deploy(prod, badSHA).ID }, "ended"},
		"of a rollout that failed":          {func(w *world) rollout.ID { return w.deploy(prod, crashSHA).ID }, "ended"},
		"while another one is under way": {func(w *world) rollout.ID {
			r := w.deploy(prod, goodSHA)
			w.start(prod, badSHA)
			return r.ID
		}, "superseded"},
		"when another version is live": {func(w *world) rollout.ID {
			r := w.deploy(prod, goodSHA)
			w.byHand(prod, rollout.All("39"))
			return r.ID
		}, "superseded"},
		"pressed twice": {func(w *world) rollout.ID {
			r := w.deploy(prod, goodSHA)
			out, err := w.press(rel, r.ID)
			w.must(err)
			w.drive(out.(commands.Started).Rollout.ID, nil)
			return r.ID
		}, "superseded"},
		"pressed twice while it goes back": {func(w *world) rollout.ID {
			id := w.start(prod, goodSHA)
			w.drive(id, shifted)
			_, err := w.press(rel, id)
			w.must(err)
			return id
		}, "rolling_back"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := c.age(w)
			before, live := len(w.actions(prod)), w.live(prod)
			_, err := w.press(rel, id)
			if refused(t, err, c.code); c.code != "rolling_back" {
				hinted(t, err, c.code)
			}
			if len(w.actions(prod)) != before || w.live(prod) != live {
				t.Errorf("audit %v, live %s", w.actions(prod), w.live(prod))
			}
		})
	}
}

// What a button that came too late says to type never stops a fix, and never leads to what
// was to be left behind.
func TestAButtonThatCameTooLateNamesTheWayBackItWasFor(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	bad := w.deploy(prod, goodSHA)
	fix := w.start(prod, unbuiltSHA)
	w.drive(fix, shifted)
	_, err := w.press(rel, bad.ID)
	hinted(t, err, "superseded", "dddddd0 by @"+rel, "its way back is v42", "To go back to v41 when that has ended: `/rollback prod checkout v41`")
	_, err = w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	_, err = w.press(rel, bad.ID)
	hinted(t, err, "rolling_back", "to v42", "`/rollback prod checkout v41`")
	w.drive(fix, nil)
	w.unlocked()
	w.deploy(prod, unbuiltSHA)
	_, err = w.press(rel, bad.ID)
	hinted(t, err, "superseded", "that is v43", "To go back to v41: `/rollback prod checkout v41`")
	w.backTo("v41")
	_, err = w.press(rel, bad.ID)
	var refusal *rollout.Refusal
	if errors.As(err, &refusal) && refusal.Hint != "What is live: `/deploy status prod checkout`." {
		t.Errorf("it is back already: %s", refusal.Hint)
	}
}

// faults.md B1, B2: rights are looked up again at the click, and a value that
// names nothing is nothing.
func TestAButtonGivesNoRightsAndItsValueIsOnlyAName(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	_, err := w.press(dev, r.ID)
	hinted(t, err, "not_allowed", "releaser")
	for _, forged := range []rollout.ID{"", "01JFORGED", "../lock/checkout/prod", "prod"} {
		_, err := w.press(rel, forged)
		hinted(t, err, "no_rollout", "/deploy history")
	}
	if w.live(prod) != rollout.All("42") {
		t.Errorf("live %s", w.live(prod))
	}
}

func TestAButtonWhoseFactsCannotBeReadChangesNothing(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	for _, op := range []string{"ListAliases", "ListVersionsByFunction"} {
		w.fault = func(o string) error {
			if o == op {
				return errDown
			}
			return nil
		}
		if _, err := w.press(rel, r.ID); !errors.Is(err, errDown) {
			t.Errorf("%s fails: %v", op, err)
		}
	}
	w.fault = nil
	if _, err := w.run(rel, grammar.Rollback{Target: prod}); err != nil {
		t.Error(err)
	}
}
