package wiring

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// request is what a code host was asked.
type request struct{ Method, Path, Key, Body string }

// gitHub answers everything alike, and remembers what it was asked.
func gitHub(t *testing.T, body string) (url string, asked func() request) {
	t.Helper()
	requests := make(chan request, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body) // what is missing is seen below
		requests <- request{r.Method, r.URL.Path, r.Header.Get("Authorization"), string(sent)}
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() request {
		select {
		case r := <-requests:
			return r
		default:
			return request{}
		}
	}
}

const sha = "abc1230000000000000000000000000000000000"

// hosted is a worker whose GitHub is the stand-in.
func hosted(t *testing.T, url string) (Plan, CodeHost) {
	t.Helper()
	p := plan(t, world(t, newOutside(t), withGitHub(), map[string]string{"SLIPWAY_GITHUB_URL": url}))
	host, err := p.CodeHost(secrets.GitHub{Token: secrets.NewSecret("ghp_nightingale")})
	if err != nil {
		t.Fatal(err)
	}
	return p, host
}

func TestCommitsAreAskedForInTheServicesRepository(t *testing.T) {
	url, asked := gitHub(t, `{"sha":"`+sha+`","commit":{"message":"Round up"}}`)
	p, host := hosted(t, url)
	r, err := p.Parts(nil, host).Commands.Commits.Resolve(t.Context(), "checkout", "abc123")
	if err != nil || r.SHA != sha {
		t.Errorf("%+v, %v", r, err)
	}
	want := request{http.MethodGet, "/repos/acme/checkout/commits/abc123", "Bearer ghp_nightingale", ""}
	if diff := cmp.Diff(want, asked()); diff != "" {
		t.Error(diff)
	}
	if _, err := host.Commits.Resolve(t.Context(), "checkout", "latest"); err != nil {
		t.Error(err)
	}
	if got := asked().Path; !strings.HasSuffix(got, "/trunk") {
		t.Errorf("the newest commit is looked for at %s", got)
	}
	if _, err := host.Commits.Resolve(t.Context(), "nothing", "abc123"); err == nil {
		t.Error("a service that nobody knows has a repository")
	}
}

func TestABuildIsTheWorkflowThatTheFileNames(t *testing.T) {
	url, asked := gitHub(t, `{"workflow_run_id":7,"html_url":"https://github.com/acme/checkout/actions/runs/7"}`)
	p, host := hosted(t, url)
	run, err := p.Parts(nil, host).Commands.Workflows.Dispatch(t.Context(), rollout.Order{Service: "checkout", SHA: sha, Correlation: "01A", Since: noon})
	if err != nil || run.ID != 7 {
		t.Errorf("%+v, %v", run, err)
	}
	got := asked()
	var body struct {
		Ref    string            `json:"ref"`
		Inputs map[string]string `json:"inputs"`
	}
	if err := json.Unmarshal([]byte(got.Body), &body); err != nil || got.Path != "/repos/acme/checkout/actions/workflows/build.yml/dispatches" {
		t.Errorf("%+v, %v", got, err)
	}
	want := map[string]string{"sha": sha, "correlation_id": "01A", "service": "checkout"}
	if diff := cmp.Diff(want, body.Inputs); diff != "" || body.Ref != "trunk" {
		t.Errorf("on %s %s", body.Ref, diff)
	}
}

func TestWhatIsToldOfARolloutGoesToTheServicesRepository(t *testing.T) {
	url, asked := gitHub(t, `[{"id":9,"payload":{"rollout":"01A"}}]`)
	p, host := hosted(t, url)
	id, err := p.Parts(nil, host).Commands.Deployments.Open(t.Context(), rollout.Deployment{Service: "checkout", Environment: "prod", SHA: sha, Rollout: "01A"})
	if got := asked(); err != nil || id != 9 || got.Path != "/repos/acme/checkout/deployments" {
		t.Errorf("%d, %v, %+v", id, err, got)
	}
	if host.Gatekeeper.Cancel(t.Context(), "checkout", 7) != nil || asked().Path != "/repos/acme/checkout/actions/runs/7/cancel" {
		t.Error("a run is ended elsewhere")
	}
}

func TestGitHubIsToldWhereAServiceIsSeen(t *testing.T) {
	url, asked := gitHub(t, `[]`)
	_, host := hosted(t, url)
	_ = host.Deployments.Mark(t.Context(), 9, rollout.Deployment{Service: "checkout", Environment: "prod", State: rollout.DeploymentDone}) // the stand-in's answer is no status
	asked()                                                                                                                                // how it stands
	got := asked()
	var body struct {
		URL string `json:"environment_url"`
	}
	if err := json.Unmarshal([]byte(got.Body), &body); err != nil || body.URL != "https://shop.example.com/" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAServiceThatNoWorkflowBuildsHasNone(t *testing.T) {
	p := plan(t, world(t, newOutside(t), "github: {}\n"+policyFile, nil))
	if w, builds := p.workflow("checkout"); builds {
		t.Errorf("%+v", w)
	}
}

func TestGitHubIsWhereTheFileSaysUnlessATestSaysOtherwise(t *testing.T) {
	p := plan(t, world(t, newOutside(t), "github: {}\n"+policyFile, nil))
	if p.api() != "" {
		t.Error(p.api())
	}
	p.Config.GitHub = &config.GitHub{API: "https://github.example.com/api/v3"}
	if p.api() != "https://github.example.com/api/v3" {
		t.Error(p.api())
	}
	p.Settings.GitHub = "http://127.0.0.1:1"
	if p.api() != "http://127.0.0.1:1" {
		t.Error(p.api())
	}
}

// Secrets have been checked before; this is what is left to be wrong.
func TestNobodyIsNoOneOnGitHub(t *testing.T) {
	p := plan(t, world(t, newOutside(t), withGitHub(), nil))
	if _, err := p.CodeHost(secrets.GitHub{}); err == nil {
		t.Error("no error")
	}
	p.Config.GitHub = nil
	host, err := p.CodeHost(secrets.GitHub{})
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Gatekeeper.Cancel(t.Context(), "checkout", 1); err == nil || !strings.Contains(err.Error(), "does not speak to GitHub") {
		t.Error(err)
	}
}
