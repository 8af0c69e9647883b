package spans_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

const update = "https://slack.com/api/chat.update"

func TestEachCallOfAnInvocationIsASpanThatSaysHowItWent(t *testing.T) {
	w := newWorld(t, true)
	err := w.invoke(picked, func(ctx context.Context) error {
		ctx = spans.About(logs.With(ctx, "req-1"), "01A")
		inner, end := w.tracer.AWS()(ctx, "STS", "AssumeRole")
		_, endInner := w.tracer.AWS()(inner, "Lambda", "GetAlias")
		endInner(slog.Int("status", 429), slog.Int("attempts", 3), slog.String("error", "TooManyRequestsException"), slog.String("aws_request", "r-1"), slog.String("secret", "x"))
		end(slog.Int("status", 200))
		return w.send(ctx, update, answers(200))
	})
	if err != nil || w.asked != 1 {
		t.Fatalf("%v, %d exports", err, w.asked)
	}
	if got := w.names(); !slices.Equal(got, []string{"Lambda.GetAlias", "STS.AssumeRole", "Slack.chat.update", "ticker"}) {
		t.Fatalf("%v", got)
	}
	lambda, sts, invocation := w.spans[0], w.spans[1], w.spans[3]
	if lambda.Parent().SpanID() != sts.SpanContext().SpanID() || sts.Parent().SpanID() != invocation.SpanContext().SpanID() || invocation.Parent().SpanID().String() != "463ac35c9f6413ad" {
		t.Error("they are not inside one another")
	}
	for _, s := range w.spans {
		if got := s.SpanContext().TraceID().String(); got != "67891233abcdef012345678912345678" || !s.EndTime().After(s.StartTime()) {
			t.Errorf("%s: trace %s, from %s to %s", s.Name(), got, s.StartTime(), s.EndTime())
		}
	}
	want := attribute.NewSet(
		attribute.String(spans.System, spans.SystemAWS), attribute.String(spans.Service, "Lambda"), attribute.String(spans.Operation, "GetAlias"),
		attribute.String(spans.Correlation, "req-1"), attribute.String(spans.Rollout, "01A"), attribute.Int(spans.Status, 429),
		attribute.Int(spans.Attempts, 3), attribute.String(spans.Failure, "TooManyRequestsException"), attribute.String(spans.Request, "r-1"))
	if got := attribute.NewSet(lambda.Attributes()...); !got.Equals(&want) {
		t.Errorf("got  %v\nwant %v", got.Encoded(attribute.DefaultEncoder()), want.Encoded(attribute.DefaultEncoder()))
	}
}

func TestOnlyWhatLambdaHasPickedIsRecordedWhereThatIsAskedFor(t *testing.T) {
	for header, want := range map[string]bool{
		picked: true, strings.Replace(picked, "Sampled=1", "Sampled=0", 1): false, "": false, "Root=1-x;Parent=y;Sampled=1": false,
		"Root=1-67891233-abcdef012345678912345678;Sampled=1": false, "Parent=463ac35c9f6413ad;Sampled=1": false, "Root=;Sampled=1": false,
	} {
		for _, onlyPicked := range []bool{true, false} {
			w := newWorld(t, onlyPicked)
			if err := w.invoke(header, func(ctx context.Context) error { return w.send(ctx, update, answers(200)) }); err != nil {
				t.Fatal(err)
			}
			if recorded := len(w.spans) == 2; recorded != (want || !onlyPicked) || !recorded && w.asked > 0 {
				t.Errorf("%q, only picked %v: %v", header, onlyPicked, w.names())
			}
		}
	}
}

func TestACallOutsideOfAnInvocationIsMadeAndNotRecorded(t *testing.T) {
	w := newWorld(t, false)
	_, end := w.tracer.AWS()(t.Context(), "Secrets Manager", "GetSecretValue")
	end(slog.Int("status", 200))
	if err := w.send(t.Context(), update, answers(200)); err != nil {
		t.Fatal(err)
	}
	if err := w.invoke("", func(context.Context) error { return nil }); err != nil || !slices.Equal(w.names(), []string{"ticker"}) {
		t.Errorf("%v, %v", w.names(), err)
	}
}

// faults.md I1: an error's text may quote what was asked, and what is secret.
func TestASpanSaysThatACallFailedAndNotItsText(t *testing.T) {
	w := newWorld(t, false)
	for err, want := range map[error]string{
		errors.New("Post \"https://hooks.slack.com/nightingale\": no route"): "no answer", context.DeadlineExceeded: "time-out", context.Canceled: "cancelled",
	} {
		w.spans = nil
		failed := w.invoke("", func(ctx context.Context) error {
			return w.send(ctx, "https://hooks.slack.com/commands/T1/2/nightingale?nightingale", unplugged(err))
		})
		if !errors.Is(failed, err) || len(w.spans) != 2 {
			t.Fatalf("%v, %v", failed, w.names())
		}
		if got := spans.Text(w.spans[0].Attributes(), spans.Failure); got != want || w.spans[0].Name() != "Slack.response_url" {
			t.Errorf("%s: %s", w.spans[0].Name(), got)
		}
		if !spans.Failed(w.spans[1].Attributes()) {
			t.Error("the invocation has not failed")
		}
	}
}

// A collector that hangs costs each invocation half a second at most, and not each of them.
func TestASlowExporterIsGivenUpForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, false)
		w.fault = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		start := time.Now()
		for range 10 {
			if err := w.invoke("", func(ctx context.Context) error { return w.send(ctx, update, answers(200)) }); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 500*time.Millisecond || w.asked != 1 || strings.Count(w.log.String(), "\n") != 1 {
			t.Errorf("it took %s; %d exports; the log: %s", took, w.asked, w.log.String())
		}
		w.at, w.fault = w.at.Add(5*time.Minute), nil
		if err := w.invoke("", func(context.Context) error { return nil }); err != nil || w.asked != 2 {
			t.Errorf("it is never tried again: %d, %v", w.asked, err)
		}
	})
}

func TestOfAVeryLongInvocationTheFirstSpansAreKept(t *testing.T) {
	w := newWorld(t, false)
	err := w.invoke("", func(ctx context.Context) error {
		for range 1500 {
			_, end := w.tracer.AWS()(ctx, "DynamoDB", "Query")
			end()
		}
		return nil
	})
	if err != nil || len(w.spans) != 1001 {
		t.Fatalf("%d, %v", len(w.spans), err)
	}
	if last := w.spans[1000].Name(); last != "ticker" {
		t.Errorf("what they belong to is not kept, but %s", last)
	}
}
