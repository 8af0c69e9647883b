package runbook

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// released is the worker with an alias on the second of its two versions.
func (p *place) released() {
	p.t.Helper()
	got, err := p.lambda().ListAliases(p.t.Context(), &lambda.ListAliasesInput{FunctionName: aws.String("slipway-worker")})
	p.must(err)
	if len(got.Aliases) == 0 {
		p.publish("slipway-worker", 2)
		p.point("slipway-worker", rollout.Live, rollout.All("2"), "")
	}
}

// mappings are the worker's event sources, by what the query asks of each.
func (p *place) mappings(query string) []string {
	return strings.Fields(p.cli("lambda", "list-event-source-mappings", "--query", "EventSourceMappings[]."+query, "--output", "text"))
}

func badRelease(p *place) {
	p.released()
	p.cli("lambda", "update-event-source-mapping", "--no-enabled", "--uuid", p.mappings("UUID")[0])
}

func isItselfAgain(p *place, printed string) {
	p.printed(printed, "Disabled", `"ApproximateNumberOfMessages": "0"`)
	if live, _ := p.live("slipway-worker"); live != rollout.All("1") {
		p.t.Errorf("live is %s", live)
	}
	for _, state := range p.mappings("State") {
		if state != "Enabled" {
			p.t.Errorf("a mapping is %s", state)
		}
	}
}

// secrets are the values before, by the function.
func secrets() map[string]map[string]string {
	return map[string]map[string]string{
		"rotated-front":  {"SLACK_SIGNING_SECRET": "signing-1", "GITHUB_WEBHOOK_SECRET": "hook-1"},
		"rotated-worker": {"SLACK_BOT_TOKEN": "xoxb-1", "GITHUB_APP_ID": "7", "GITHUB_PRIVATE_KEY": "pem-1", "PAGERDUTY_ROUTING_KEY": "pager-1"},
	}
}

func vaults(p *place) {
	for name, values := range secrets() {
		body, err := json.Marshal(values)
		p.must(err)
		arn := p.cli("secretsmanager", "create-secret", "--name", name, "--secret-string", string(body), "--query", "ARN", "--output", "text")
		p.function(name, 1, map[string]string{"SLIPWAY_SECRETS": "secretsmanager:" + arn})
		p.point(name, rollout.Live, rollout.All("1"), "")
		p.cli("logs", "create-log-group", "--log-group-name", "/aws/lambda/"+name)
	}
}

// pem is a key of several lines.
const pem = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"

func newSecrets(p *place) string {
	file := filepath.Join(p.t.TempDir(), "app.pem")
	p.must(os.WriteFile(file, []byte(pem+"\n"), 0o600))
	return strings.Join([]string{"signing-2", "xoxb-2", file, "hook-2", "pager-2", ""}, "\n")
}

func areRotated(p *place, printed string) {
	for name, want := range map[string]map[string]string{
		"rotated-front":  {"SLACK_SIGNING_SECRET": "signing-2", "GITHUB_WEBHOOK_SECRET": "hook-2"},
		"rotated-worker": {"SLACK_BOT_TOKEN": "xoxb-2", "GITHUB_APP_ID": "7", "GITHUB_PRIVATE_KEY": pem, "PAGERDUTY_ROUTING_KEY": "pager-2"},
	} {
		if got := p.values(name, "AWSCURRENT"); !maps.Equal(got, want) {
			p.t.Errorf("%s has %v", name, got)
		}
		if live, _ := p.live(name); live == rollout.All("1") {
			p.t.Errorf("%s was not published anew", name)
		}
	}
	if before := p.values("rotated-front", "AWSPREVIOUS"); before["GITHUB_WEBHOOK_SECRET_PREVIOUS"] != "hook-1" {
		p.t.Errorf("meanwhile the old one did not count: %v", before)
	}
	for _, value := range []string{"signing-", "xoxb-", "hook-", "pager-", "AAAA"} {
		if strings.Contains(printed, value) {
			p.t.Errorf("the screen shows %s…:\n%s", value, printed)
		}
	}
}

// stage is what the web ACL stands before.
const stage = "arn:aws:apigateway:" + ministack.Region + "::/restapis/a1b2c3/stages/live"

