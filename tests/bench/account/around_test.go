package account_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

func TestWhatAnAlarmNeedsIsThereAndIsCounted(t *testing.T) {
	a, cfg := open(t, "worker")
	found, err := cloudwatchlogs.NewFromConfig(cfg).FilterLogEvents(t.Context(), &cloudwatchlogs.FilterLogEventsInput{LogGroupName: aws.String("/aws/lambda/checkout")})
	if err != nil || len(found.Events) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := sns.NewFromConfig(cfg).Publish(t.Context(), &sns.PublishInput{TopicArn: aws.String("arn"), Message: aws.String("hello")}); err != nil {
		t.Error(err)
	}
	queue := sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.BaseEndpoint = aws.String(a.QueueHost()) })
	for _, url := range []string{a.Queue, a.Urgent} {
		if _, err := queue.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &url, MessageBody: aws.String("hello"), MessageGroupId: aws.String("g")}); err != nil {
			t.Error(err)
		}
	}
	if sent := a.Take(); len(sent) != 2 || sent[0].Queue != "slipway.fifo" || sent[1].Queue != "urgent.fifo" {
		t.Errorf("sent %+v", sent)
	}
	for _, want := range []account.Call{{By: "worker", Service: "Logs", Operation: "FilterLogEvents"}, {By: "worker", Service: "SNS", Operation: "Publish"}} {
		if n := a.Counts()[want]; n != 1 {
			t.Errorf("%v was counted %d times: %v", want, n, a.Counts())
		}
	}
}

func TestEveryCallGoesByTheLineAndSlackCanBeAnother(t *testing.T) {
	c, err := cloud.New(account.Options(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	var carried []account.Call
	a := account.OpenAmid(c, "{}", account.Around{
		Line: func(c account.Call, next http.Handler) http.Handler {
			carried = append(carried, c)
			return next
		},
		Slack: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }),
	})
	t.Cleanup(a.Close)
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.Slack+"/api/auth.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Body.Close(); err != nil || got.StatusCode != http.StatusTeapot {
		t.Errorf("%s, %v", got.Status, err)
	}
	if want := (account.Call{Service: "Slack", Operation: "POST /api/auth.test"}); len(carried) != 1 || carried[0] != want || a.Posts() != 0 {
		t.Errorf("carried %v", carried)
	}
}
