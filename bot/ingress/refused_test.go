package ingress_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
)

// Others count it, and an alarm is about it.
func TestWhoeverIsNotLetInIsToldOfWithTheReason(t *testing.T) {
	elsewhere := url.Values{"team_id": {"T0OTHER"}, "api_app_id": {"A0APP"}, "user_id": {"U0ANA"}, "channel_id": {"C0DEPLOYS"}, "command": {"/deploy"}, "text": {"status"}}
	get := unsigned(commands, "")
	get.Method = http.MethodGet
	for why, r := range map[string]*http.Request{
		"forged":     unsigned(commands, "text=status"),
		"stale":      signedAt(commands, "text=status", "1500000000"),
		"too_large":  signed(commands, strings.Repeat("x", 200<<10)),
		"wrong_type": signed(events, "{}"),
		"foreign":    signed(commands, elsewhere.Encode()),
		"malformed":  signed(interactions, "payload=%7B"),
		"":           get, // only looks around
	} {
		var heard []string
		w := newWorld(t, func(o *ingress.Options) {
			o.Refused = func(_ context.Context, why string) { heard = append(heard, why) }
		})
		if why == "wrong_type" {
			r.Header.Set("Content-Type", "text/plain")
		}
		w.serve(r)
		w.serve(unsigned("/elsewhere", "")) // a scanner
		if want := slices.DeleteFunc([]string{why}, func(s string) bool { return s == "" }); !slices.Equal(heard, want) {
			t.Errorf("%q: it is told of %v", why, heard)
		}
	}
}

// An app of GitHub's may be installed for more repositories than are served.
func TestWhoeverIsLetInIsNotRefused(t *testing.T) {
	w := newHub(t, func(o *ingress.Options) {
		o.Refused = func(_ context.Context, why string) { t.Errorf("it is refused: %s", why) }
	})
	ours := url.Values{"team_id": {"T0TEAM"}, "api_app_id": {"A0APP"}, "user_id": {"U0ANA"}, "channel_id": {"C0CHECKOUT"}, "command": {"/deploy"}, "text": {"nonsense nonsense"}, "trigger_id": {trigger}}
	for _, r := range []*http.Request{
		signed(commands, ours.Encode()), hooked(webhook(t, "push.branch", `"acme/checkout"`, `"acme/other"`)),
	} {
		if got := w.serve(r); got.Code != http.StatusOK {
			t.Error(got.Code)
		}
	}
}
