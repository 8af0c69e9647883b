package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/config"
)

// withAlarms is the smallest file with that at its top.
func withAlarms(t *testing.T, top string) (config.Config, error) {
	t.Helper()
	return config.Read("x.yaml", []byte(top+"\n"+file(t, "minimal.yaml")))
}

func TestNobodyIsListenedToAndNobodyIsPagedUnlessTheFileSaysSo(t *testing.T) {
	c := read(t, "minimal.yaml")
	on := c.Environments[0].OnAlarm
	if c.Alarms != nil || c.PagerDuty != nil || on.RollBack || on.Page || on.Events != nil || c.Environments[0].Drill != 0 {
		t.Errorf("%+v, %+v, %+v", c.Alarms, c.PagerDuty, c.Environments[0])
	}
	c, err := withAlarms(t, `alarms: { accounts: ["123456789012"] }`+"\npagerduty: {}")
	want := &config.Alarms{Accounts: []string{"123456789012"}}
	if err != nil || !cmp.Equal(want, c.Alarms) || c.PagerDuty == nil || c.PagerDuty.URL != "https://events.pagerduty.com/v2/enqueue" {
		t.Errorf("%+v, %+v, %v", c.Alarms, c.PagerDuty, err)
	}
}

func TestATopicIsAStandardOneOfAnAccountThatIsListenedTo(t *testing.T) {
	at := func(topic string) error {
		_, err := withAlarms(t, `alarms: { accounts: ["123456789012"], topics: ["`+topic+`"] }`)
		return err
	}
	for _, topic := range []string{
		"arn:aws:sns:eu-central-1:123456789012:alarms", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:A_b-1", "arn:aws-cn:sns:cn-north-1:123456789012:x",
	} {
		if err := at(topic); err != nil {
			t.Error(err)
		}
	}
	for _, topic := range []string{
		"", "alarms", "arn:aws:sns:eu-central-1:123456789012:", "arn:aws:sns:eu-central-1:123456789012:alarms.fifo", "arn:aws:sns:eu-central-1:210987654321:alarms",
		"arn:aws:sqs:eu-central-1:123456789012:alarms", "arn:aws:sns::123456789012:alarms", "arn:aws:sns:eu-central-1:123456789012:a:b", "arn:gcp:sns:eu-central-1:123456789012:a",
		"urn:aws:sns:eu-central-1:123456789012:a", "arn:aws:sns:*:123456789012:a", "arn:aws:sns:eu-central-1:123456789012:" + strings.Repeat("a", 257),
	} {
		if at(topic) == nil {
			t.Errorf("%q is taken for a topic", topic)
		}
	}
}

func TestARegionIsWrittenAsAWSDoes(t *testing.T) {
	for region, good := range map[string]bool{
		"eu-central-1": true, "ap-southeast-10": true, "us-gov-west-1": true, "us-isob-east-1": true,
		"": false, "eu": false, "eu-central": false, "EU-CENTRAL-1": false, "eu-1": false, "eu--1": false, "eu-central-1a": false, "eu-central-": false, "*": false,
		strings.Repeat("a", 30) + "-b-1": false,
	} {
		_, err := withAlarms(t, `alarms: { accounts: ["123456789012"], regions: ["`+region+`"] }`)
		if (err == nil) != good {
			t.Errorf("%q: %v", region, err)
		}
	}
}

func TestARunbookIsReachedByTLSAndMayBeAPartOfAPage(t *testing.T) {
	for _, address := range []string{"https://wiki.example.com", "https://wiki.example.com/x#alarms", "https://wiki.example.com/pages?id=7&v=2#a"} {
		if s, err := withGitHub(t, "runbook: '"+address+"'"); err != nil || s.Runbook != address {
			t.Errorf("%q, %v", s.Runbook, err)
		}
	}
	for _, address := range []string{
		"", "/x", "http://wiki.example.com/", "javascript:alert(1)", "https://", "https://ana@wiki.example.com/", "https://wiki.example.com/<!here>",
		"https://wiki.example.com/|x", "https://wiki.example.com/a b", "https://wiki.example.com/" + strings.Repeat("a", 250),
	} {
		if s, err := withGitHub(t, "runbook: '"+address+"'"); err == nil {
			t.Errorf("%q is taken for a runbook", s.Runbook)
		}
	}
}

func TestADrillShipsARefThatStaysWhatItIs(t *testing.T) {
	for ref, good := range map[string]bool{"drill": true, "refs/heads/drill": true, "0123456789abcdef0123456789abcdef01234567": true, "": false, "latest": false, "main": false, "#7": false} {
		if s, err := withGitHub(t, "drill: '"+ref+"'"); (err == nil) != good {
			t.Errorf("%q: %q, %v", ref, s.Drill, err)
		}
	}
}
