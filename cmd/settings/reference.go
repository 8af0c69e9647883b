package settings

import (
	"fmt"
	"strings"
)

// Reference is the section about the environment, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("\n# The environment of the functions\n\n" +
		"On AWS, three Lambda functions are told by their environment what they are and where things are. An unknown\n" +
		"variable that begins with `SLIPWAY_`, a missing one and a malformed one are all reported at once, and nothing\n" +
		"starts. `slipway release`, which runs of workflows call, is told in the same way.\n\n" +
		"| Variable | Needed by | Left out | Meaning |\n| --- | --- | --- | --- |\n" +
		"| `" + functionVariable + "` | worker, ticker |  | what the worker's binary is: `worker` or `ticker` |\n")
	for _, v := range Variables() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", v.Name, list(v.Needed), v.Fallback, v.Meaning)
	}
	b.WriteString("\nWhere AWS is and who we are comes from Lambda, or the workflow, itself (`AWS_REGION`, `AWS_ACCESS_KEY_ID` and so on);\n" +
		"`AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` lead to stand-ins, in tests.\n\n" +
		"## Time-outs\n\n" +
		"The front 10 s, the worker 60 s, the ticker 120 s (a tick is given up after 130 s by the state machine, and a sweep\n" +
		"plans with two minutes). The queues' visibility time-out is 90 s: what failed comes again that soon, and it must\n" +
		"not be less than the worker's. Five receives, then the dead letters. The event source reports item failures.\n\n" +
		"The ticker's reserved concurrency is 10, with `SLIPWAY_CONTROL_RATE=0.9`: with less, rollouts that publish keep others\n" +
		"waiting; with more, their looks at aliases add up to what AWS refuses ([benchmarks.md](benchmarks.md)).\n" +
		"A rollout that probes holds a ticker once a minute, for 5 seconds as a rule and 15 at worst: twelve of them take one\n" +
		"ticker of the ten, at worst three.\n\n" +
		"## The secrets\n\n" +
		"One secret for each function, so that a cold start makes one call: a JSON object of strings, in Secrets Manager\n" +
		"or as a SecureString of Parameter Store. With `env:` they are variables of the same names, for trying things out.\n" +
		"A name that is not known (but with `env:`), or an empty one that is needed, stops the start; no value is ever in a\n" +
		"log. They are read when the rest of the environment is right, and again every 15 minutes.\n\n" +
		"| Name | Needed by | Meaning |\n| --- | --- | --- |\n")
	for _, secret := range Secrets() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", secret.Name, list(secret.Needed), secret.Meaning)
	}
	b.WriteString("\nTo rotate the signing secret: regenerate it in Slack, and at once put the new one in as `SLACK_SIGNING_SECRET` and\n" +
		"the old one as `SLACK_SIGNING_SECRET_PREVIOUS`. Both count then. A front that is running takes them up within 15\n" +
		"minutes; publishing it anew does so at once. Take the previous one out afterwards. That of\n" +
		"GitHub's webhooks is rotated likewise, and a new private key of the App is taken up by workers as soon.\n")
	return b.String()
}

// Secret is one member of the object that SLIPWAY_SECRETS leads to.
type Secret struct {
	Name, Meaning string
	Needed        []Function
}

// Secrets are all that are known.
func Secrets() []Secret {
	return []Secret{
		{"SLACK_SIGNING_SECRET", "Slack's signing secret", []Function{Front}},
		{"SLACK_SIGNING_SECRET_PREVIOUS", "the one before, while it is being rotated", nil},
		{"SLACK_BOT_TOKEN", "Slack's bot token, `xoxb-…`", []Function{Worker}},
		{"GITHUB_APP_ID", "number of the GitHub App; with the section `github` only, as those that follow", []Function{Worker}},
		{"GITHUB_INSTALLATION_ID", "number of its installation", []Function{Worker}},
		{"GITHUB_PRIVATE_KEY", "its private key, in PEM; `\\n` may stand for the ends of its lines", []Function{Worker}},
		{"GITHUB_TOKEN", "instead of the App's three, for trying things out: a personal token", nil},
		{"GITHUB_WEBHOOK_SECRET", "what GitHub signs its webhooks with", []Function{Front}},
		{"GITHUB_WEBHOOK_SECRET_PREVIOUS", "the one before, while it is being rotated", nil},
		{"PAGERDUTY_ROUTING_KEY", "integration key of PagerDuty's Events API v2; with the section `pagerduty` only", []Function{Worker}},
	}
}
