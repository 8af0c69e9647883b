package commands_test

import (
	"errors"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// every is each command that there is, on a target.
func every(t grammar.Target) map[string]grammar.Command {
	half := 50
	s := grammar.Subject{Target: t}
	return map[string]grammar.Command{
		"deploy": grammar.Deploy{Target: t, Ref: goodSHA}, "rollback": grammar.Rollback{Target: t},
		"promote": grammar.Promote{Subject: s}, "pause": grammar.Pause{Subject: s}, "resume": grammar.Resume{Subject: s},
		"abort": grammar.Abort{Subject: s}, "canary": grammar.Canary{Target: t, Percent: &half},
		"lock": grammar.Lock{Target: t, Reason: "maintenance"}, "unlock": grammar.Unlock{Target: t},
		"plan": grammar.Plan{Target: t, Ref: goodSHA}, "status": grammar.Status{Target: t}, "history": grammar.History{Target: t},
		"drill": grammar.Drill{Target: t}, "doctor": grammar.Doctor{Target: t},
		"why":          grammar.Why{Subject: s},
		"canary shown": grammar.Canary{Target: t}, "help": grammar.Help{},
	}
}

var reading = map[string]bool{"plan": true, "status": true, "history": true, "why": true, "canary shown": true, "help": true, "doctor": true}

// faults.md H1: who may do what, held against a table that is not the code's.
func TestOnlyWhoHasTheRoleMayChangeAnEnvironment(t *testing.T) {
	may := map[string]map[string]bool{
		"staging": {dev: true, rel: true},
		"prod":    {rel: true},
	}
	for _, where := range []grammar.Target{staging, prod} {
		for _, who := range []string{dev, rel, nobody} {
			for name, cmd := range every(where) {
				w := newWorld(t)
				if name != "deploy" {
					w.start(where, goodSHA)
				}
				before := w.actions(where)
				_, err := w.run(who, cmd)
				var refusal *rollout.Refusal
				denied := errors.As(err, &refusal) && refusal.Code == "not_allowed"
				if want := !may[where.Environment][who] && !reading[name]; denied != want {
					t.Errorf("%s by %s in %s: denied %v, want %v (%v)", name, who, where.Environment, denied, want, err)
				}
				if denied && (refusal.Hint == "" || len(w.actions(where)) != len(before)) {
					t.Errorf("%s by %s in %s: hint %q, audit %v", name, who, where.Environment, refusal.Hint, w.actions(where))
				}
			}
		}
	}
}

// faults.md H2, H3, B1: not even to look at something.
func TestWhoIsNotAMemberMayDoNothingAtAll(t *testing.T) {
	for who, code := range map[string]string{
		guest: "guest", stranger: "guest", robot: "not_a_person", leaver: "not_a_person", "UUNKNOWN": "unknown_person", "": "unknown_person",
	} {
		for name, cmd := range every(prod) {
			w := newWorld(t)
			w.Policy.Roles["releaser"] = append(w.Policy.Roles["releaser"], who)
			_, err := w.run(who, cmd)
			refused(t, err, code)
			if entries := w.actions(prod); len(entries) != 0 {
				t.Errorf("%s of a %s left %v", name, code, entries)
			}
		}
		w := newWorld(t)
		id := w.start(prod, goodSHA)
		_, err := w.Undo(t.Context(), commands.Request{ID: "click", Actor: who}, id)
		refused(t, err, code)
	}
}

func TestWhileTheDirectoryIsDownNobodyMayDoAnything(t *testing.T) {
	w := newWorld(t)
	w.people.Down = errDown
	for name, cmd := range every(prod) {
		_, err := w.run(rel, cmd)
		var ours *rollout.Error
		if !errors.As(err, &ours) || ours.Kind != rollout.Broken || ours.Hint == "" || !errors.Is(err, errDown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if entries := w.actions(prod); len(entries) != 0 {
		t.Errorf("audit %v", entries)
	}
}

// A directory that answers with nobody is no reason to trust anybody.
func TestAnEmptyAnswerOfTheDirectoryIsNobody(t *testing.T) {
	w := newWorld(t)
	w.People = empty{}
	_, err := w.run(rel, grammar.Status{})
	refused(t, err, "unknown_person")
}

func TestATargetThatThePolicyDoesNotNameCannotBeTouched(t *testing.T) {
	for _, where := range []grammar.Target{
		{Service: "checkout", Environment: "moon"}, {Service: "unheard-of", Environment: "prod"}, {Environment: "prod"}, {Service: "checkout"}, {},
	} {
		w := newWorld(t)
		for _, cmd := range []grammar.Command{
			grammar.Deploy{Target: where, Ref: goodSHA}, grammar.Plan{Target: where, Ref: goodSHA}, grammar.Rollback{Target: where},
			grammar.Lock{Target: where, Reason: "because"}, grammar.Unlock{Target: where}, grammar.Canary{Target: where, Percent: new(int)},
			grammar.Drill{Target: where},
		} {
			_, err := w.run(rel, cmd)
			hinted(t, err, "no_target", "/deploy status")
		}
	}
}

func TestWhatIsNoCommandIsNotCarriedOut(t *testing.T) {
	_, err := newWorld(t).run(rel, nil)
	if !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

func TestLookingNeedsNoRole(t *testing.T) {
	if refusal := newWorld(t).Authorize(commands.Person{ID: nobody}, commands.Read, is(prod)); refusal != nil {
		t.Error(refusal)
	}
}
