package slack_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAContentTypeThatIsNotQuiteRightIsWarnedOf(t *testing.T) {
	w := newWorld(t)
	for kind, want := range map[string]any{
		"application/json":                                 "missing_charset",
		"application/json; charset=utf-8":                  nil,
		"application/x-www-form-urlencoded":                nil,
		"application/x-www-form-urlencoded; charset=utf-8": "superfluous_charset",
	} {
		got := w.do(http.MethodPost, "/api/auth.test", kind, "{}", token)
		equal(t, kind, got["warning"], want)
		if want != nil {
			equal(t, kind, toJSON(t, got["response_metadata"]), `{"warnings":["`+want.(string)+`"]}`)
		}
	}
	got := w.do(http.MethodPost, "/api/auth.test", "application/json; charset=utf-16", "{}", token)
	equal(t, "error", got["error"], any("invalid_charset"))
}

func TestTwoWarningsAreToldTogether(t *testing.T) {
	w := newWorld(t)
	got := w.do(http.MethodPost, "/api/conversations.join", "application/json", `{"channel":"`+channel+`"}`, token)
	equal(t, "warning", got["warning"], any("already_in_channel,missing_charset"))
	equal(t, "warnings", toJSON(t, got["response_metadata"]), `{"warnings":["already_in_channel","missing_charset"]}`)
}

func TestAMethodThatReadsFormsDoesNotSeeJSON(t *testing.T) {
	w := newWorld(t)
	const asJSON = "application/json; charset=utf-8"
	got := w.do(http.MethodPost, "/api/users.info", asJSON, `{"user":"UANA"}`, token)
	equal(t, "error", got["error"], any("invalid_arguments"))
	equal(t, "why", toJSON(t, got["response_metadata"]), `{"messages":["[ERROR] missing required field: user"]}`)
	got = w.do(http.MethodPost, "/api/users.info?user=UANA", asJSON, `{}`, token)
	equal(t, "in the query", got["ok"], any(true))
}

func TestAMultipartFormIsRead(t *testing.T) {
	w := newWorld(t)
	body := "--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nUANA\r\n--x--\r\n"
	equal(t, "ok", w.do(http.MethodPost, "/api/users.info", "multipart/form-data; boundary=x", body, token)["ok"], any(true))
	got := w.do(http.MethodPost, "/api/users.info", "multipart/form-data; boundary=y", body, token)
	equal(t, "error", got["error"], any("invalid_form_data"))
}

func TestATokenIsGoodForItsScopesOnly(t *testing.T) {
	w := newWorld(t)
	w.opts.Scopes = []string{"chat:write", "groups:read"}
	w.reopen()
	equal(t, "one of several", w.call("conversations.info", map[string]string{"channel": channel})["ok"], any(true))
	equal(t, "none needed", w.call("auth.test", nil)["ok"], any(true))
	got := w.call("users.info", map[string]string{"user": ana})
	equal(t, "error", got["error"], any("missing_scope"))
	equal(t, "needed", got["needed"], any("users:read"))
	equal(t, "provided", got["provided"], any("chat:write,groups:read"))

	rec := httptest.NewRecorder()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/users.info", nil)
	req.Header.Set("Authorization", "Bearer "+token)
	w.Handler().ServeHTTP(rec, req)
	equal(t, "scopes", rec.Header().Get("X-OAuth-Scopes"), "chat:write,groups:read")
	equal(t, "accepted", rec.Header().Get("X-Accepted-OAuth-Scopes"), "users:read")
}

func TestATokenIsNotTakenFromWhereSlackDoesNotLook(t *testing.T) {
	w := newWorld(t)
	const form = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct{ verb, path, authorization, want string }{
		"an address":         {http.MethodGet, "?token=" + token, "", "not_authed"},
		"a form's address":   {http.MethodPost, "?token=" + token, "", "not_authed"},
		"a header, bare":     {http.MethodPost, "", token, "not_authed"},
		"a header, as a key": {http.MethodPost, "", "Token " + token, "not_authed"},
		"a header":           {http.MethodPost, "", "Bearer " + token, ""},
	} {
		req := httptest.NewRequestWithContext(t.Context(), c.verb, "/api/auth.test"+c.path, strings.NewReader("a=b"))
		req.Header.Set("Content-Type", form)
		req.Header.Set("Authorization", c.authorization)
		rec := httptest.NewRecorder()
		w.Handler().ServeHTTP(rec, req)
		equal(t, name, strings.Contains(rec.Body.String(), `"error":"`+c.want), c.want != "")
	}
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/api/auth.test", nil))
	equal(t, "another verb", rec.Code, http.StatusMethodNotAllowed)
}

