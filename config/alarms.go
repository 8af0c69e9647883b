package config

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Alarms says whose alarms are listened to.
type Alarms struct {
	Accounts []string // of AWS
	Regions  []string // empty for the worker's own
	Topics   []string // ARNs of SNS topics that alarms come by
	Announce bool     // the worker's topic hears of what was taken back
}

// PagerDuty says how whoever is on call is told.
type PagerDuty struct {
	URL string // of the Events API v2
}

// AlarmNames are the alarms of a service in an environment.
type AlarmNames struct {
	Environment string
	Names       []string // with * for any characters
}

// OnAlarm is what an alarm does in an environment, beside its thread.
type OnAlarm struct {
	RollBack bool          // a suspect that the evidence is against goes back by itself
	Suspect  time.Duration // how long after a version got all traffic it is a suspect
	Page     bool          // whoever is on call is told
	Events   []string      // of EventAlarm and EventBack, those that workflows hear of
}

// The events that a workflow can hear of.
const (
	EventAlarm = "alarm"
	EventBack  = "rolled_back"
)

func alarmFields() []field[Alarms] {
	return []field[Alarms]{
		key("accounts", list(text("the id of an AWS account, 12 digits in quotes", isAccount), 1), "",
			"Alarms of other accounts are dropped. Name more than one only where no two have a function, or an alarm, of the same name: "+
				"an account is no part of what an alarm is matched by.",
			func(a *Alarms) *[]string { return &a.Accounts }).must(),
		key("regions", list(text("an AWS region, such as `eu-west-1`", isRegion), 1), "that of the worker",
			"Alarms of other regions are dropped. An alarm is matched to a service by names, which another region can have, too.",
			func(a *Alarms) *[]string { return &a.Regions }),
		key("topics", list(text("the ARN of an SNS topic, `arn:aws:sns:<region>:<account>:<name>`", isTopic), 1), "none",
			"What comes by other topics is dropped. Alarms that come by EventBridge, or that call the worker, need none.",
			func(a *Alarms) *[]string { return &a.Topics }),
		key("announce", boolean(), "false", "The topic `SLIPWAY_TOPIC` hears of every rollout that was taken back.",
			func(a *Alarms) *bool { return &a.Announce }),
	}
}

func pagerDutyFields() []field[PagerDuty] {
	return []field[PagerDuty]{
		key("url", text("the address of an API, such as `https://events.eu.pagerduty.com/v2/enqueue`", isAPI), "https://events.pagerduty.com/v2/enqueue",
			"Where events are sent to. Accounts in the EU have an address of their own, the one in the example.",
			func(p *PagerDuty) *string { return &p.URL }),
	}
}

func onAlarmFields() []field[OnAlarm] {
	return []field[OnAlarm]{
		key("rollback", boolean(), "false",
			"A deploy under way, or a recent one, goes back by itself when an alarm turns red and the judge finds the new version worse. "+
				"One whose alarm was red before does not, nor a finished one that changed what is `watched`: then people are asked.",
			func(o *OnAlarm) *bool { return &o.RollBack }),
		key("suspectWindow", duration("1m", "24h"), "1h", "How long after it got all traffic a deploy counts as recent.",
			func(o *OnAlarm) *time.Duration { return &o.Suspect }),
		key("page", boolean(), "false", "Whoever is on call is told, and again when it is over. It needs `pagerduty`.",
			func(o *OnAlarm) *bool { return &o.Page }),
		key("events", list(oneOf(EventAlarm, EventBack), 1), "none",
			"What the service's repository hears of, by `repository_dispatch`, so that a workflow can run. It needs `github`.",
			func(o *OnAlarm) *[]string { return &o.Events }),
	}
}

// alarmsShape is a list of alarms' names under each environment's name.
func alarmsShape() shape[[]AlarmNames] {
	item := within(list(text("the name of an alarm, with `*` for any characters", isLine), 1), func(a *AlarmNames) *[]string { return &a.Names })
	return table(item, "the alarms' names by environment", func(string) string { return "" },
		func(environment string) AlarmNames { return AlarmNames{Environment: environment} })
}

func isAccount(s string) bool { return len(s) == 12 && madeOf(s, digits) }

func isRegion(s string) bool {
	parts := strings.Split(s, "-")
	last := len(parts) - 1
	return last >= 2 && len(s) <= 32 && madeOf(parts[last], digits) && !slices.ContainsFunc(parts[:last], func(part string) bool { return !madeOf(part, lower) })
}

// isTopic tells whether a text is the ARN of a topic that can call a function: a FIFO
// topic cannot.
func isTopic(s string) bool {
	parts := strings.Split(s, ":")
	return len(parts) == 6 && parts[0] == "arn" && slices.Contains([]string{"aws", "aws-cn", "aws-us-gov"}, parts[1]) && parts[2] == "sns" &&
		isRegion(parts[3]) && isAccount(parts[4]) && len(parts[5]) <= 256 && madeOf(parts[5], lower+upper+digits+"-_")
}

// isDrill tells whether a text is a ref that stays what it is.
func isDrill(s string) bool { return isBranch(s) && s != "latest" }

// isRunbook tells whether a text is the address of a page, perhaps a part of it: wikis
// have queries in theirs.
func isRunbook(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && len(s) <= 255 && strings.HasPrefix(s, "https://") &&
		madeOf(s, lower+upper+digits+"/-_.~%?#=&+:,")
}
