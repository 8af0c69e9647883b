package ingress_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
)

// canaries are what must never be seen in a log.
var canaries = []string{
	secret, oldSecret, trigger, "secretpath", "xoxb-111-canary", "xapp-1-canary", "xoxe-canary", "ghs_canary",
	"AKIACANARY", "BEGIN-PRIVATE-KEY", "v0=", hubSecret, "sha256=",
}

// spoken has a canary in every field that somebody else fills.
func spoken(pairs ...string) string {
	return typed("/deploy staging abc123 --reason xoxb-111-canary ghs_canary AKIACANARY BEGIN-PRIVATE-KEY",
		append([]string{"token", "xapp-1-canary", "user_name", "xoxe-canary"}, pairs...)...)
}

// faults.md I1, I2: through every path, one line of JSON for each request.
func TestTheLogHoldsNoSecretAndOneLineForEachRequest(t *testing.T) {
	w := newHub(t, func(o *ingress.Options) { o.Secrets = []string{secret, oldSecret} })
	down := func(context.Context) error { return errors.New("no route\nto the queue") }
	broken := func(context.Context) error { panic("xoxb-111-canary " + secret) }
	requests := []*http.Request{
		signed(commands, spoken()),
		signed(commands, spoken("text", "stagign xoxb-111-canary")),
		signed(commands, spoken("command", "/xoxb-111-canary")),
		signed(commands, spoken("team_id", "xoxb-111-canary")),
		signed(commands, spoken("team_id", "T\n{\"level\":\"x\"}\x1b[31m")),
		signed(commands, spoken("user_id", "xoxb-111-canary!")),
		signed(commands, spoken("trigger_id", "")),
		signed(commands, spoken("response_url", "https://evil.example/secretpath")),
		signed(commands, spoken()+"&text=xoxb-111-canary"),
		signed(commands, spoken()+"&x=%zz"),
		signedAt(commands, spoken(), "12345"),
		unsigned(commands, spoken()),
		signed(commands, strings.Repeat(secret, 8<<10)),
		unsigned("/"+secret, ""),
		unsigned("/healthz?"+secret, ""),
		signed(interactions, pressed(t)),
		signed(interactions, pressed(t, "block_actions", "xoxb-111-canary")),
		signed(interactions, pressed(t, `"id":"T0TEAM"`, `"xoxb-111-canary":"xoxb-111-canary","Xoxb-111-canary":1`)),
		signed(interactions, "payload={xoxb-111-canary"),
		signed(events, `{"type":"url_verification","challenge":"xoxb-111-canary"}`),
		signed(events, `{"type":"xoxb-111-canary"}`),
		hooked(webhook(t, "push.branch", "Round half", "xoxb-111-canary ghs_canary", "Ana Silva", "AKIACANARY")),
		hooked(webhook(t, "push.branch", "refs/heads/main", "refs/xoxb-111-canary")),
		hooked(webhook(t, "push.branch", `"acme/checkout"`, `"ghs_canary/xoxb-111-canary?"`)),
		hooked("ghs_canary", "{}"),
		hooked("push", "{ghs_canary"),
	}
	for _, fault := range []func(context.Context) error{nil, down, broken} {
		w.queue.fault = fault
		for _, r := range requests {
			w.serve(r.Clone(t.Context()))
		}
		w.serve(signed(commands, spoken()))
		w.serve(signed(interactions, pressed(t)))
	}
	for _, canary := range canaries {
		if strings.Contains(w.log.String(), canary) {
			t.Errorf("%s is in the log", canary)
		}
	}
	lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
	if want := 3 * (len(requests) + 2); len(lines) != want {
		t.Errorf("want %d lines, got %d", want, len(lines))
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

func TestALogLineTellsJobsApartWithoutTheirIds(t *testing.T) {
	w := newWorld(t)
	refs := map[any]bool{}
	for _, id := range []string{"1.2.a", "1.2.b"} {
		said(t, w.serve(signed(commands, typed("/deploy staging abc123", "trigger_id", id))))
		line := w.logged(t)
		if line["outcome"] != "queued" || line["route"] != commands || line["command"] != "deploy" {
			t.Errorf("logged %v", line)
		}
		refs[line["job"]] = true
	}
	if len(refs) != 2 || refs[nil] {
		t.Errorf("got %v", refs)
	}
}

// faults.md I6
func TestAPanicIsA500AndTheNextRequestIsServed(t *testing.T) {
	w := newWorld(t)
	w.queue.fault = func(context.Context) error { panic("broken: " + privateURL) }
	got := w.serve(signed(commands, typed("/deploy staging abc123")))
	if got.Code != http.StatusInternalServerError || got.Body.Len() != 0 {
		t.Errorf("got %d %q", got.Code, got.Body)
	}
	if line := w.logged(t); line["outcome"] != "panic" || line["level"] != "ERROR" || !strings.Contains(line["stack"].(string), "takeDown") {
		t.Errorf("logged %v", line)
	}
	w.queue.fault = nil
	said(t, w.serve(signed(commands, typed("/deploy staging abc123"))))
	w.queue.only(t)
}
