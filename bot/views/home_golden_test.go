package views_test

import (
	"slices"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

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

// week are the numbers of a week.
func week() *commands.Measured {
	five := dora.Five{
		Frequency: dora.Frequency{Days: 4, Weeks: 13, Deployments: 61},
		LeadTime:  dora.Median{Value: 5 * time.Hour, N: 23}, FailRate: dora.Part{N: 1, Of: 8},
		Recovery: dora.Median{Value: 4 * time.Minute, N: 1}, Rework: dora.Part{N: 1, Of: 8},
	}
	before := five
	before.Frequency.Days, before.FailRate = 3, dora.Part{N: 3, Of: 9}
	return &commands.Measured{Now: five, Before: before}
}

func TestTheHomeTabHasTheWeeksNumbersAndLeadsToMyDashboards(t *testing.T) {
	whole := []commands.Action{commands.DeployTo, commands.Control}
	shifting := deploy(at(0), few)
	h := commands.HomeShown{
		May: []commands.Rights{rights("staging", whole...), rights("prod", whole...)}, Week: week(),
		Open: []rollout.Rollout{shifting, deploy(at(1), waits(rollout.PauseAsked, "lunch <!here>", ben)), deploy(at(0), in(rollout.RollingBack)), deploy(building())},
		Mine: []string{"checkout", "payments"}, Production: "prod", Live: live(), Services: 2,
	}
	home := views.Home(h, options())
	goldenView(t, "home-mine", home)
	goldenView(t, "home-saying", views.Saying(views.Outcome(commands.Changed{Action: "pause", Rollout: shifting}, options()), home))
}

func TestALongAnswerAboveTheHomeTabLeavesRoomForIt(t *testing.T) {
	long := views.Message{Text: "x", Blocks: slices.Repeat([]slackgo.Block{slackgo.NewDividerBlock()}, 95)}
	home := views.Saying(long, views.Home(commands.HomeShown{Week: week()}, options()))
	if len(home.Blocks.BlockSet) != 100 {
		t.Errorf("%d blocks", len(home.Blocks.BlockSet))
	}
	for _, fault := range faults(home) {
		t.Error(fault)
	}
}

// pressed are the buttons of a tab, by what they do, and how many there are of each.
func pressed(home views.Tab) map[string]int {
	out := map[string]int{}
	for _, b := range home.Blocks.BlockSet {
		row, is := b.(*slackgo.ActionBlock)
		if !is {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			if button, is := e.(*slackgo.ButtonBlockElement); is {
				out[button.ActionID]++
			}
		}
	}
	return out
}

func TestTheHomeTabHasTheButtonsThatMakeSenseNowForWhoeverMayPressThem(t *testing.T) {
	full := rights("prod", commands.DeployTo, commands.Control, commands.RollBack)
	for name, c := range map[string]struct {
		may  commands.Rights
		r    rollout.Rollout
		want []string
	}{
		"shifting":   {full, deploy(at(0), few), []string{job.PauseAction, job.PromoteAction, job.RollbackAction}},
		"paused":     {full, deploy(at(1), waits(rollout.PauseAsked, "lunch", ben)), []string{job.ResumeAction, job.PromoteAction, job.RollbackAction}},
		"building":   {full, deploy(building()), []string{job.PauseAction, job.AbortAction}},
		"going back": {full, deploy(at(0), in(rollout.RollingBack)), nil},
		"of others":  {rights("prod"), deploy(at(0), few), nil},
		"elsewhere":  {rights("staging", commands.DeployTo, commands.Control), deploy(at(0), few), nil},
	} {
		got := pressed(views.Home(commands.HomeShown{May: []commands.Rights{c.may}, Open: []rollout.Rollout{c.r}}, options()))
		delete(got, job.FormAction)
		delete(got, job.RefreshAction)
		for _, action := range c.want {
			if got[action] != 1 {
				t.Errorf("%s: there is no %s", name, action)
			}
			delete(got, action)
		}
		if len(got) > 0 {
			t.Errorf("%s: there is %v too", name, got)
		}
	}
	got := pressed(views.Home(commands.HomeShown{Incidents: []rollout.Incident{incident()}}, options()))
	if got[job.AckAction] != 1 {
		t.Errorf("nobody can acknowledge an incident: %v", got)
	}
}
