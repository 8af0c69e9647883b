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

const run = "github:ana"

// runs lets runs of workflows deploy to prod, and to no other environment.
func (w *world) runs() {
	w.environment("prod", func(e *commands.Environment) { e.Workflows = true })
	w.People = commandtest.NewPeople(commands.Person{ID: run, Name: "ana", Workflow: true}, commands.Person{ID: rel})
}

func (w *world) held(where grammar.Target) (commands.Outcome, error) {
	return w.Hold(context.Background(), w.request(run), grammar.Deploy{Target: where, Ref: goodSHA, Reason: "release"})
}

func TestARunOfAWorkflowMayDeployOnlyWhereWorkflowsMay(t *testing.T) {
	for _, where := range []grammar.Target{staging, prod} {
		for name, cmd := range every(where) {
			w := newWorld(t)
			w.runs()
			w.Policy.Roles["releaser"] = append(w.Policy.Roles["releaser"], run) // which must not matter
			if name != "deploy" {
				w.start(where, goodSHA)
			}
			_, err := w.run(run, cmd)
			var refusal *rollout.Refusal
			denied := errors.As(err, &refusal) && refusal.Code == "not_allowed"
			may := reading[name] || where == prod && name != "lock" && name != "unlock"
			if denied == may || denied && refusal.Hint == "" {
				t.Errorf("%s in %s: %v", name, where.Environment, err)
			}
		}
	}
}

func TestOnlyAnIDOfARunIsARun(t *testing.T) {
	for _, p := range []commands.Person{{ID: "UFALSE", Workflow: true}, {ID: "github:eve"}} {
		w := newWorld(t)
		w.People = commandtest.NewPeople(p)
		w.Policy.Roles["releaser"] = []string{p.ID}
		_, err := w.run(p.ID, grammar.Status{})
		refused(t, err, "not_a_person")
	}
}

func TestAHeldDeployIsCheckedAndGetsNoTrafficUntilItIsResumed(t *testing.T) {
	w := newWorld(t)
	w.runs()
	w.asksFirst() // which a run cannot answer
	r := w.began(w.held(prod))
	if r.Pause == nil || r.Pause.Code != rollout.PauseHeld || r.Pause.By != run || !r.Pause.Until.Equal(noon.Add(time.Hour)) || r.By != run {
		t.Fatalf("%+v", r.Pause)
	}
	r = w.drive(r.ID, func(r rollout.Rollout) bool { return r.Health != nil && r.Health.OK && r.Wake.After(w.now) })
	if r.Phase != rollout.Checking || r.Moves != 0 || w.live(prod) != rollout.All("41") {
		t.Fatalf("%s, live %s", r.Phase, w.live(prod))
	}
	_, err := w.run(run, grammar.Resume{Subject: of(r.ID)})
	w.must(err)
	if r := w.drive(r.ID, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAHeldDeployThatNobodyResumesFailsAtItsDeadline(t *testing.T) {
	w := newWorld(t)
	w.runs()
	r := w.drive(w.began(w.held(prod)).ID, nil)
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseDeadline || w.live(prod) != rollout.All("41") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAHeldDeployGoesThroughEveryGate(t *testing.T) {
	w := newWorld(t)
	w.runs()
	_, err := w.held(staging)
	hinted(t, err, "not_allowed", "workflows", "staging")
	w.demand(rollout.Demands{Signed: true})
	w.codeHost()
	_, err = w.held(prod)
	refused(t, err, "unsigned")
	if entries := w.verify(prod); len(entries) != 1 || entries[0].Actor != run || !strings.HasSuffix(entries[0].Detail, "unsigned") {
		t.Errorf("audit %+v", entries)
	}
	_, err = w.Hold(t.Context(), w.request(guest), grammar.Deploy{Target: prod, Ref: goodSHA})
	refused(t, err, "unknown_person")
}

// Who asks for it by its other name is not asked to click either.
func TestARunIsNeverAskedToConfirm(t *testing.T) {
	w := newWorld(t)
	w.runs()
	w.asksFirst()
	w.began(w.asks(run, grammar.Deploy{Target: prod, Ref: goodSHA}))
	w = newWorld(t)
	w.runs()
	if p := w.plan(run, goodSHA); p.Proposal != "" {
		t.Errorf("%+v", p)
	}
}

func TestARolloutKnowsWhetherACodeHostIsToldAndWhetherAWorkflowBuilds(t *testing.T) {
	w := newWorld(t)
	w.Policy.Services[0].Builds = false
	if r := w.rollout(w.start(staging, goodSHA)); r.Reports || r.Builds {
		t.Errorf("without a code host: reports %v, builds %v", r.Reports, r.Builds)
	}
	w.codeHost()
	w.Policy.Services[0].Builds = true
	if r := w.rollout(w.start(prod, goodSHA)); !r.Reports || !r.Builds {
		t.Errorf("with one: reports %v, builds %v", r.Reports, r.Builds)
	}
}
