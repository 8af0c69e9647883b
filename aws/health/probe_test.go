package health_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const (
	fine = `{"statusCode":200,"body":"{\"status\":\"ok\"}"}`
	own  = `{"path":"/cart"}`
)

func (w *world) probe(n int, slow time.Duration) judge.Counts {
	w.t.Helper()
	counts, err := w.Probe(w.t.Context(), target, "2", n, slow)
	w.must(err)
	return counts
}

func (w *world) behave(b cloud.Behaviour) { w.must(w.cloud.SetBehaviour(digest(2), b)) }

// reports answers well after a time, with that at the end of its log for whoever
// asks for it.
func reports(after time.Duration, log string) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		answer, err := says("2", "", fine)(c)
		if c.Request.Header.Get("X-Amz-Log-Type") == "Tail" {
			answer.Header.Set("X-Amz-Log-Result", encoded(log))
		}
		if left := smithytime.SleepWithContext(c.Request.Context(), after); left != nil {
			return nil, left // the caller has gone
		}
		return answer, err
	}
}

func TestSyntheticCallsFailAndAreSlowAsOftenAsTheVersionIs(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Probe = []byte(own)
		w.behave(cloud.Behaviour{ErrorRate: 0.2, LatencyMS: 10})
		got := w.probe(600, 10*time.Millisecond)
		if got.Invocations != 600 || got.Errors < 70 || got.Errors > 170 || got.Slow < 220 || got.Slow > 380 || w.Count("Invoke") != 600 {
			t.Errorf("%+v in %v, want about 120 errors and 300 slow calls", got, w.Counts())
		}
	})
}

func TestWithoutAProbeOfTheirOwnTheChecksAreMadeInTurn(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Smoke = []rollout.Smoke{{Path: "/health", Status: http.StatusNoContent}}
		if got := w.probe(5, 0); got != (judge.Counts{Invocations: 5, Errors: 2}) {
			t.Errorf("%+v, want the second of every two to fail", got)
		}
	})
}

func TestWhoTurnsAProbeOfOnesOwnAwayHasFailed(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Probe = []byte(own)
		var sent string
		w.On("Invoke", nil, func(c faulty.Call) (*http.Response, error) {
			sent = string(c.Body)
			return says("2", "", `{"statusCode":302}`)(c)
		}, says("2", "", `"hello"`), says("2", "", `{"statusCode":403}`), says("2", "", `{"statusCode":500}`), says("2", "Unhandled", "{}"), says("1", "", fine))
		if got := w.probe(7, 0); got != (judge.Counts{Invocations: 7, Errors: 4}) || sent != own {
			t.Errorf("%+v, sent %s", got, sent)
		}
	})
}

func TestWhatIsSlowIsLambdasToSay(t *testing.T) {
	for name, c := range map[string]struct {
		answer faulty.Fault
		want   judge.Counts
	}{
		"a cold start":           {reports(3*time.Second, textReport), judge.Counts{Invocations: 1}},
		"a cold start, in JSON":  {reports(3*time.Second, jsonReport), judge.Counts{Invocations: 1}},
		"slow by its own count":  {reports(0, "REPORT RequestId: 1\tDuration: 500.01 ms\n"), judge.Counts{Invocations: 1, Slow: 1}},
		"perhaps only its start": {reports(3*time.Second, "no report"), judge.Counts{Invocations: 1}},
		"no answer in its limit": {reports(6*time.Second, textReport), judge.Counts{Invocations: 1, Errors: 1}},
		"longer than any start":  {reports(11*time.Second, "no report"), judge.Counts{Invocations: 1, Slow: 1}},
	} {
		with(t, func(w *world) {
			if name == "longer than any start" {
				w.checks.Timeout = time.Minute
			}
			w.On("Invoke", c.answer)
			if got := w.probe(1, 500*time.Millisecond); got != c.want {
				t.Errorf("%s: %+v", name, got)
			}
		})
	}
}

