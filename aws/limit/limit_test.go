package limit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/rollout"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCallsWaitForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := limit.New(2, 3), time.Now()
		for range 7 { // three at once, then one each half second
			must(t, l.Wait(t.Context(), "UpdateAlias"))
		}
		if took := time.Since(begin); took != 2*time.Second {
			t.Errorf("seven calls took %s", took)
		}
	})
}

func TestCallsWithLimitsOfTheirOwnDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := limit.New(1, 1), time.Now()
		for range 100 {
			for _, op := range []string{"Invoke", "GetFunction", "GetPolicy"} {
				must(t, l.Wait(t.Context(), op))
			}
		}
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		if took := time.Since(begin); took != 0 {
			t.Errorf("they took %s", took)
		}
	})
}

// A rollback never waits, but whoever comes after it does.
func TestAnUrgentCallGoesThroughAndIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := limit.New(1, 1), time.Now()
		for range 3 {
			must(t, l.Wait(limit.Urgent(t.Context()), "UpdateAlias"))
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("the urgent ones waited %s", took)
		}
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("the one after three urgent ones waited %s", took)
		}
	})
}

func TestACallThatWouldWaitTooLongIsRefusedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		patience, deadline time.Duration
	}{"for its patience": {2 * time.Second, time.Minute}, "for its deadline": {time.Minute, 2 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
			defer cancel()
			l, begin := limit.New(0.1, 1), time.Now()
			l.Patience = c.patience
			must(t, l.Wait(ctx, "UpdateAlias"))
			for range 5 {
				var told *rollout.Error
				if err := l.Wait(ctx, "UpdateAlias"); !errors.As(err, &told) || told.Kind != rollout.Throttled || !strings.Contains(told.Error(), "Slipway") {
					t.Errorf("%s: %v", name, err)
				}
			}
			if took := time.Since(begin); took != 0 {
				t.Errorf("%s: refused after %s", name, took)
			}
			time.Sleep(10 * time.Second) // and they took nobody's place
			must(t, l.Wait(t.Context(), "UpdateAlias"))
		})
	}
}

func TestACallThatIsCalledOffStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limit.New(0.5, 1)
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := l.Wait(ctx, "UpdateAlias"); !errors.Is(err, context.Canceled) || rollout.IsKind(err, rollout.Throttled) {
			t.Error(err)
		}
	})
}

// faults.md E3: whoever asks, and however much, AWS sees no more than the rate.
func TestNoMoreCallsThanTheRateEverGoThrough(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rate, burst := rapid.IntRange(1, 20).Draw(r, "rate"), rapid.IntRange(1, 10).Draw(r, "burst")
		gaps := rapid.SliceOfN(rapid.IntRange(0, 500), 1, 60).Draw(r, "gaps")
		synctest.Test(t, func(t *testing.T) {
			l, begin, calls := limit.New(float64(rate), burst), time.Now(), 0
			for _, gap := range gaps {
				time.Sleep(time.Duration(gap) * time.Millisecond)
				if l.Wait(t.Context(), "UpdateAlias") == nil {
					calls++
				}
				if most := float64(burst) + float64(rate)*time.Since(begin).Seconds(); float64(calls) > most+1e-6 {
					t.Errorf("%d calls, at most %.1f", calls, most)
				}
			}
		})
	})
}

// A rollback's first call is a read.
func TestAReadOfAliasesWaitsASecondAtMostAndIsNotRefused(t *testing.T) {
	for name, c := range map[string]struct {
		rate float64
		took time.Duration
	}{"its turn comes before": {4, 250 * time.Millisecond}, "its turn comes later": {0.1, time.Second}, "there is hardly a turn": {0.001, time.Second}} {
		for _, op := range []string{"ListAliases", "GetAlias"} {
			synctest.Test(t, func(t *testing.T) {
				l := limit.New(c.rate, 1)
				must(t, l.Wait(t.Context(), "UpdateAlias"))
				for range 3 {
					begin := time.Now()
					must(t, l.Wait(t.Context(), op))
					if took := time.Since(begin); took != c.took {
						t.Errorf("%s: %s took %s", name, op, took)
					}
				}
			})
		}
	}
}

