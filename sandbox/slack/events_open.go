package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// OpenHome is a person who opens the app's Home, at the tab "home" or "messages".
// The app hears of it if it is subscribed to app_home_opened; otherwise nothing is
// sent and the Delivery is empty. If the app fails, Retry tries again.
func (w *Workspace) OpenHome(ctx context.Context, userID, tab string) (Delivery, error) {
	p, err := w.homeOpened(userID, tab)
	if p == nil || err != nil {
		return Delivery{}, err
	}
	return w.attempt(ctx, p)
}

// homeOpened makes the event, on its way already: nil if nobody wants it.
// See https://docs.slack.dev/reference/events/app_home_opened
func (w *Workspace) homeOpened(userID, tab string) (*pending, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if tab != "home" && tab != "messages" {
		return nil, refuse("invalid_tab")
	}
	c, _, err := w.openDirect(userID)
	if err != nil {
		return nil, err
	}
	event := answer{"type": "app_home_opened", "user": userID, "channel": c.ID, "tab": tab, "event_ts": w.eventTS()}
	if home, published := w.home(userID); published && tab == "home" {
		event["view"] = home.bare()
	}
	told, err := w.emit("app_home_opened", event, false)
	if err != nil || len(told) == 0 {
		return nil, err
	}
	told[0].lent = true
	return told[0], w.commit(w.happened(told)...)
}

// Verify asks the app whether it is there, as Slack does when the address for
// events is entered: the app must answer with the challenge it was sent. If not,
// Delivery.Error says so.
func (w *Workspace) Verify(ctx context.Context) (Delivery, error) {
	challenge := w.opts.NewID("challenge")
	body, err := json.Marshal(answer{"token": "deprecated", "type": "url_verification", "challenge": challenge})
	if err != nil {
		return Delivery{}, fmt.Errorf("encode url_verification: %w", err)
	}
	d, err := w.sendEvent(ctx, &pending{Body: body})
	if err == nil && d.Error == "" && challengeIn(d.Body) != challenge {
		d.Error = "challenge_failed"
	}
	return d, err
}

// challengeIn reads an answer in any of the three forms that Slack takes.
func challengeIn(body []byte) string {
	var asJSON struct{ Challenge string }
	if json.Unmarshal(body, &asJSON) == nil {
		return asJSON.Challenge
	}
	text := strings.TrimSpace(string(body))
	if form, err := url.ParseQuery(text); err == nil && form.Has("challenge") {
		return form.Get("challenge")
	}
	return text
}
