package session_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/session"
)

// journal is a log, and a clock that moves by a second each time it is read.
func journal(level slog.Level) (session.Options, *bytes.Buffer) {
	out := new(bytes.Buffer)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { at = at.Add(time.Second); return at }
	plain := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	return session.Options{Log: slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level, ReplaceAttr: plain})), Now: now}, out
}

func send(ctx context.Context, c aws.Config) error {
	_, err := queues(c).SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String("u"), MessageBody: aws.String("hush")})
	return err
}

func TestACallIsOneLineOfTheLog(t *testing.T) {
	sent := answer(200, `{"MessageId":"m","MD5OfMessageBody":"588d39bce7c5fcae6a8529c3997387ea"}`)
	type line = map[string]any
	for _, c := range []struct {
		name string
		do   func(context.Context, aws.Config) error
		hear []int // statuses that come before
		want line
	}{
		{"a read is for debugging", list, nil,
			line{"level": "DEBUG", "operation": "ListQueues", "attempts": 1.0, "status": 200.0}},
		{"a read that fails is not", list, []int{403},
			line{"level": "INFO", "operation": "ListQueues", "attempts": 1.0, "status": 403.0, "error": "Refused"}},
		{"a write is worth knowing, and its attempts are counted", send, []int{500, 503},
			line{"level": "INFO", "operation": "SendMessage", "attempts": 3.0, "status": 200.0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			answers := append(refusals(c.hear), sent)
			url, _ := serve(t, answers...)
			o, out := journal(slog.LevelDebug)
			err := c.do(t.Context(), open(t, lambda(url), o))
			if failed := c.want["error"] != nil; failed != (err != nil) {
				t.Fatal(err)
			}
			var got line
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatalf("not one line: %s", out)
			}
			c.want["msg"], c.want["aws_service"], c.want["took_ms"], c.want["aws_request"] = "aws", "SQS", 1e3, "req-1"
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// faults.md I1
func TestTheLogHoldsNothingOfARequestOrAReply(t *testing.T) {
	url, _ := serve(t, refusal(400, "InvalidMessageContents"))
	o, out := journal(slog.LevelDebug)
	if err := send(t.Context(), open(t, lambda(url), o)); err == nil {
		t.Fatal("no error")
	}
	for _, secret := range []string{"hush", "token-old", "AKIDOLD"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, out)
		}
	}
}

func TestACallThatGotNoAnswerIsLoggedWithItsCause(t *testing.T) {
	o, out := journal(slog.LevelInfo)
	if err := list(t.Context(), open(t, lambda("http://127.0.0.1:1"), o)); err == nil {
		t.Fatal("no error")
	}
	if !strings.Contains(out.String(), "connection refused") || strings.Contains(out.String(), `"status"`) {
		t.Error(out)
	}
}

func TestNobodyPaysForLinesThatAreNotWanted(t *testing.T) {
	url, _ := serve(t, answer(200, `{}`))
	o, out := journal(slog.LevelInfo)
	if err := list(t.Context(), open(t, lambda(url), o)); err != nil || out.Len() > 0 {
		t.Errorf("error %v, log %s", err, out)
	}
}

func TestALogNeedsAClock(t *testing.T) {
	o, _ := journal(slog.LevelInfo)
	o.Now = nil
	if _, err := session.New(lambda("").get, o); err == nil {
		t.Error("no error")
	}
}
