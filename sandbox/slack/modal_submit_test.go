package slack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestASubmissionIsSentAsSlackSendsItAndClosesTheModal(t *testing.T) {
	w := newWorld(t)
	view := form("Deploy")
	view.CallbackID, view.PrivateMetadata = "deploy", "secret"
	opened := w.open(ana, view)
	h := w.hear("")
	sub, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "a bug"))
	ok(t, err)
	equal(t, "error", sub.Error, "")
	equal(t, "path", h.paths[0], "/slack/interactions")
	got := h.last()
	equal(t, "type", got.Type, slackgo.InteractionTypeViewSubmission)
	equal(t, "user", got.User.ID, ana)
	equal(t, "team", got.Team.ID, "TTEAM")
	equal(t, "app", got.APIAppID, "AAPP")
	equal(t, "trigger", got.TriggerID, sub.TriggerID)
	equal(t, "view", got.View.ID, opened.ID)
	equal(t, "hash", got.View.Hash, opened.Hash)
	equal(t, "callback", got.View.CallbackID, "deploy")
	equal(t, "metadata", got.View.PrivateMetadata, "secret")
	equal(t, "value", got.View.State.Values["why"]["reason"].Value, "a bug")
	if diff := cmp.Diff([]any{}, h.raw[0]["response_urls"]); diff != "" {
		t.Error(diff)
	}
	equal(t, "open", len(w.modals(ana)), 0)
	_, err = w.Submit(t.Context(), ana, opened.ID, nil)
	refused(t, err, "view_not_found")
}

func TestAnAppAnswersASubmission(t *testing.T) {
	const next = `{"type":"modal","title":{"type":"plain_text","text":"Next"},"blocks":[]}`
	long := strings.Replace(next, "Next", strings.Repeat("x", 25), 1)
	taken := strings.Replace(next, `"blocks"`, `"external_id":"taken","blocks"`, 1)
	for name, c := range map[string]struct {
		body   string
		open   []string
		errors map[string]string
		error  string
	}{
		"by closing it":           {" \n", []string{"One"}, nil, ""},
		"by closing all":          {`{"response_action":"clear"}`, nil, nil, ""},
		"by another view":         {`{"response_action":"update","view":` + next + `}`, []string{"One", "Next"}, nil, ""},
		"by one on top":           {`{"response_action":"push","view":` + next + `}`, []string{"One", "Form", "Next"}, nil, ""},
		"by errors":               {`{"response_action":"errors","errors":{"why":"No."}}`, []string{"One", "Form"}, map[string]string{"why": "No."}, ""},
		"by an error nowhere":     {`{"response_action":"errors","errors":{"none":"No."}}`, []string{"One", "Form"}, nil, "dispatch_failed"},
		"by an error at a button": {`{"response_action":"errors","errors":{"row":"No."}}`, []string{"One", "Form"}, nil, "dispatch_failed"},
		"by no errors":            {`{"response_action":"errors"}`, []string{"One", "Form"}, nil, "dispatch_failed"},
		"by nonsense":             {`ok`, []string{"One", "Form"}, nil, "dispatch_failed"},
		"by an error at a file":   {`{"response_action":"errors","errors":{"file":"No."}}`, []string{"One", "Form"}, map[string]string{"file": "No."}, ""},
		"by an unknown action":    {`{"response_action":"dance"}`, []string{"One", "Form"}, nil, "dispatch_failed"},
		"by no view":              {`{"response_action":"update"}`, []string{"One", "Form"}, nil, "invalid_arguments"},
		"by a view that is wrong": {`{"response_action":"push","view":` + long + `}`, []string{"One", "Form"}, nil, "invalid_arguments"},
		"by an update, id taken":  {`{"response_action":"update","view":` + taken + `}`, []string{"One", "Form"}, nil, "duplicate_external_id"},
		"by a push, id taken":     {`{"response_action":"push","view":` + taken + `}`, []string{"One", "Form"}, nil, "duplicate_external_id"},
		"by a view with an id":    {`{"response_action":"update","view":{"id":"V"}}`, []string{"One", "Form"}, nil, "invalid_arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			other := form("Other")
			other.ExternalID = "taken"
			w.open(ben, other)
			file := slackgo.NewInputBlock("file", words("File"), nil, slackgo.NewFileInputBlockElement("file"))
			view := modalOf("Form", append(form("").Blocks.BlockSet, button("more", "v"), file)...)
			top, err := w.client.PushView(w.pressed(ana, w.open(ana, pushy("One")).ID).TriggerID, view)
			ok(t, err)
			w.hear(c.body)
			sub, err := w.Submit(t.Context(), ana, top.ID, typed("why", "reason", "a bug"))
			ok(t, err)
			equal(t, "error", sub.Error, c.error)
			if diff := cmp.Diff(c.errors, sub.Errors); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.open, w.modals(ana)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASubmissionsAnswerMustSayThatItIsJSON(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, form("Form"))
	w.answer(func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = rw.Write([]byte(`{"response_action":"clear"}`)) // Go then calls it text/plain
	})
	sub, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "a bug"))
	ok(t, err)
	equal(t, "error", sub.Error, "dispatch_failed")
	equal(t, "open", len(w.modals(ana)), 1)
}

