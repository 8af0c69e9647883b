package github_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// assertion is an App's JSON web token.
func assertion(t *testing.T, by *rsa.PrivateKey, alg string, claims map[string]any) string {
	t.Helper()
	part := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	signed := part(map[string]any{"alg": alg, "typ": "JWT"}) + "." + part(claims)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, by, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (s *site) claims() map[string]any {
	return map[string]any{"iss": "42", "iat": s.now.Add(-time.Minute).Unix(), "exp": s.now.Add(9 * time.Minute).Unix()}
}

// installed is the client of the App's installation.
func (s *site) installed(o *api.InstallationTokenOptions) *api.Client {
	s.t.Helper()
	made, _, err := s.client(assertion(s.t, key(), "RS256", s.claims())).Apps.CreateInstallationToken(s.t.Context(), 7, o)
	s.must(err)
	return s.client(made.GetToken())
}

func TestAnAppGetsATokenThatIsGoodForAnHour(t *testing.T) {
	s := serve(t)
	made, resp, err := s.client(assertion(t, key(), "RS256", s.claims())).Apps.CreateInstallationToken(t.Context(), 7, nil)
	s.must(err)
	if resp.StatusCode != 201 || !made.GetExpiresAt().Time.Equal(s.now.Add(time.Hour)) || made.GetPermissions().GetActions() != "write" {
		t.Errorf("%d %+v", resp.StatusCode, made)
	}
	c := s.client(made.GetToken())
	read := func() error { _, _, err := c.Repositories.Get(t.Context(), "acme", "shop"); return err }
	s.must(read())
	s.now = s.now.Add(59 * time.Minute)
	s.reopen()
	s.must(read())
	if s.now = s.now.Add(time.Minute); read() == nil || !strings.Contains(read().Error(), "401 Bad credentials") {
		t.Errorf("an expired token: %v", read())
	}
}

func TestAnAssertionThatIsWrongInAnythingIsRefused(t *testing.T) {
	s := serve(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	s.must(err)
	with := func(name string, value any) map[string]any {
		c := s.claims()
		c[name] = value
		return c
	}
	good := assertion(t, key(), "RS256", s.claims())
	for name, c := range map[string]struct{ token, says string }{
		"another key":       {assertion(t, other, "RS256", s.claims()), "could not be decoded"},
		"another algorithm": {assertion(t, key(), "none", s.claims()), "could not be decoded"},
		"no signature":      {good[:strings.LastIndex(good, ".")], "could not be decoded"},
		"bad base64":        {good + "!", "could not be decoded"},
		"nothing":           {"x", "could not be decoded"},
		"another App":       {assertion(t, key(), "RS256", with("iss", 43)), "'iss'"},
		"from the future":   {assertion(t, key(), "RS256", with("iat", s.now.Add(time.Minute).Unix())), "'iat'"},
		"over":              {assertion(t, key(), "RS256", with("exp", s.now.Unix())), "must be a numeric value"},
		"too long":          {assertion(t, key(), "RS256", with("exp", s.now.Add(11*time.Minute).Unix())), "too far in the future"},
	} {
		_, resp, err := s.client(c.token).Apps.CreateInstallationToken(t.Context(), 7, nil)
		if err == nil || resp.StatusCode != 401 || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, resp, err := s.client(good).Apps.CreateInstallationToken(t.Context(), 8, nil); err == nil || resp.StatusCode != 404 {
		t.Errorf("another installation: %v", err)
	}
	if _, _, err := s.client(assertion(t, key(), "RS256", with("iss", 42))).Apps.CreateInstallationToken(t.Context(), 7, nil); err != nil {
		t.Errorf("the App's number as a number: %v", err)
	}
}

// faults.md D4.
func TestAMissingPermissionIsNamed(t *testing.T) {
	s := serve(t, func(o *github.Options) {
		o.App.Permissions = map[string]string{"metadata": "read", "contents": "read", "actions": "read"}
	})
	c := s.installed(nil)
	if _, _, err := c.Repositories.GetCommit(t.Context(), "acme", "shop", "main", nil); err != nil {
		t.Error(err)
	}
	_, checks, err := c.Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", "main", nil)
	if err == nil || checks.StatusCode != 403 || checks.Header.Get("X-Accepted-GitHub-Permissions") != "checks=read" || !strings.Contains(err.Error(), "Resource not accessible by integration") {
		t.Errorf("%v %v", err, checks.Header)
	}
	resp, err := c.Actions.CreateWorkflowDispatchEventByFileName(t.Context(), "acme", "shop", "build.yml", api.CreateWorkflowDispatchEventRequest{Ref: "main"})
	if err == nil || resp.StatusCode != 403 || resp.Header.Get("X-Accepted-GitHub-Permissions") != "actions=write" {
		t.Errorf("%v %v", err, resp.Header)
	}
}

func TestATokenIsGoodForLessIfThatIsAskedFor(t *testing.T) {
	s := serve(t, func(o *github.Options) {
		o.Repositories = append(o.Repositories, github.Repository{Owner: "acme", Name: "other", Commits: []github.Commit{{SHA: first}}})
	})
	c := s.installed(&api.InstallationTokenOptions{Repositories: []string{"other"}, Permissions: &api.InstallationPermissions{Metadata: api.String("read")}})
	if _, _, err := c.Repositories.Get(t.Context(), "acme", "other"); err != nil {
		t.Error(err)
	}
	if _, resp, err := c.Repositories.Get(t.Context(), "acme", "shop"); err == nil || resp.StatusCode != 404 {
		t.Errorf("another repository: %v", err)
	}
	if _, resp, err := c.Repositories.GetCommit(t.Context(), "acme", "other", "main", nil); err == nil || resp.StatusCode != 403 {
		t.Errorf("another permission: %v", err)
	}
	for _, o := range []*api.InstallationTokenOptions{{Repositories: []string{"none"}}, {Permissions: &api.InstallationPermissions{Secrets: api.String("read")}}} {
		s.options.App.Repositories = []string{"acme/shop", "acme/other"}
		s.reopen()
		_, resp, err := s.client(assertion(t, key(), "RS256", s.claims())).Apps.CreateInstallationToken(t.Context(), 7, o)
		if err == nil || resp.StatusCode != 422 {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// faults.md D5.
func TestASuspendedInstallationAndALostTokenAreSaidToBeSo(t *testing.T) {
	s := serve(t)
	c := s.installed(nil)
	s.Suspend(true)
	read := func() (*api.Response, error) {
		_, resp, err := c.Repositories.Get(t.Context(), "acme", "shop")
		return resp, err
	}
	if resp, err := read(); err == nil || resp.StatusCode != 403 || !strings.Contains(err.Error(), "suspended") {
		t.Errorf("a token of a suspended installation: %v", err)
	}
	if _, resp, err := s.client(assertion(t, key(), "RS256", s.claims())).Apps.CreateInstallationToken(t.Context(), 7, nil); err == nil || resp.StatusCode != 403 {
		t.Errorf("a new token of a suspended installation: %v", err)
	}
	s.Suspend(false)
	if _, err := read(); err != nil {
		t.Error(err)
	}
	s.must(s.ExpireTokens())
	if resp, err := read(); err == nil || resp.StatusCode != 401 {
		t.Errorf("an expired token: %v", err)
	}
}

func TestNobodyAsksWithoutAToken(t *testing.T) {
	s := serve(t)
	for _, path := range []string{"/repos/acme/shop", "/rate_limit", "/repos/acme/shop/commits/main"} {
		if status, body := s.get(s.url+"/github-api"+path, ""); status != 401 || !strings.Contains(body, "Requires authentication") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, body := s.get(s.url+"/github-api/unknown", "ghp_secret"); status != 404 || !strings.Contains(body, "documentation_url") {
		t.Errorf("an unknown path: %d %s", status, body)
	}
	if status, _ := s.get(s.url+"/elsewhere", ""); status != 404 {
		t.Errorf("elsewhere: %d", status)
	}
}

// faults.md D4.
func TestTheRealClientKnowsEachLimitForWhatItIs(t *testing.T) {
	s := serve(t)
	read := func() error {
		_, _, err := s.person().Repositories.Get(t.Context(), "acme", "shop")
		return err
	}
	s.Trouble(github.Trouble{Path: "/repos/", Secondary: 1500 * time.Millisecond})
	var abuse *api.AbuseRateLimitError
	if err := read(); !errors.As(err, &abuse) || abuse.GetRetryAfter() != 2*time.Second {
		t.Errorf("a secondary limit: %v", err)
	}
	s.must(read())
	s.Exhaust(s.now.Add(10 * time.Minute))
	var limit *api.RateLimitError
	if err := read(); !errors.As(err, &limit) || !limit.Rate.Reset.Equal(api.Timestamp{Time: s.now.Add(10 * time.Minute)}) || limit.Rate.Remaining != 0 {
		t.Errorf("the limit of the hour: %v", err)
	}
	s.now = s.now.Add(10 * time.Minute)
	s.must(read())
	limits, _, err := s.person().RateLimit.Get(t.Context())
	s.must(err)
	if limits.Core.Limit != 5000 || limits.Core.Remaining != 4998 {
		t.Errorf("%+v", limits.Core)
	}
}

func TestTroubleComesAsOftenAsItWasMade(t *testing.T) {
	s := serve(t)
	s.Trouble(github.Trouble{Method: http.MethodGet, Path: "/commits/", Status: 503, Times: 2})
	got := ""
	for range 3 {
		_, resp, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", "main", nil)
		_, _, other := s.person().Repositories.Get(t.Context(), "acme", "shop")
		s.must(other)
		got += fmt.Sprint(resp.StatusCode, err != nil, " ")
	}
	if got != "503 true 503 true 200 false " {
		t.Error(got)
	}
	s.Trouble(github.Trouble{Status: 410, Message: "Gone for good", Slow: time.Millisecond})
	if _, _, err := s.person().Repositories.Get(t.Context(), "acme", "shop"); err == nil || !strings.Contains(err.Error(), "Gone for good") {
		t.Error(err)
	}
	s.Trouble(github.Trouble{Status: 503, Times: 1000})
	s.Calm()
	_, _, err := s.person().Repositories.Get(t.Context(), "acme", "shop")
	s.must(err)
}

// faults.md D2.
func TestALostAnswerIsToACallThatWasCarriedOut(t *testing.T) {
	s := serve(t)
	s.Trouble(github.Trouble{Path: "/dispatches", Lost: true})
	resp, err := s.person().Actions.CreateWorkflowDispatchEventByFileName(t.Context(), "acme", "shop", "build.yml",
		api.CreateWorkflowDispatchEventRequest{Ref: "main", Inputs: map[string]any{"sha": third, "correlation_id": "01L"}})
	if err == nil || resp.StatusCode != 502 {
		t.Errorf("%v", err)
	}
	runs, _, err := s.person().Actions.ListWorkflowRunsByFileName(t.Context(), "acme", "shop", "build.yml", nil)
	s.must(err)
	if runs.GetTotalCount() != 1 || !strings.Contains(runs.WorkflowRuns[0].GetDisplayTitle(), "01L") {
		t.Errorf("%+v", runs)
	}
}
