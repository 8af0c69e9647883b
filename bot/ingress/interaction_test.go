package ingress_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
)

func TestAClickBecomesAJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		if got := w.serve(signed(interactions, pressed(t))); got.Code != http.StatusOK || got.Body.Len() != 0 {
			t.Errorf("got %d %q", got.Code, got.Body)
		}
		want := job.Job{
			ID: trigger, Team: "T0TEAM", User: "U0ANA", Channel: "C0CHECKOUT", ResponseURL: privateURL, Received: time.Now(),
			Click: &job.Click{Action: "slipway_rollback", Value: "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ", Message: "1700000000.000100"},
		}
		if diff := cmp.Diff(want, w.queue.only(t)); diff != "" {
			t.Error(diff)
		}
	})
}

// faults.md B14: whatever the echoed message looks like, the click is taken. The
// channel and the message may stand in either of two places.
func TestWhatAClickDoesNotNeedMayLookAnyHow(t *testing.T) {
	const blocks, channel = `[{"type":"section"}]`, `"channel":{"id":"C0CHECKOUT","name":"checkout"}`
	for name, body := range map[string]string{
		"a malformed block":        pressed(t, blocks, `[{"type":"section","text":5},null,"x",[]]`),
		"an unknown block":         pressed(t, blocks, `[{"type":"hologram","elements":[{"type":"smell"}]}]`),
		"blocks that are none":     pressed(t, blocks, `"none"`),
		"a key twice in the block": pressed(t, blocks, `[{"type":"section","type":"x"}]`),
		"no channel of its own":    pressed(t, channel, `"channel":null`),
		"no message in container":  pressed(t, `"message_ts":"1700000000.000100",`, ""),
		"an unknown field":         pressed(t, `"state":{"values":{}}`, `"future":[1,{"type":2}]`),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.serve(signed(interactions, body)); got.Code != http.StatusOK {
				t.Fatalf("got %d", got.Code)
			}
			j := w.queue.only(t)
			if j.Channel != "C0CHECKOUT" || j.Click.Message != "1700000000.000100" {
				t.Errorf("got %+v", j)
			}
		})
	}
}

// faults.md A11
func TestAPayloadThatSlackWouldNotSendIsRefused(t *testing.T) {
	payloads := map[string]string{
		"null": "null", "list": "[]", "number": "1", "nothing": "", "text": `"x"`, "empty": "{}", "blank": " ",
		"nested": strings.Repeat("[", 20000), "nested inside": `{"type":"block_actions","state":` + strings.Repeat("[", 20000),
		"two values": click + "{}", "truncated": click[:len(click)/2], "a trailing comma": `{"type":"block_actions",}`,
		"broken text": "{\"type\":\"block_actions\xff\"}", "a key that is none": `{1:2}`,
	}
	for name, p := range payloads {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(interactions, url.Values{"payload": {p}}.Encode())), http.StatusBadRequest)
		})
	}
	const one, team = `{"action_id":"slipway_rollback",`, `"team":{"id":"T0TEAM",`
	for name, body := range map[string]string{
		"no payload":           "x=1",
		"two payloads":         pressed(t) + "&" + pressed(t),
		"no form":              "payload=%zz",
		"another type":         pressed(t, `"block_actions"`, `"block_suggestion"`),
		"no type":              pressed(t, `"type":"block_actions",`, ""),
		"a type in capitals":   pressed(t, `"type":"block_actions"`, `"Type":"block_actions"`),
		"two types":            pressed(t, `"type":"block_actions"`, `"type":"block_actions","type":"block_actions"`),
		"two teams":            pressed(t, team, `"Team":{"id":"T0EVIL"},`+team),
		"two ids in the team":  pressed(t, team, team+`"ID":"T0EVIL",`),
		"a team that is text":  pressed(t, `{"id":"T0TEAM","domain":"acme"}`, `"T0TEAM"`),
		"a team that is a one": pressed(t, `"id":"T0TEAM"`, `"id":1`),
		"no action":            pressed(t, `"actions":[`, `"actions":[],"x":[`),
		"null actions":         pressed(t, `"actions":[`, `"actions":null,"x":[`),
		"two actions":          pressed(t, `"actions":[`, `"actions":[{"action_id":"a"},`),
		"an action twice":      pressed(t, one, one+`"Action_ID":"slipway_abort",`),
		"no action id":         pressed(t, one, "{"),
		"a long action id":     pressed(t, "slipway_rollback", strings.Repeat("é", 256)),
		"a long value":         pressed(t, "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ", strings.Repeat("x", 2001)),
		"no user":              pressed(t, `"id":"U0ANA",`, ""),
		"no channel":           pressed(t, `"C0CHECKOUT"`, `""`),
		"a view of nothing":    pressed(t, `"state":{"values":{}}`, `"view":{}`),
		"a view without id":    pressed(t, `"state":{"values":{}}`, `"view":{"hash":"1.a","type":"home","private_metadata":""}`),
		"an odd dialog":        pressed(t, `"state":{"values":{}}`, `"view":{"id":"V1","hash":"1.a","type":"modal","private_metadata":"C0CHECKOUT"}`),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(interactions, body)), http.StatusBadRequest)
		})
	}
}

// faults.md A15
func TestClicksOfStrangersAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"foreign team": pressed(t, `"id":"T0TEAM"`, `"id":"T0EVIL"`),
		"no team":      pressed(t, `"team":{"id":"T0TEAM","domain":"acme"}`, `"team":null`),
		"foreign app":  pressed(t, "A0APP", "A0EVIL"),
		"no app":       pressed(t, `"api_app_id":"A0APP",`, ""),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			said(t, w.serve(signed(interactions, body)))
			if line := w.logged(t); w.queue.calls != 0 || line["outcome"] != "foreign" {
				t.Errorf("%d jobs, logged %v", w.queue.calls, line)
			}
		})
	}
}

// faults.md A16: Slack shows a failed click as one.
func TestAClickThatIsNotStoredFails(t *testing.T) {
	for name, fault := range map[string]func(context.Context) error{
		"down":    func(context.Context) error { return errors.New("no route to the queue") },
		"hanging": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.queue.fault = fault
				began := time.Now()
				got := w.serve(signed(interactions, pressed(t)))
				if got.Code != http.StatusInternalServerError || got.Body.Len() != 0 || time.Since(began) >= 3*time.Second {
					t.Errorf("got %d %q after %v", got.Code, got.Body, time.Since(began))
				}
			})
		})
	}
}
