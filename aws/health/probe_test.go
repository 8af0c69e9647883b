package health_test

import (
	"context"
	"errors"
	"net/http"
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
		w.checks.Smoke = []rollout.Smoke{{Path: "/health", Status: http.StatusTeapot}}
		if got := w.probe(5, 0); got != (judge.Counts{Invocations: 5, Errors: 2}) {
			t.Errorf("%+v, want the second of every two to fail", got)
		}
	})
}

func TestOfAProbeOfOnesOwnFailuresAndServerErrorsCount(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Probe = []byte(own)
		var sent string
		w.On("Invoke", nil, func(c faulty.Call) (*http.Response, error) {
			sent = string(c.Body)
			return says("2", "", `{"statusCode":404}`)(c)
		}, says("2", "", `"hello"`), says("2", "", `{"statusCode":500}`), says("2", "Unhandled", "{}"), says("1", "", fine))
		if got := w.probe(6, 0); got != (judge.Counts{Invocations: 6, Errors: 3}) || sent != own {
			t.Errorf("%+v, sent %s", got, sent)
		}
	})
}

func TestWhatIsSlowIsLambdasToSayAndTheClocksWhenItDoesNot(t *testing.T) {
	const slow = 500 * time.Millisecond
	for name, c := range map[string]struct {
		answer faulty.Fault
		want   judge.Counts
	}{
		"a cold start":           {reports(3*time.Second, textReport), judge.Counts{Invocations: 1}},
		"a cold start, in JSON":  {reports(3*time.Second, jsonReport), judge.Counts{Invocations: 1}},
		"slow by its own count":  {reports(0, "REPORT RequestId: 1\tDuration: 500.01 ms\n"), judge.Counts{Invocations: 1, Slow: 1}},
		"slow by the clock":      {reports(time.Second, "no report"), judge.Counts{Invocations: 1, Slow: 1}},
		"in time by the clock":   {reports(slow, "no report"), judge.Counts{Invocations: 1}},
		"no answer in its limit": {reports(6*time.Second, textReport), judge.Counts{Invocations: 1, Errors: 1, Slow: 1}},
	} {
		with(t, func(w *world) {
			w.On("Invoke", c.answer)
			if got := w.probe(1, slow); got != c.want {
				t.Errorf("%s: %+v", name, got)
			}
		})
	}
}

func TestProbingTakesNoMoreThanItsTimeAndHalfOfTheCallers(t *testing.T) {
	for name, c := range map[string]struct{ left, most time.Duration }{
		"its own":         {time.Hour, 15 * time.Second},
		"half of what is": {8 * time.Second, 4 * time.Second},
	} {
		with(t, func(w *world) {
			w.behave(cloud.Behaviour{LatencyMS: 700})
			ctx, cancel := context.WithTimeout(w.t.Context(), c.left)
			defer cancel()
			began := time.Now()
			got, err := w.Probe(ctx, target, "2", 600, 0)
			took, mean := time.Since(began), c.most/time.Duration(max(got.Invocations, 1))
			if err != nil || took != c.most || got.Errors != 0 || mean < 500*time.Millisecond || mean > 2*time.Second {
				t.Errorf("%s: %+v in %s, %v", name, got, took, err)
			}
		})
	}
}

// How such a call would have ended nobody knows, but that it was too slow.
func TestACallThatTheEndOfTheTimeCutsOffCountsOnlyIfItWasTooSlowByThen(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Timeout = time.Minute
		w.Always("Invoke", faulty.Delay(20*time.Second))
		if got := w.probe(60, time.Second); got != (judge.Counts{Invocations: 1, Slow: 1}) {
			t.Errorf("%+v", got)
		}
		var ticks time.Duration
		w.now = func() time.Time { ticks++; return time.Now().Add(ticks * time.Second) } // each look at it takes a second
		if got := w.probe(60, time.Millisecond); got != (judge.Counts{Invocations: 1, Slow: 1}) {
			t.Errorf("%+v, want no call to be begun when the time is over", got)
		}
		w.now = time.Now
		for _, slow := range []time.Duration{0, 20 * time.Second} {
			if got, err := w.Probe(w.t.Context(), target, "2", 60, slow); !errors.Is(err, context.DeadlineExceeded) || got != (judge.Counts{}) {
				t.Errorf("%s: %+v, %v", slow, got, err)
			}
		}
	})
}

// Real calls need the room more than synthetic ones do; and a call that was made
// twice would count once.
func TestProbingEndsAtTheFirstCallThatCannotBeMadeAndNoneIsMadeTwice(t *testing.T) {
	for name, c := range map[string]struct {
		fault faulty.Fault
		kind  rollout.Kind
	}{
		"throttled": {faulty.Answer(429, "TooManyRequestsException", ""), rollout.Throttled},
		"broken":    {faulty.Answer(500, "ServiceException", ""), rollout.Broken},
		"lost":      {faulty.LoseReply, rollout.Broken},
	} {
		with(t, func(w *world) {
			w.On("Invoke", nil, nil, c.fault)
			if got := w.probe(60, 0); got != (judge.Counts{Invocations: 2}) || w.Count("Invoke") != 3 {
				t.Errorf("%s: %+v in %v", name, got, w.Counts())
			}
			w.On("Invoke", c.fault)
			if got, err := w.Probe(w.t.Context(), target, "2", 60, 0); !rollout.IsKind(err, c.kind) || got != (judge.Counts{}) || w.Count("Invoke") != 4 {
				t.Errorf("%s: %+v, %v in %v", name, got, err, w.Counts())
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
