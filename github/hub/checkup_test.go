package hub_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// granted answers the App with a token of those permissions.
func granted(t *testing.T, permissions map[string]string) http.HandlerFunc {
	t.Helper()
	body, err := json.Marshal(map[string]any{"token": "t", "expires_at": time.Now().Add(time.Hour).Format(time.RFC3339), "permissions": permissions})
	if err != nil {
		t.Fatal(err)
	}
	return says(201, string(body))
}

// enough are the permissions of docs/github-app.md, for builds.
func enough(changed map[string]string) map[string]string {
	all := map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "read", "checks": "read", "statuses": "read", "actions": "write", "deployments": "write",
	}
	maps.Copy(all, changed)
	return all
}

func diagnosed(t *testing.T, what string, got []rollout.Diagnosis, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %+v", what, got)
		return
	}
	for i, d := range got {
		if said := fmt.Sprintf("%s %s → %s", d.Grade, d.Found, d.Remedy); !strings.HasPrefix(said, want[i]) {
			t.Errorf("%s: %s", what, said)
		}
	}
}

func TestAnAppIsToldWhatItLacksAndWhatItHasTooMuch(t *testing.T) {
	builds, all := hub.Uses{Builds: true}, hub.Uses{Builds: true, Events: true}
	for name, c := range map[string]struct {
		uses hub.Uses
		has  map[string]string
		want []string
	}{
		"all that it needs":            {builds, enough(nil), []string{"sound The App has the permissions that it needs, and no other."}},
		"what events need":             {all, enough(map[string]string{"contents": "write"}), []string{"sound"}},
		"events, and no right to them": {all, enough(nil), []string{"broken The App lacks “Contents: read and write”. → Add it on the App's page"}},
		"no events, and a right to":    {builds, enough(map[string]string{"contents": "write"}), []string{"ailing The App may do more than this configuration needs: “Contents: read and write”. → Take it away"}},
		"too little": {builds, map[string]string{"metadata": "read", "contents": "read", "pull_requests": "read", "checks": "read"},
			[]string{"broken The App lacks “Actions: read and write”, “Deployments: read and write”, “Commit statuses: read”."}},
		"somebody else's business": {builds, enough(map[string]string{"administration": "write"}), []string{"ailing The App may do more than this configuration needs: “Administration: read and write”."}},
		"no builds":                {hub.Uses{}, enough(map[string]string{"actions": "read"}), []string{"ailing The App may do more than this configuration needs: “Actions: read”."}},
	} {
		w := open(t).app().on(sign, granted(t, c.has))
		diagnosed(t, name, w.hub().CheckAccess(t.Context(), c.uses), c.want...)
	}
}

// docs/github-app.md is what people make their App by.
func TestTheDocumentListsThePermissionsThatAreChecked(t *testing.T) {
	page, err := os.ReadFile("../../docs/github-app.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"Metadata: read", "Contents: read", "Pull requests: read", "Checks: read", "Commit statuses: read", "Actions: read and write", "Deployments: read and write"} {
		if !strings.Contains(string(page), row) {
			t.Errorf("it does not list %q", row)
		}
	}
}

func TestAnAppThatIsNotLetInIsBroken(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"suspended":   {says(403, `{"message":"This installation has been suspended"}`), "broken Slipway's App is suspended on GitHub."},
		"another key": {says(401, `{"message":"A JSON web token could not be decoded"}`), "broken GitHub does not know Slipway."},
		"taken off":   {says(404, `{"message":"Not Found"}`), "broken Slipway's App is not installed on GitHub any more."},
		"trouble":     {says(500, `oops`), "unknown GitHub did not let the App in"},
	} {
		diagnosed(t, name, open(t).app().on(sign, c.answer).hub().CheckAccess(t.Context(), hub.Uses{}), c.want)
	}
}

func TestSomebodysOwnTokenIsForTryingThingsOut(t *testing.T) {
	diagnosed(t, "a token", open(t).hub().CheckAccess(t.Context(), hub.Uses{}), "ailing Slipway is on GitHub with somebody's own token")
}

func TestARepositoryIsSeenOrNot(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"there":    {says(200, `{}`), "sound acme/checkout can be seen."},
		"archived": {says(200, `{"archived":true}`), "broken acme/checkout is archived or disabled"},
		"not":      {says(404, `{}`), "broken GitHub did not show acme/checkout: it does not have it"},
		"odd":      {says(422, `{"message":"no"}`), "unknown GitHub did not show acme/checkout: it says: no. → Try again in a minute."},
		"busy":     {says(429, `{}`), "unknown GitHub wants to be left alone"},
	} {
		diagnosed(t, name, open(t).on("GET /repos/acme/checkout", c.answer).hub().CheckRepository(t.Context(), "checkout"), c.want)
	}
	diagnosed(t, "one that nobody named", open(t).hub().CheckRepository(t.Context(), "ghost"), "broken Nobody has said which repository")
}

func TestTheRateLimitAndTheEndOfATokenAreTold(t *testing.T) {
	const header = "GitHub-Authentication-Token-Expiration"
	left := func(n int) string {
		return fmt.Sprintf(`{"resources":{"core":{"limit":5000,"remaining":%d,"reset":%d}}}`, n, noon.Add(time.Hour).Unix())
	}
	const fine, few = "sound 5000 of 5000 calls are left, until 13:00 UTC.", "ailing 499 of 5000 calls are left, until 13:00 UTC. → Wait until then."
	const ends = "ailing The token ends on 2 March 2026 12:00 UTC. → Make a new one"
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   []string
	}{
		"plenty":                     {says(200, left(5000)), []string{fine}},
		"few":                        {says(200, left(499)), []string{few}},
		"a token that ends soon":     {says(200, left(5000), header, "2026-03-02 12:00:00 UTC"), []string{ends, fine}},
		"told with an offset":        {says(200, left(5000), header, "2026-03-02 13:00:00 +0100"), []string{ends, fine}},
		"a token that ends later":    {says(200, left(5000), header, "2026-09-02 12:00:00 UTC"), []string{fine}},
		"a time that makes no sense": {says(200, left(5000), header, "soon"), []string{fine}},
		"a token that has ended":     {says(401, `{}`), []string{"broken GitHub does not know Slipway."}},
		"no answer":                  {cut, []string{"unknown GitHub did not tell its rate limit: it gave no answer."}},
	} {
		diagnosed(t, name, open(t).on("GET /rate_limit", c.answer).hub().CheckRate(t.Context()), c.want...)
	}
}

func TestGitHubsClockIsRead(t *testing.T) {
	w := open(t).on("GET /rate_limit", says(200, `{}`, "Date", noon.Format(http.TimeFormat)))
	if at, err := w.hub().Clock(t.Context()); err != nil || !at.Equal(noon) {
		t.Errorf("%s, %v", at, err)
	}
	for name, answer := range map[string]http.HandlerFunc{"no answer": cut, "no time": says(200, `{}`, "Date", "noon")} {
		if at, err := open(t).on("GET /rate_limit", answer).hub().Clock(t.Context()); err == nil {
			t.Errorf("%s: %s", name, at)
		}
	}
}