func isBlocked(p *place) {
	const seen = `"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"m"}`
	const rules = `[{"Name":"common","Priority":1,"Statement":{"ManagedRuleGroupStatement":{"VendorName":"AWS","Name":"AWSManagedRulesCommonRuleSet"}},"OverrideAction":{"None":{}},` + seen + `},` +
		`{"Name":"rate","Priority":2,"Statement":{"RateBasedStatement":{"Limit":100,"AggregateKeyType":"IP"}},"Action":{"Block":{}},` + seen + `}]`
	arn := p.cli("wafv2", "create-web-acl", "--name", "slipway", "--scope", "REGIONAL", "--default-action", "Allow={}", "--rules", rules,
		"--visibility-config", "SampledRequestsEnabled=true,CloudWatchMetricsEnabled=true,MetricName=slipway", "--query", "Summary.ARN", "--output", "text")
	p.cli("wafv2", "associate-web-acl", "--web-acl-arn", arn, "--resource-arn", stage)
}

func isCounted(p *place, printed string) {
	p.printed(printed, "common\tm\tNone", "rate\tm\tBlock")
	got := p.cli("wafv2", "get-web-acl-for-resource", "--resource-arn", stage, "--output", "text", "--query", "WebACL.Rules[].[keys(OverrideAction || Action)[0]][]")
	if strings.Join(strings.Fields(got), " ") != "Count Block" {
		p.t.Errorf("the rules do: %s", got)
	}
}

func isThrottled(p *place) {
	p.cli("lambda", "put-function-concurrency", "--function-name", "slipway-ticker", "--reserved-concurrent-executions", "1")
}

func isGivenBack(p *place, printed string) {
	p.printed(printed, `"ReservedConcurrentExecutions": 1`, `"ConcurrentExecutions"`)
	if n := p.cli("lambda", "get-function-concurrency", "--function-name", "slipway-ticker", "--query", "ReservedConcurrentExecutions"); n != "10" {
		p.t.Errorf("the ticker has %s", n)
	}
}

// alarm makes the alarm, which tells the topic, and has it turn red once.
func (p *place) alarm() (topic string) {
	p.t.Helper()
	topic = p.cli("sns", "list-topics", "--query", "Topics[0].TopicArn", "--output", "text")
	p.cli("cloudwatch", "put-metric-alarm", "--alarm-name", "checkout-5xx", "--namespace", "Test", "--metric-name", "5xx", "--statistic", "Sum", "--period", "60",
		"--evaluation-periods", "1", "--threshold", "5", "--comparison-operator", "GreaterThanThreshold", "--alarm-actions", topic, "--ok-actions", topic)
	for _, state := range []string{"OK", "ALARM"} {
		p.cli("cloudwatch", "set-alarm-state", "--alarm-name", "checkout-5xx", "--state-value", state, "--state-reason", "a test")
	}
	return topic
}

func isMuted(p *place) {
	p.released()
	topic := p.alarm()
	p.Told() // of what was so far
	p.cli("cloudwatch", "disable-alarm-actions", "--alarm-names", "checkout-5xx")
	p.cli("events", "put-rule", "--name", "alarms", "--event-pattern", `{"source":["aws.cloudwatch"]}`)
	worker := p.cli("lambda", "get-alias", "--function-name", "slipway-worker", "--name", "live", "--query", "AliasArn", "--output", "text")
	p.cli("events", "put-targets", "--rule", "alarms", "--targets", "Id=worker,Arn="+worker)
	p.cli("lambda", "add-permission", "--function-name", "slipway-worker", "--qualifier", "live", "--statement-id", "alarms", "--action", "lambda:InvokeFunction", "--principal", "sns.amazonaws.com", "--source-arn", topic)
}

func isHeard(p *place, printed string) {
	p.printed(printed, ":function:slipway-worker:live", "sqs\tarn:aws:sqs:", "sns.amazonaws.com", `"checkout-5xx"`)
	var told string
	p.eventually("the topic tells of it", func() bool {
		told += strings.Join(p.Told(), " ")
		return strings.Contains(told, "tried by ana")
	})
}
