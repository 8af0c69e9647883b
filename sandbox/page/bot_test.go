package page_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/page"
)

func TestTheBotIsDownAfterAKill(t *testing.T) {
	w := newWorld(t)
	ctx, gone := context.WithCancel(t.Context())
	gone() // whoever asked for it does not stay to see it
	rec := w.do("POST", "/sandbox/api/kill", "", func(r *http.Request) { *r = *r.WithContext(ctx) })
	if rec.Code != 204 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	for _, path := range []string{"/sandbox/api/state", "/sandbox/ui/cloud"} {
		if rec := w.do("GET", path, ""); !strings.Contains(rec.Body.String(), `"bot":"down"`) {
			t.Errorf("%s says %s", path, rec.Body)
		}
	}
}

func TestABotThatCannotBeKilledIsUp(t *testing.T) {
	w := newWorld(t)
	w.page = page.New(page.Options{Slack: w.slack, Cloud: w.cloud, Clock: w.clock, Targets: w.targets, Info: info()})
	says(t, w.do("POST", "/sandbox/api/kill", ""), 400, problem("the bot of this sandbox cannot be killed"))
	if rec := w.do("GET", "/sandbox/api/state", ""); !strings.Contains(rec.Body.String(), `"bot":"up"`) {
		t.Errorf("the state is %s", rec.Body)
	}
	says(t, w.do("GET", "/sandbox/ui/complete?user=U0ANA&channel=C0CHECKOUT&text=/d", ""), 200, `{"completions": []}`)
}

func TestACommandCanBeCompleted(t *testing.T) {
	w := newWorld(t)
	says(t, w.do("GET", "/sandbox/ui/complete?user=U0ANA&channel=C0CHECKOUT&text=/d", ""), 200, `{"completions": [
		{"text": "/deploy ", "label": "/deploy", "hint": "ship a commit"}, {"text": "/dashboard ", "label": "/dashboard", "hint": ""}]}`)
	says(t, w.do("GET", "/sandbox/ui/complete?user=U0ANA&channel=C0CHECKOUT&text=hello", ""), 200, `{"completions": []}`)
	says(t, w.do("GET", "/sandbox/ui/complete?user=U0BOT&text=/d", ""), 400, problem(`there is no user "U0BOT" here`))
}
