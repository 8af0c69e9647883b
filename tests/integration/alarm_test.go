package integration

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
	"github.com/slipway-dev/slipway/tests/deployed"
)

// listening is the policy of tests/deployed, of a bot that hears of alarms. In prod the
// judge only looks on, and an alarm takes a bad version back by itself.
func listening(t *testing.T) []byte {
	t.Helper()
	policy, err := os.ReadFile("../deployed/testdata/slipway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const prod = "  prod:\n"
	sources := "alarms: { accounts: [\"123456789012\"], regions: [eu-central-1], topics: [\"arn:aws:sns:eu-central-1:123456789012:alarms\"] }\n"
	more := prod + "    judge: { mode: shadow }\n    alarms: { rollback: true }\n"
	return append([]byte(sources), bytes.Replace(policy, []byte(prod), []byte(more), 1)...)
}

// then is when the alarm of tests/events turned.
const then = "2026-11-23T14:03:20.123+0000"

// event is one of tests/events, of now, in which some words stand for others.
func (p *place) event(name string, words ...string) string {
	p.t.Helper()
	raw, err := os.ReadFile("../events/" + name + ".json")
	p.must(err)
	now := p.World.Clock.Now().UTC().Format("2006-01-02T15:04:05.000+0000")
	return strings.NewReplacer(append(words, then, now)...).Replace(string(raw))
}

// sends has AWS invoke the worker with an event. It gives the error that the worker
// ended with, if there was one.
func (p *place) sends(event string) string {
	p.t.Helper()
	out, err := lambda.NewFromConfig(p.AWS).Invoke(p.t.Context(), &lambda.InvokeInput{FunctionName: aws.String("slipway-worker"), Payload: []byte(event)})
	p.must(err)
	if out.FunctionError != nil {
		return string(out.Payload)
	}
	return ""
}

// incidents are those of checkout in prod, the oldest first.
func (p *place) incidents() (all []rollout.Incident) {
	p.t.Helper()
	rows, err := p.Store.Query(p.t.Context(), rollout.Query{Index: rollout.IncidentsIndex(target("prod"))})
	p.must(err)
	for _, row := range rows {
		i, err := rollout.Decode[rollout.Incident](row)
		p.must(err)
		all = append(all, i)
	}
	return all
}

// thread is the message of the incident, if there is one.
func (p *place) thread() (m slack.MessageView) {
	for _, c := range p.World.Slack.View(ana).Channels {
		for _, each := range c.Messages {
			if c.ID == checkout && strings.Contains(each.Text, "*checkout* in *prod*") {
				m = each
			}
		}
	}
	return m
}

// faults.md C1, C8: the alarm comes by each way, and more than once, in the middle of a
// canary. It is one thread, and one way back.
func TestAnAlarmTakesABadVersionBackByItself(t *testing.T) {
	p := deploy(t, deployed.Options{Policy: listening(t)})
	p.types("/deploy", "prod "+p.bad())
	p.eventually("the canary is judged, and left alone", func() bool { return p.rollout("prod").Judging.Shadow != nil })
	red := []string{p.event("sns-metric"), p.event("eventbridge-metric"), p.event("lambda-metric")}
	for _, event := range slices.Concat(red, red) {
		if failed := p.sends(event); failed != "" {
			t.Error(failed)
		}
	}
	p.eventually("it is rolled back", func() bool { return p.rollout("prod").Phase == rollout.RolledBack })
	if r := p.rollout("prod"); r.Cause.Code != rollout.CauseAlarm || r.IsRollback {
		t.Errorf("it was rolled back by %+v", r.Cause)
	}
	p.eventually("the thread says so", func() bool { return strings.Contains(p.thread().Text, "Taken back to v41* by itself") })
	if failed := p.sends(p.event("sns-metric", `\"ALARM\"`, `\"OK\"`)); failed != "" {
		t.Error(failed)
	}
	p.eventually("it is over", func() bool { return strings.Contains(p.thread().Text, "The automatic rollback ended it") })
	if all := p.incidents(); len(all) != 1 || all[0].Open() || all[0].Restored.IsZero() {
		t.Errorf("%+v", all)
	}
}

// faults.md C4: nothing moves any more, and nobody says that it is to go back by itself.
func TestTheButtonOfAnAlarmTakesAFinishedDeployBack(t *testing.T) {
	p := deploy(t, deployed.Options{Policy: listening(t)})
	p.types("/deploy", "prod abc123")
	p.eventually("it is live", func() bool { return p.rollout("prod").Phase == rollout.Succeeded })
	if failed := p.sends(p.event("eventbridge-metric")); failed != "" {
		t.Error(failed)
	}
	p.eventually("the thread offers it", func() bool { return strings.Contains(string(p.thread().Blocks), job.BackAction) })
	_, err := p.World.Slack.Click(t.Context(), ana, checkout, p.thread().TS, job.BackAction, "")
	p.must(err)
	p.eventually("it is rolled back", func() bool { r := p.rollout("prod"); return r.IsRollback && r.Phase == rollout.RolledBack })
	p.eventually("the thread says so", func() bool { return strings.Contains(p.thread().Text, "Taken back to v41* by <@"+ana+">") })
}

// faults.md C3, C10: what is not ours changes nothing, is told nobody, and is counted.
func TestAlarmsOfOthersAreDroppedAndCounted(t *testing.T) {
	p := deploy(t, deployed.Options{Policy: listening(t)})
	for why, event := range map[string]string{
		"account":   p.event("eventbridge-metric", "123456789012", "666666666666"),
		"region":    p.event("eventbridge-metric", "eu-central-1", "eu-north-1"),
		"topic":     p.event("sns-metric", "eu-central-1:123456789012:alarms", "eu-central-1:123456789012:others"),
		"no target": p.event("lambda-metric", "checkout-prod", "somebody-prod"),
	} {
		if failed := p.sends(event); failed != "" {
			t.Errorf("%s: %s", why, failed)
		}
		p.eventually("the log says why: "+why, func() bool {
			return slices.ContainsFunc(p.lines("worker"), func(line string) bool { return strings.Contains(line, fmt.Sprintf(`"dropped":%q`, why)) })
		})
	}
	for _, name := range []string{"foreign-contributor", "foreign-configuration-change", "broken-text", "broken-confirmation"} {
		if p.sends(p.event(name)) == "" {
			t.Errorf("%s was taken", name)
		}
	}
	for _, path := range []string{"/slack/events", "/slack/commands", "/github/webhooks", "/sns"} {
		if status := p.posts(path, p.event("sns-metric")); status != http.StatusUnauthorized && status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
	if all := p.incidents(); len(all)+p.outbox()+p.Jobs() != 0 || p.thread().TS != "" {
		t.Errorf("%d incidents, %d notices, %d jobs, message %q", len(all), p.outbox(), p.Jobs(), p.thread().Text)
	}
}

// posts is what the public API answers to a body that nobody has signed.
func (p *place) posts(path, body string) int {
	p.t.Helper()
	q, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.URL+path, strings.NewReader(body))
	p.must(err)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-Amz-Sns-Message-Type", "Notification")
	got, err := http.DefaultClient.Do(q)
	p.must(err)
	_, err = io.Copy(io.Discard, got.Body)
	p.must(err)
	p.must(got.Body.Close())
	return got.StatusCode
}

// bad is a commit of checkout that fails one call in five.
func (p *place) bad() string {
	p.t.Helper()
	for _, c := range p.World.Commits {
		if c.Service == "checkout" && c.Behaviour == world.Bad && world.Waiting(c) {
			return c.SHA[:9]
		}
	}
	p.t.Fatal("no commit is bad")
	return ""
}
