package ingress_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
)

const (
	aRollout  = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"
	anAddress = "https://bot.example.com/see/" + aRollout
)

// shared is the event of a message with links in it; pairs are texts of it and what
// stands there instead.
func shared(t testing.TB, links []string, pairs ...string) string {
	t.Helper()
	var list []string
	for _, l := range links {
		list = append(list, fmt.Sprintf(`{"domain":"bot.example.com","url":%q}`, l))
	}
	body := `{"token":"x","team_id":"T0TEAM","api_app_id":"A0APP","type":"event_callback","event_id":"Ev0LINKS","event_time":1700000000,"is_ext_shared_channel":false,
"event":{"type":"link_shared","channel":"C0CHECKOUT","is_bot_user_member":true,"user":"U0ANA","message_ts":"1700000000.000100","unfurl_id":"C0CHECKOUT.1700000000.000100",
"source":"conversations_history","event_ts":"1700000000.5","links":[` + strings.Join(list, ",") + `]}}`
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(body, pairs[i]) {
			t.Fatalf("the event has no %s", pairs[i])
		}
		body = strings.ReplaceAll(body, pairs[i], pairs[i+1])
	}
	return body
}

func linked(o *ingress.Options) { o.Links = []string{"bot.example.com", "slipway.test:8080"} }

func TestLinksToUsBecomeAJob(t *testing.T) {
	other := "http://slipway.test:8080/live/see/01JZ8Q4T5W6X7Y8Z9ABCDEFGHK?from=mail#top"
	w := newWorld(t, linked)
	body := shared(t, []string{anAddress, "https://bot.example.com/healthz", other, anAddress, "https://evil.example.com/see/" + aRollout})
	for range 2 { // Slack sends an event again that was not answered in time
		if got := w.serve(signed(events, body)); got.Code != http.StatusOK || got.Body.Len() > 0 {
			t.Fatalf("got %d %q", got.Code, got.Body)
		}
	}
	j := w.queue.only(t)
	want := job.Link{Unfurl: "C0CHECKOUT.1700000000.000100", Source: job.FromMessages, URLs: []string{anAddress, other}}
	if diff := cmp.Diff(&want, j.Link); diff != "" || j.ID != "Ev0LINKS" || j.User != "U0ANA" || j.Channel != "C0CHECKOUT" || j.Urgent() {
		t.Errorf("%+v %s", j, diff)
	}
}

func TestAtMostTenLinksOfAMessageAreLookedAt(t *testing.T) {
	var links []string
	for i := range 12 {
		links = append(links, fmt.Sprintf("https://bot.example.com/see/01JZ8Q4T5W6X7Y8Z9ABCDEFG%02d", i))
	}
	w := newWorld(t, linked)
	w.serve(signed(events, shared(t, links)))
	if got := w.queue.only(t).Link.URLs; !slices.Equal(got, links[:10]) {
		t.Errorf("%v", got)
	}
}

// Slack's own requests come to the address that the links are of.
func TestWithoutHostsTheOneThatSlackCallsIsOurs(t *testing.T) {
	for host, want := range map[string]int{"bot.example.com": 1, "BOT.example.com:443": 1, "other.example.com": 0, "": 0} {
		w := newWorld(t)
		r := signed(events, shared(t, []string{anAddress}))
		r.Host = host
		if got := w.serve(r); got.Code != http.StatusOK || len(w.queue.jobs) != want {
			t.Errorf("%q: %d, %d jobs", host, got.Code, len(w.queue.jobs))
		}
	}
}