func TestAFourthModalCannotBeTheAnswer(t *testing.T) {
	w := newWorld(t)
	top := w.pile("One", "Two", "Three")
	w.hear(`{"response_action":"push","view":{"type":"modal","title":{"type":"plain_text","text":"Four"},"blocks":[]}}`)
	sub, err := w.Submit(t.Context(), ana, top.ID, nil)
	ok(t, err)
	equal(t, "error", sub.Error, "push_limit_reached")
	equal(t, "open", len(w.modals(ana)), 3)
}

func TestAModalStaysWithWhatWasTypedWhenTheAppFails(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, form("Deploy"))
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusInternalServerError) })
	sub, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "a bug"))
	ok(t, err)
	equal(t, "error", sub.Error, "dispatch_failed")
	equal(t, "typed", w.state(ana, "why", "reason").Value, "a bug")
	w.opts.HTTP = &http.Client{Transport: slow{}}
	w.reopen()
	sub, err = w.Submit(t.Context(), ana, opened.ID, nil)
	ok(t, err)
	equal(t, "error", sub.Error, "operation_timeout")
	equal(t, "open", len(w.modals(ana)), 1)
}

// slow is an app that has not answered when time was up.
type slow struct{}

type timeUp struct{}

func (timeUp) Error() string   { return "time is up" }
func (timeUp) Timeout() bool   { return true }
func (timeUp) Temporary() bool { return true }

func (slow) RoundTrip(*http.Request) (*http.Response, error) { return nil, timeUp{} }

func TestAnAnswerToAModalThatIsGoneMeanwhileDoesNothing(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, form("Deploy"))
	w.answer(func(rw http.ResponseWriter, r *http.Request) {
		payload, err := slackgo.InteractionCallbackParse(r)
		if err != nil {
			t.Error(err)
		}
		if _, err := w.client.OpenView(payload.TriggerID, pushy("Instead")); err != nil {
			t.Error(err)
		}
		asJSON(rw, `{"response_action":"errors","errors":{"why":"No."}}`)
	})
	sub, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "a bug"))
	ok(t, err)
	equal(t, "error", sub.Error, "")
	equal(t, "errors", len(sub.Errors), 0)
	if diff := cmp.Diff([]string{"Instead"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatLiesOnAClosedModalComesDown(t *testing.T) {
	w := newWorld(t)
	opened := w.pile("One", "Two")
	w.answer(func(_ http.ResponseWriter, r *http.Request) {
		payload, err := slackgo.InteractionCallbackParse(r)
		if err != nil {
			t.Error(err)
		}
		if _, err := w.client.PushView(payload.TriggerID, pushy("Three")); err != nil {
			t.Error(err)
		}
	})
	_, err := w.Submit(t.Context(), ana, opened.ID, nil)
	ok(t, err)
	if diff := cmp.Diff([]string{"One", "Three"}, w.modals(ana)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyASubmittableModalIsSubmitted(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, slackgo.ModalViewRequest{Type: slackgo.VTModal, Title: words("No button"),
		Blocks: slackgo.Blocks{BlockSet: []slackgo.Block{slackgo.NewDividerBlock()}}})
	_, err := w.Submit(t.Context(), ana, opened.ID, nil)
	refused(t, err, "no_submit_button")
	opened = w.open(ana, form("Deploy"))
	_, err = w.Submit(t.Context(), ben, opened.ID, nil)
	refused(t, err, "view_not_found")
	_, err = w.Submit(t.Context(), ana, opened.ID, typed("why", "another", "x"))
	refused(t, err, "action_not_found")
	_, err = w.Submit(t.Context(), ana, opened.ID, map[string]map[string]slack.Choice{"why": {"reason": {Values: []string{"x"}}}})
	refused(t, err, "invalid_choice")
}

func TestAConversationToAnswerInComesWithAResponseURL(t *testing.T) {
	w := newWorld(t)
	to := slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeConversations, nil, "to")
	to.ResponseURLEnabled = true
	opened := w.open(ana, modalOf("Tell", slackgo.NewInputBlock("where", words("Where?"), nil, to)))
	h := w.hear("")
	_, err := w.Submit(t.Context(), ana, opened.ID, typed("where", "to", channel))
	ok(t, err)
	urls := h.last().ResponseURLs
	equal(t, "urls", len(urls), 1)
	equal(t, "block", urls[0].BlockID+" "+urls[0].ActionID, "where to")
	equal(t, "channel", urls[0].ChannelID, channel)
	d := slack.Delivery{ResponseURL: urls[0].ResponseURL}
	equal(t, "ok", w.respond(d, `{"text":"told","response_type":"in_channel"}`)["ok"], any(true))
	if diff := cmp.Diff([]string{"told"}, texts(w.seen(ben))); diff != "" {
		t.Error(diff)
	}
}

func FuzzAnyAnswerToASubmissionLeavesAWholeStack(f *testing.F) {
	for _, body := range []string{
		"", "ok", "{}", "null", `{"response_action":"clear"}`, `{"response_action":"errors","errors":{"why":"x"}}`,
		`{"response_action":"push","view":{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[]}}`,
		`{"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"divider"}]}}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := newWorld(t)
		opened := w.open(ana, form("Deploy"))
		w.answer(func(rw http.ResponseWriter, _ *http.Request) { asJSON(rw, body) })
		_, err := w.Submit(t.Context(), ana, opened.ID, typed("why", "reason", "a bug"))
		ok(t, err)
		before := w.View(ana)
		if len(before.Modals) > 2 {
			t.Errorf("%d modals", len(before.Modals))
		}
		w.reopen()
		sameView(t, before, w.View(ana))
	})
}