// Reads that go beside the line are counted, so that there are not too many calls in
// one second, but however many they are they take two turns at most.
func TestReadsThatAreLatePushNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := limit.New(0.1, 1), time.Now()
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		for range 8 {
			must(t, l.Wait(t.Context(), "ListAliases"))
		}
		l.Patience = time.Minute
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		if took := time.Since(begin).Round(time.Millisecond); took < 10*time.Second || took > 30*time.Second {
			t.Errorf("the next turn came after %s", took)
		}
	})
}

func TestAReadEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := limit.New(0.1, 1), time.Now()
		must(t, l.Wait(t.Context(), "UpdateAlias"))
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if err := l.Wait(ctx, "ListAliases"); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 300*time.Millisecond {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
	})
}

// faults.md E3: a process that is never idle makes a call a second more, if any.
func TestLateReadsAddACallASecondAtMost(t *testing.T) {
	for _, c := range []struct{ rate, most float64 }{{9, 9}, {2, 2}, {1, 1}, {0.5, 1.5}, {0.1, 1.1}} {
		synctest.Test(t, func(t *testing.T) {
			l, begin, calls := limit.New(c.rate, 1), time.Now(), 0
			for range 100 {
				for _, op := range []string{"ListAliases", "UpdateAlias", "GetAlias"} {
					if l.Wait(t.Context(), op) == nil {
						calls++
					}
				}
			}
			if most := 1 + c.most*time.Since(begin).Seconds(); float64(calls) > most+1e-6 {
				t.Errorf("%d calls at a rate of %v, at most %v", calls, c.rate, most)
			}
		})
	}
}

// answer is a Lambda that says yes to everything.
type answer struct{ calls int }

func (a *answer) RoundTrip(q *http.Request) (*http.Response, error) {
	a.calls++
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: q}, nil
}

func open(l *limit.Limiter) (*lambda.Client, *answer) {
	a := &answer{}
	return lambda.NewFromConfig(aws.Config{
		Region: "us-east-1", HTTPClient: &http.Client{Transport: a}, Credentials: aws.AnonymousCredentials{},
	}, l.Apply), a
}

func move(name string, weights map[string]float64) *lambda.UpdateAliasInput {
	in := &lambda.UpdateAliasInput{FunctionName: aws.String("checkout"), Name: &name}
	if weights != nil {
		in.RoutingConfig = &types.AliasRoutingConfiguration{AdditionalVersionWeights: weights}
	}
	return in
}

func TestAClientsCallsAreLimitedByTheirNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limit.New(1, 1)
		l.Patience = 0
		c, sent := open(l)
		for n := range 3 {
			_, err := c.ListVersionsByFunction(t.Context(), &lambda.ListVersionsByFunctionInput{FunctionName: move("", nil).FunctionName})
			if n == 0 && err != nil || n > 0 && !rollout.IsKind(err, rollout.Throttled) {
				t.Errorf("call %d: %v", n, err)
			}
			_, err = c.GetFunction(t.Context(), &lambda.GetFunctionInput{FunctionName: move("", nil).FunctionName})
			must(t, err)
		}
		if sent.calls != 4 {
			t.Errorf("%d calls were sent", sent.calls)
		}
	})
}

// The weights of live go to nothing when traffic is taken back.
func TestTakingTrafficBackIsUrgent(t *testing.T) {
	for name, c := range map[string]struct {
		in     *lambda.UpdateAliasInput
		urgent bool
	}{
		"live gets whole":          {move("live", map[string]float64{}), true},
		"live is split":            {move("live", map[string]float64{"42": 0.1}), false},
		"live keeps its weights":   {move("live", nil), false},
		"another alias gets whole": {move("green", map[string]float64{}), false},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := limit.New(0.001, 1)
			must(t, l.Wait(t.Context(), "ListAliases"))
			client, _ := open(l)
			_, err := client.UpdateAlias(t.Context(), c.in)
			if c.urgent != (err == nil) || !c.urgent && !rollout.IsKind(err, rollout.Throttled) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
