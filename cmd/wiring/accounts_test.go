package wiring

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/rollout"
)

// Property: no call about a target of an environment carries credentials of another
// one's role, whatever is asked at the same time.
func TestEachTargetIsReachedWithItsOwnEnvironmentsRoleAndNoOther(t *testing.T) {
	a := newAbroad(t)
	p := plan(t, world(t, &outside{Server: a.Server}, accounts(), map[string]string{"SLIPWAY_CONTROL_RATE": "10"}))
	d := p.Hearing(secrets.Secret{}).Parts(nil, CodeHost{}).Commands.Deps
	if len(a.assumed) > 0 {
		t.Errorf("roles are taken on at the start: %v", a.assumed)
	}
	var all []func(context.Context) error
	for _, e := range []string{"dev", "qa", "staging", "prod"} {
		all = append(all, calls(d, rollout.Target{Service: "checkout", Environment: e})...)
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var wg sync.WaitGroup
	for _, call := range all {
		wg.Go(func() {
			if call(t.Context()) == nil {
				t.Error("a call went well that AWS denies")
			}
		})
	}
	wg.Wait()
	for _, e := range []string{"qa", "staging", "prod"} {
		if a.assumed[e] != 1 || a.asked["checkout-"+e] < 12 {
			t.Errorf("%s: taken on %d times, for %d calls", e, a.assumed[e], a.asked["checkout-"+e])
		}
	}
	if a.asked["checkout-dev"] < 12 {
		t.Errorf("home: %d calls", a.asked["checkout-dev"])
	}
}

func TestAnAlarmIsAskedAboutInItsOwnAccount(t *testing.T) {
	a := newAbroad(t)
	m := plan(t, world(t, &outside{Server: a.Server}, accounts(), nil)).Hearing(secrets.Secret{}).Parts(nil, CodeHost{}).Commands.Monitor
	for account, about := range map[string]string{"123456789012": "checkout-dev", "333333333333": "checkout-prod"} {
		id := "arn:aws:cloudwatch:us-east-1:" + account + ":alarm:" + about
		_, err := m.Alarms(t.Context(), "", []string{id})
		_, tagless := m.Tags(t.Context(), id)
		_, gapless := m.Series(t.Context(), rollout.SeriesQuery{Account: account, From: noon, To: noon.Add(time.Hour), Gauge: rollout.Gauge{
			Namespace: "AWS/Lambda", Metric: "Errors", Statistic: "Sum", Period: time.Minute, Dimensions: map[string]string{"FunctionName": about},
		}})
		if err == nil || tagless == nil || gapless == nil || a.asked[about] != 3 {
			t.Errorf("%s: %d calls, %v, %v, %v", account, a.asked[about], err, tagless, gapless)
		}
	}
	if _, err := m.Alarms(t.Context(), "", []string{"arn:aws:cloudwatch:us-east-1:999999999999:alarm:x"}); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

func TestAnAccountThatLetsNobodyInIsALastingErrorOfItsOwnTargetsOnly(t *testing.T) {
	a := newAbroad(t, "prod")
	d := plan(t, world(t, &outside{Server: a.Server}, accounts(), nil)).Hearing(secrets.Secret{}).Parts(nil, CodeHost{}).Commands.Deps
	for n, call := range calls(d, rollout.Target{Service: "checkout", Environment: "prod"}) {
		told, lasting := rollout.Lasting(call(t.Context()))
		if !lasting || told.Kind != rollout.Broken || told.Message != "prod: AWS does not let us be arn:aws:iam::333333333333:role/slipway-bot." || told.Hint == "" {
			t.Errorf("%d: %+v", n, told)
		}
	}
	_, err := d.Traffic.Aliases(t.Context(), rollout.Target{Service: "checkout", Environment: "staging"})
	if a.asked["checkout-prod"] > 0 || a.asked["checkout-staging"] != 1 {
		t.Errorf("%v, %v", a.asked, err)
	}
}

func TestTheDoctorTriesEachAccountsDoor(t *testing.T) {
	a := newAbroad(t, "prod")
	checks, _, err := plan(t, world(t, &outside{Server: a.Server}, accounts(), nil)).Checkups(Access{})
	if err != nil {
		t.Fatal(err)
	}
	var found []rollout.Diagnosis
	for _, c := range checks {
		switch c.Name {
		case "accounts":
			found = c.All(t.Context())
		case "function", "alarms":
			c.Each(t.Context(), rollout.Target{Service: "checkout", Environment: "staging"})
			c.Each(t.Context(), rollout.Target{Service: "checkout", Environment: "dev"})
		}
	}
	var grades []string
	for _, d := range found {
		e, _, _ := strings.Cut(d.Found, ":")
		grades = append(grades, e+" "+string(d.Grade))
		if d.Grade == rollout.GradeBroken && !strings.Contains(d.Remedy, "externalId") {
			t.Errorf("%+v", d)
		}
	}
	if !slices.Equal(grades, []string{"qa sound", "staging sound", "prod broken"}) || a.asked["checkout-staging"] == 0 || a.asked["checkout-dev"] == 0 ||
		a.asked["alarms by staging"] != 1 || a.asked["alarms by k"] != 1 {
		t.Errorf("%v, %v", grades, a.asked)
	}
}

func TestThatADoorCouldNotBeTriedIsNotThatItIsClosed(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	p := plan(t, world(t, newOutside(t), accounts(), nil))
	if got := p.places["prod"].entered(gone, "prod"); got.Grade != rollout.GradeUnknown || got.Found == "" || got.Remedy == "" {
		t.Errorf("%+v", got)
	}
}

func TestAnAccountsControlPlaneHasOneLimitForAllItsEnvironments(t *testing.T) {
	p := plan(t, world(t, newOutside(t), accounts(), nil))
	at := func(e string) place { return p.at(rollout.Target{Environment: e}) }
	if at("qa").control != at("staging").control || at("qa").control == at("prod").control || at("dev").control == at("qa").control || at("dev").control == nil {
		t.Error("accounts share a limit, or environments of one do not")
	}
}

func TestTheLastResortNamesAFunctionElsewhereByItsARN(t *testing.T) {
	p := plan(t, world(t, newOutside(t), accounts(), nil))
	for e, want := range map[string]string{"dev": "checkout-dev", "prod": "arn:aws:lambda:us-east-1:333333333333:function:checkout-prod"} {
		if got := p.Known(rollout.Rollout{Target: rollout.Target{Service: "checkout", Environment: e}}).Function; got != want {
			t.Error(got)
		}
	}
}