// Four are made at the same time, so that four may have a start in them.
func TestWhereLambdaSaysNothingTheClockDecidesButForTheFirstCalls(t *testing.T) {
	with(t, func(w *world) {
		w.Always("Invoke", reports(time.Second, "no report"))
		if got := w.probe(12, 500*time.Millisecond); got != (judge.Counts{Invocations: 12, Slow: 8}) {
			t.Errorf("%+v", got)
		}
		if got := w.probe(12, time.Second); got != (judge.Counts{Invocations: 12}) {
			t.Errorf("%+v, want all in time", got)
		}
	})
}

func TestFourCallsAreMadeAtATime(t *testing.T) {
	with(t, func(w *world) {
		var now, most atomic.Int64
		w.Always("Invoke", func(c faulty.Call) (*http.Response, error) {
			defer now.Add(-1)
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			return reports(100*time.Millisecond, textReport)(c)
		})
		began := time.Now()
		if got := w.probe(60, 0); got.Invocations != 60 || most.Load() != 4 || time.Since(began) != 1500*time.Millisecond || w.log.Len() > 0 {
			t.Errorf("%+v, %d at a time, in %s, log %s", got, most.Load(), time.Since(began), &w.log)
		}
	})
}

func TestNoCallIsBegunAfterFiveSecondsOrHalfOfTheCallersTime(t *testing.T) {
	for name, c := range map[string]struct {
		left, takes, want time.Duration
		calls             int64
	}{
		"five seconds":            {time.Hour, 700 * time.Millisecond, 5600 * time.Millisecond, 32},
		"half of what is left":    {8 * time.Second, 700 * time.Millisecond, 4200 * time.Millisecond, 24},
		"the last may take long":  {time.Hour, 4 * time.Second, 8 * time.Second, 8},
		"but they leave the rest": {8 * time.Second, 3500 * time.Millisecond, 6 * time.Second, 4},
	} {
		with(t, func(w *world) {
			w.Always("Invoke", reports(c.takes, textReport))
			ctx, cancel := context.WithTimeout(w.t.Context(), c.left)
			defer cancel()
			began := time.Now()
			got, err := w.Probe(ctx, target, "2", 600, 0)
			if took := time.Since(began); err != nil || took != c.want || got != (judge.Counts{Invocations: c.calls}) {
				t.Errorf("%s: %+v in %s, %v", name, got, took, err)
			}
			if said := w.log.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "level=INFO") || !strings.Contains(said, "wanted=600") {
				t.Errorf("%s: %s", name, said)
			}
		})
	}
}

// How such a call would have ended nobody knows, but that it was too slow.
func TestACallThatIsCutOffAfterFifteenSecondsCountsOnlyIfItWasTooSlowByThen(t *testing.T) {
	quick, hangs := reports(time.Second, textReport), faulty.Delay(time.Minute)
	for name, c := range map[string]struct {
		first faulty.Fault // what becomes of four calls; the others hang
		n     int
		slow  time.Duration
		want  judge.Counts
	}{
		"nothing is slow":              {quick, 8, 0, judge.Counts{Invocations: 4}},
		"not slow yet":                 {quick, 8, 14 * time.Second, judge.Counts{Invocations: 4}},
		"too slow":                     {quick, 8, 13 * time.Second, judge.Counts{Invocations: 8, Slow: 4}},
		"no start takes so long":       {hangs, 8, 4 * time.Second, judge.Counts{Invocations: 4, Slow: 4}},
		"perhaps it is still starting": {hangs, 8, 5 * time.Second, judge.Counts{}},
		"they say nothing":             {hangs, 4, 0, judge.Counts{}},
	} {
		with(t, func(w *world) {
			w.checks.Timeout = time.Minute
			w.On("Invoke", c.first, c.first, c.first, c.first)
			w.Always("Invoke", hangs)
			began := time.Now()
			got, err := w.Probe(w.t.Context(), target, "2", c.n, c.slow)
			if took := time.Since(began); got != c.want || took != 15*time.Second {
				t.Errorf("%s: %+v in %s", name, got, took)
			}
			nothing, some := got.Invocations == 0, 0 < got.Invocations && got.Invocations < int64(c.n)
			if errors.Is(err, context.DeadlineExceeded) != nothing || strings.Contains(w.log.String(), "level=INFO") != some {
				t.Errorf("%s: %v, log %s", name, err, &w.log)
			}
		})
	}
}

