package page_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/page"
)

func TestInfoIsAllThatAScriptNeeds(t *testing.T) {
	w := newWorld(t)
	says(t, w.do("GET", "/sandbox/api/info", ""), 200, `{
		"url": "http://127.0.0.1:8080", "signing_secret": "top-secret", "bot_token": "xoxb-1", "team_id": "T0", "app_id": "A0",
		"users": [{"id": "U0ANA", "name": "Ana", "role": "developer", "may": "deploy"}, {"id": "U0BEN", "name": "Ben", "role": "approver", "may": "approve"}],
		"channels": [{"id": "C0CHECKOUT", "name": "checkout", "service": "checkout"}],
		"commits": [
			{"service": "checkout", "sha": "abc1234567890abc1234567890abc1234567890a", "subject": "Pay by invoice", "author": "ana", "behaviour": "good"},
			{"service": "search", "sha": "1234567a67890abc1234567890abc1234567890a", "subject": "", "author": "", "behaviour": "bad"},
			{"service": "search", "sha": "1234567b67890abc1234567890abc1234567890a", "subject": "", "author": "", "behaviour": "slow"}
		]}`)
}

func TestStateJoinsWhatTheBotKnowsWithWhatTheCloudDoes(t *testing.T) {
	w := newWorld(t)
	w.pass(1500 * time.Millisecond)
	versions := `[{"version": "41", "sha": "` + running + `"}, {"version": "42", "sha": ""}]`
	says(t, w.do("GET", "/sandbox/api/state", ""), 200, `{"now": "2026-11-20T14:02:01Z", "speed": 1, "bot": "up",
		"policies": [{"environment": "prod", "judge": "enforce", "rollback_on_alarm": false}], "alarms": [], "targets": [
		{"service": "checkout", "environment": "staging", "function": "checkout-staging",
			"live": {"version": "41", "weights": {"42": 0.1}}, "blue": "41", "green": "42", "versions": `+versions+`,
			"rollout": {"id": "01A", "phase": "shifting", "paused": true, "reason": "asked: lunch", "sha": "`+waiting+`", "by": "U0ANA",
				"since": "2026-11-20T14:02:00Z", "until": "2026-11-20T15:02:00Z", "steps": [0.1, 0.5], "step": 1, "weight": 0.5, "shadow": true}, "last": null, "lock": null},
		{"service": "checkout", "environment": "prod", "function": "checkout-prod",
			"live": {"version": "41", "weights": {}}, "blue": null, "green": null, "versions": `+versions+`,
			"rollout": {"id": "01C", "phase": "checking", "paused": false, "reason": "", "sha": "", "by": "",
				"since": "0001-01-01T00:00:00Z", "steps": [], "step": 0, "weight": 0, "shadow": false},
			"last": {"id": "01B", "phase": "rolled_back", "reason": "v42 is worse", "sha": "`+running+`", "ended": "2026-11-20T14:02:00Z"},
			"lock": {"by": "U0BEN", "reason": "migrating orders"}},
		{"service": "checkout", "environment": "dev", "function": "checkout-dev",
			"live": null, "blue": null, "green": null, "versions": [], "rollout": null, "last": null, "lock": null}
	]}`)
}

func TestSpeedAndTrafficCanBeSet(t *testing.T) {
	w := newWorld(t)
	w.done("PUT", "/sandbox/api/speed", `{"speed": 60}`)
	if got := w.clock.Speed(); got != 60 {
		t.Errorf("the speed is %v", got)
	}
	w.done("PUT", "/sandbox/api/traffic", `{"function": "checkout-prod", "per_minute": 0}`)
	states := must(w.cloud.Functions(begin()))(t)
	if got := states[0].PerMinute; got != 0 {
		t.Errorf("the traffic is %v", got)
	}
}

func TestBehaviourKeepsWhatIsLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want func(*cloud.Behaviour)
	}{
		"errors":  {`"error_rate": 0.2`, func(b *cloud.Behaviour) { b.ErrorRate = 0.2 }},
		"latency": {`"latency_ms": 900`, func(b *cloud.Behaviour) { b.LatencyMS = 900 }},
		"crash":   {`"crash": true`, func(b *cloud.Behaviour) { b.Crash = true }},
		"null":    {`"crash": null, "error_rate": null`, func(*cloud.Behaviour) {}},
		"all":     {`"error_rate": 1, "latency_ms": 0.5, "crash": true`, func(b *cloud.Behaviour) { *b = cloud.Behaviour{ErrorRate: 1, LatencyMS: 0.5, Crash: true} }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			image := digest(waiting)
			want := w.cloud.Behaviour(image)
			c.want(&want)
			w.done("PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "`+waiting+`", `+c.body+`}`)
			if got := w.cloud.Behaviour(image); got != want {
				t.Errorf("it behaves as %+v, want %+v", got, want)
			}
		})
	}
}

