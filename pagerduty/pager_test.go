package pagerduty_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/pagerduty"
	"github.com/slipway-dev/slipway/rollout"
)

var _ commands.Pager = (*pagerduty.Pager)(nil)

const incident = "01JD3Q5W7X8Y9ZABCDEFGHJKMN"

func page(state rollout.PageState) rollout.Page {
	return rollout.Page{
		Key: incident, State: state, Target: rollout.Target{Service: "checkout", Environment: "prod"},
		Summary: "checkout in prod: checkout-5xx is red; suspect v42", Since: time.Date(2026, 11, 23, 3, 4, 5, 678e6, time.FixedZone("CET", 3600)),
		Details: map[string]string{"suspect": "v42 (abc1234 by ana)", "evidence": "v42 is 18× worse than v41"},
		Link:    "https://acme.slack.com/archives/C0CHECKOUT/p1700000000000100",
	}
}

func to(url string) *pagerduty.Pager {
	return pagerduty.New(pagerduty.Options{Key: func() string { return routingKey }, URL: url})
}

func TestAPageSaysWhatIsRedWhereSinceWhenAndWhoIsSuspected(t *testing.T) {
	f := newFake(t)
	if err := to(f.URL+"/v2/enqueue").Page(t.Context(), page(rollout.PageTrigger)); err != nil {
		t.Fatal(err)
	}
	link, since := "https://acme.slack.com/archives/C0CHECKOUT/p1700000000000100", "2026-11-23T02:04:05.678Z"
	want := received{
		RoutingKey: routingKey, EventAction: "trigger", DedupKey: "slipway/" + incident, Client: "Slipway", ClientURL: link,
		Payload: &receivedPayload{
			Summary: "checkout in prod: checkout-5xx is red; suspect v42", Source: "checkout/prod", Severity: "critical", Timestamp: &since,
			Component: "checkout", Group: "prod", Class: "alarm",
			CustomDetails: map[string]any{"suspect": "v42 (abc1234 by ana)", "evidence": "v42 is 18× worse than v41"},
		},
	}
	got := f.events[0]
	if len(got.Links) != 1 || got.Links[0].Href != link || got.Links[0].Text == "" {
		t.Errorf("links: %+v", got.Links)
	}
	got.Links = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// One incident is one alert there, however often it is told of, and it ends.
func TestAnIncidentIsOneAlertFromItsTriggerToItsEnd(t *testing.T) {
	f := newFake(t)
	p := to(f.URL + "/v2/enqueue")
	for _, state := range []rollout.PageState{
		rollout.PageTrigger, rollout.PageTrigger, rollout.PageAcknowledge, rollout.PageAcknowledge, rollout.PageResolve, rollout.PageResolve, rollout.PageTrigger,
	} {
		if err := p.Page(t.Context(), page(state)); err != nil {
			t.Fatal(state, err)
		}
		if diff := cmp.Diff(map[string]string{"slipway/" + incident: string(state)}, f.alerts); diff != "" {
			t.Errorf("after %s: %s", state, diff)
		}
	}
	for _, e := range f.events {
		if (e.Payload != nil) != (e.EventAction == "trigger") {
			t.Errorf("%s came with the payload %+v", e.EventAction, e.Payload)
		}
	}
}

// What is in a page is untrusted and of any length: alarms are named by people, and
// logs say what they like.
func TestWhateverIsInAPageItIsTaken(t *testing.T) {
	huge := map[string]string{}
	for i := range 500 {
		huge[fmt.Sprintf("%03d %s", i, strings.Repeat("<", 5000))] = strings.Repeat("<", 50_000)
	}
	for name, change := range map[string]func(*rollout.Page){
		"nothing said":      func(p *rollout.Page) { p.Summary, p.Since, p.Details, p.Link = "", time.Time{}, nil, "" },
		"only blanks":       func(p *rollout.Page) { p.Summary = " \n\t" },
		"a long summary":    func(p *rollout.Page) { p.Summary = strings.Repeat("💥", 5000) },
		"broken characters": func(p *rollout.Page) { p.Summary, p.Details = "a\xff\x00b", map[string]string{"\xff": "\xff\x00"} },
		"too much of all":   func(p *rollout.Page) { p.Details = huge },
	} {
		t.Run(name, func(t *testing.T) {
			f, p := newFake(t), page(rollout.PageTrigger)
			change(&p)
			if err := to(f.URL+"/v2/enqueue").Page(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			if got := f.events[0].Payload; len(got.CustomDetails) > 30 || strings.ContainsAny(got.Summary, "\n\t") {
				t.Errorf("%d details, %q", len(got.CustomDetails), got.Summary)
			}
		})
	}
}

func TestWhatPagerDutyDoesNotTakeIsExplainedAndTriedAgainOnlyWhereThatHelps(t *testing.T) {
	for name, in := range map[string]struct {
		status int
		body   string
		kind   rollout.Kind
		shown  string
	}{
		"a wrong key":        {400, `{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]}`, rollout.Invalid, "Invalid routing key"},
		"no reason":          {400, `<html>`, rollout.Invalid, "it does not say why"},
		"the key repeated":   {400, `{"message":"no such key: ` + routingKey + "`\\n" + `"}`, rollout.Invalid, "no such key: …"},
		"another address":    {404, ``, rollout.Invalid, "status 404"},
		"moved":              {307, ``, rollout.Invalid, "status 307"},
		"too much":           {429, ``, rollout.Throttled, "left alone"},
		"trouble of its own": {503, strings.Repeat("x", 1<<20), rollout.Broken, "status 503"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(in.status)
				_, _ = w.Write([]byte(in.body))
			}))
			defer server.Close()
			err := to(server.URL).Page(t.Context(), page(rollout.PageTrigger))
			if !rollout.IsKind(err, in.kind) || !strings.Contains(err.Error(), in.shown) || calls != 1 {
				t.Errorf("%v, after %d calls", err, calls)
			}
			if strings.Contains(err.Error(), routingKey) || strings.ContainsAny(err.Error(), "`\n") {
				t.Errorf("what is shown is not fit for it: %v", err)
			}
		})
	}
}

