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
	all, rollouts := []Function{Front, Worker, Ticker, Release}, []Function{Worker, Ticker, Release}
	text := func(field func(*Settings) *string) func(*Settings, string) error {
		return func(s *Settings, value string) error {
			*field(s) = value
			return nil
		}
	}
	return []Variable{
		{Name: "SLIPWAY_CONFIG", Meaning: "file name of `slipway.yaml`", Needed: all,
			set: text(func(s *Settings) *string { return &s.Config })},
		{Name: "SLIPWAY_TABLE", Meaning: "name of the DynamoDB table", Needed: rollouts,
			set: table},
		{Name: "SLIPWAY_QUEUE_URL", Meaning: "URL of the SQS FIFO queue of jobs and notices", Needed: all,
			set: queueURL(func(s *Settings) *string { return &s.QueueURL })},
		{Name: "SLIPWAY_URGENT_QUEUE_URL", Meaning: "URL of the SQS FIFO queue of rollbacks, which never wait behind a deploy", Fallback: "the same queue", MayBeEmpty: true,
			set: queueURL(func(s *Settings) *string { return &s.UrgentURL })},
		{Name: "SLIPWAY_DEAD_QUEUE_URL", Meaning: "URL of the SQS FIFO queue where the others put messages that failed again and again; the worker, which has to get its messages too, tells whoever asked", Fallback: "nobody is told", MayBeEmpty: true,
			set: queueURL(func(s *Settings) *string { return &s.DeadURL })},
		{Name: "SLIPWAY_STATE_MACHINE", Meaning: "ARN of the Step Functions state machine", Needed: rollouts,
			set: stateMachine},
		{Name: "SLIPWAY_TOPIC", Meaning: "ARN of the SNS topic that hears what was taken back, and of drills that failed, although Slack is away; the worker needs it with `alarms: { announce: true }`", Fallback: "nobody hears", MayBeEmpty: true,
			set: topic},
		{Name: "SLIPWAY_SECRETS", Meaning: "where the secrets are: `secretsmanager:<ARN>`, `ssm:<NAME>`, or `env:`", Needed: []Function{Front, Worker},
			set: text(func(s *Settings) *string { return &s.Secrets })},
		{Name: "SLIPWAY_LOG_LEVEL", Meaning: "`debug`, `info`, `warn` or `error`", Fallback: "`info`", MayBeEmpty: true, set: level},
		{Name: "SLIPWAY_CONTROL_RATE", Meaning: "calls a second to Lambda's control plane by one process at most; for a ticker 9 divided by its reserved concurrency, since an account has 15 in all, and workers and others want some", Fallback: "`2`", MayBeEmpty: true, set: rate},
		{Name: "SLIPWAY_TRACES", Meaning: "where the worker and the ticker send a span of each call of AWS, Slack and GitHub: `xray`, or `otlp:<https URL>` of a collector ([telemetry.md](telemetry.md))", Fallback: "nowhere, at no cost", MayBeEmpty: true, set: traces},
		{Name: "SLIPWAY_SWITCHES", Meaning: "for what the daily summary says of the bot's own cost: which switches of Terraform are on, of `" + strings.Join(switches(), "`, `") + "`, with commas between them", Fallback: "as if all but `waf`, `secretsmanager` and `key` were", MayBeEmpty: true, set: priced},
		{Name: "SLIPWAY_SLACK_URL", Meaning: "for tests: a stand-in for Slack on this machine", Fallback: "Slack itself", MayBeEmpty: true,
			set: standIn(func(s *Settings) *string { return &s.Slack })},
		{Name: "SLIPWAY_GITHUB_URL", Meaning: "for tests: a stand-in for GitHub's API on this machine", Fallback: "GitHub itself", MayBeEmpty: true,
			set: standIn(func(s *Settings) *string { return &s.GitHub })},
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

func topic(s *Settings, value string) error {
	if !regexp.MustCompile(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`).MatchString(value) {
		return errors.New("it has to be the ARN of a standard topic, such as arn:aws:sns:eu-west-1:123456789012:slipway")
	}
	s.Topic = value
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

func standIn(field func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		if err := loopback(value); err != nil {
			return err
		}
		*field(s) = strings.TrimSuffix(value, "/")
		return nil
	}
}

func fastClock(s *Settings, value string) (err error) {
	s.Clock, err = clock.Parse(value)
	return err
}