func TestAGivenErrorRateIsMeantFromNowOn(t *testing.T) {
	w := newWorld(t)
	image := digest(waiting)
	w.ok(w.cloud.SetBehaviour(image, cloud.Presets()["late"]))
	w.done("PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "abc123", "crash": false}`)
	if got := w.cloud.Behaviour(image); got != cloud.Presets()["late"] {
		t.Errorf("it behaves as %+v", got)
	}
	w.done("PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "ABC123", "error_rate": 0}`)
	if got, want := w.cloud.Behaviour(image), (cloud.Behaviour{LatencyMS: 80}); got != want {
		t.Errorf("it behaves as %+v, want %+v", got, want)
	}
}

func TestAVersionsCommitCanBeBrokenThoughInfoDoesNotListIt(t *testing.T) {
	w := newWorld(t)
	w.done("PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "`+running[:7]+`", "crash": true}`)
	if !w.cloud.Behaviour(digest(running)).Crash {
		t.Error("it does not crash")
	}
}

// A version that the bot did not publish has no commit that could be named.
func TestTheCodeOfAnyVersionCanBeBroken(t *testing.T) {
	w := newWorld(t)
	w.done("PUT", "/sandbox/api/behaviour", `{"function": "checkout-prod", "version": "42", "crash": true}`)
	if !w.cloud.Behaviour(digest("by hand")).Crash || w.cloud.Behaviour(digest(running)).Crash {
		t.Error("it does not crash, or the other one does")
	}
}

func TestAMistakeIsToldAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	before := w.do("GET", "/sandbox/ui/cloud", "").Body.String()
	for _, c := range []struct{ path, body, says string }{
		{"speed", ``, "the body is empty, a JSON object is needed"},
		{"speed", `{}`, "speed is missing"},
		{"speed", `{"speed": null}`, "speed is missing"},
		{"speed", `{"speed": "fast"}`, "speed cannot be a string"},
		{"speed", `{"speed": NaN}`, "the body is not what is needed: invalid character 'N' looking for beginning of value"},
		{"speed", `{"speed": 1e999}`, "speed cannot be a number 1e999"},
		{"speed", `{"speed": 60, "sped": 1}`, `the body is not what is needed: unknown field "sped"`},
		{"speed", `{"speed": 60} {}`, "there is something after the JSON object"},
		{"speed", `{"speed": 60`, "the body is not what is needed: unexpected EOF"},
		{"speed", `[60]`, "the body is of the kind array, a JSON object is needed"},
		{"speed", `{"speed": 0}`, "a clock can't run at 0 times"},
		{"speed", `{"speed": -1}`, "a clock can't run at -1 times"},
		{"traffic", `{"function": "checkout-prod"}`, "per_minute is missing"},
		{"traffic", `{"function": "nowhere", "per_minute": 1}`, "Function not found"},
		{"traffic", `{"function": "checkout-prod", "per_minute": -1}`, "1 validation error detected"},
		{"behaviour", `{"service": "checkout", "sha": "abc123", "error_rate": 1.01}`, "error_rate has to be between 0 and 1"},
		{"behaviour", `{"service": "checkout", "sha": "abc123", "error_rate": -0.01}`, "error_rate has to be between 0 and 1"},
		{"behaviour", `{"service": "checkout", "sha": "abc123", "latency_ms": 0}`, "latency_ms has to be more than 0"},
		{"behaviour", `{"service": "checkout", "sha": "abc123", "crash": "yes"}`, "crash cannot be a string"},
		{"behaviour", `{"service": "nothing", "sha": "abc123"}`, `there is no service "nothing"`},
		{"behaviour", `{"service": "checkout", "sha": "abcdef"}`, `checkout has no commit "abcdef"`},
		{"behaviour", `{"service": "checkout", "sha": "abc12"}`, `checkout has no commit "abc12"`},
		{"behaviour", `{"service": "checkout", "crash": true}`, `checkout has no commit ""`},
		{"behaviour", `{"service": "search", "sha": "1234567", "crash": true}`, `2 commits of search begin with "1234567"`},
		{"behaviour", `{"function": "checkout-prod", "version": "43"}`, `there is no version "43" of a function "checkout-prod"`},
		{"behaviour", `{"function": "checkout-prod"}`, `there is no version "" of a function "checkout-prod"`},
		{"behaviour", `{"version": "42"}`, `there is no version "42" of a function ""`},
		{"behaviour", `{"service": "checkout", "sha": "abc123", "version": "42"}`, "either service and sha are needed, or function and version, not both"},
	} {
		t.Run(c.path+c.body, func(t *testing.T) {
			rec := w.do("PUT", "/sandbox/api/"+c.path, c.body)
			if rec.Code != 400 || !strings.Contains(rec.Body.String(), problem(c.says)[:len(problem(c.says))-2]) {
				t.Errorf("%d %s, want 400 %s", rec.Code, rec.Body, c.says)
			}
		})
	}
	if after := w.do("GET", "/sandbox/ui/cloud", "").Body.String(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}

func FuzzWhateverIsPutTheBehaviourStaysPossible(f *testing.F) {
	f.Add(`{"service": "checkout", "sha": "abc123", "error_rate": 0.5, "latency_ms": 10, "crash": true}`)
	f.Add(`{"service": "checkout", "sha": "abc123", "latency_ms": 1e308}`)
	f.Add(`{"service":`)
	f.Fuzz(func(t *testing.T, body string) {
		w := newWorld(t)
		rec := w.do("PUT", "/sandbox/api/behaviour", body)
		if rec.Code != 204 && rec.Code != 400 && rec.Code != 413 {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
		b := w.cloud.Behaviour(digest(waiting))
		if b.ErrorRate < 0 || b.ErrorRate > 1 || b.LatencyMS <= 0 {
			t.Errorf("it behaves as %+v", b)
		}
	})
}

func TestAResetIsNotCutShortAndForgetsWhatTheBotAnswered(t *testing.T) {
	w := newWorld(t)
	w.do("POST", "/sandbox/response/a", `{"text": "hi"}`)
	ctx, gone := context.WithCancel(t.Context())
	gone()
	rec := w.do("POST", "/sandbox/api/reset", "", func(r *http.Request) { *r = *r.WithContext(ctx) })
	if rec.Code != 204 || w.resets != 1 || w.resetBy.Err() != nil {
		t.Errorf("%d, %d resets, %v", rec.Code, w.resets, w.resetBy.Err())
	}
	says(t, w.do("GET", "/sandbox/response/a", ""), 200, `[]`)
}

func TestWhatBreaksInTheSandboxGoesToTheLogOnly(t *testing.T) {
	w := newWorld(t)
	w.broken = errors.New("the disk is full")
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/sandbox/api/state", ""},
		{"GET", "/sandbox/ui/cloud", ""},
		{"PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "abc123"}`},
		{"POST", "/sandbox/api/reset", ""},
		{"POST", "/sandbox/api/kill", ""},
	} {
		w.log.Reset()
		says(t, w.do(c.method, c.path, c.body), 500, problem("something broke in the sandbox, its log says what"))
		if !strings.Contains(w.log.String(), "the disk is full") || !strings.Contains(w.log.String(), c.path) {
			t.Errorf("the log says %q", w.log.String())
		}
	}
}

func TestAResponseURLKeepsWhatWasPosted(t *testing.T) {
	w := newWorld(t)
	says(t, w.do("GET", "/sandbox/response/a", ""), 200, `[]`)
	says(t, w.do("POST", "/sandbox/response/a", `{"text": "one"}`), 200, `{"ok": true}`)
	w.do("POST", "/sandbox/response/b", `{"text": "other"}`)
	w.do("POST", "/sandbox/response/a", `{"text": "two", "blocks": []}`)
	says(t, w.do("GET", "/sandbox/response/a", ""), 200, `[{"text": "one"}, {"text": "two", "blocks": []}]`)
	says(t, w.do("POST", "/sandbox/response/a", `{"text"`), 400, problem("invalid_payload"))
	says(t, w.do("POST", "/sandbox/response/"+strings.Repeat("a", 201), `{}`), 400, problem("a name has at most 200 bytes"))
}

func TestResponsesAreForgottenBeforeTheyFillTheMemory(t *testing.T) {
	w := newWorld(t)
	const kept = 1000
	for i := range kept + 1 {
		w.do("POST", fmt.Sprint("/sandbox/response/", i), `{}`)
	}
	says(t, w.do("GET", "/sandbox/response/0", ""), 200, `[]`)
	says(t, w.do("GET", "/sandbox/response/1", ""), 200, `[{}]`)
	says(t, w.do("GET", fmt.Sprint("/sandbox/response/", kept), ""), 200, `[{}]`)
	long := `"` + strings.Repeat("a", 250_000) + `"`
	for i := range 34 { // more than 8 MiB
		w.do("POST", fmt.Sprint("/sandbox/response/long-", i), long)
	}
	says(t, w.do("GET", fmt.Sprint("/sandbox/response/", kept), ""), 200, `[]`)
	says(t, w.do("GET", "/sandbox/response/long-0", ""), 200, `[]`)
	says(t, w.do("GET", "/sandbox/response/long-1", ""), 200, `[`+long+`]`)
}

func TestAPageWithoutALogWorks(t *testing.T) {
	w := newWorld(t)
	w.page = page.New(page.Options{Cloud: w.cloud, Clock: w.clock, Targets: w.targets})
	w.broken = errors.New("the disk is full")
	if rec := w.do("GET", "/sandbox/api/state", ""); rec.Code != 500 {
		t.Errorf("status is %d", rec.Code)
	}
}
