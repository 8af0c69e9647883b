package engine_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestAWakeUsesTheTokenThatTheRolloutIsParkedWith(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}))
	if got := w.used("token"); got != "" {
		t.Fatalf("it was not left to wait: %s", got)
	}
	must(t, w.engine.Wake(t.Context(), "a"))
	if got := w.used("token"); got != `{"wakes":1}` {
		t.Errorf("the token was used with %q", got)
	}
}

func TestAParkingThatMissedAWakeGoesOnAtOnce(t *testing.T) {
	w := open(t, engine.Options{})
	must(t, w.engine.Wake(t.Context(), "a"))
	must(t, w.engine.Wake(t.Context(), "a"))
	w.park("token")
	must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Wakes: 1, Token: "token"}))
	if got := w.used("token"); got != `{"wakes":2}` {
		t.Errorf("the token was used with %q", got)
	}
}

// faults.md E14: task token twice or expired.
func TestATokenThatIsOverIsNoError(t *testing.T) {
	for _, code := range []string{"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"} {
		t.Run(code, func(t *testing.T) {
			w := open(t, engine.Options{})
			w.park("token")
			must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}))
			w.faults.On("SendTaskSuccess", faulty.Answer(http.StatusBadRequest, code, ""))
			must(t, w.engine.Wake(t.Context(), "a"))
		})
	}
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}))
	must(t, w.engine.Wake(t.Context(), "a"))
	must(t, w.engine.Wake(t.Context(), "a"))
	if got := w.used("token"); got != `{"wakes":1}` {
		t.Errorf("the token was used with %q", got)
	}
}

func TestALostReplyOfAWakeIsNoError(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}))
	w.faults.On("SendTaskSuccess", faulty.LoseReply)
	must(t, w.engine.Wake(t.Context(), "a"))
	if w.used("token") == "" {
		t.Error("the token was not used")
	}
}

// Whoever woke it could not reach Step Functions; it is woken again.
func TestAWakeThatWasOnlyCountedIsDeliveredByTheNext(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}))
	w.faults.Always("SendTaskSuccess", faulty.Answer(http.StatusBadRequest, "AccessDeniedException", ""))
	err := w.engine.Wake(t.Context(), "a")
	var e *rollout.Error
	if !errors.As(err, &e) || !strings.Contains(e.Hint, "states:SendTaskSuccess") {
		t.Errorf("got %v", err)
	}
	w.faults.Always("SendTaskSuccess", nil)
	must(t, w.engine.Wake(t.Context(), "a"))
	if got := w.used("token"); got != `{"wakes":2}` {
		t.Errorf("the token was used with %q", got)
	}
}

// Its function was slow; the execution has timed out since, ticked, and parked again.
func TestAParkingThatComesLateDoesNotReplaceTheNext(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, late := range map[string]engine.Task{
		"of an earlier parking": {Rollout: "a", Token: "early", Entered: at.Add(-time.Second), Tries: 8},
		"of an earlier try":     {Rollout: "a", Token: "early", Entered: at, Tries: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, engine.Options{})
			w.park("token")
			must(t, w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token", Entered: at, Tries: 2}))
			must(t, w.engine.Park(t.Context(), late))
			must(t, w.engine.Wake(t.Context(), "a"))
			if got := w.used("token"); got != `{"wakes":1}` {
				t.Errorf("the token was used with %q", got)
			}
		})
	}
}

func TestWithoutTheTableNobodyIsWokenInSecret(t *testing.T) {
	w := open(t, engine.Options{Parking: broken{}})
	for name, err := range map[string]error{
		"Wake": w.engine.Wake(t.Context(), "a"),
		"Park": w.engine.Park(t.Context(), engine.Task{Rollout: "a", Token: "token"}),
	} {
		if !errors.Is(err, errBroken) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if n := w.faults.Count("SendTaskSuccess"); n != 0 {
		t.Errorf("Step Functions was called %d times", n)
	}
}

// However wakes fall between ticks, parkings and time-outs, and however late a
// parking's function is: a rollout never sleeps unless a tick began after the latest wake.
func TestNoWakeIsEverLost(t *testing.T) {
	w := open(t, engine.Options{})
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		s := sleeper{world: w, id: rollout.ID(fmt.Sprintf("r%d", runs))}
		for i := range 50 {
			switch rapid.SampledFrom([]string{"wake", "tick", "store"}).Draw(r, "act") {
			case "wake":
				s.wake()
			case "store":
				s.store(rapid.IntRange(0, 9).Draw(r, "which"))
			case "tick":
				s.timeOut()
				s.tick(rapid.IntRange(0, 3).Draw(r, "woken while it ticks") == 3, i)
				if !rapid.Bool().Draw(r, "its parking is slow") {
					s.store(len(s.parkings) - 1)
				}
			}
			if s.look(); s.token != "" && !s.underway() && s.served != s.woken {
				r.Fatalf("it sleeps, though only %d of %d wakes came before its latest tick", s.served, s.woken)
			}
		}
	})
}

// sleeper is a rollout with its execution, as the state machine runs it.
type sleeper struct {
	*world
	id            rollout.ID
	known         int64         // wakes, as the execution knows
	token         string        // that it is parked with
	parkings      []engine.Task // that the ticker has not carried out yet
	woken, served int           // wakes, and those of them before its latest tick began
}

func (s *sleeper) wake() {
	s.woken++
	must(s.t, s.engine.Wake(s.t.Context(), s.id))
}

// tick has it tick, and be about to park.
func (s *sleeper) tick(woken bool, i int) {
	s.served = s.woken
	if woken {
		s.wake()
	}
	s.token = fmt.Sprintf("%s-%d", s.id, i)
	s.park(s.token)
	s.parkings = append(s.parkings, engine.Task{
		Rollout: s.id, Wakes: s.known, Token: s.token, Entered: time.Unix(int64(i), 0),
	})
}

// store carries out one of the parkings that are under way.
func (s *sleeper) store(which int) {
	if n := len(s.parkings); n > 0 {
		task := s.parkings[which%n]
		s.parkings = slices.Delete(s.parkings, which%n, which%n+1)
		must(s.t, s.engine.Park(s.t.Context(), task))
	}
}

// underway says whether the parking that it sleeps by is.
func (s *sleeper) underway() bool {
	return slices.ContainsFunc(s.parkings, func(t engine.Task) bool { return t.Token == s.token })
}

// timeOut ends the parking; its token is used up then.
func (s *sleeper) timeOut() {
	if s.token != "" {
		s.mu.Lock()
		s.tokens[s.token] = "timed out"
		s.mu.Unlock()
		s.token = ""
	}
}

// look goes on when the token was used.
func (s *sleeper) look() {
	if output := s.used(s.token); s.token != "" && output != "" {
		if _, err := fmt.Sscanf(output, `{"wakes":%d}`, &s.known); err != nil {
			s.t.Fatal(err)
		}
		s.token = ""
	}
}