func TestAnAnswerThatBreaksOffCountsByItsStatus(t *testing.T) {
	for status, kind := range map[int]rollout.Kind{202: "", 400: rollout.Invalid, 500: rollout.Broken} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(status)
		}))
		err := to(server.URL).Page(t.Context(), page(rollout.PageResolve))
		server.Close()
		if kind == "" && err != nil || kind != "" && !rollout.IsKind(err, kind) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestWithoutAnAnswerItIsTriedAgain(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	if err := to(server.URL).Page(t.Context(), page(rollout.PageTrigger)); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := to(newFake(t).URL+"/v2/enqueue").Page(ctx, page(rollout.PageTrigger)); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
}

func TestAnAddressThatIsNoneIsSomebodysToPutRight(t *testing.T) {
	if err := to("https://a b/").Page(t.Context(), page(rollout.PageTrigger)); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

// bounds notes until when a request may last, and where it goes.
type bounds struct {
	left time.Duration
	url  string
}

// RoundTrip answers as PagerDuty does.
func (b *bounds) RoundTrip(q *http.Request) (*http.Response, error) {
	until, _ := q.Context().Deadline()
	b.left, b.url = time.Until(until), q.URL.String()
	return &http.Response{StatusCode: http.StatusAccepted, Body: http.NoBody, Request: q}, nil
}

func TestACallGoesToPagerDutyUnlessToldOtherwiseAndTakesFiveSecondsAtMost(t *testing.T) {
	b := &bounds{}
	p := pagerduty.New(pagerduty.Options{Key: func() string { return routingKey }, HTTP: &http.Client{Transport: b}})
	if err := p.Page(t.Context(), page(rollout.PageTrigger)); err != nil || b.url != "https://events.pagerduty.com/v2/enqueue" || b.left <= 0 || b.left > 5*time.Second {
		t.Errorf("%v: %s for %v", err, b.url, b.left)
	}
}

func TestNothingThatShowsAPagerShowsItsKey(t *testing.T) {
	o := pagerduty.Options{Key: func() string { return routingKey }}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if shown := fmt.Sprintf(format, pagerduty.New(o)) + fmt.Sprintf(format, o); strings.Contains(shown, routingKey) || strings.Contains(shown, fmt.Sprintf("%x", routingKey)) {
			t.Errorf("%s: %s", format, shown)
		}
	}
}
