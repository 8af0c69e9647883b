package traffic_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// carriedOutBut carries the call out and then answers something else.
func carriedOutBut(f faulty.Fault) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		got, err := c.Send()
		if err != nil {
			return nil, err
		}
		if err := got.Body.Close(); err != nil {
			return nil, err
		}
		return f(c)
	}
}

// hang never answers.
func hang(c faulty.Call) (*http.Response, error) {
	<-c.Request.Context().Done()
	return nil, c.Request.Context().Err()
}

// faults.md E1: whatever the answer was, our own write is no conflict, and it is
// sent once.
func TestAMoveThatWasCarriedOutIsASuccessWhateverTheAnswer(t *testing.T) {
	for answer, f := range map[string]faulty.Fault{
		"lost":          faulty.LoseReply,
		"of its twin":   faulty.Twice,
		"a 412":         carriedOutBut(faulty.Answer(412, "PreconditionFailedException", "")),
		"a 500":         carriedOutBut(faulty.Answer(500, "ServiceException", "")),
		"a 429":         carriedOutBut(faulty.Answer(429, "TooManyRequestsException", "")),
		"no JSON":       carriedOutBut(func(c faulty.Call) (*http.Response, error) { return broken(c), nil }),
		"never to come": carriedOutBut(hang),
	} {
		for op, a := range map[string]rollout.Alias{"UpdateAlias": rollout.Live, "CreateAlias": rollout.Green} {
			synctest.Test(t, func(t *testing.T) {
				w := open(t)
				w.On(op, f)
				if err := w.point(w.intent(a, rollout.Split("2", "1", 0.1), "ours")); err != nil {
					t.Errorf("%s, answer %s: %v", op, answer, err)
				}
				if w.Count(op) != 1 || w.Count("GetAlias") != 1 {
					t.Errorf("%s, answer %s: %v", op, answer, w.Counts())
				}
			})
		}
	}
}

func broken(c faulty.Call) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<html>")), Request: c.Request}
}

// faults.md E2
func TestAnAliasThatSomebodyElseChangedIsLeftToThem(t *testing.T) {
	first := func(w *world, f faulty.Fault) faulty.Fault {
		return func(c faulty.Call) (*http.Response, error) {
			w.theirs(rollout.Live, "1")
			return f(c)
		}
	}
	for name, f := range map[string]faulty.Fault{
		"and ours is refused": faulty.Call.Send,
		"and ours is lost":    faulty.LoseRequest,
		"and all is too busy": faulty.Answer(429, "TooManyRequestsException", ""),
	} {
		w := open(t)
		w.On("UpdateAlias", first(w, f))
		if err := w.point(w.intent(rollout.Live, rollout.Split("2", "1", 0.1), "ours")); !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("%s: %v", name, err)
		}
		if now := w.alias(rollout.Live); now.Routing != rollout.All("1") || now.Description != "theirs" || w.Count("UpdateAlias") != 1 {
			t.Errorf("%s: %+v, %v", name, now, w.Counts())
		}
	}
}

