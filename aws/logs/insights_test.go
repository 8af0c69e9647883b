package logs_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/logs"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const newest = "fields @timestamp, @message | filter @message like /ERROR/ | sort @timestamp desc | limit 2"

func TestAQueryGivesRowsByField(t *testing.T) {
	w := open(t)
	w.write(stream, "ERROR one", "fine", "ERROR two", "ERROR three", "ERROR too late")
	rows, err := w.Insights(t.Context(), target, newest, w.start, w.second(4))
	if err != nil || len(rows) != 2 || rows[0]["@message"] != "ERROR three" || rows[1]["@message"] != "ERROR two" || rows[0]["@ptr"] != "" {
		t.Errorf("%v, %v", rows, err)
	}
}

func status(s string, rows ...any) object { return object{"status": s, "results": rows} }

func TestAQueryIsWaitedForWithGrowingPauses(t *testing.T) {
	w := nowhere(t)
	w.wire.On("StartQuery", says(object{"queryId": "one"}, func(in object) {
		if in["logGroupName"] != group || in["queryString"] != newest || in["endTime"].(float64)-in["startTime"].(float64) != 9 {
			t.Errorf("asked for %v", in)
		}
	}))
	mine := func(in object) {
		if in["queryId"] != "one" {
			t.Errorf("asked for %v", in)
		}
	}
	row := []any{object{"field": "@ptr", "value": "x"}, object{"field": "n", "value": "7\x1b"}}
	w.wire.On("GetQueryResults", says(status("Scheduled"), mine), says(status("Running"), mine), says(status("Unknown"), mine),
		says(status("Running"), mine), says(status("Running", row), mine), says(status("Complete", row), mine))
	rows, err := w.Insights(t.Context(), target, newest, w.start, w.second(10))
	if diff := cmp.Diff([]map[string]string{{"n": "7"}}, rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
	ms := time.Millisecond
	if diff := cmp.Diff([]time.Duration{200 * ms, 400 * ms, 800 * ms, 1600 * ms, 2000 * ms}, w.waited); diff != "" {
		t.Error(diff)
	}
	if w.wire.Count("StopQuery") != 0 {
		t.Error("a query that has ended is stopped")
	}
}

func TestAQueryThatNobodyWaitsForIsStopped(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	for name, c := range map[string]struct {
		ctx   context.Context
		pause func(context.Context) error
		fault faulty.Fault
		cause error
	}{
		"the caller has gone":      {gone, func(ctx context.Context) error { cancel(); return ctx.Err() }, says(status("Running"), anything), context.Canceled},
		"it takes too long":        {t.Context(), func(context.Context) error { return nil }, says(status("Running"), anything), nil},
		"it cannot be asked for":   {t.Context(), nil, faulty.LoseReply, nil},
		"too many queries at once": {t.Context(), nil, faulty.Answer(http.StatusBadRequest, "ThrottlingException", "no"), nil},
	} {
		w := nowhere(t)
		w.pause = c.pause
		w.wire.On("StartQuery", says(object{"queryId": "one"}, anything))
		w.wire.Always("GetQueryResults", c.fault)
		w.wire.On("StopQuery", says(object{"success": true}, anything))
		if _, err := w.Insights(c.ctx, target, newest, w.start, w.second(10)); err == nil || c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%s: %v", name, err)
		}
		if w.wire.Count("StopQuery") != 1 {
			t.Errorf("%s: it runs on", name)
		}
	}
}

func TestAQueryThatFailsIsAnErrorAndNeedsNoStop(t *testing.T) {
	for _, s := range []string{"Failed", "Cancelled", "Timeout"} {
		w := nowhere(t)
		w.wire.On("StartQuery", says(object{"queryId": "one"}, anything))
		w.wire.On("GetQueryResults", says(status(s), anything))
		if rows, err := w.Insights(t.Context(), target, newest, w.start, w.second(10)); !rollout.IsKind(err, rollout.Broken) || rows != nil {
			t.Errorf("%s: %v, %v", s, rows, err)
		}
		if w.wire.Count("StopQuery") != 0 {
			t.Errorf("%s: it is stopped", s)
		}
	}
}

func TestAQueryThatIsRefusedIsAnErrorWithAKind(t *testing.T) {
	for code, kind := range map[string]rollout.Kind{"MalformedQueryException": rollout.Invalid, "LimitExceededException": rollout.Throttled} {
		w := nowhere(t)
		w.wire.On("StartQuery", faulty.Answer(http.StatusBadRequest, code, "no"))
		if _, err := w.Insights(t.Context(), target, newest, w.start, w.second(10)); !rollout.IsKind(err, kind) {
			t.Errorf("%s: %v", code, err)
		}
	}
	w := nowhere(t) // one that cannot be stopped either
	w.wire.On("StartQuery", says(object{"queryId": "one"}, anything))
	w.wire.On("GetQueryResults", faulty.LoseRequest)
	w.wire.On("StopQuery", faulty.Answer(http.StatusBadRequest, "InvalidParameterException", "no"))
	if _, err := w.Insights(t.Context(), target, newest, w.start, w.second(10)); err == nil {
		t.Error("no error")
	}
}

func TestWithoutAPauseOfTheCallersTheClockIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := nowhere(t)
		l := logs.New(w.client, logs.Options{Group: func(rollout.Target) string { return group }})
		w.wire.On("StartQuery", says(object{"queryId": "one"}, anything), says(object{"queryId": "two"}, anything))
		w.wire.On("GetQueryResults", says(status("Running"), anything), says(status("Complete"), anything), says(status("Running"), anything))
		w.wire.On("StopQuery", says(object{}, anything))
		began := time.Now()
		if rows, err := l.Insights(t.Context(), target, newest, w.start, w.second(10)); err != nil || len(rows) != 0 {
			t.Errorf("%v, %v", rows, err)
		}
		if waited := time.Since(began); waited != 200*time.Millisecond {
			t.Errorf("it waited %s", waited)
		}
		gone, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := l.Insights(gone, target, newest, w.start, w.second(10)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}
