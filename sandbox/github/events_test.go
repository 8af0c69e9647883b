package github_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// tell tells the shop of something; a nil payload is left out.
func (s *site) tell(client *api.Client, event string, payload json.RawMessage) (*api.Response, error) {
	o := api.DispatchRequestOptions{EventType: event}
	if payload != nil {
		o.ClientPayload = &payload
	}
	_, resp, err := client.Repositories.Dispatch(s.t.Context(), "acme", "shop", o)
	return resp, err
}

func TestWhatARepositoryIsToldIsKeptAndShown(t *testing.T) {
	s := serve(t)
	resp, err := s.tell(s.person(), "alarm", json.RawMessage(`{"service":"checkout","state":"<b>red</b>"}`))
	if s.must(err); resp.StatusCode != http.StatusNoContent {
		t.Errorf("status %d", resp.StatusCode)
	}
	_, err = s.tell(s.person(), "rolled_back", nil)
	s.must(err)
	s.reopen()
	want := []github.Event{
		{Repository: "acme/shop", Type: "alarm", Payload: json.RawMessage(`{"service":"checkout","state":"<b>red</b>"}`), By: "octocat", At: s.now},
		{Repository: "acme/shop", Type: "rolled_back", Payload: json.RawMessage(`{}`), By: "octocat", At: s.now},
	}
	same := cmp.Comparer(func(a, b json.RawMessage) bool { return canonical(t, a) == canonical(t, b) })
	got := s.Events("acme/shop")
	for i := range got {
		if got[i].ID <= 0 || i > 0 && got[i].ID <= got[i-1].ID {
			t.Errorf("its number is %d", got[i].ID)
		}
		got[i].ID = 0
	}
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Error(diff)
	}
	if id := s.dispatch(third, "01A"); id <= s.Events("Acme/Shop")[1].ID {
		t.Errorf("after a restart numbers begin anew: %d", id)
	}
	_, body := s.get(s.url+"/github/acme/shop", "")
	newest, oldest := strings.Index(body, "<dt>rolled_back</dt>"), strings.Index(body, "<dt>alarm</dt>")
	if newest < 0 || oldest < newest || strings.Contains(body, "<b>") {
		t.Error(body)
	}
}

// canonical is JSON as Go writes it.
func canonical(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(v)
}

func TestARepositoryThatWasToldNothingShowsNoEvents(t *testing.T) {
	s := serve(t)
	if _, body := s.get(s.url+"/github/acme/shop", ""); strings.Contains(body, "Events") || len(s.Events("acme/shop")) != 0 {
		t.Error(body)
	}
	_, err := s.tell(s.person(), "alarm", nil)
	if s.must(err); len(s.Events("acme/another")) != 0 {
		t.Error("another repository was told too")
	}
}

func TestAnEventThatGitHubWouldNotTakeIsRefused(t *testing.T) {
	s := serve(t)
	properties := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`"p%d":1`, i))
		}
		return "{" + strings.Join(all, ",") + "}"
	}
	sized := func(n int) string { return `{"a":"` + strings.Repeat("ä", n-8) + `"}` }
	for name, c := range map[string]struct {
		body, says string // it is taken if it says nothing
	}{
		"no type":            {`{}`, "wasn't supplied"},
		"no body":            {``, "wasn't supplied"},
		"a number":           {`{"event_type":1}`, "is not a string"},
		"an empty type":      {`{"event_type":""}`, "At least 1"},
		"nothing as a type":  {`{"event_type":null}`, "At least 1"},
		"the longest type":   {`{"event_type":"` + strings.Repeat("ä", 100) + `"}`, ""},
		"too long a type":    {`{"event_type":"` + strings.Repeat("ä", 101) + `"}`, "Only 100 characters are allowed; 101 were supplied"},
		"another key":        {`{"event_type":"a","ref":"main"}`, `"ref" is not a permitted key`},
		"a list":             {`{"event_type":"a","client_payload":[]}`, "is not an object"},
		"nothing":            {`{"event_type":"a","client_payload":null}`, "is not an object"},
		"ten properties":     {`{"event_type":"a","client_payload":` + properties(10) + `}`, ""},
		"eleven properties":  {`{"event_type":"a","client_payload":` + properties(11) + `}`, "No more than 10 properties are allowed; 11 were supplied"},
		"the longest":        {`{"event_type":"a","client_payload":` + sized(65_535) + `}`, ""},
		"too long a payload": {`{"event_type":"a","client_payload":` + sized(65_536) + `}`, "client_payload is too large"},
	} {
		var body any
		if c.body != "" {
			body = json.RawMessage(c.body)
		}
		resp, err := s.ask(s.person(), http.MethodPost, "dispatches", body, nil)
		if c.says == "" && err != nil || c.says != "" && (err == nil || resp.StatusCode != 422 || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := s.Events("acme/shop"); len(got) != 3 {
		t.Errorf("%d were taken", len(got))
	}
}

func TestAnAppTellsARepositoryOnlyWhereItMayWriteContents(t *testing.T) {
	for level, status := range map[string]int{"read": http.StatusForbidden, "write": http.StatusNoContent} {
		s := serve(t, func(o *github.Options) { o.App.Permissions = map[string]string{"contents": level, "metadata": "read"} })
		resp, err := s.tell(s.installed(nil), "alarm", nil)
		if resp == nil || resp.StatusCode != status || (status == http.StatusForbidden) != (err != nil) {
			t.Fatalf("%s: %v", level, err)
		}
		if needs := resp.Header.Get("X-Accepted-GitHub-Permissions"); needs != "contents=write" {
			t.Errorf("it says that it needs %q", needs)
		}
	}
}

func TestWhatTheDiskDoesNotKeepARepositoryWasNotTold(t *testing.T) {
	s := serve(t)
	s.disk.broken = fmt.Errorf("full")
	if _, err := s.tell(s.person(), "alarm", nil); err == nil || len(s.Events("acme/shop")) != 0 {
		t.Errorf("%v, %v", err, s.Events("acme/shop"))
	}
}
