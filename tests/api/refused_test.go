package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestWhatMakesNoSenseIsRefusedWithASentence(t *testing.T) {
	p := fresh(t)
	for _, test := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"PUT", "/sandbox/api/speed", `{"speed":0}`, 400, "0.1 to 10000"},
		{"PUT", "/sandbox/api/speed", `{"speed":-1}`, 400, "0.1 to 10000"},
		{"PUT", "/sandbox/api/speed", `{"speed":"fast"}`, 400, "speed"},
		{"PUT", "/sandbox/api/speed", `{}`, 400, "missing"},
		{"PUT", "/sandbox/api/speed", `{"spede":1}`, 400, "spede"},
		{"PUT", "/sandbox/api/speed", `{"speed":1}{"speed":2}`, 400, "after"},
		{"PUT", "/sandbox/api/speed", ``, 400, "empty"},
		{"PUT", "/sandbox/api/speed", `[`, 400, ""},
		{"PUT", "/sandbox/api/traffic", `{"function":"nowhere","per_minute":1}`, 400, "nowhere"},
		{"PUT", "/sandbox/api/traffic", `{"function":"checkout-prod","per_minute":-1}`, 400, ""},
		{"PUT", "/sandbox/api/traffic", `{"function":"checkout-prod"}`, 400, "missing"},
		{"PUT", "/sandbox/api/behaviour", `{"service":"chekout","sha":"abc123"}`, 400, "chekout"},
		{"PUT", "/sandbox/api/behaviour", `{"service":"checkout","sha":"fffffff"}`, 400, "fffffff"},
		{"PUT", "/sandbox/api/behaviour", `{"service":"checkout","sha":"abc123","error_rate":1.1}`, 400, "error_rate"},
		{"PUT", "/sandbox/api/behaviour", `{"service":"checkout","sha":"abc123","latency_ms":-1}`, 400, "latency_ms"},
		{"PUT", "/sandbox/api/speed", strings.Repeat(" ", 300<<10), 413, "bytes"},
		{"POST", "/sandbox/response/x", `no JSON`, 400, ""},
		{"POST", "/sandbox/api/info", ``, 405, "GET"},
		{"PUT", "/sandbox/api/reset", ``, 405, "POST"},
		{"GET", "/sandbox/api/speed", ``, 405, "PUT"},
		{"DELETE", "/sandbox/response/x", ``, 405, "GET, POST"},
		{"GET", "/sandbox/api/nothing", ``, 404, "nothing"},
	} {
		a := p.Do(t, test.method, test.path, test.body, "Content-Type", "application/json")
		var got struct{ Error string }
		if err := json.Unmarshal([]byte(a.Body), &got); err != nil || a.Status != test.status || got.Error == "" || !strings.Contains(got.Error, test.says) {
			t.Errorf("%s %s %.60s: %d %s", test.method, test.path, test.body, a.Status, a.Body)
		}
		if test.status == 405 && a.Header.Get("Allow") == "" {
			t.Errorf("%s %s: what is allowed is not said", test.method, test.path)
		}
	}
}

func TestForeignPagesAndNamesAreRefused(t *testing.T) {
	p := fresh(t)
	for _, header := range [][]string{
		{"Host", "evil.example"},
		{"Host", "127.0.0.1.evil.example"},
		{"Origin", "http://evil.example"},
		{"Origin", "null"},
		{"Origin", "http://127.0.0.1:1"},
	} {
		for _, path := range []string{"/", "/sandbox/api/info", "/sandbox/api/state", "/sandbox/response/x"} {
			a := p.Do(t, http.MethodGet, path, "", header...)
			if a.Status != http.StatusForbidden || strings.Contains(a.Body, p.Info.SigningSecret) {
				t.Errorf("%s from %v: %d", path, header, a.Status)
			}
		}
		if a := p.Do(t, http.MethodPost, "/sandbox/api/reset", "", header...); a.Status != http.StatusForbidden {
			t.Errorf("reset from %v: %d", header, a.Status)
		}
	}
	for _, header := range [][]string{{"Origin", p.Info.URL}, {"Host", strings.Replace(p.Info.URL, "http://127.0.0.1", "localhost", 1)}} {
		if a := p.Do(t, http.MethodGet, "/sandbox/api/info", "", header...); a.Status != http.StatusOK {
			t.Errorf("from %v: %d %s", header, a.Status, a.Body)
		}
	}
}

func TestTheBotsOwnRoutesAndSlacksApiAreOnTheSameAddress(t *testing.T) {
	p := fresh(t)
	for _, test := range []struct {
		method, path, token string
		status              int
		says                string
	}{
		{"GET", "/healthz", "", 200, `{"ok":true}`},
		{"POST", "/healthz", "", 405, ""},
		{"GET", "/slack/commands", "", 405, ""},
		{"POST", "/slack/nothing", "", 404, ""},
		{"POST", "/github/webhooks", "", 401, ""}, // faults.md D6: unsigned
		{"GET", "/github/webhooks", "", 405, ""},
		{"GET", "/api/auth.test", p.Info.BotToken, 200, `"ok":true`},
		{"GET", "/api/auth.test", "xoxb-wrong", 200, `"error":"invalid_auth"`},
		{"GET", "/", "", 200, "<html"},
	} {
		var header []string
		if test.token != "" {
			header = []string{"Authorization", "Bearer " + test.token}
		}
		a := p.Do(t, test.method, test.path, "", header...)
		if a.Status != test.status || !strings.Contains(a.Body, test.says) || test.says == "" && a.Body != "" {
			t.Errorf("%s %s: %d %.200s", test.method, test.path, a.Status, a.Body)
		}
	}
}

func TestNobodyHasAnsweredYet(t *testing.T) {
	p := fresh(t)
	if a := p.Do(t, http.MethodGet, "/sandbox/response/nobody", ""); a.Status != http.StatusOK || strings.TrimSpace(a.Body) != "[]" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	for _, text := range []string{`{"text":"one"}`, `{"text":"two"}`} {
		if a := p.Do(t, http.MethodPost, "/sandbox/response/mine", text); a.Status != http.StatusOK {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	}
	if said := answers(t, p, "mine"); said != "one\ntwo\n" {
		t.Errorf("%q", said)
	}
}
