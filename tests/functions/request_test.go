package functions

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// Capabilities that come with every request of Slack's.
const (
	trigger  = "13345224609.738474920.nightingale"
	response = "/commands/T0SANDBOX/123/nightingale" // below the origin of private answers
)

// command is a slash command as API Gateway's REST API hands it to a function,
// signed by the secret at that time.
func command(secret, text string, at time.Time, more ...string) events.APIGatewayProxyRequest {
	form := url.Values{
		"token": {"nightingale-legacy"}, "team_id": {"T0SANDBOX"}, "team_domain": {"sandbox"}, "api_app_id": {"A0SANDBOX"},
		"user_id": {"U0ANA"}, "user_name": {"ana"}, "channel_id": {"C0CHECKOUT"}, "channel_name": {"checkout"},
		"command": {"/deploy"}, "text": {text}, "trigger_id": {trigger}, "is_enterprise_install": {"false"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return request("/slack/commands", form.Encode(), secret, at)
}

// click is a pressed button, as command is a slash command.
func click(secret, value string, at time.Time) events.APIGatewayProxyRequest {
	form := url.Values{"payload": {`{"type":"block_actions","team":{"id":"T0SANDBOX"},"api_app_id":"A0SANDBOX","user":{"id":"U0ANA"},
		"channel":{"id":"C0CHECKOUT"},"container":{"message_ts":"1.2"},"trigger_id":"` + trigger + `",
		"actions":[{"action_id":"slipway_rollback","value":"` + value + `"}]}`}}
	return request("/slack/interactions", form.Encode(), secret, at)
}

func request(path, body, secret string, at time.Time) events.APIGatewayProxyRequest {
	stamp, signature := slack.Sign(secret, at, []byte(body))
	e := events.APIGatewayProxyRequest{
		Resource: "/{proxy+}", Path: path, HTTPMethod: http.MethodPost, Body: body,
		MultiValueHeaders: map[string][]string{
			"Content-Type": {"application/x-www-form-urlencoded"}, "Host": {"abc.execute-api.us-east-1.amazonaws.com"},
			"X-Slack-Request-Timestamp": {stamp}, "X-Slack-Signature": {signature}, "X-Forwarded-For": {"192.0.2.7"},
		},
		Headers: map[string]string{},
		RequestContext: events.APIGatewayProxyRequestContext{
			AccountID: "123456789012", APIID: "abc", Stage: "live", Path: "/live" + path, ResourcePath: "/{proxy+}", HTTPMethod: http.MethodPost,
			RequestID: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", Identity: events.APIGatewayRequestIdentity{SourceIP: "192.0.2.7"},
		},
	}
	for name, values := range e.MultiValueHeaders {
		e.Headers[name] = values[len(values)-1]
	}
	return e
}

// inBase64 is the same request, its body carried in base64.
func inBase64(e events.APIGatewayProxyRequest) events.APIGatewayProxyRequest {
	e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString([]byte(e.Body)), true
	return e
}

// ask is the answer of a front.
func (p *process) ask(e events.APIGatewayProxyRequest) events.APIGatewayProxyResponse {
	p.t.Helper()
	var got events.APIGatewayProxyResponse
	p.invoke(e, &got)
	return got
}
