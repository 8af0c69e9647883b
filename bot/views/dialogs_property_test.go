package views_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md B18, D11: whatever there is to show, Slack takes it, and nothing that
// somebody typed becomes markup.
func TestAnyDialogAndHomeTabIsOneThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		w.show(rt, views.Form(anyForm(rt), anySource(rt)))
		w.show(rt, views.ConfirmRollback(anyRollout().Draw(rt, "rollout"), anySource(rt)))
		i := anyIncident().Draw(rt, "incident")
		s := anySuspect().Draw(rt, "suspect")
		i.Suspect = &s
		w.show(rt, views.ConfirmBack(i, anySource(rt), options()))
		home := views.Home(anyHome(rt), options())
		w.show(rt, home)
		w.show(rt, views.Saying(views.Outcome(anyOutcome(rt), options()), home))
		w.show(rt, views.HomeSaying(views.Outcome(anyOutcome(rt), options())))
		check(t, rt, w, views.OpenAgain(name().Draw(rt, "service")))
	})
}

// Hundreds of each, as in a large company on a bad day.
func TestTheHomeTabOfALargeCompanyIsShort(t *testing.T) {
	w := newWorkspace(t)
	var h commands.HomeShown
	lock := rollout.Lock{Target: rollout.Target{Service: "checkout", Environment: "prod"}}
	for range 500 {
		h.Open, h.Incidents = append(h.Open, deploy(at(0), few)), append(h.Incidents, incident())
		h.Held = append(h.Held, lock.Hold(rollout.Hold{By: ben, Reason: strings.Repeat("<!here>", 1000)}))
		h.Live = append(h.Live, live()...)
	}
	home := views.Home(h, options())
	w.show(t, home)
	if raw := plainJSON(t, home); len(home.Blocks.BlockSet) > 60 || len(raw) > 120_000 {
		t.Errorf("%d blocks of %d bytes", len(home.Blocks.BlockSet), len(raw))
	}
}

// failer is a test, or one of rapid's.
type failer interface {
	Helper()
	Error(...any)
	Errorf(string, ...any)
	Context() context.Context
}

func plainJSON(t failer, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Error(err)
	}
	return raw
}

// show has Slack look at a view, and our own rules too.
func (w *workspace) show(t failer, view any) {
	t.Helper()
	ctx := t.Context()
	w.nanos.Add(2e9)
	var err error
	switch v := view.(type) {
	case slackgo.ModalViewRequest:
		var d string
		if d, err = w.trigger(ctx); err == nil {
			_, err = w.client.OpenViewContext(ctx, d, v)
		}
	case slackgo.HomeTabViewRequest:
		_, err = w.client.PublishViewContext(ctx, slackgo.PublishViewContextRequest{UserID: person1, View: v})
	}
	var refused slackgo.SlackErrorResponse
	if errors.As(err, &refused) {
		err = fmt.Errorf("%w: %s", err, strings.Join(refused.ResponseMetadata.Messages, "; "))
	}
	if err != nil {
		t.Errorf("Slack refuses it: %v\n%s", err, plainJSON(t, view))
	}
	for _, fault := range faults(view) {
		t.Error(fault)
	}
}

// name is one that the configuration takes.
func name() *rapid.Generator[string] { return rapid.StringMatching(`[a-z][a-z0-9-]{0,30}`) }

func anySource(t *rapid.T) job.Source {
	part := rapid.StringMatching(`[A-Z0-9._-]{0,255}`)
	return job.Source{Channel: part.Draw(t, "channel"), Message: part.Draw(t, "message"), Value: part.Draw(t, "value"), Asked: begin()}
}

func anyHome(t *rapid.T) commands.HomeShown {
	action := rapid.SampledFrom([]commands.Action{commands.DeployTo, commands.Control, commands.RollBack, commands.LockIt, commands.Read, "teleport"})
	right := rapid.Custom(func(t *rapid.T) commands.Rights {
		return commands.Rights{
			Environment: name().Draw(t, "environment"), May: rapid.SliceOfN(action, 0, 4).Draw(t, "may"),
			For: rapid.SliceOfN(name(), 0, 5).Draw(t, "for"),
		}
	})
	lock := rapid.Custom(func(t *rapid.T) rollout.Lock {
		return rollout.Lock{Target: anyTarget(t), Held: anyHold(t)}
	})
	var week *commands.Measured
	if rapid.Bool().Draw(t, "measured") {
		week = &commands.Measured{Now: anyFive(t), Before: anyFive(t)}
	}
	return commands.HomeShown{
		Week: week, Mine: rapid.SliceOfN(name(), 0, 12).Draw(t, "mine"), Production: rapid.SampledFrom([]string{"", "prod"}).Draw(t, "production"),
		May: rapid.SliceOfN(right, 0, 6).Draw(t, "rights"), Open: rapid.SliceOfN(anyRollout(), 0, 2).Draw(t, "open"),
		Incidents: rapid.SliceOfN(anyIncident(), 0, 2).Draw(t, "incidents"),
		Held:      rapid.SliceOfN(lock, 0, 2).Draw(t, "held"), Live: rapid.SliceOfN(rapid.Custom(anyStatus), 0, 2).Draw(t, "live"),
		Services: rapid.IntRange(0, 500).Draw(t, "services"),
	}
}