func TestAnEmailIsShownWithItsScopeOnly(t *testing.T) {
	w := newWorld(t)
	w.opts.Users = append(w.opts.Users, slack.User{ID: "UEVE", Name: "eve", Email: "eve@example.com"})
	for scopes, want := range map[string]any{"users:read": nil, "users:read users:read.email": "eve@example.com", "": "eve@example.com"} {
		w.opts.Scopes = strings.Fields(scopes)
		w.reopen()
		user, _ := w.call("users.info", map[string]string{"user": "UEVE"})["user"].(map[string]any)
		profile, _ := user["profile"].(map[string]any)
		equal(t, scopes, profile["email"], want)
	}
}

func TestAnAppMayPostWhereItIsNotIfItHasTheScope(t *testing.T) {
	w := newWorld(t)
	w.opts.Scopes = []string{"chat:write", "chat:write.public"}
	w.reopen()
	posted := w.call("chat.postMessage", map[string]string{"channel": "CRANDOM", "text": "x"})
	equal(t, "public", posted["error"], nil)
	ts, _ := posted["ts"].(string)
	equal(t, "an edit there", w.call("chat.update", map[string]string{"channel": "CRANDOM", "ts": ts, "text": "y"})["error"], nil)
	equal(t, "private", w.call("chat.postMessage", map[string]string{"channel": "CSECRET", "text": "x"})["error"], any("channel_not_found"))
	equal(t, "ephemeral", w.call("chat.postEphemeral", map[string]string{"channel": "CRANDOM", "text": "x", "user": ana})["error"], any("not_in_channel"))
}

func TestTheAPIItselfCanBeTried(t *testing.T) {
	w := newWorld(t)
	const form = "application/x-www-form-urlencoded"
	equal(t, "answer", toJSON(t, w.do(http.MethodPost, "/api/api.test", form, "", "")), `{"ok":true,"status":200}`)
	equal(t, "echo", toJSON(t, w.do(http.MethodPost, "/api/api.test", form, "foo=bar", "")),
		`{"args":{"foo":"bar"},"ok":true,"status":200}`)
	equal(t, "error", toJSON(t, w.do(http.MethodPost, "/api/api.test", form, "error=my_error", "")),
		`{"args":{"error":"my_error"},"error":"my_error","ok":false,"status":200}`)
}

func TestTheWorkspaceAndItsPeopleAreFound(t *testing.T) {
	w := newWorld(t)
	w.opts.Users = append([]slack.User{
		{ID: "UEVE", Name: "eve", Email: "Eve@example.com"}, {ID: "UEX", Name: "ex", Email: "ex@example.com", Deleted: true},
		{ID: "UFAR", Name: "far", Email: "far@example.com", IsStranger: true},
	}, w.opts.Users...)
	w.reopen()
	team, err := w.client.GetTeamInfo()
	ok(t, err)
	equal(t, "team", team.ID, "TTEAM")
	equal(t, "another team", w.call("team.info", map[string]string{"team": "TOTHER"})["error"], any("team_not_found"))
	equal(t, "bot", strings.Contains(toJSON(t, w.call("bots.info", map[string]string{"bot": "BBOT"})), `"user_id":"UBOT"`), true)
	equal(t, "no bot", w.call("bots.info", map[string]string{"bot": "B1"})["error"], any("bot_not_found"))
	eve, err := w.client.GetUserByEmail("eve@example.com")
	ok(t, err)
	equal(t, "user", eve.ID, "UEVE")
	for _, email := range []string{"", "ex@example.com", "far@example.com"} {
		equal(t, email, w.call("users.lookupByEmail", map[string]string{"email": email})["error"], any("users_not_found"))
	}
}
