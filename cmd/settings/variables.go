package settings

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/cmd/clock"
)

const functionVariable = "SLIPWAY_FUNCTION"

// Variable is one variable of the environment.
type Variable struct {
	Name       string
	Meaning    string
	Fallback   string     // what holds when it is left out; empty when it is needed
	Needed     []Function // those that do not start without it
	MayBeEmpty bool       // empty means left out
	set        func(s *Settings, value string) error
}

// neededBy says whether the function needs it, or, while nobody knows which it is,
// each that it can be.
func (v Variable) neededBy(f Function, can []Function) bool {
	if f != "" {
		return slices.Contains(v.Needed, f)
	}
	return !slices.ContainsFunc(can, func(c Function) bool { return !slices.Contains(v.Needed, c) })
}

// Variables are all but SLIPWAY_FUNCTION, which says who needs them.
func Variables() []Variable {
	all := []Function{Front, Worker, Ticker}
	text := func(field func(*Settings) *string) func(*Settings, string) error {
		return func(s *Settings, value string) error {
			*field(s) = value
			return nil
		}
	}
	return []Variable{
		{Name: "SLIPWAY_CONFIG", Meaning: "file name of `slipway.yaml`", Needed: all,
			set: text(func(s *Settings) *string { return &s.Config })},
		{Name: "SLIPWAY_TABLE", Meaning: "name of the DynamoDB table", Needed: []Function{Worker, Ticker},
			set: table},
		{Name: "SLIPWAY_QUEUE_URL", Meaning: "URL of the SQS FIFO queue of jobs and notices", Needed: all,
			set: queueURL(func(s *Settings) *string { return &s.QueueURL })},
		{Name: "SLIPWAY_URGENT_QUEUE_URL", Meaning: "URL of the SQS FIFO queue of rollbacks, which never wait behind a deploy", Fallback: "the same queue", MayBeEmpty: true,
			set: queueURL(func(s *Settings) *string { return &s.UrgentURL })},
		{Name: "SLIPWAY_DEAD_QUEUE_URL", Meaning: "URL of the SQS FIFO queue where the others put messages that failed again and again; the worker, which has to get its messages too, tells whoever asked", Fallback: "nobody is told", MayBeEmpty: true,
			set: queueURL(func(s *Settings) *string { return &s.DeadURL })},
		{Name: "SLIPWAY_STATE_MACHINE", Meaning: "ARN of the Step Functions state machine", Needed: []Function{Worker, Ticker},
			set: stateMachine},
		{Name: "SLIPWAY_SECRETS", Meaning: "where the secrets are: `secretsmanager:<ARN>`, `ssm:<NAME>`, or `env:`", Needed: []Function{Front, Worker},
			set: text(func(s *Settings) *string { return &s.Secrets })},
		{Name: "SLIPWAY_LOG_LEVEL", Meaning: "`debug`, `info`, `warn` or `error`", Fallback: "`info`", MayBeEmpty: true, set: level},
		{Name: "SLIPWAY_CONTROL_RATE", Meaning: "calls a second to Lambda's control plane by one process at most; for a ticker 9 divided by its reserved concurrency, since an account has 15 in all, and workers and others want some", Fallback: "`2`", MayBeEmpty: true, set: rate},
		{Name: "SLIPWAY_SLACK_URL", Meaning: "for tests: a stand-in for Slack on this machine", Fallback: "Slack itself", MayBeEmpty: true, set: slack},
		{Name: "SLIPWAY_CLOCK", Meaning: "for tests: a clock that runs faster, as `<RFC 3339 time>/<speed>`", Fallback: "real time", MayBeEmpty: true, set: fastClock},
	}
}

func table(s *Settings, value string) error {
	if !regexp.MustCompile(`^[a-zA-Z0-9_.-]{3,255}$`).MatchString(value) {
		return errors.New("it has to be a table's name: 3 to 255 letters, digits, dots, dashes and underscores")
	}
	s.Table = value
	return nil
}

func queueURL(field func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		u, err := url.Parse(value)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || !strings.HasSuffix(u.Path, ".fifo") {
			return errors.New("it has to be the URL of a FIFO queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/slipway.fifo")
		}
		*field(s) = value
		return nil
	}
}

func stateMachine(s *Settings, value string) error {
	if !regexp.MustCompile(`^arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[^:]+$`).MatchString(value) {
		return errors.New("it has to be the ARN of a state machine, such as arn:aws:states:eu-west-1:123456789012:stateMachine:slipway")
	}
	s.StateMachine = value
	return nil
}

func level(s *Settings, value string) error {
	if err := s.Level.UnmarshalText([]byte(value)); err != nil {
		return fmt.Errorf("%q is none of debug, info, warn, error", value)
	}
	return nil
}

func rate(s *Settings, value string) error {
	r, err := strconv.ParseFloat(value, 64)
	if err != nil || !(r > 0 && r <= 10) {
		return errors.New("it has to be more than 0 and at most 10: the rest of Lambda's 15 calls a second is for rollbacks and for others")
	}
	s.Rate = r
	return nil
}

func slack(s *Settings, value string) error {
	if err := loopback(value); err != nil {
		return err
	}
	s.Slack = strings.TrimSuffix(value, "/")
	return nil
}

func fastClock(s *Settings, value string) (err error) {
	s.Clock, err = clock.Parse(value)
	return err
}

// Reference is the section about the environment, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("\n# The environment of the functions\n\n" +
		"On AWS, three Lambda functions are told by their environment what they are and where things are. An unknown\n" +
		"variable that begins with `SLIPWAY_`, a missing one and a malformed one are all reported at once, and nothing\n" +
		"starts.\n\n" +
		"| Variable | Needed by | Left out | Meaning |\n| --- | --- | --- | --- |\n" +
		"| `" + functionVariable + "` | worker, ticker |  | what the worker's binary is: `worker` or `ticker` |\n")
	for _, v := range Variables() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", v.Name, list(v.Needed), v.Fallback, v.Meaning)
	}
	b.WriteString("\nWhere AWS is and who we are comes from Lambda itself (`AWS_REGION`, `AWS_ACCESS_KEY_ID` and so on);\n" +
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
		"minutes; publishing it anew does so at once. Take the previous one out afterwards.\n")
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
		{"GITHUB_APP_ID", "for a later version, as the five that follow", nil},
		{"GITHUB_INSTALLATION_ID", "", nil},
		{"GITHUB_PRIVATE_KEY", "", nil},
		{"GITHUB_TOKEN", "", nil},
		{"GITHUB_WEBHOOK_SECRET", "", nil},
		{"GITHUB_WEBHOOK_SECRET_PREVIOUS", "", nil},
	}
}
