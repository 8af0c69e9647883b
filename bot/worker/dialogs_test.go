package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// screens answers what there is to show.
type screens struct {
	err error // in place of every answer

	asked []string // who asked for what
}

func (s *screens) Form(_ context.Context, q commands.Request, service string) (commands.FormShown, error) {
	s.asked = append(s.asked, q.Actor+" form "+service)
	return commands.FormShown{Services: []string{"checkout", "payments"}, Environments: []string{"staging"}, Service: service}, s.err
}

func (s *screens) Home(_ context.Context, q commands.Request) (commands.HomeShown, error) {
	s.asked = append(s.asked, q.Actor+" home")
	return commands.HomeShown{May: []commands.Rights{{Environment: "prod", For: []string{"approver"}}}}, s.err
}

func (s *screens) FormLive(_ context.Context, f commands.FormShown) commands.FormShown {
	s.asked = append(s.asked, "live "+f.Service)
	target := rollout.Target{Service: f.Service, Environment: "staging"}
	f.Live = []commands.TargetStatus{{Target: target, Live: rollout.Published{Version: "41"}}}
	return f
}

// dialogs remembers what was shown.
type dialogs struct {
	err     error // in place of showing anything
	changed error // in place of changing a dialog
	again   bool  // the trigger has opened a dialog before

	modal slackgo.ModalViewRequest
	home  slackgo.HomeTabViewRequest
	calls []string // what was done, and to whom
}

func (d *dialogs) OpenView(_ context.Context, trigger string, v slackgo.ModalViewRequest) (string, error) {
	d.modal, d.calls = v, append(d.calls, "open "+trigger)
	if d.err != nil || d.again {
		return "", d.err
	}
	return "VNEW", nil
}

func (d *dialogs) UpdateView(_ context.Context, id string, v slackgo.ModalViewRequest) error {
	d.modal, d.calls = v, append(d.calls, "update "+id)
	return errors.Join(d.err, d.changed)
}

func (d *dialogs) PublishView(_ context.Context, user string, v slackgo.HomeTabViewRequest) error {
	d.home, d.calls = v, append(d.calls, "publish for "+user)
	return d.err
}

// only is the one thing that was done.
func (d *dialogs) only(t *testing.T) string {
	t.Helper()
	if len(d.calls) != 1 {
		t.Fatalf("shown: %v", d.calls)
	}
	return d.calls[0]
}

// says is all that a view says.
func says(t *testing.T, view any) string {
	t.Helper()
	raw, err := json.Marshal(view)
	ok(t, err)
	return string(raw)
}

// ask is a job of ana's that asks for something else than a command.
func (w *world) ask(change func(*job.Job)) job.Job {
	w.t.Helper()
	j := w.command("trigger")
	j.Command = nil
	change(&j)
	return j
}

func gone(kind string) error { return &rollout.MissingError{Key: rollout.Key{Kind: kind, ID: "1"}} }

func bare(t *testing.T, service string) func(*job.Job) {
	t.Helper()
	body, err := grammar.Marshal(grammar.Form{Service: service})
	ok(t, err)
	return func(j *job.Job) { j.Command = body }
}

// Looking at what is live takes longer than the trigger may wait, so that comes after.
func TestTheFormOpensWithTheTriggerWhereverItIsAskedFor(t *testing.T) {
	view := &job.View{ID: "V1"}
	for name, c := range map[string]struct {
		ask     func(*job.Job)
		asked   string
		channel string
		shown   string
	}{
		"by a bare /deploy":           {bare(t, "checkout"), " form checkout,live checkout", channel, "open trigger,update VNEW"},
		"by a bare /deploy anywhere":  {bare(t, ""), " form ", channel, "open trigger"},
		"by a shortcut":               {func(j *job.Job) { j.Shortcut, j.Channel = &job.Shortcut{Callback: job.FormShortcut}, "" }, " form ", "", "open trigger"},
		"by a button":                 {func(j *job.Job) { j.Click = &job.Click{Action: job.FormAction, Value: "payments"} }, " form payments,live payments", channel, "open trigger,update VNEW"},
		"by a button in the Home tab": {func(j *job.Job) { j.Click, j.Channel = &job.Click{Action: job.FormAction, View: view}, "" }, " form ", "", "open trigger"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Handle(t.Context(), w.ask(c.ask))
				equal(t, "shown", strings.Join(w.dialogs.calls, ","), c.shown)
				equal(t, "asked", strings.Join(w.screens.asked, ","), ana+c.asked)
				from, err := job.ReadSource(w.dialogs.modal.PrivateMetadata)
				ok(t, err)
				equal(t, "opened from", from, job.Source{Channel: c.channel})
				equal(t, "what is live is in it", strings.Contains(says(t, w.dialogs.modal), "v41"), strings.Contains(c.shown, "update"))
				equal(t, "answers", len(w.seen(ana, channel)), 0)
				equal(t, "commands", len(w.runner.asked), 0)
			})
		})
	}
}

