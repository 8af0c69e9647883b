package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// opener may deploy to prod as rel may, who asks for what is deployed here.
const opener = "UOPENER"

// atGate is a rollout to prod whose build waits for people on the code host.
func (w *world) atGate(gates ...string) rollout.ID {
	w.t.Helper()
	w.People = commandtest.NewPeople(commands.Person{ID: rel}, commands.Person{ID: dev}, commands.Person{ID: nobody}, commands.Person{ID: guest, Guest: true}, commands.Person{ID: opener, Name: "olga"})
	w.Policy.Roles["releaser"] = []string{rel, opener}
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, gates })
	w.webhook(1)
	w.tickTo(id, rollout.Building)
	return id
}

func TestAGateIsOpenedForWhoeverMayDeploy(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging")
	out, err := w.ApproveGate(t.Context(), w.click(opener), id)
	w.must(err)
	if c := out.(commands.Changed); c.Action != "approve" || c.Rollout.ID != id {
		t.Errorf("%+v", c)
	}
	run := w.host.Runs()[0]
	if want := "approved by olga in Slack for rollout " + string(id); run.State != rollout.RunGoing || run.Comment != want {
		t.Errorf("%s, %q, want %q", run.State, run.Comment, want)
	}
	if b := w.buildRun(); b.Run.State != rollout.RunGoing || !w.rollout(id).Wake.Equal(w.now) {
		t.Errorf("%+v", b)
	}
	entries := w.verify(prod)
	if e := entries[len(entries)-1]; e.Action != "approve" || e.Actor != opener || !strings.Contains(e.Detail, "staging") {
		t.Errorf("%+v", e)
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAGateIsNotOpenedForOthersNorTwice(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging")
	for who, code := range map[string]string{dev: "not_allowed", guest: "guest", nobody: "not_allowed"} {
		_, err := w.ApproveGate(t.Context(), w.click(who), id)
		refused(t, err, code)
	}
	_, err := w.ApproveGate(t.Context(), w.click(opener), "01JNONE")
	refused(t, err, "no_rollout")
	q := w.click(opener)
	_, err = w.ApproveGate(t.Context(), q, id)
	w.must(err)
	if _, err = w.ApproveGate(t.Context(), q, id); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	_, err = w.ApproveGate(t.Context(), w.click(opener), id)
	refused(t, err, "nothing_waits")
	if calls(w.host.Calls(), "Approve") != 1 {
		t.Error("it was opened twice")
	}
}

func TestWhatKeepsAGateShutIsSaid(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging")
	w.host.Before = failing("Approve", rollout.Refuse("not_reviewer", "GitHub lets only its reviewers approve staging.", "Open the run."))
	_, err := w.ApproveGate(t.Context(), w.click(opener), id)
	refused(t, err, "not_reviewer")
	w.host.Before = failing("Look", errDown) // it is open, and seen to be a little later
	_, err = w.ApproveGate(t.Context(), w.click(opener), id)
	w.must(err)
	for _, kind := range []string{"build", "lock"} {
		w.Store = failsOn{w.store, kind}
		if _, err := w.ApproveGate(t.Context(), w.click(opener), id); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// faults.md B4: what a message has shown is what a click on it stands for.
func TestAClickOpensTheGatesThatWereShownAndNoOthers(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging")
	w.host.Set(1, func(r *rollout.Run) { r.Waits = []string{"staging", "prod"} })
	gate := w.newsOf(1)
	gate.Kind = commands.NewsDeployment
	w.hear(gate) // and the message was not edited yet
	_, err := w.ApproveGate(t.Context(), w.click(opener), id)
	w.must(err)
	if run := w.host.Runs()[0]; run.State != rollout.RunWaiting || !slices.Equal(run.Waits, []string{"prod"}) {
		t.Errorf("%s, waits for %v", run.State, run.Waits)
	}
	_, err = w.ApproveGate(t.Context(), w.click(opener), id)
	refused(t, err, "nothing_waits")
}

func TestAGateIsForWhoeverMayDeployToTheEnvironmentOfItsName(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging", "prod")
	w.environment("staging", func(e *commands.Environment) { e.Deploy = []string{"developer"} })
	_, err := w.ApproveGate(t.Context(), w.click(opener), id)
	hinted(t, err, "not_allowed", "staging", "developer")
	w.environment("staging", func(e *commands.Environment) { e.Deploy = []string{"releaser"} })
	_, err = w.ApproveGate(t.Context(), w.click(opener), id)
	w.must(err)
	if run := w.host.Runs()[0]; run.State != rollout.RunGoing {
		t.Errorf("%+v", run)
	}
}

func TestAGateThatIsNotNamedLikeAnEnvironmentIsOpenedOnTheCodeHost(t *testing.T) {
	for _, gate := range []string{"security", "Staging", "prod "} {
		w := newWorld(t).connect()
		id := w.atGate("staging", gate)
		_, err := w.ApproveGate(t.Context(), w.click(opener), id)
		hinted(t, err, "not_our_gate", gate, "approve it there")
		if refusal := asRefusal(err); !slices.ContainsFunc(refusal.Reason, func(s rollout.Span) bool { return s.Link == w.host.Runs()[0].URL }) {
			t.Errorf("%+v", refusal.Reason)
		}
		if calls(w.host.Calls(), "Approve") != 0 {
			t.Errorf("%s was opened", gate)
		}
	}
}

// asRefusal is the refusal that an error is.
func asRefusal(err error) *rollout.Refusal {
	refusal := &rollout.Refusal{}
	errors.As(err, &refusal)
	return refusal
}

// Whoever asked for any of the rollouts that wait for the run has asked for it too.
func TestNobodyOpensAGateOfTheirOwnBuild(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate("staging")
	_, err := w.ApproveGate(t.Context(), w.click(rel), id)
	hinted(t, err, "own_gate", "staging", "Ask somebody else")
	out, err := w.run(opener, grammar.Deploy{Target: staging, Ref: unbuiltSHA})
	joined := w.began(out, err).ID
	w.tickTo(joined, rollout.Building)
	for _, button := range []rollout.ID{id, joined} {
		_, err = w.ApproveGate(t.Context(), w.click(opener), button)
		refused(t, err, "own_gate")
	}
	if calls(w.host.Calls(), "Approve") != 0 {
		t.Error("it was opened")
	}
	w.Store = cannotQuery{w.store, rollout.OpenIndex}
	if _, err = w.ApproveGate(t.Context(), w.click(opener), id); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
