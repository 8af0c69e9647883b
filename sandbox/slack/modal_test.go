package slack_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAnOpenedViewIsAnsweredAndShownAsSlackDoes(t *testing.T) {
	w := newWorld(t)
	view := form("Deploy")
	view.PrivateMetadata, view.CallbackID, view.ExternalID = "secret", "deploy", "mine"
	view.Close, view.NotifyOnClose, view.ClearOnClose = words("No"), true, true
	got := w.open(ana, view).View
	equal(t, "team", got.TeamID, "TTEAM")
	equal(t, "app", got.AppID, "AAPP")
	equal(t, "bot", got.BotID, "BBOT")
	equal(t, "metadata", got.PrivateMetadata, "secret")
	equal(t, "callback", got.CallbackID, "deploy")
	equal(t, "external", got.ExternalID, "mine")
	equal(t, "close", got.Close.Text, "No")
	equal(t, "notifies", got.NotifyOnClose && got.ClearOnClose, true)
	equal(t, "root", got.RootViewID, got.ID)
	equal(t, "previous", got.PreviousViewID, "")
	equal(t, "state", len(got.State.Values), 0)
	if seconds, rest, _ := strings.Cut(got.Hash, "."); len(seconds) != 10 || rest == "" {
		t.Errorf("hash %q", got.Hash)
	}
	shown := seenView(t, w.View(ana).Modals[0])
	equal(t, "hash", shown.Hash, got.Hash)
	equal(t, "an empty input", shown.State.Values["why"]["reason"].Type, "plain_text_input")
	equal(t, "others see", len(w.modals(ben)), 0)
}

func TestModalsLieOnEachOtherThreeHigh(t *testing.T) {
	w := newWorld(t)
	top := w.pile("One", "Two", "Three")
	if diff := cmp.Diff([]string{"One", "Two", "Three"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
	bottom, middle := seenView(t, w.View(ana).Modals[0]), seenView(t, w.View(ana).Modals[1])
	equal(t, "root", top.RootViewID, bottom.ID)
	equal(t, "previous", top.PreviousViewID, middle.ID)
	_, err := w.client.PushView(w.pressed(ana, top.ID).TriggerID, pushy("Four"))
	refused(t, err, "push_limit_reached")
	_, err = w.Act(t.Context(), ana, slack.Place{ViewID: bottom.ID}, "", "more", slack.Choice{})
	refused(t, err, "view_not_found")

	w.reopen()
	equal(t, "after a crash", len(w.modals(ana)), 3)
	w.open(ana, pushy("Another stack"))
	if diff := cmp.Diff([]string{"Another stack"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyAnOpenModalCanBePushedOnto(t *testing.T) {
	w := newWorld(t)
	_, err := w.client.PushView(w.command().TriggerID, pushy("On nothing"))
	refused(t, err, "invalid_trigger_id")
	top := w.pile("One")
	d := w.pressed(ana, top.ID)
	_, err = w.Dismiss(t.Context(), ana, top.ID, false)
	ok(t, err)
	_, err = w.client.PushView(d.TriggerID, pushy("Too late"))
	refused(t, err, "not_found")
}

func TestAViewIsUpdatedByItsIDOrTheAppsOwn(t *testing.T) {
	w := newWorld(t)
	view := form("First")
	view.ExternalID = "mine"
	opened := w.open(ana, view)
	_, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "x")) // too short: it stays
	ok(t, err)

	second, err := w.client.UpdateView(form("Second"), "", opened.Hash, opened.ID)
	ok(t, err)
	equal(t, "id", second.ID, opened.ID)
	if second.Hash == opened.Hash {
		t.Error("the hash is the same after an update")
	}
	equal(t, "what was typed", w.state(ana, "why", "reason").Value, "x")
	_, err = w.client.UpdateView(form("Third"), "", opened.Hash, opened.ID)
	refused(t, err, "hash_conflict")
	view.Title = words("Fourth") // with an external_id that is its own
	_, err = w.client.UpdateView(view, "mine", "", "")
	ok(t, err)
	equal(t, "what was typed", w.state(ana, "why", "reason").Value, "x")
	box := slackgo.NewCheckboxGroupsBlockElement("reason", slackgo.NewOptionBlockObject("a", words("A"), nil))
	_, err = w.client.UpdateView(modalOf("Fourth", slackgo.NewInputBlock("why", words("Why?"), nil, box)), "mine", "", "")
	ok(t, err)
	equal(t, "what was typed before the input was another", w.state(ana, "why", "reason").Type, "checkboxes")
	_, err = w.client.UpdateView(pushy("Fourth"), "mine", "", "")
	ok(t, err)
	if diff := cmp.Diff([]string{"Fourth"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
	_, err = w.client.UpdateView(form("Fifth"), "", "", opened.ID)
	ok(t, err)
	equal(t, "what was typed before the input went", w.state(ana, "why", "reason").Value, "")
}

func TestAViewThatSlackWouldNotTakeIsRefused(t *testing.T) {
	w := newWorld(t)
	taken := form("Taken")
	taken.ExternalID = "taken"
	w.open(ben, taken)
	opened := w.open(ana, form("Here"))
	const good = `{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[]}`
	again := strings.Replace(good, `"blocks"`, `"external_id":"taken","blocks"`, 1)
	home := `{"type":"home","blocks":[]}`
	for name, c := range map[string]struct {
		method string
		form   map[string]string
		want   string
	}{
		"nothing at all":           {"views.open", nil, "invalid_arguments"},
		"no trigger":               {"views.open", map[string]string{"view": good}, "invalid_arguments"},
		"a made-up trigger":        {"views.open", map[string]string{"view": good, "trigger_id": "1.2.abc"}, "invalid_trigger_id"},
		"no JSON":                  {"views.open", map[string]string{"view": "{", "trigger_id": "new"}, "invalid_arguments"},
		"two values":               {"views.open", map[string]string{"view": good + good, "trigger_id": "new"}, "invalid_arguments"},
		"a home":                   {"views.open", map[string]string{"view": home, "trigger_id": "new"}, "invalid_arguments"},
		"too large":                {"views.open", map[string]string{"view": good + strings.Repeat(" ", 250_000), "trigger_id": "new"}, "view_too_large"},
		"an id that is taken":      {"views.open", map[string]string{"view": again, "trigger_id": "new"}, "duplicate_external_id"},
		"an id taken, pushed":      {"views.push", map[string]string{"view": again, "trigger_id": "new"}, "duplicate_external_id"},
		"an id taken, updated":     {"views.update", map[string]string{"view": again, "view_id": opened.ID}, "duplicate_external_id"},
		"an update of nothing":     {"views.update", map[string]string{"view": good}, "invalid_arguments"},
		"an update of an unknown":  {"views.update", map[string]string{"view": good, "view_id": "VNONE"}, "not_found"},
		"an update, id unknown":    {"views.update", map[string]string{"view": good, "external_id": "none"}, "not_found"},
		"a home in place of it":    {"views.update", map[string]string{"view": home, "view_id": opened.ID}, "invalid_arguments"},
		"a modal as home":          {"views.publish", map[string]string{"view": good, "user_id": ana}, "invalid_arguments"},
		"a home for nobody":        {"views.publish", map[string]string{"view": home, "user_id": "UNONE"}, "invalid_arguments"},
		"a home for who has gone":  {"views.publish", map[string]string{"view": home, "user_id": "UGONE"}, "invalid_arguments"},
		"a home for a bot":         {"views.publish", map[string]string{"view": home, "user_id": bot}, "invalid_arguments"},
		"a home, but a wrong hash": {"views.publish", map[string]string{"view": home, "user_id": ana, "hash": "1.2"}, "hash_conflict"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.form["trigger_id"] == "new" {
				w.clock.forward(4 * time.Second) // call() does so too
				c.form["trigger_id"] = w.command().TriggerID
				w.clock.forward(-4 * time.Second)
			}
			equal(t, "error", w.call(c.method, c.form)["error"], any(c.want))
		})
	}
	if diff := cmp.Diff([]string{"Here"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrongWithAViewIsPointedAt(t *testing.T) {
	w := newWorld(t)
	got := w.call("views.open", map[string]string{
		"trigger_id": "x", "view": `{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"nonsense"}]}`,
	})
	if !strings.Contains(toJSON(t, got["response_metadata"]), "json-pointer:/view/blocks/0") {
		t.Error(got)
	}
}

func TestOfUpdatesWithTheSameHashExactlyOneWins(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, form("First"))
	var wins, conflicts atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			switch _, err := w.client.UpdateView(form("Next"), "", opened.Hash, opened.ID); {
			case err == nil:
				wins.Add(1)
			case err.Error() == "hash_conflict":
				conflicts.Add(1)
			}
		})
	}
	group.Wait()
	equal(t, "wins", wins.Load(), 1)
	equal(t, "conflicts", conflicts.Load(), 7)
}

// Whatever an app and a person do: a stack is never above three, its views hang
// together, and a stale hash never wins.
func TestAStackStaysWhole(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		w.disk.rows = map[string][]byte{}
		w.reopen()
		stale := map[string][]string{} // hashes that were replaced, by view
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			step(rt, w, stale)
			var below slackgo.View
			open := w.View(ana).Modals
			if len(open) > 3 {
				rt.Fatalf("%d modals", len(open))
			}
			for i, raw := range open {
				v := seenView(t, raw)
				if v.PreviousViewID != below.ID || i == 0 && v.RootViewID != v.ID {
					rt.Fatalf("%s lies on %q of %q, not on %q", v.ID, v.PreviousViewID, v.RootViewID, below.ID)
				}
				below = v
			}
		}
	})
}