func TestAWriteIsOursOnlyWithBothOurRoutingAndOurStamp(t *testing.T) {
	w := open(t)
	ours := w.intent(rollout.Live, rollout.All("1"), "ours")
	w.must(w.point(ours))
	for name, edit := range map[string]func(*rollout.Intent){
		"another stamp":   func(i *rollout.Intent) { i.Stamp = "theirs" },
		"another routing": func(i *rollout.Intent) { i.Routing = rollout.All("2") },
	} {
		i := ours
		edit(&i)
		if err := w.point(i); !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAliasThatSomebodyElseMadeIsLeftToThem(t *testing.T) {
	w := open(t)
	i := w.intent(rollout.Green, rollout.All("2"), "ours")
	_, err := w.cloud.CreateAlias(cloud.CreateAliasInput{FunctionName: function, Name: "green", FunctionVersion: "1"})
	w.must(err)
	if err := w.point(i); !rollout.IsKind(err, rollout.Stale) || w.alias(rollout.Green).Routing != rollout.All("1") {
		t.Errorf("%v", err)
	}
}

// faults.md E3: what can be done about it is said; nothing is sent a second time.
func TestAFailedMoveIsSortedByWhatCanBeDone(t *testing.T) {
	for kind, faults := range map[rollout.Kind][]faulty.Fault{
		rollout.Stale:     {faulty.Answer(412, "PreconditionFailedException", "")},
		rollout.Throttled: {faulty.Answer(409, "ResourceConflictException", ""), faulty.Answer(429, "TooManyRequestsException", "")},
		rollout.Invalid:   {faulty.Answer(400, "InvalidParameterValueException", ""), faulty.Answer(400, "ValidationException", "")},
		rollout.Broken:    {faulty.Answer(500, "ServiceException", ""), faulty.Answer(503, "", ""), faulty.LoseRequest, hang},
	} {
		for n, f := range faults {
			synctest.Test(t, func(t *testing.T) {
				w := open(t)
				w.On("UpdateAlias", f)
				before := time.Now()
				err := w.point(w.intent(rollout.Live, rollout.All("1"), "ours"))
				if !rollout.IsKind(err, kind) {
					t.Errorf("fault %d is not %s: %v", n, kind, err)
				}
				if w.Count("UpdateAlias") != 1 || time.Since(before) > 10*time.Second || w.alias(rollout.Live).Routing != rollout.All("2") {
					t.Errorf("fault %d: %v after %s", n, w.Counts(), time.Since(before))
				}
			})
		}
	}
}

// faults.md E4 and E5: Lambda's own rules, as the strict account has them.
func TestWhatLambdaRefusesChangesNothing(t *testing.T) {
	nobody := rollout.Target{Service: "nobody", Environment: "prod"}
	for name, c := range map[string]struct {
		target rollout.Target
		edit   func(*rollout.Intent)
		kind   rollout.Kind
	}{
		"another role":          {target, func(i *rollout.Intent) { i.Routing = rollout.Split("2", "3", 0.1) }, rollout.Invalid},
		"a version that is not": {target, func(i *rollout.Intent) { i.Routing = rollout.All("99") }, rollout.NotFound},
		"an alias that is not":  {target, func(i *rollout.Intent) { i.Alias = rollout.Green }, rollout.NotFound},
		"no function":           {nobody, func(*rollout.Intent) {}, rollout.NotFound},
		"a description too long": {target, func(i *rollout.Intent) { i.Stamp = strings.Repeat("x", 257) },
			rollout.Invalid},
	} {
		w := open(t)
		i := w.intent(rollout.Live, rollout.All("1"), "ours")
		c.edit(&i)
		var told *rollout.Error
		if err := w.Point(t.Context(), c.target, i); !rollout.IsKind(err, c.kind) || !errors.As(err, &told) || strings.Contains(told.Message+told.Hint, "Exception") {
			t.Errorf("%s: %v", name, err)
		}
		if now := w.alias(rollout.Live); now.Routing != rollout.All("2") {
			t.Errorf("%s: %+v", name, now)
		}
	}
}

// faults.md E9
func TestAMissingPermissionIsNamed(t *testing.T) {
	for op, call := range map[string]func(w *world) error{
		"ListAliases": func(w *world) error { _, err := w.Aliases(w.t.Context(), target); return err },
		"UpdateAlias": func(w *world) error { return w.point(rollout.Intent{Alias: rollout.Live, Revision: "r"}) },
		"CreateAlias": func(w *world) error { return w.point(rollout.Intent{Alias: rollout.Green}) },
	} {
		w := open(t)
		w.On(op, faulty.Answer(403, "AccessDeniedException", "User: arn:aws:sts::123456789012:x is not authorized"))
		w.Always("GetAlias", faulty.Answer(404, "ResourceNotFoundException", ""))
		var told *rollout.Error
		if err := call(w); !errors.As(err, &told) || told.Kind != rollout.Broken || !strings.Contains(told.Hint, "`lambda:"+op+"`") {
			t.Errorf("%s: %+v", op, told)
		}
	}
}

func TestAMoveThatCannotBeReadBackIsUnknown(t *testing.T) {
	w := open(t)
	w.On("UpdateAlias", faulty.LoseReply)
	w.Always("GetAlias", faulty.Answer(403, "AccessDeniedException", "not authorized"))
	i := w.intent(rollout.Live, rollout.All("1"), "ours")
	err := w.point(i)
	if !rollout.IsKind(err, rollout.Broken) || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the first cause is not in %v", err)
	}
	w.Always("GetAlias", nil)
	w.must(w.point(i)) // and the next turn may order it again
}

func TestACallThatGetsNoTurnIsThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limit.New(0.001, 1)
		w := open(t, l.Apply)
		w.must(l.Wait(t.Context(), "somebody's call"))
		i := w.intent(rollout.Live, rollout.Split("2", "1", 0.1), "ours")
		var told *rollout.Error
		err := w.point(i)
		if !errors.As(err, &told) || told.Kind != rollout.Throttled || !strings.HasPrefix(told.Message, "Slipway") || w.Count("UpdateAlias") > 0 {
			t.Errorf("%v, %v", err, w.Counts())
		}
	})
}

// However the network is, success means that the alias is as ordered, and stale
// that it is not.
func TestWhatPointSaysIsTrue(t *testing.T) {
	fates := map[string]faulty.Fault{
		"": faulty.Call.Send, "lost": faulty.LoseRequest, "unanswered": faulty.LoseReply, "twice": faulty.Twice,
		"412": faulty.Answer(412, "PreconditionFailedException", ""), "429": faulty.Answer(429, "TooManyRequestsException", ""),
		"500": faulty.Answer(500, "ServiceException", ""), "500 late": carriedOutBut(faulty.Answer(500, "ServiceException", "")),
	}
	rapid.Check(t, func(r *rapid.T) {
		w := open(t)
		for n := range rapid.IntRange(1, 6).Draw(r, "moves") {
			routing := rollout.Split("2", "1", rapid.SampledFrom([]float64{0, 0.1, 0.5}).Draw(r, "weight"))
			i := w.intent(rapid.SampledFrom([]rollout.Alias{rollout.Live, rollout.Green}).Draw(r, "alias"), routing, string(rune('a'+n)))
			fate := fates[rapid.SampledFrom([]string{"", "lost", "unanswered", "twice", "412", "429", "500", "500 late"}).Draw(r, "fate")]
			meddle := rapid.IntRange(0, 3).Draw(r, "meddle") == 0
			hit := func(c faulty.Call) (*http.Response, error) {
				if meddle {
					w.theirs(rollout.Live, "1")
				}
				return fate(c)
			}
			op := "UpdateAlias"
			if i.Revision == "" {
				op = "CreateAlias"
			}
			w.On(op, hit)
			err := w.point(i)
			now := w.alias(i.Alias)
			done := now.Routing == i.Routing && now.Description == i.Stamp
			if done != (err == nil) || rollout.IsKind(err, rollout.Stale) && done {
				r.Fatalf("%+v answered %v, and the alias is %+v", i, err, now)
			}
		}
	})
}
