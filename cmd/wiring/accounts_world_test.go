package wiring

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// accounts is a policy with an environment at home, two in one other account and one in
// a third.
func accounts() string {
	file := strings.Replace(policyFile, "environments:\n", `environments:
  dev: {deploy: [developer]}
  qa: {deploy: [developer], account: {role: "arn:aws:iam::222222222222:role/slipway-bot", externalId: external-qa}}
  staging: {deploy: [developer], account: {role: "arn:aws:iam::222222222222:role/slipway-bot", externalId: external-staging}}
`, 1)
	return "alarms: {accounts: [\"123456789012\", \"222222222222\", \"333333333333\"]}\n" +
		strings.Replace(file, "provisioned: 3", `provisioned: 3, account: {role: "arn:aws:iam::333333333333:role/slipway-bot", externalId: external-prod}`, 1)
}

// owners are whose credentials calls about something have to carry.
func owners() map[string]string {
	return map[string]string{
		"checkout-dev": "k", "checkout-qa": "qa", "checkout-staging": "staging", "checkout-prod": "prod",
		"cloudwatch:us-east-1:123456789012": "k", "cloudwatch:us-east-1:333333333333": "prod",
	}
}

// abroad is AWS with an STS that gives each environment credentials of its own, and all
// other services, which refuse whatever is asked but look at who asks.
type abroad struct {
	*httptest.Server
	t       *testing.T
	closed  map[string]bool // environments that nobody is let into
	mu      sync.Mutex
	assumed map[string]int // by environment
	asked   map[string]int // by what the call was about; "alarms by k" for those of a whole account
}

func newAbroad(t *testing.T, closed ...string) *abroad {
	t.Helper()
	a := &abroad{t: t, closed: map[string]bool{}, assumed: map[string]int{}, asked: map[string]int{}}
	for _, e := range closed {
		a.closed[e] = true
	}
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

var credential = regexp.MustCompile(`Credential=([^/]+)/`)

func (a *abroad) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // what is missing is seen
	who := credential.FindStringSubmatch(r.Header.Get("Authorization"))[1]
	a.mu.Lock()
	defer a.mu.Unlock()
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") == "AssumeRole" {
		a.assume(w, who, form)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/DescribeAlarms") {
		a.asked["alarms by "+who]++
	}
	for about, owner := range owners() {
		if path, _ := url.PathUnescape(r.URL.String()); !strings.Contains(path+string(body), about) {
			continue
		}
		a.asked[about]++
		if who != owner {
			a.t.Errorf("%s %s about %s is made by %s", r.Method, r.URL, about, who)
		}
	}
	w.Header().Set("X-Amzn-ErrorType", "AccessDeniedException")
	w.WriteHeader(http.StatusForbidden)
}

func (a *abroad) assume(w http.ResponseWriter, who string, form url.Values) {
	environment := form.Get("Tags.member.1.Value")
	a.assumed[environment]++
	account := map[string]string{"qa": "222222222222", "staging": "222222222222", "prod": "333333333333"}[environment]
	if who != "k" || form.Get("ExternalId") != "external-"+environment || form.Get("RoleArn") != "arn:aws:iam::"+account+":role/slipway-bot" || form.Get("RoleSessionName") != "slipway-worker" {
		a.t.Errorf("%s asks for %v", who, form)
	}
	if a.closed[environment] {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>`)
		return
	}
	_, _ = fmt.Fprintf(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`+
		`<SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, environment, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
}

// calls are all that can be asked about a target, and done with it.
func calls(d commands.Deps, t rollout.Target) []func(context.Context) error {
	hour := rollout.Window{From: noon.Add(-time.Hour), To: noon, Period: 3 * time.Minute}
	return []func(context.Context) error{
		func(ctx context.Context) error { _, err := d.Versions.List(ctx, t); return err },
		func(ctx context.Context) error {
			return d.Versions.Publish(ctx, t, rollout.Release{SHA: strings.Repeat("a", 40), Digest: "sha256:1"}, "01A")
		},
		func(ctx context.Context) error { return d.Versions.Delete(ctx, t, "7") },
		func(ctx context.Context) error { _, err := d.Traffic.Aliases(ctx, t); return err },
		func(ctx context.Context) error {
			return d.Traffic.Point(ctx, t, rollout.Intent{Alias: rollout.Live, Routing: rollout.All("7"), Revision: "r"})
		},
		func(ctx context.Context) error {
			_, err := d.Metrics.Minutes(ctx, rollout.MinutesQuery{Target: t, Stable: "6", Candidate: "7", From: noon, To: noon.Add(time.Minute)})
			return err
		},
		func(ctx context.Context) error { _, err := d.Health.Check(ctx, t, "7"); return err },
		func(ctx context.Context) error { _, err := d.Health.Probe(ctx, t, "7", 1, 0); return err },
		func(ctx context.Context) error {
			_, err := d.Logs.Failing(ctx, t, "7", noon, noon.Add(time.Minute), 1)
			return err
		},
		func(ctx context.Context) error {
			_, err := d.Gauges.Lines(ctx, t, hour, []rollout.Curve{{Number: rollout.Calls}})
			return err
		},
		func(ctx context.Context) error { _, _, err := d.Gauges.Usage(ctx, t, hour); return err },
		func(ctx context.Context) error {
			_, err := d.Gauges.Picture(ctx, rollout.Graph{Numbers: rollout.Numbers{Target: t, Window: hour, Lines: []rollout.Line{{Curve: rollout.Curve{Number: rollout.Calls}}}}})
			return err
		},
	}
}
