package wiring

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// wholeFile is a policy that has to do with everybody.
func wholeFile() string {
	file := "alarms: {accounts: [\"123456789012\"], topics: [\"" + topic + "\"], announce: true}\npagerduty: {}\n" + withGitHub()
	return strings.Replace(file, "provisioned: 3", "provisioned: 3, alarms: {page: true, events: [alarm]}", 1)
}

func slackAt(t *testing.T, url string) *client.Client {
	t.Helper()
	c, err := client.New(client.Options{Token: "xoxb-1", API: url + "/api/", ResponseOrigin: "https://hooks.slack.com", Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func names(all []commands.Checkup) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.Name)
	}
	return out
}

func TestEverythingThatIsGivenIsLookedAt(t *testing.T) {
	o := newOutside(t)
	p := plan(t, world(t, o, wholeFile(), map[string]string{"SLIPWAY_TOPIC": topic, "SLIPWAY_GITHUB_URL": o.URL}))
	checks, out, err := p.Checkups(Access{Slack: slackAt(t, o.URL), GitHub: secrets.GitHub{Token: secrets.NewSecret("ghp_1")}, Pager: secrets.NewSecret("R1"), Front: Heard})
	if err != nil || len(out) > 0 {
		t.Errorf("%v, %v", out, err)
	}
	want := []string{"signing secret", "Slack", "channel", "GitHub", "GitHub's rate limit", "repository", "function", "alarms", "topic", "PagerDuty", "clocks"}
	if diff := cmp.Diff(want, names(checks)); diff != "" {
		t.Error(diff)
	}
	if u := uses(p.Config); !u.Builds || !u.Events {
		t.Errorf("%+v", u)
	}
	// Nobody lets it do anything: all of it has to say so, and none may break down.
	for _, c := range checks {
		var got []rollout.Diagnosis
		if c.All != nil {
			got = c.All(t.Context())
		} else {
			got = c.Each(t.Context(), rollout.Target{Service: "checkout", Environment: "prod"})
		}
		if len(got) == 0 || got[0].Found == "" || got[0].Grade != rollout.GradeSound && got[0].Remedy == "" {
			t.Errorf("%s: %+v", c.Name, got)
		}
	}
}

func TestWhatIsLeftOutIsSaidWithTheReason(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	checks, out, err := p.Checkups(Access{})
	want := map[string]string{
		"signing secret": "--url", "Slack": "SLACK_BOT_TOKEN", "GitHub": "no `github`", "alarms": "no `alarms`", "topic": "SLIPWAY_TOPIC", "PagerDuty": "no `pagerduty`",
	}
	if err != nil || len(out) != len(want) || !slices.Equal(names(checks), []string{"function", "clocks"}) {
		t.Errorf("%v, %v, %v", names(checks), out, err)
	}
	for _, l := range out {
		if !strings.Contains(l.Why, want[l.Check]) || want[l.Check] == "" {
			t.Errorf("%+v", l)
		}
	}
	p = plan(t, world(t, newOutside(t), withGitHub(), nil))
	if _, out, _ := p.Checkups(Access{}); !slices.ContainsFunc(out, func(l LeftOut) bool { return l.Check == "GitHub" && strings.Contains(l.Why, "GITHUB_APP_ID") }) {
		t.Errorf("%v", out)
	}
	if _, _, err := p.Checkups(Access{GitHub: secrets.GitHub{App: 7}}); err == nil {
		t.Error("half an App is one")
	}
}

func TestWhoeverIsOnCallNeedsAKey(t *testing.T) {
	for key, want := range map[string]rollout.Grade{"R1": rollout.GradeSound, "": rollout.GradeBroken} {
		d := doctor{Plan: plan(t, world(t, newOutside(t), wholeFile(), map[string]string{"SLIPWAY_TOPIC": topic}))}
		d.pager(secrets.NewSecret(key))
		if got := d.checks[0].All(t.Context()); got[0].Grade != want || strings.Contains(got[0].Found+got[0].Remedy, "R1") {
			t.Errorf("%+v", got)
		}
	}
}