func TestLinksThatAreNotForUsAreLeftAlone(t *testing.T) {
	for name, body := range map[string]string{
		"none":                    shared(t, nil),
		"of another host":         shared(t, []string{"https://evil.example.com/see/" + aRollout, "https://bot.example.com.evil.example/see/" + aRollout, "https://bot.example.com@evil.example/see/" + aRollout}),
		"of another page":         shared(t, []string{"https://bot.example.com/see/", "https://bot.example.com/see/x", "https://bot.example.com/" + aRollout, anAddress + "/x", "://"}),
		"no id of ours":           shared(t, []string{"https://bot.example.com/see/81JZ8Q4T5W6X7Y8Z9ABCDEFGHJ", "https://bot.example.com/see/" + strings.ToLower(aRollout), anAddress + "J"}),
		"endless":                 shared(t, []string{anAddress + "?" + strings.Repeat("x", 1000)}),
		"still being written":     shared(t, []string{anAddress}, job.FromMessages, "composer", "C0CHECKOUT", "COMPOSER"),
		"before strangers":        shared(t, []string{anAddress}, `"is_ext_shared_channel":false`, `"is_ext_shared_channel":true`),
		"of nobody":               shared(t, []string{anAddress}, `"user":"U0ANA",`, ""),
		"without a name for them": shared(t, []string{anAddress}, `"unfurl_id":"C0CHECKOUT.1700000000.000100",`, ""),
	} {
		w := newWorld(t, linked)
		if got := w.serve(signed(events, body)); got.Code != http.StatusOK || got.Body.Len() > 0 || w.queue.calls != 0 {
			t.Errorf("%s: %d %s, %d jobs", name, got.Code, got.Body, w.queue.calls)
		}
	}
}

func TestOddLinksAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"no list":      shared(t, nil, `"links":[]`, `"links":{}`),
		"no object":    shared(t, nil, `"links":[]`, `"links":["x"]`),
		"no address":   shared(t, nil, `"links":[]`, `"links":[{"url":1}]`),
		"a long name":  shared(t, []string{anAddress}, "C0CHECKOUT.1700000000.000100", strings.Repeat("x", 256)),
		"no channel":   shared(t, []string{anAddress}, `"channel":"C0CHECKOUT"`, `"channel":"C0 CHECKOUT"`),
		"shared maybe": shared(t, []string{anAddress}, `"is_ext_shared_channel":false`, `"is_ext_shared_channel":"perhaps"`),
	} {
		w := newWorld(t, linked)
		got := w.serve(signed(events, body))
		if got.Code != http.StatusBadRequest || w.queue.calls != 0 {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
	w := newWorld(t, linked)
	w.serve(signed(events, shared(t, []string{anAddress}, "T0TEAM", "T0EVIL")))
	if line := w.logged(t); w.queue.calls != 0 || line["outcome"] != "foreign" {
		t.Errorf("%d jobs, logged %v", w.queue.calls, line)
	}
}

// Whoever has a link learns nothing from it, not even whether there is such a rollout.
func TestALinkShowsTheSamePageToEverybody(t *testing.T) {
	var pages []string
	for _, id := range []string{aRollout, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", aRollout + "?x=<script>"} {
		w := newWorld(t)
		r := unsigned("/see/"+id, "")
		r.Method = http.MethodGet
		got := w.serve(r)
		pages = append(pages, got.Body.String())
		h := got.Header()
		if got.Code != http.StatusOK || h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Referrer-Policy") != "no-referrer" || w.queue.calls != 0 {
			t.Errorf("%s: %d %v", id, got.Code, h)
		}
		if line := w.logged(t); line["outcome"] != "seen" || strings.Contains(w.log.String(), aRollout) {
			t.Errorf("logged %v", line)
		}
	}
	if pages[0] != pages[1] || pages[0] != pages[2] || !strings.Contains(pages[0], "Open Slack to see it") {
		t.Errorf("%q", pages)
	}
	for _, bad := range []string{"script", aRollout, "http", "<link", "<img", "<form", "style="} {
		if strings.Contains(pages[0], bad) {
			t.Errorf("the page has %s in it", bad)
		}
	}
}

func TestWhatIsNoLinkOfOursIsNotFound(t *testing.T) {
	for path, want := range map[string]int{
		"GET /see": 404, "GET /see/": 404, "GET /see/x": 404, "GET /see/" + strings.ToLower(aRollout): 404, "GET /see/81JZ8Q4T5W6X7Y8Z9ABCDEFGHJ": 404,
		"GET /see/" + aRollout + "/": 404, "GET /live/see/" + aRollout: 404, "GET //see/" + aRollout: 404, "GET /see/see/" + aRollout: 404,
		"POST /see/" + aRollout: 405, "HEAD /see/" + aRollout: 405, "GET /see/%30" + aRollout[1:]: 404,
	} {
		method, path, _ := strings.Cut(path, " ")
		w := newWorld(t)
		r := unsigned("/", "")
		r.Method, r.URL.Path = method, path
		if strings.Contains(path, "%") {
			r.URL.Path, r.URL.RawPath = "/see/"+aRollout, path
		}
		w.refused(t, w.serve(r), want)
	}
}