func TestAFormThatIsOpenAlreadyOrClosedAgainIsLeftAlone(t *testing.T) {
	for name, c := range map[string]struct {
		spoil   func(*dialogs)
		shown   string
		answers int
	}{
		"the job has come twice": {func(d *dialogs) { d.again = true }, "open trigger", 0},
		"closed again":           {func(d *dialogs) { d.changed = gone("view") }, "open trigger,update VNEW", 0},
		"Slack broke":            {func(d *dialogs) { d.changed = errors.New("503") }, "open trigger,update VNEW", 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				c.spoil(w.dialogs)
				w.Handle(t.Context(), w.ask(bare(t, "checkout")))
				equal(t, "shown", strings.Join(w.dialogs.calls, ","), c.shown)
				equal(t, "answers", len(w.seen(ana, channel)), c.answers)
			})
		})
	}
}

// faults.md B13
func TestAFormThatCameTooLateIsOfferedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.dialogs.err = gone("trigger")
		w.Handle(t.Context(), w.ask(bare(t, "checkout")))
		contains(t, "the answer", w.answered(), "Press to open it again")
		seen := w.seen(ana, channel)
		contains(t, "its button", string(seen[0].Blocks), `"action_id":"slipway_form"`)
		contains(t, "its button", string(seen[0].Blocks), `"value":"checkout"`)
		equal(t, "log", w.log.String(), "")
	})
}

func TestAFormThatSomebodyMayNotHaveIsRefusedLikeACommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.screens.err = rollout.Refuse("guest", "Guests cannot use Slipway.", "")
		w.Handle(t.Context(), w.ask(bare(t, "")))
		contains(t, "the answer", w.answered(), "Guests cannot")
		equal(t, "shown", len(w.dialogs.calls), 0)
	})
}

// choosing is a choice in the form.
func choosing(service string) func(*job.Job) {
	return func(j *job.Job) {
		j.Click = &job.Click{Action: job.ServiceAction, Value: service, View: &job.View{ID: "V1"}}
	}
}

// faults.md B9: every choice is shown, however quick, and the last one stays.
func TestOfTwoQuickChoicesTheFormShowsTheLastOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		first, second := w.ask(choosing("payments")), w.ask(choosing("search"))
		equal(t, "they wait for one another", first.Group(), second.Group())
		w.Handle(t.Context(), first)
		w.Handle(t.Context(), second)
		equal(t, "shown", strings.Join(w.dialogs.calls, ","), "update V1,update V1")
		contains(t, "the dialog", says(t, w.dialogs.modal), `" search"`)
	})
}

func TestAChoiceShowsTheFormAnewUnlessItIsClosedByNow(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		answers int
	}{
		"it is open":   {nil, 0},
		"it is closed": {gone("view"), 0},
		"Slack broke":  {&rollout.Error{Kind: rollout.Throttled, Message: "Slack asks for fewer calls"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.dialogs.err = c.err
				w.Handle(t.Context(), w.ask(choosing("payments")))
				equal(t, "shown", w.dialogs.only(t), "update V1")
				contains(t, "the dialog", says(t, w.dialogs.modal), `" payments"`)
				contains(t, "the dialog", says(t, w.dialogs.modal), "v41")
				equal(t, "answers", len(w.seen(ana, channel)), c.answers)
			})
		})
	}
	t.Run("in no dialog", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Handle(t.Context(), w.ask(func(j *job.Job) { j.Click = &job.Click{Action: job.ServiceAction, Value: "payments"} }))
			contains(t, "the answer", w.answered(), "That dialog is not one of mine")
		})
	})
	t.Run("of what is gone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.screens.err = rollout.Refuse("no_target", "There is no payments in staging.", "")
			w.Handle(t.Context(), w.ask(choosing("payments")))
			contains(t, "the answer", w.answered(), "There is no payments")
		})
	})
}