// unreachable is what the network says when nobody takes a connection in its time.
func unreachable(faulty.Call) (*http.Response, error) {
	return nil, fmt.Errorf("dial: %w", context.DeadlineExceeded)
}

// Real calls need the room more than synthetic ones do; and a call that was made
// twice would count once. What is under way is waited for.
func TestProbingEndsAtTheFirstCallThatCannotBeMadeAndNoneIsMadeTwice(t *testing.T) {
	for name, c := range map[string]struct {
		fault faulty.Fault
		kind  rollout.Kind
		said  string
	}{
		"throttled": {faulty.Answer(429, "TooManyRequestsException", ""), rollout.Throttled, "TooManyRequestsException"},
		"denied":    {faulty.Answer(403, "AccessDeniedException", ""), rollout.Broken, "AccessDeniedException"},
		"broken":    {faulty.Answer(500, "ServiceException", ""), rollout.Broken, "ServiceException"},
		"lost":      {faulty.LoseRequest, rollout.Broken, "connection reset"},
		"not met":   {unreachable, rollout.Broken, "dial"},
	} {
		with(t, func(w *world) {
			w.checks.Probe = []byte(`{"path":"/confidential"}`)
			w.On("Invoke", nil, nil, c.fault, c.fault)
			w.behave(cloud.Behaviour{LatencyMS: 100})
			got := w.probe(60, 0)
			if made := int64(w.Count("Invoke")); got.Invocations < 2 || got.Invocations > 3 || made > 4 || got.Errors != 0 {
				t.Errorf("%s: %+v in %v", name, got, w.Counts())
			}
			said := w.log.String()
			if strings.Count(said, "\n") != 1 || strings.Contains(said, "confidential") {
				t.Errorf("%s: %s", name, said)
			}
			for _, part := range []string{"level=WARN", c.said, "function=checkout-prod", "version=2", "wanted=60", fmt.Sprintf("counted=%d", got.Invocations)} {
				if !strings.Contains(said, part) {
					t.Errorf("%s: no %s in %s", name, part, said)
				}
			}
		})
		with(t, func(w *world) {
			w.Always("Invoke", c.fault)
			if got, err := w.Probe(w.t.Context(), target, "2", 60, 0); !rollout.IsKind(err, c.kind) || got != (judge.Counts{}) || w.Count("Invoke") > 4 || w.log.Len() > 0 {
				t.Errorf("%s: %+v, %v in %v, log %s", name, got, err, w.Counts(), &w.log)
			}
		})
	}
}

func TestSyntheticCallsToAVersionThatIsGoneFail(t *testing.T) {
	with(t, func(w *world) {
		if got, err := w.Probe(w.t.Context(), target, "99", 5, 0); err != nil || got != (judge.Counts{Invocations: 5, Errors: 5}) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestSyntheticCallsAreInNoSeriesOfTheAlias(t *testing.T) {
	with(t, func(w *world) {
		began := time.Now().Truncate(time.Minute)
		w.probe(60, 0)
		time.Sleep(10 * time.Minute)
		for _, version := range []string{"", "1", "2"} {
			points, err := w.cloud.Minutes(cloud.MetricsQuery{
				FunctionName: "checkout-prod", Alias: string(rollout.Live), Version: version, From: began, To: time.Now(), SlowLimit: time.Second,
			})
			if err != nil || len(points) != 0 {
				t.Errorf("version %q: %+v, %v", version, points, err)
			}
		}
	})
}

func TestProbingWithoutAnyTimeLeftIsAnError(t *testing.T) {
	with(t, func(w *world) {
		ctx, cancel := context.WithTimeout(w.t.Context(), 0)
		defer cancel()
		if got, err := w.Probe(ctx, target, "2", 5, time.Second); !errors.Is(err, context.DeadlineExceeded) || got != (judge.Counts{}) || w.Count("Invoke") != 0 {
			t.Errorf("%+v, %v in %v", got, err, w.Counts())
		}
	})
}
