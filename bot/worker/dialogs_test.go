package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	looks []string // ids of the requests for a Home tab
}

func (s *screens) Form(_ context.Context, q commands.Request, filled commands.Filled) (commands.FormShown, error) {
	s.asked = append(s.asked, strings.TrimSpace(q.Actor+" form "+strings.Join(strings.Fields(strings.Trim(fmt.Sprint(filled), "{}")), " ")))
	return commands.FormShown{Services: []string{"checkout", "payments"}, Environments: []string{"staging"}, Filled: filled}, s.err
}

func (s *screens) Home(_ context.Context, q commands.Request) (commands.HomeShown, error) {
	s.asked, s.looks = append(s.asked, q.Actor+" home"), append(s.looks, q.ID)
	return commands.HomeShown{May: []commands.Rights{{Environment: "prod", For: []string{"approver"}}}}, s.err
}

// FormLooked looks first at what there is to choose from, and then at what is live.
func (s *screens) FormLooked(_ context.Context, f commands.FormShown) (commands.FormShown, bool) {
	if f.Service == "" {
		return f, false
	}
	if !f.Listed {
		s.asked = append(s.asked, "list "+f.Service)
		f.Listed, f.Newest = true, []rollout.Commit{{SHA: strings.Repeat("c", 40), Subject: "Pay by invoice"}}
		return f, true
	}
	s.asked = append(s.asked, "look "+f.Service)
	target := rollout.Target{Service: f.Service, Environment: "staging"}
	f.Looked, f.Live = true, []commands.TargetStatus{{Target: target, Live: rollout.Published{Version: "41"}}}
	return f, false
}

// dialogs remembers what was shown.
type dialogs struct {
	err     error // in place of showing anything
	changed error // in place of changing a dialog
	again   bool  // the trigger has opened a dialog before

	modal slackgo.ModalViewRequest
	home  slackgo.HomeTabViewRequest
	shown []string // all dialogs, in order
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
	raw, err := json.Marshal(v)
	d.shown = append(d.shown, string(raw))
	if err != nil {
		return err
	}
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
		"by a bare /deploy":           {bare(t, "checkout"), " form checkout,list checkout,look checkout", channel, "open trigger,update VNEW,update VNEW"},
		"by a bare /deploy anywhere":  {bare(t, ""), " form", channel, "open trigger"},
		"by a shortcut":               {func(j *job.Job) { j.Shortcut, j.Channel = &job.Shortcut{Callback: job.FormShortcut}, "" }, " form", "", "open trigger"},
		"by a button":                 {func(j *job.Job) { j.Click = &job.Click{Action: job.FormAction, Value: "payments"} }, " form payments,list payments,look payments", channel, "open trigger,update VNEW,update VNEW"},
		"by a button in the Home tab": {func(j *job.Job) { j.Click, j.Channel = &job.Click{Action: job.FormAction, View: view}, "" }, " form", "", "open trigger"},
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
