package functions

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/sandbox/slack"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// SigningSecret is what Slack and the front share.
const SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// Secrets is what the account keeps.
func Secrets() string {
	return `{"SLACK_SIGNING_SECRET":"` + SigningSecret + `","SLACK_BOT_TOKEN":"xoxb-bench"}`
}

// Command is a command as Slack posts it, signed with the secret at that time, and
// as API Gateway hands it on. No two of them are the same request.
func Command(command, text, origin, secret string, at time.Time) ([]byte, error) {
	trigger := strconv.FormatInt(at.UnixNano(), 10)
	body := url.Values{
		"token": {"legacy"}, "team_id": {account.Team}, "team_domain": {"acme"}, "api_app_id": {account.App},
		"user_id": {account.Person}, "user_name": {"ana"}, "channel_id": {"C0CHECKOUT"}, "channel_name": {"checkout"},
		"command": {command}, "text": {text}, "trigger_id": {trigger}, "response_url": {origin + "/response/" + trigger}, "is_enterprise_install": {"false"},
	}.Encode()
	stamp, signature := slack.Sign(secret, at, []byte(body))
	return json.Marshal(events.APIGatewayProxyRequest{
		Resource: "/{proxy+}", Path: "/slack/commands", HTTPMethod: http.MethodPost,
		MultiValueHeaders: map[string][]string{
			"Content-Type": {"application/x-www-form-urlencoded"}, "Host": {"bot.example.com"}, "User-Agent": {"Slackbot 1.0 (+https://api.slack.com/robots)"},
			"X-Slack-Request-Timestamp": {stamp}, "X-Slack-Signature": {signature},
		},
		RequestContext: events.APIGatewayProxyRequestContext{RequestID: trigger, Stage: "live", DomainName: "bot.example.com"},
		Body:           base64.StdEncoding.EncodeToString([]byte(body)), IsBase64Encoded: true,
	})
}

// Messages are messages of the queue as SQS hands them on.
func Messages(all ...account.Message) ([]byte, error) {
	var e events.SQSEvent
	for i, m := range all {
		e.Records = append(e.Records, events.SQSMessage{
			MessageId: strconv.Itoa(i), Body: m.Body, EventSource: "aws:sqs", EventSourceARN: "arn:aws:sqs:us-east-1:123456789012:" + cmp.Or(m.Queue, "slipway.fifo"), AWSRegion: "us-east-1",
			Attributes: map[string]string{"MessageGroupId": m.Group, "ApproximateReceiveCount": "1"},
		})
	}
	return json.Marshal(e)
}

// Answered gives the front's answer: its status and its body.
func Answered(ctx context.Context, f *runtime.Function, event []byte) (int, string, error) {
	got, err := f.Invoke(ctx, event)
	if err != nil {
		return 0, "", err
	}
	var answer events.APIGatewayProxyResponse
	if err := json.Unmarshal(got.Body, &answer); err != nil || got.Error {
		return 0, "", fmt.Errorf("no answer of a front: %s", got.Body)
	}
	return answer.StatusCode, answer.Body, nil
}

// Done has the worker do what is on the queue, and fails if some of it was not done.
func Done(ctx context.Context, f *runtime.Function, event []byte) error {
	got, err := f.Invoke(ctx, event)
	if err != nil {
		return err
	}
	if got.Error || !strings.Contains(string(got.Body), `"batchItemFailures":[]`) {
		return fmt.Errorf("the worker answered %s", got.Body)
	}
	return nil
}

// ErrOpen says that a front lets in whom it should not.
var ErrOpen = errors.New("it accepts what it must refuse, so it is not measured")

// Refuses sees that the front turns away a request that is forged, and one that was
// good ten minutes ago.
func Refuses(ctx context.Context, f *runtime.Function, a *account.Account, now time.Time) error {
	for what, of := range map[string]struct {
		secret string
		at     time.Time
	}{
		"a forged request":             {"somebody else's secret", now},
		"one that is ten minutes old":  {SigningSecret, now.Add(-10 * time.Minute)},
		"one from ten minutes to come": {SigningSecret, now.Add(10 * time.Minute)},
	} {
		event, err := Command("/deploy", "prod checkout abc123", a.Slack, of.secret, of.at)
		if err != nil {
			return err
		}
		status, _, err := Answered(ctx, f, event)
		if err != nil {
			return err
		}
		if status != http.StatusUnauthorized {
			return fmt.Errorf("%s got %d: %w", what, status, ErrOpen)
		}
	}
	if left := a.Take(); len(left) > 0 {
		return fmt.Errorf("%d of them were queued: %w", len(left), ErrOpen)
	}
	return nil
}