func TestAClockThatIsOffIsFoundWhicheverWay(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		0: "sound This clock and Slack's agree.", time.Minute: "sound This clock and Slack's agree.", -59 * time.Second: "sound This clock and Slack's agree.",
		61 * time.Second: "ailing This clock is 1m1s ahead of Slack's.", -5 * time.Minute: "ailing This clock is 5m0s behind Slack's.",
		301 * time.Second: "broken This clock is 5m1s ahead of Slack's.", -time.Hour: "broken This clock is 1h0m0s behind Slack's.",
	} {
		got := skew("Slack", ahead)
		if string(got.Grade)+" "+got.Found != want || (got.Remedy == "") != (got.Grade == rollout.GradeSound) {
			t.Errorf("%s: %+v", ahead, got)
		}
	}
	d := doctor{Plan: plan(t, world(t, newOutside(t), policyFile, nil))}
	d.clock("Slack", func(context.Context) (time.Time, error) { return noon, nil })
	d.clock("AWS", func(context.Context) (time.Time, error) { return time.Time{}, errors.New("down") })
	if got := d.time(t.Context()); len(got) != 2 || got[0].Grade != rollout.GradeSound || got[1].Grade != rollout.GradeUnknown || got[1].Found != "AWS did not tell the time." {
		t.Errorf("%+v", got)
	}
}

func TestWhatManyAskForIsLookedUpOnceAMinute(t *testing.T) {
	now, asked := noon, 0
	once := fresh(func() time.Time { return now }, func(_ context.Context, k string) string { asked++; return k + "!" })
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	once(gone, "c") // what was called off is not remembered
	once(t.Context(), "c")
	for _, at := range []time.Duration{0, 59 * time.Second, time.Minute} {
		now = noon.Add(at)
		for _, k := range []string{"a", "b", "a"} {
			if got := once(t.Context(), k); got != k+"!" {
				t.Error(got)
			}
		}
	}
	if asked != 6 {
		t.Errorf("asked %d times", asked)
	}
}

func TestADoctorWithoutATableSaysSoAndLooksAtTheRest(t *testing.T) {
	for table, out := range map[string]int{"": 3, "slipway": 0} {
		p, err := Read(world(t, newOutside(t), policyFile, map[string]string{"SLIPWAY_TABLE": table, "SLIPWAY_FUNCTION": "", "SLIPWAY_QUEUE_URL": "", "SLIPWAY_STATE_MACHINE": ""}), DoctorFunction)
		if err != nil {
			t.Fatal(err)
		}
		d, err := p.Doctor(Access{})
		if err != nil {
			t.Fatal(err)
		}
		n, found := 0, d.Examine(t.Context(), rollout.Target{}).Diagnoses
		for _, l := range d.LeftOut {
			if l.Why == "SLIPWAY_TABLE is not given" {
				n++
			}
		}
		stored := slices.ContainsFunc(found, func(one rollout.Diagnosis) bool { return slices.Contains(stored(), one.Check) })
		if n != out || stored != (out == 0) || len(found) == 0 {
			t.Errorf("table %q: %v, %+v", table, d.LeftOut, found)
		}
	}
	if err := (nowhere{}).Commit(t.Context(), rollout.Change{}); err == nil {
		t.Error("something was written nowhere")
	}
}

func TestAnErrorOfNobodysIsSomethingThatIsNotKnown(t *testing.T) {
	for _, err := range []error{errors.New("odd"), &rollout.Error{Message: "It could not be looked at.", Hint: "Try again in a minute."}} {
		if got := unknown(err); got.Grade != rollout.GradeUnknown || got.Found != "It could not be looked at." || got.Remedy == "" {
			t.Errorf("%+v", got)
		}
	}
}
