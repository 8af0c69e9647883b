package functions

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
)

func TestACommandIsQueuedWithTheIDOfItsRequestAndAnswered(t *testing.T) {
	t.Parallel()
	s := surround(t)
	p, began := s.front(t), time.Now()
	private := s.slack.URL + response
	got := p.ask(command(signing, "staging checkout abc123", began, "response_url", private))
	if got.StatusCode != http.StatusOK || got.MultiValueHeaders["Content-Type"][0] != "application/json; charset=utf-8" {
		t.Errorf("status %d, headers %v", got.StatusCode, got.MultiValueHeaders)
	}
	want := map[string]any{"response_type": "ephemeral", "text": "Looking at `abc123` for checkout in staging…"}
	if diff := cmp.Diff(want, object(t, got.Body)); diff != "" {
		t.Error(diff)
	}
	sent := s.messages()
	if len(sent) != 1 {
		t.Fatalf("%d messages were sent", len(sent))
	}
	parcel := object(t, sent[0]["MessageBody"].(string))
	job := parcel["job"].(map[string]any)
	if at, err := time.Parse(time.RFC3339Nano, job["received"].(string)); err != nil || at.Before(began) || at.After(time.Now()) {
		t.Errorf("it was received at %v, %v", job["received"], err)
	}
	delete(job, "received")
	delete(sent[0], "MessageBody")
	if diff := cmp.Diff(map[string]any{"QueueUrl": queueURL, "MessageGroupId": "target/checkout/staging", "MessageDeduplicationId": trigger}, sent[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{
		"correlation": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
		"job": map[string]any{
			"id": trigger, "team": "T0SANDBOX", "user": "U0ANA", "channel": "C0CHECKOUT", "response_url": private, "command": job["command"],
		},
	}, parcel); diff != "" {
		t.Error(diff)
	}
	if line := p.logged("request"); line["correlation_id"] != "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" || line["outcome"] != "queued" {
		t.Errorf("the log says %v", line)
	}
}

func TestARollbackGoesByTheUrgentQueue(t *testing.T) {
	t.Parallel()
	s := surround(t)
	urgent := strings.Replace(queueURL, "jobs", "urgent", 1)
	p := s.front(t, "SLIPWAY_URGENT_QUEUE_URL="+urgent)
	p.ask(click(signing, "01ROLLOUT", time.Now()))
	p.ask(command(signing, "status", time.Now()))
	sent := s.messages()
	if len(sent) != 2 || sent[0]["QueueUrl"] != urgent || sent[0]["MessageGroupId"] != "click/01ROLLOUT" || sent[1]["QueueUrl"] != queueURL {
		t.Errorf("sent: %v", sent)
	}
}

// carried is one request in each way in which API Gateway may hand it over.
func carried(text string, at time.Time) map[string]events.APIGatewayProxyRequest {
	plain, lower := command(signing, text, at), command(signing, text, at)
	lower.MultiValueHeaders = map[string][]string{}
	for name, values := range plain.MultiValueHeaders {
		lower.MultiValueHeaders[strings.ToLower(name)] = values
	}
	lists, singles := plain, plain
	lists.Headers, singles.MultiValueHeaders = nil, nil
	return map[string]events.APIGatewayProxyRequest{
		"plain": plain, "base64": inBase64(plain), "headers in lower case": lower, "lists of headers only": lists, "single headers only": singles,
	}
}

// faults.md A7, A8
func TestARequestIsTheSameHoweverItIsCarried(t *testing.T) {
	t.Parallel()
	s := surround(t)
	p := s.front(t)
	type outcome struct {
		answer string
		jobs   []any
	}
	for text, jobs := range map[string]int{"lock staging checkout moving 🧨 и 爆": 1, "staging \x00 checkout": 0} {
		var first *outcome
		for name, e := range carried(text, time.Now()) {
			before := len(s.messages())
			got := outcome{answer: p.ask(e).Body}
			for _, m := range s.messages()[before:] {
				job := object(t, m["MessageBody"].(string))["job"].(map[string]any)
				delete(job, "received")
				got.jobs = append(got.jobs, job)
			}
			if first == nil {
				first = &got
			}
			if diff := cmp.Diff(*first, got, cmp.AllowUnexported(outcome{})); diff != "" || len(got.jobs) != jobs {
				t.Errorf("%s: %d jobs; it differs: %s", name, len(got.jobs), diff)
			}
		}
		if jobs > 0 && !strings.Contains(fmt.Sprint(first.jobs), "moving 🧨 и 爆") {
			t.Errorf("the job is %v", first.jobs)
		}
	}
}

// topicSays is what SNS posts to an HTTPS endpoint, with an address that nobody may fetch.
const topicSays = `{"Type":"SubscriptionConfirmation","SubscribeURL":"http://169.254.169.254/","Records":[{"EventSource":"aws:sns","Sns":{"Type":"Notification","Message":"{}"}}]}`

// faults.md A1, A2, A3, A6, A7, A8, A12, C9, C10
func TestWhatSlackDidNotSignCallsNobody(t *testing.T) {
	t.Parallel()
	s := surround(t)
	p := s.front(t)
	p.ask(healthCheck()) // it has started
	before, now := s.calls(), time.Now()
	spoilt := func(spoil func(*events.APIGatewayProxyRequest)) events.APIGatewayProxyRequest {
		e := command(signing, "staging checkout abc123", now)
		spoil(&e)
		return e
	}
	signature := func(e *events.APIGatewayProxyRequest) []string { return e.MultiValueHeaders["X-Slack-Signature"] }
	for name, c := range map[string]struct {
		event  events.APIGatewayProxyRequest
		status int
	}{
		"forged":        {command("nightingale-guess", "staging checkout abc123", now), 401},
		"too old":       {command(signing, "staging checkout abc123", now.Add(-301*time.Second)), 401},
		"of the future": {command(signing, "staging checkout abc123", now.Add(303*time.Second)), 401},
		"unsigned":      {spoilt(func(e *events.APIGatewayProxyRequest) { e.MultiValueHeaders, e.Headers = nil, nil }), 401},
		"two signatures": {spoilt(func(e *events.APIGatewayProxyRequest) {
			e.MultiValueHeaders["X-Slack-Signature"] = append(signature(e), "v0=0")
		}), 401},
		"two spellings of the signature": {spoilt(func(e *events.APIGatewayProxyRequest) {
			e.MultiValueHeaders["x-slack-signature"] = signature(e)
		}), 401},
		"another body":                   {spoilt(func(e *events.APIGatewayProxyRequest) { e.Body += "&text=prod" }), 401},
		"no base64":                      {spoilt(func(e *events.APIGatewayProxyRequest) { e.Body, e.IsBase64Encoded = "%", true }), 400},
		"another path":                   {spoilt(func(e *events.APIGatewayProxyRequest) { e.Path = "/slack/admin" }), 404},
		"read":                           {spoilt(func(e *events.APIGatewayProxyRequest) { e.HTTPMethod = http.MethodGet }), 405},
		"no request":                     {events.APIGatewayProxyRequest{}, 400},
		"a topic's, as an event":         {request("/slack/events", topicSays, "guess", now), 401},
		"a topic's, with no code host":   {request("/github/webhooks", topicSays, "guess", now), 404},
		"a topic's, where there is none": {request("/sns", topicSays, signing, now), 404},
		"a queue's event for the worker": {request("/slack/commands", `{"Records":[{"eventSource":"aws:sqs"}]}`, "guess", now), 401},
	} {
		got := p.ask(c.event)
		if got.StatusCode != c.status || c.status == http.StatusUnauthorized && got.Body != "" {
			t.Errorf("%s: status %d, body %q", name, got.StatusCode, got.Body)
		}
	}
	if after := s.calls(); after != before {
		t.Errorf("%d calls were made", after-before)
	}
}

// healthCheck is the event that keeps a front warm.
func healthCheck() events.APIGatewayProxyRequest {
	return events.APIGatewayProxyRequest{HTTPMethod: http.MethodGet, Path: "/healthz"}
}

func TestTheHealthCheckCallsNobody(t *testing.T) {
	t.Parallel()
	s := surround(t)
	p := s.front(t)
	p.ask(healthCheck()) // it has started
	before := s.calls()
	got := p.ask(healthCheck())
	if got.StatusCode != http.StatusOK || got.Body != "{\"ok\":true}\n" || s.calls() != before {
		t.Errorf("status %d, body %q, %d calls", got.StatusCode, got.Body, s.calls()-before)
	}
}

func TestAColdStartMakesTwoCallsAndEachCommandOneByTheSameConnection(t *testing.T) {
	t.Parallel()
	s := surround(t)
	p := s.front(t)
	for n := 1; n <= 20; n++ {
		if got := p.ask(command(signing, "staging checkout abc123", time.Now())); got.StatusCode != http.StatusOK {
			t.Fatalf("status %d", got.StatusCode)
		}
		if secrets, queue := len(s.secrets.seen()), len(s.queue.seen()); secrets != 1 || queue != n {
			t.Fatalf("after %d commands: %d calls for the secret, %d of the queue", n, secrets, queue)
		}
	}
	if s.queue.opened() != 1 || len(s.slack.seen()) != 0 {
		t.Errorf("%d connections to the queue, %d calls of Slack", s.queue.opened(), len(s.slack.seen()))
	}
}

// A rotated secret: the old one and the new one count. That a process takes a new
// one up is a test of cmd/front, since it takes minutes.
//
// faults.md A18
func TestWhileTheSigningSecretIsRotatedBothCount(t *testing.T) {
	t.Parallel()
	s := surround(t)
	s.secrets.from(gives(secretString(map[string]any{"SLACK_SIGNING_SECRET": "nightingale-new", "SLACK_SIGNING_SECRET_PREVIOUS": signing})))
	p := s.front(t)
	for secret, status := range map[string]int{"nightingale-new": 200, signing: 200, "nightingale-older": 401, "": 401} {
		if got := p.ask(command(secret, "help", time.Now())); got.StatusCode != status {
			t.Errorf("%q: status %d", secret, got.StatusCode)
		}
	}
}

func TestAFrontThatIsAskedToEndDoesSoWithItsLastLine(t *testing.T) {
	t.Parallel()
	p := surround(t).front(t)
	p.ask(command(signing, "help", time.Now()))
	p.must(p.Terminate())
	<-p.Exited()
	lines := p.lines()
	if p.Code() != 0 || lines[len(lines)-1]["message"] != "stopped" {
		t.Errorf("code %d, log %s", p.Code(), p.Log())
	}
}