func step(rt *rapid.T, w *world, stale map[string][]string) {
	open := w.View(ana).Modals
	what := rapid.SampledFrom([]string{"open", "push", "push", "submit", "update", "close", "crash"}).Draw(rt, "what")
	w.clock.forward(time.Second)
	if what == "open" || len(open) == 0 {
		w.open(ana, pushy("New"))
		return
	}
	top := seenView(w.t, open[len(open)-1])
	var err error
	switch what {
	case "push":
		if _, err = w.client.PushView(w.pressed(ana, top.ID).TriggerID, pushy("More")); len(open) == 3 {
			refused(w.t, err, "push_limit_reached")
			return
		}
	case "submit":
		body := rapid.SampledFrom([]string{"", `{"response_action":"clear"}`, `nonsense`}).Draw(rt, "body")
		w.hear(body)
		_, err = w.Submit(w.t.Context(), ana, top.ID, nil)
	case "update":
		one := seenView(w.t, rapid.SampledFrom(open).Draw(rt, "view"))
		if old := stale[one.ID]; len(old) > 0 {
			_, err := w.client.UpdateView(pushy("Stale"), "", rapid.SampledFrom(old).Draw(rt, "hash"), one.ID)
			refused(w.t, err, "hash_conflict")
		}
		_, err = w.client.UpdateView(pushy("Changed"), "", one.Hash, one.ID)
		stale[one.ID] = append(stale[one.ID], one.Hash)
	case "close":
		_, err = w.Dismiss(w.t.Context(), ana, top.ID, rapid.Bool().Draw(rt, "all"))
	case "crash":
		w.reopen()
	}
	ok(w.t, err)
}
