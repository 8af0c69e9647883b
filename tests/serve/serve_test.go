package serve

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// From a command in Slack to a version that has all of the traffic, with nothing but one
// process; then what was shipped is reported from its file.
func TestACommandInSlackIsADeploy(t *testing.T) {
	t.Parallel()
	p := open(t)
	bot := p.serve()
	sha, before := p.good(0), p.live("staging")
	p.says("/deploy", "staging checkout "+sha)
	p.until("it has all of the traffic", func() bool { now := p.live("staging"); return now != before && !strings.Contains(now, "+") })
	p.until("people hear of it", func() bool { return p.reads("✅", sha[:7], "staging") })

	second := p.command(nil, "serve", "--config", p.policy, "--data", p.data)
	second.ends(1)
	if !strings.Contains(second.log.String(), "another process has") {
		t.Error(second.log.String())
	}
	bot.stop()
	if said := bot.out.String(); !strings.Contains(said, "Connected to Slack") || !strings.Contains(said, "Alarms are looked at") || !strings.Contains(said, "Ended.") {
		t.Error(said)
	}
	for _, secret := range []string{p.Secrets.BotToken, "xapp-right"} {
		if strings.Contains(bot.out.String()+bot.log.String(), secret) {
			t.Error("a secret is in the log")
		}
	}

	p.until("it is in the report", func() bool {
		found := p.shipped()
		if !slices.Contains(found, sha+" succeeded") { // who was ended too early tells of it the next time
			p.serve().stop()
		}
		return slices.Contains(found, sha+" succeeded")
	})
}

// shipped is what slipway report finds in the file: "abc… succeeded".
func (p *place) shipped() (found []string) {
	p.t.Helper()
	now := p.Clock.Now()
	c := p.command(nil, "report", "--config", p.policy, "--data", p.data, "--output", "json",
		"--from", now.AddDate(0, 0, -2).Format("2006-01-02"), "--to", now.AddDate(0, 0, 3).Format("2006-01-02"))
	c.ends(0)
	var told struct {
		Rollouts []struct{ SHA, Phase string } `json:"rollouts"`
	}
	p.must(json.Unmarshal(c.out.Bytes(), &told))
	for _, r := range told.Rollouts {
		found = append(found, r.SHA+" "+r.Phase)
	}
	return found
}

// A bot that dies leaves its rollout in the file. The next one goes on with it, and tells
// of it in the same message.
func TestWhatABotDiesOverGoesOn(t *testing.T) {
	t.Parallel()
	p := open(t)
	bot := p.serve()
	sha, before := p.good(1), p.live("prod")
	p.says("/deploy", "prod checkout "+sha)
	p.until("a part of the traffic has moved", func() bool { return strings.Contains(p.live("prod"), "+") })
	bot.kill()
	posted := len(slices.DeleteFunc(p.read(), func(text string) bool { return !strings.Contains(text, sha[:7]) }))

	p.serve()
	p.until("all of it has", func() bool { now := p.live("prod"); return now != before && !strings.Contains(now, "+") })
	p.until("people hear of it", func() bool { return p.reads("✅", sha[:7], "prod") })
	if again := len(slices.DeleteFunc(p.read(), func(text string) bool { return !strings.Contains(text, sha[:7]) })); again > posted {
		t.Errorf("%d messages of one rollout, and there were %d:\n%s", again, posted, strings.Join(p.read(), "\n"))
	}
}

// Slack ends connections as it likes. People do not notice.
func TestConnectionsThatEndAreNotNoticed(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.serve()
	for _, end := range []func() bool{
		func() bool { return p.Slack.Disconnect("refresh_requested") }, p.Slack.Cut, func() bool { return p.Slack.Disconnect("warning") },
	} {
		if !end() {
			t.Fatal("there was no connection")
		}
		if said := p.says("/deploy", "statsu"); !strings.Contains(said, "status") {
			t.Errorf("a typo is answered with %s", said)
		}
		p.until("there are two again", func() bool { return p.Slack.Connections() == 2 })
	}
}

func TestWhatServeIsNotToldStopsItsStart(t *testing.T) {
	t.Parallel()
	p := open(t)
	for name, c := range map[string]struct {
		env  []string
		code int
		says []string
	}{
		"no secrets":    {[]string{"SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN="}, 2, []string{"SLACK_APP_TOKEN is missing", "SLACK_BOT_TOKEN"}},
		"the wrong one": {[]string{"SLACK_APP_TOKEN=xoxb-hush"}, 2, []string{"no app-level token"}},
		"not let in":    {[]string{"SLACK_APP_TOKEN=xapp-hush"}, 1, []string{"Socket Mode has to be on"}},
		"of the other":  {[]string{"SLIPWAY_TABLE=slipway"}, 2, []string{"serve keeps everything in --data"}},
		"no region":     {[]string{"AWS_REGION="}, 2, []string{"AWS_REGION"}},
	} {
		t.Run(name, func(t *testing.T) {
			bot := p.command(c.env, "serve", "--config", p.policy, "--data", p.data)
			bot.ends(c.code)
			for _, want := range c.says {
				if !strings.Contains(bot.log.String(), want) {
					t.Errorf("want %q in\n%s", want, bot.log.String())
				}
			}
			if strings.Contains(bot.log.String(), "hush") {
				t.Error("it repeats a secret")
			}
		})
	}
}
