package views_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// goldenView compares a dialog or Home tab with its golden file.
func goldenView(t *testing.T, name string, view any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain(t, view)); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "dialogs", name, b.Bytes())
}

func live() []commands.TargetStatus {
	shifting := deploy(at(0), few)
	v41 := rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}}
	hold := &rollout.Hold{By: ben, Reason: "migrating *orders* <!here>", Since: begin(), Until: begin().Add(2 * time.Hour)}
	return []commands.TargetStatus{
		{Target: rollout.Target{Service: "checkout", Environment: "staging"}, Live: v41, Since: begin(), By: rollout.Slipway, Hold: hold},
		{Target: shifting.Target, Live: v41, Weight: 0.1, Since: begin(), By: ana, Rollout: &shifting},
		{Target: rollout.Target{Service: "checkout", Environment: "dev"}, Problem: "it cannot be read right now"},
	}
}

func TestTheFormShowsWhatADeployWouldReplace(t *testing.T) {
	all := commands.FormShown{Services: []string{"checkout", "payments"}, Environments: []string{"staging", "prod"}}
	looking := all
	looking.Service = "checkout"
	chosen := looking
	chosen.Live = live()
	many := commands.FormShown{Services: []string{"checkout"}, More: 400, Environments: []string{"staging"}, MoreEnvironments: 99, Service: "checkout", Live: live()[:1], MoreLive: 90}
	for name, f := range map[string]commands.FormShown{"form": all, "form-looking": looking, "form-chosen": chosen, "form-many": many} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.Form(f, job.Source{Channel: "C0CHECKOUT"})) })
	}
	golden(t, "answers", "open-again", views.OpenAgain("checkout"))
}

func rights(environment string, may ...commands.Action) commands.Rights {
	return commands.Rights{Environment: environment, May: may, For: []string{"approver"}}
}

func TestTheHomeTabSaysWhatOneMayDoAndWhatIsGoingOn(t *testing.T) {
	whole := []commands.Action{commands.DeployTo, commands.Control, commands.RollBack, commands.LockIt}
	shifting := deploy(at(0), few)
	held := rollout.Lock{Target: shifting.Target}.Hold(rollout.Hold{Reason: "abc1234 was rolled back", Since: begin()})
	busy := commands.HomeShown{
		Person: commands.Person{ID: ana}, Services: 491, Live: live(),
		May:  []commands.Rights{rights("dev", whole...), rights("staging", whole...), rights("prod", commands.RollBack)},
		Open: []rollout.Rollout{shifting, deploy(at(1), waits(rollout.PauseAsked, "lunch <!here>", ben))}, Held: []rollout.Lock{held},
	}
	quiet := commands.HomeShown{Person: commands.Person{ID: ben}, May: []commands.Rights{rights("staging"), rights("prod")}}
	red := quiet
	red.Incidents = []rollout.Incident{incident(acked), incident(func(i *rollout.Incident) { i.Alarms[0].Name = "*search* <!here>" })}
	crowded := quiet
	for range 25 {
		crowded.Open, crowded.Held = append(crowded.Open, shifting), append(crowded.Held, held)
	}
	for name, h := range map[string]commands.HomeShown{"home": busy, "home-quiet": quiet, "home-red": red, "home-crowded": crowded, "home-empty": {}} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.Home(h, options())) })
	}
	refused := views.Refused(rollout.Refuse("guest", "Guests and people of other workspaces cannot use Slipway.", "Ask a member of this workspace to do it."))
	goldenView(t, "home-refused", views.HomeSaying(refused))
}

// The question is the one of the button on the rollout's message.
func TestBeforeARollbackItIsSaidWhatWillHappen(t *testing.T) {
	from := job.Source{Channel: "C0CHECKOUT", Message: "1.2", Value: string(deploy().ID), Asked: begin()}
	for name, r := range map[string]rollout.Rollout{
		"confirm-finished": deploy(whole, good, over(rollout.Succeeded)),
		"confirm-shifting": deploy(at(0), few),
		"confirm-building": deploy(building()),
	} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.ConfirmRollback(r, from)) })
	}
}

func TestBeforeWhatIsSuspectedIsTakenBackItIsSaidWhatWillHappen(t *testing.T) {
	from := job.Source{Channel: "C0CHECKOUT", Message: "1.2", Value: incidentID, Asked: begin()}
	for name, i := range map[string]rollout.Incident{
		"confirm-suspect": incident(suspicious(), guilty),
		"confirm-drill":   incident(suspicious(func(s *rollout.Suspect) { s.Drill = true })),
	} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.ConfirmBack(i, from, options())) })
	}
}

// What the front reads is what the form has.
func TestTheFormHasTheBlocksThatTheFrontReads(t *testing.T) {
	form := views.Form(commands.FormShown{Services: []string{"checkout"}, Environments: []string{"prod"}}, job.Source{})
	got := map[string]slackgo.MessageElementType{}
	for _, b := range form.Blocks.BlockSet {
		if input, ok := b.(*slackgo.InputBlock); ok {
			got[input.BlockID] = input.Element.ElementType()
		}
	}
	for _, block := range []string{job.ServiceBlock, job.EnvironmentBlock, job.RefBlock, job.StrategyBlock, job.ReasonBlock} {
		if got[block] == "" {
			t.Errorf("there is no block %s", block)
		}
		delete(got, block)
	}
	if len(got) > 0 || form.CallbackID != job.FormDialog || job.FormElement(job.ServiceBlock) != job.ServiceAction {
		t.Errorf("the front does not know %v of %s", got, form.CallbackID)
	}
}
