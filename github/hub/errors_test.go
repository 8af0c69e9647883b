package hub_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

const needs = "X-Accepted-GitHub-Permissions"

// faults.md D4: the reason, and what to do about it.
func TestAnAnswerBecomesASentence(t *testing.T) {
	later := strconv.FormatInt(noon.Add(30*time.Minute).Unix(), 10)
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		kind    rollout.Kind
		message string
		hint    string
	}{
		"401": {says(401, `{"message":"Bad credentials"}`), rollout.Broken, "does not know Slipway", "`GITHUB_TOKEN`"},
		"404": {says(404, `{"message":"Not Found"}`), rollout.NotFound, "did not read a thing of acme/checkout: it does not have it", "may the token see it"},
		"410": {says(410, `{}`), rollout.NotFound, "does not have it", "`slipway.yaml`"},
		"409": {says(409, `{}`), rollout.Stale, "changed meanwhile", "Look again"},
		"422": {says(422, `{"message":"Validation\nFailed","errors":[{"message":"No ref found for: `+"`x`"+`"}]}`), rollout.Invalid,
			"it says: Validation Failed; No ref found for:  x .", ""},
		"429":                {says(429, `{}`, "Retry-After", "40"), rollout.Throttled, "until 12:00:40 UTC", "Try again then"},
		"429 without a time": {says(429, `{}`), rollout.Throttled, "until 12:01:00 UTC", "Try again then"},
		"the limit of an hour": {says(403, `{"message":"API rate limit exceeded"}`, "X-RateLimit-Limit", "5000", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", later),
			rollout.Throttled, "until 12:30:00 UTC", "Try again then"},
		"the secondary limit": {says(403, `{"message":"slow down","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`, "Retry-After", "90"),
			rollout.Throttled, "until 12:01:30 UTC", "Try again then"},
		"the secondary limit without a time": {says(403, `{"documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`),
			rollout.Throttled, "until 12:01:00 UTC", "Try again then"},
		"a limit without its page": {says(403, `{}`, "Retry-After", "60"), rollout.Throttled, "until 12:01:00 UTC", "Try again then"},
		"500":                      {says(500, `oops`), rollout.Broken, "trouble of its own (status 500)", "Try again in a minute"},
		"502":                      {says(502, `<html>`), rollout.Broken, "trouble of its own (status 502)", "Try again in a minute"},
		"no answer":                {cut, rollout.Broken, "it gave no answer", "Try again in a minute"},
		"no JSON":                  {says(200, `<html>`), rollout.Broken, "it gave no answer", "Try again in a minute"},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t).on("GET /thing", c.answer)
			_, err := w.read(w.hub())
			var e *rollout.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			if e.Kind != c.kind || !strings.Contains(e.Message, c.message) || !strings.Contains(e.Hint, c.hint) || c.hint == "" && e.Hint != "" {
				t.Errorf("%s: %s %s", e.Kind, e.Message, e.Hint)
			}
			if text := e.Error() + w.log.String(); strings.Contains(text, secret) {
				t.Errorf("the token is in %s", text)
			}
		})
	}
}

func TestAMissingPermissionIsNamed(t *testing.T) {
	refused := `{"message":"Resource not accessible by integration"}`
	for name, c := range map[string]struct {
		app    bool
		answer http.HandlerFunc
		code   string
		words  string
	}{
		"one": {true, says(403, refused, needs, "checks=read"), "github_permission",
			"GitHub did not read a thing of acme/checkout: Slipway needs the permission “Checks: read”. Give it to its App, and accept it on the organisation's page of installed GitHub Apps."},
		"either":          {true, says(403, refused, needs, "pull_requests=read,contents=read; issues=write"), "github_permission", "“Pull requests: read” and “Contents: read”, or “Issues: write”"},
		"of a token":      {false, says(403, refused, needs, "checks=read"), "github_permission", "Give it to its token."},
		"not named":       {true, says(403, refused), "github_permission", "See that its App has the permissions"},
		"named by nobody": {true, says(403, refused, needs, "<!here>=read"), "github_permission", "See that its App has the permissions"},
		"suspended":       {true, says(403, `{"message":"This installation has been suspended"}`), "github_suspended", "Slipway's App is suspended"},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t).on("GET /thing", c.answer)
			if c.app {
				w.app().on("POST /app/installations/8/access_tokens", grants("one"))
			}
			_, err := w.read(w.hub())
			var r *rollout.Refusal
			if !errors.As(err, &r) || r.Code != c.code || !strings.Contains(r.Reason.String()+" "+r.Hint, c.words) {
				t.Fatalf("%v: %+v", err, r)
			}
			if hub.Status(err) != 403 {
				t.Errorf("its answer is lost: %v", err)
			}
		})
	}
}

func TestAnErrorStillHoldsWhatTheClientMadeOfIt(t *testing.T) {
	w := open(t).on("GET /thing", says(404, `{"message":"Not Found"}`))
	_, err := w.read(w.hub())
	var answer *hub.Answer
	var made *github.ErrorResponse
	if !errors.As(err, &answer) || !errors.As(err, &made) || hub.Status(err) != 404 || answer.Message != "Not Found" {
		t.Errorf("%v", err)
	}
	if got := answer.Error(); got != "GET /thing: 404 Not Found" {
		t.Errorf("the log gets %s", got)
	}
}

func TestWhatIsExplainedStaysSo(t *testing.T) {
	h := open(t).hub()
	if err := h.Explain("read", nil); err != nil {
		t.Errorf("%v", err)
	}
	for _, ours := range []error{&rollout.Error{Kind: rollout.Stale}, rollout.Refuse("a", "b", "c")} {
		if err := h.Explain("read", ours); err != ours { //nolint:errorlint // it has to be the same one
			t.Errorf("%v became %v", ours, err)
		}
	}
	if hub.Status(errors.New("of somebody else")) != 0 {
		t.Error("an error of somebody else's has a status")
	}
}

// After GitHub has asked to be left alone, it is.
func TestALimitIsNotTestedAgain(t *testing.T) {
	later := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
	w := open(t).on("GET /thing", says(403, `{}`, "X-RateLimit-Limit", "5000", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", later))
	h := w.hub()
	for range 3 {
		if _, err := w.read(h); !rollout.IsKind(err, rollout.Throttled) {
			t.Fatalf("%v", err)
		}
	}
	if len(w.requests()) != 1 {
		t.Errorf("GitHub was asked %d times", len(w.requests()))
	}
}
