package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/line"
)

// made is a call from one millisecond to another.
func made(service, operation string, from, to int) line.Call {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return line.Call{
		Call: account.Call{Service: service, Operation: operation}, Status: http.StatusOK,
		Began: noon.Add(time.Duration(from) * time.Millisecond), End: noon.Add(time.Duration(to) * time.Millisecond),
	}
}

func TestTimeThatSeveralCallsTakeAtOnceIsCountedOnce(t *testing.T) {
	l := leg{began: made("", "", 0, 0).Began, end: made("", "", 0, 400).End, calls: []line.Call{
		made("CloudWatch", "GetMetricData", 120, 160), made("DynamoDB", "GetItem", 0, 100), made("CloudWatch", "GetMetricData", 100, 150),
		made("CloudWatch", "GetMetricData", 110, 140), made("Lambda", "UpdateAlias", 200, 300),
	}}
	if got := l.spent(); got != "Lambda 0.1, CloudWatch 0.06, DynamoDB 0.1" || l.waits() != 260*time.Millisecond || l.took() != 400*time.Millisecond {
		t.Errorf("%s, %s of %s", got, l.waits(), l.took())
	}
	if c := l.counts(); c.AWS() != 5 || c.Of("CloudWatch") != 3 {
		t.Errorf("counted %s", c)
	}
}

func TestOnlyLambdasCallsAfterTheDecisionCountAgainstItsGoal(t *testing.T) {
	l := leg{decided: made("", "", 0, 200).End, calls: []line.Call{
		made("Lambda", "ListAliases", 100, 150), made("DynamoDB", "TransactWriteItems", 150, 200), made("SQS", "SendMessage", 200, 210),
		made("Lambda", "ListAliases", 210, 250), made("Lambda", "UpdateAlias", 250, 350),
	}}
	if n := l.after(); n != 2 {
		t.Errorf("%d calls", n)
	}
	f := decisionFigures([]answered{{}, {alias: l}})[0]
	if f.value != 2 || f.limit != 3 || !f.exact {
		t.Errorf("%+v", f)
	}
}

func TestTheMiddleOneAndTheSlowestAreShown(t *testing.T) {
	var all []answered
	for _, ms := range []int{300, 100, 900} {
		call := made("Slack", "POST /api/chat.postMessage", 0, ms)
		all = append(all, answered{thread: leg{began: call.Began, end: call.End, calls: []line.Call{call}}})
	}
	f := threadFigures(all)
	if f[0].value != 0.3 || f[1].value != 0.9 || f[0].limit != 2 || f[0].base != 0.3 || f[2].value != 0 {
		t.Errorf("%+v", f)
	}
}

// written is a call that writes a rollout, as the store does.
func written(t *testing.T, r rollout.Rollout) line.Call {
	t.Helper()
	body, err := rollout.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	c := made("DynamoDB", "TransactWriteItems", 0, 1)
	c.Body, err = json.Marshal(map[string]any{"TransactItems": []any{
		map[string]any{"Delete": map[string]any{"Key": map[string]any{"pk": map[string]any{"S": "seen/1"}}}},
		map[string]any{"Put": map[string]any{"Item": map[string]any{
			"pk": map[string]any{"S": r.Key().String()}, "body": map[string]any{"B": body},
		}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheCommitOfARollbackIsToldFromOthers(t *testing.T) {
	back := rollout.Rollout{ID: "01BACK", Phase: rollout.RollingBack}
	refused, read := written(t, back), written(t, back)
	refused.Status, read.Operation = http.StatusBadRequest, "GetItem"
	for name, c := range map[string]struct {
		call line.Call
		is   bool
	}{
		"a rollback":                  {written(t, back), true},
		"one that was refused":        {refused, false},
		"something else":              {read, false},
		"a rollout that goes forward": {written(t, rollout.Rollout{ID: "01ON", Phase: rollout.Shifting}), false},
		"no commit at all":            {made("DynamoDB", "TransactWriteItems", 0, 1), false},
	} {
		if got := decides(c.call); got != c.is {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAStormHasAThousandMessagesThatComeTwiceAndOutOfOrder(t *testing.T) {
	targets := strike(byItself, stormTargets+1, false)
	targets[stormTargets].bad = true
	all := gusts(targets, rand.New(rand.NewPCG(1, 1)))
	last, times, disorder := map[*stricken]gust{}, map[gust]int{}, 0
	for i, g := range all {
		if g.comes < g.at || g.comes > stormOver || i > 0 && g.comes < all[i-1].comes {
			t.Errorf("message %d turned at %s and comes at %s", i, g.at, g.comes)
		}
		if g.at < last[g.target].at {
			disorder++
		} else {
			last[g.target] = g
		}
		g.comes = 0
		times[g]++
	}
	if len(all) != 1001 || len(last) != 21 || disorder < 100 {
		t.Errorf("%d messages of %d targets, %d of them out of order", len(all), len(last), disorder)
	}
	for g, n := range times {
		if want := map[bool]int{true: 1, false: 2}[g.target.bad]; n != want {
			t.Errorf("%+v came %d times", g, n)
		}
	}
	for target, g := range last {
		if g.state != cloud.AlarmRed {
			t.Errorf("%s ends %s", target.Target, g.state)
		}
	}
}

func TestWhatHappensOnAnAlarmIsThePolicysToSay(t *testing.T) {
	c, err := config.Read("slipway.yaml", alarmPolicy(strike(byItself, 3, true)))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policy.From(c)
	if err != nil {
		t.Fatal(err)
	}
	var back []string
	for _, e := range rules.Environments {
		if e.OnAlarm.RollBack {
			back = append(back, e.Name)
		}
		if !e.Strategy.Shadow {
			t.Errorf("the judge of %s takes back what is bad before its alarm is red", e.Name)
		}
	}
	if !slices.Equal(back, []string{byItself, underWay}) || len(rules.Services) != 3 {
		t.Errorf("back by itself: %v", back)
	}
}

func TestAButtonIsFoundByItsAction(t *testing.T) {
	blocks := []byte(`[{"type":"section","block_id":"a"},{"type":"actions","block_id":"b","elements":[{"action_id":"other"},{"action_id":"back"}]}]`)
	if got := holds(blocks, "back"); got != "b" {
		t.Errorf("found %q", got)
	}
	if holds(blocks, "gone") != "" || holds([]byte("no"), "back") != "" {
		t.Error("a button was found that is not there")
	}
}

func TestTheMessageThatBeginsAThreadIsToldByItsGroup(t *testing.T) {
	for body, is := range map[string]bool{
		`{"MessageGroupId":"notice/01INCIDENT"}`:      true,
		`{"MessageGroupId":"notice/look/01INCIDENT"}`: false,
		`{"MessageGroupId":"notice/01INCIDENT/1"}`:    false,
		`{"MessageGroupId":"click/01INCIDENT"}`:       false,
		`no`:                                          false,
	} {
		c := made("SQS", "SendMessage", 0, 1)
		c.Body = []byte(body)
		if isThread(group(c)) != is {
			t.Errorf("%s: %v", body, !is)
		}
		if c.Operation = "DeleteMessage"; group(c) != "" {
			t.Errorf("%s was sent", body)
		}
	}
}
