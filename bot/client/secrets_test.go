package client_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
)

// everything makes every call that there is, and gives the errors.
func (w *world) everything(responseURL string) []error {
	ctx := w.t.Context()
	var errs []error
	note := func(err error) { errs = append(errs, err) }
	_, err := w.Post(ctx, channel, "", tooLong("hello"))
	note(err)
	note(w.Update(ctx, channel, "1700000000.000100", tooLong("hello")))
	note(w.Ephemeral(ctx, channel, ana, tooLong("hello")))
	note(w.Respond(ctx, responseURL, tooLong("hello")))
	_, err = w.Find(ctx, channel, "", "01ROLLOUT", time.Now())
	note(err)
	_, err = w.Person(ctx, ana)
	note(err)
	_, err = w.CheckToken(ctx)
	note(err)
	return errs
}

// faults.md I1
func TestNoErrorHoldsASecret(t *testing.T) {
	for name, fault := range map[string]fault{
		"refused":    answers(200, `{"ok":false,"error":"invalid_auth"}`),
		"bad blocks": answers(200, `{"ok":false,"error":"invalid_blocks","errors":["no"]}`),
		"400":        answers(400, `{"ok":false,"error":"invalid_payload"}`),
		"404":        answers(404, `{"ok":false,"error":"used_url"}`),
		"429":        answers(429, "", "Retry-After", "1"),
		"mad 429":    answers(429, "", "Retry-After", "soon"),
		"500":        answers(500, "<html>"),
		"no JSON":    answers(200, "<html>"),
		"redirect":   answers(307, "", "Location", "https://evil.test/"),
		"bad target": answers(307, "", "Location", "https://%zz"),
		"unplugged":  breaks,
		"hangs":      hangs,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				address := w.responseURL()
				secret := address[strings.LastIndex(address, "/")+1:]
				w.wire.fault = fault
				for i, err := range w.everything(address) {
					if err == nil && i != 3 { // a 200 is all that a response_url says
						t.Errorf("call %d did not fail", i)
					}
					if err != nil && (strings.Contains(err.Error(), token) || strings.Contains(err.Error(), secret)) {
						t.Errorf("call %d tells a secret: %v", i, err)
					}
				}
			})
		})
	}
}

// faults.md I1, B11
func TestTheTokenGoesToTheWebAPIOnly(t *testing.T) {
	for name, fault := range map[string]fault{
		"as usual":   nil,
		"redirected": answers(308, "", "Location", "https://evil.test/api/chat.postMessage"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				address := w.responseURL()
				w.wire.fault = fault
				w.everything(address)
				for _, c := range w.wire.calls {
					api := c.host == "slack.test" && strings.HasPrefix(c.path, "/api/")
					equal(t, c.host+c.path+" has the token", strings.Contains(c.body+c.auth, token), api)
				}
			})
		})
	}
}

func TestOptionsThatCannotWorkAreRefusedAllAtOnce(t *testing.T) {
	_, err := client.New(client.Options{API: "https://slack.com", ResponseOrigin: "https://hooks.slack.com/"})
	if err == nil {
		t.Fatal("they were accepted")
	}
	for _, want := range []string{"bot token", "clock", "Web API", "response_urls"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v: it does not tell of the %s", err, want)
		}
	}
}

func TestAnAddressHasToBeUsable(t *testing.T) {
	good := client.Options{Token: token, ResponseOrigin: "https://hooks.slack.com", Now: time.Now}
	for _, c := range []struct {
		api, origin string
		ok          bool
	}{
		{"", good.ResponseOrigin, true},
		{"https://slack.com/api/", good.ResponseOrigin, true},
		{"http://127.0.0.1:8080/api/", "http://127.0.0.1:8080", true},
		{"https://slack.com", good.ResponseOrigin, false}, // slack.comauth.test would get the token
		{"https://slack.com/api", good.ResponseOrigin, false},
		{"https://slack.com/api/?x=/", good.ResponseOrigin, false},
		{"slack.com/api/", good.ResponseOrigin, false},
		{"ftp://slack.com/api/", good.ResponseOrigin, false},
		{"https:///api/", good.ResponseOrigin, false},
		{"https://%zz/", good.ResponseOrigin, false},
		{"", "", false},
		{"", "hooks.slack.com", false},
		{"", "https://hooks.slack.com/", false},
		{"", "https://me@hooks.slack.com", false},
	} {
		o := good
		o.API, o.ResponseOrigin = c.api, c.origin
		_, err := client.New(o)
		equal(t, c.api+" with "+c.origin, err == nil, c.ok)
	}
}
