package page_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/page"
)

// watch gives prod two alarms, and somebody else's function one.
func (w *world) watch() {
	w.t.Helper()
	for name, metric := range map[string]string{"checkout-prod-errors": cloud.MetricErrors, "checkout-prod-latency": cloud.MetricDuration, "foreign": cloud.MetricErrors} {
		al := cloud.Alarm{Name: name, FunctionName: "checkout-prod", Metric: metric, Threshold: 1e6, Breaches: 1, OutOf: 1, TreatMissing: cloud.NotBreaching}
		if name == "foreign" {
			al.FunctionName = "else"
		}
		w.ok(w.cloud.SeedAlarm(al))
	}
}

func (w *world) alarm(name string) cloud.Alarm {
	w.t.Helper()
	for _, a := range must(w.cloud.Alarms())(w.t) {
		if a.Name == name {
			return a
		}
	}
	w.t.Fatalf("there is no alarm %s", name)
	return cloud.Alarm{}
}

func (w *world) setPolicy(_ context.Context, p page.Policy) error {
	if w.broken == nil {
		w.policy = p
	}
	return w.broken
}

func TestAnAlarmIsFiredAndClearedByHand(t *testing.T) {
	w := newWorld(t)
	w.watch()
	w.done("POST", "/sandbox/api/alarms", `{"service": "checkout", "environment": "prod", "state": "ALARM", "reason": "a script says so"}`)
	if a := w.alarm("checkout-prod-errors"); a.State != cloud.AlarmRed || a.Reason != "a script says so" {
		t.Errorf("%+v", a)
	}
	w.done("POST", "/sandbox/api/alarms", `{"service": "checkout", "environment": "prod", "name": "checkout-prod-latency", "state": "ALARM"}`)
	w.pass(20 * time.Minute)
	if a := w.alarm("checkout-prod-latency"); a.State != cloud.AlarmRed || a.Reason != "Fired by hand in the sandbox." {
		t.Errorf("after 20 minutes: %+v", a)
	}
	w.done("POST", "/sandbox/api/alarms", `{"service": "checkout", "environment": "prod", "state": "OK"}`)
	if a := w.alarm("checkout-prod-errors"); a.State != cloud.AlarmOK || a.Reason != "Cleared by hand in the sandbox." {
		t.Errorf("%+v", a)
	}
	w.pass(12 * time.Minute)
	if a := w.alarm("checkout-prod-latency"); a.State != cloud.AlarmOK || !strings.HasPrefix(a.Reason, "Threshold Crossed") {
		t.Errorf("after 32 minutes: %+v", a)
	}
}

func TestStateListsTheAlarmsOfTheTargets(t *testing.T) {
	w := newWorld(t)
	w.watch()
	w.done("POST", "/sandbox/api/alarms", `{"service": "checkout", "environment": "prod", "state": "ALARM", "reason": "fired"}`)
	body := w.do("GET", "/sandbox/api/state", "").Body.String()
	want := `"alarms":[{"name":"checkout-prod-errors","service":"checkout","environment":"prod","state":"ALARM","since":"2026-11-20T14:02:00Z","reason":"fired"},` +
		`{"name":"checkout-prod-latency","service":"checkout","environment":"prod","state":"OK",`
	if !strings.Contains(body, want) || strings.Contains(body, "foreign") {
		t.Errorf("%s\nwant in it\n%s", body, want)
	}
}

func TestAPolicyIsSwitchedAndKeepsWhatIsLeftOut(t *testing.T) {
	w := newWorld(t)
	w.done("PUT", "/sandbox/api/policy", `{"environment": "prod", "judge": "shadow"}`)
	w.done("PUT", "/sandbox/api/policy", `{"environment": "prod", "rollback_on_alarm": true}`)
	if want := (page.Policy{Environment: "prod", Judge: "shadow", RollBackOnAlarm: true}); w.policy != want {
		t.Errorf("it is %+v", w.policy)
	}
	w.broken = errors.New("the bot does not start")
	w.done("PUT", "/sandbox/api/policy", `{"environment": "prod", "judge": "shadow", "rollback_on_alarm": true}`) // as it is: nothing is started over
	if rec := w.do("PUT", "/sandbox/api/policy", `{"environment": "prod", "judge": "enforce"}`); rec.Code != 500 || w.policy.Judge != "shadow" {
		t.Errorf("%d, %+v", rec.Code, w.policy)
	}
}

func TestAMistakeAboutAlarmsAndPoliciesIsToldAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.watch()
	for _, c := range []struct{ method, path, body, says string }{
		{"POST", "alarms", `{"service": "none", "environment": "prod", "state": "ALARM"}`, `there is no service "none" in an environment "prod"`},
		{"POST", "alarms", `{"service": "checkout", "environment": "prod", "state": "ALARM", "name": "foreign"}`, `checkout-prod has no alarm "foreign"`},
		{"POST", "alarms", `{"service": "checkout", "environment": "staging", "state": "ALARM"}`, `checkout-staging has no alarm ""`},
		{"POST", "alarms", `{"service": "checkout", "environment": "prod", "state": "red"}`, "state has to be ALARM or OK"},
		{"POST", "alarms", `{"state": 7}`, "state cannot be a number"},
		{"PUT", "policy", `{"environment": "dev", "judge": "shadow"}`, `there is no environment "dev"`},
		{"PUT", "policy", `{"environment": "prod", "judge": "off"}`, "judge has to be enforce or shadow"},
		{"PUT", "policy", `{"environment": "prod", "rollback_on_alarm": "yes"}`, "rollback_on_alarm cannot be a string"},
	} {
		says(t, w.do(c.method, "/sandbox/api/"+c.path, c.body), 400, problem(c.says))
	}
	if a := w.alarm("checkout-prod-errors"); a.State != cloud.AlarmOK || w.policy.Judge != "enforce" {
		t.Errorf("%+v, %+v", a, w.policy)
	}
	long := `{"service": "checkout", "environment": "prod", "state": "ALARM", "reason": "` + strings.Repeat("x", 2000) + `"}`
	if rec := w.do("POST", "/sandbox/api/alarms", long); rec.Code != 400 || !strings.Contains(rec.Body.String(), "less than or equal to 1023") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	w.broken = errors.New("the store is gone")
	if rec := w.do("POST", "/sandbox/api/alarms", `{"service": "checkout", "environment": "prod", "state": "ALARM"}`); rec.Code != 500 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestASandboxWithoutSwitchesHasNone(t *testing.T) {
	w := newWorld(t)
	bare := page.New(page.Options{Slack: w.slack, Cloud: w.cloud, Clock: w.clock, Info: info(), Targets: w.targets, Reset: w.reset})
	w.page = bare
	if body := w.do("GET", "/sandbox/api/state", "").Body.String(); !strings.Contains(body, `"policies":[]`) {
		t.Error(body)
	}
	says(t, w.do("PUT", "/sandbox/api/policy", `{"environment": "prod"}`), 400, problem(`there is no environment "prod"`))
}
