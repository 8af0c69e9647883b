package engine_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestAWakeUsesTheTokenThatTheRolloutIsParkedWith(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), "a", 0, "token"))
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
	must(t, w.engine.Park(t.Context(), "a", 1, "token"))
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
			must(t, w.engine.Park(t.Context(), "a", 0, "token"))
			w.faults.On("SendTaskSuccess", faulty.Answer(http.StatusBadRequest, code, ""))
			must(t, w.engine.Wake(t.Context(), "a"))
		})
	}
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), "a", 0, "token"))
	must(t, w.engine.Wake(t.Context(), "a"))
	must(t, w.engine.Wake(t.Context(), "a"))
	if got := w.used("token"); got != `{"wakes":1}` {
		t.Errorf("the token was used with %q", got)
	}
}

func TestALostReplyOfAWakeIsNoError(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), "a", 0, "token"))
	w.faults.On("SendTaskSuccess", faulty.LoseReply)
	must(t, w.engine.Wake(t.Context(), "a"))
	if w.used("token") == "" {
		t.Error("the token was not used")
	}
}

// Whoever woke it could not reach Step Functions, or was killed before it tried.
func TestANudgeDeliversAWakeThatWasOnlyCounted(t *testing.T) {
	w := open(t, engine.Options{})
	w.park("token")
	must(t, w.engine.Park(t.Context(), "a", 0, "token"))
	must(t, w.engine.Nudge(t.Context(), "a"))
	if got := w.used("token"); got != "" {
		t.Fatalf("nobody woke it, and yet the token was used with %q", got)
	}
	w.faults.Always("SendTaskSuccess", faulty.Answer(http.StatusBadRequest, "AccessDeniedException", ""))
	err := w.engine.Wake(t.Context(), "a")
	var e *rollout.Error
	if !errors.As(err, &e) || !strings.Contains(e.Hint, "states:SendTaskSuccess") {
		t.Errorf("got %v", err)
	}
	w.faults.Always("SendTaskSuccess", nil)
	must(t, w.engine.Nudge(t.Context(), "a"))
	if got := w.used("token"); got != `{"wakes":1}` {
		t.Errorf("the token was used with %q", got)
	}
	must(t, w.engine.Nudge(t.Context(), "a"))
}

func TestWithoutTheTableNobodyIsWokenInSecret(t *testing.T) {
	w := open(t, engine.Options{Parking: broken{}})
	for name, err := range map[string]error{
		"Wake":  w.engine.Wake(t.Context(), "a"),
		"Park":  w.engine.Park(t.Context(), "a", 0, "token"),
		"Nudge": w.engine.Nudge(t.Context(), "a"),
	} {
		if !errors.Is(err, errBroken) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if n := w.faults.Count("SendTaskSuccess"); n != 0 {
		t.Errorf("Step Functions was called %d times", n)
	}
}

// However wakes fall between ticks, parkings and time-outs: a rollout never sleeps
// unless a tick began after the latest wake.
func TestNoWakeIsEverLost(t *testing.T) {
	w := open(t, engine.Options{})
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		s := sleeper{world: w, id: rollout.ID(fmt.Sprintf("r%d", runs))}
		for i := range 20 {
			switch rapid.SampledFrom([]string{"wake", "tick", "nudge", "time-out"}).Draw(r, "act") {
			case "wake":
				s.wake()
			case "nudge":
				must(t, w.engine.Nudge(t.Context(), s.id))
			case "time-out":
				s.timeOut()
			case "tick":
				s.tick(rapid.Bool().Draw(r, "woken while it ticks"), i)
			}
			if s.look(); s.token != "" && s.served != s.woken {
				r.Fatalf("it sleeps, though only %d of %d wakes came before its latest tick", s.served, s.woken)
			}
		}
	})
}

// sleeper is a rollout with its execution, as the state machine runs it.
type sleeper struct {
	*world
	id            rollout.ID
	known         int64  // wakes, as the execution knows
	token         string // that it is parked with
	woken, served int    // wakes, and those of them before its latest tick began
}

func (s *sleeper) wake() {
	s.woken++
	must(s.t, s.engine.Wake(s.t.Context(), s.id))
}

// tick has it tick and park, unless it is parked.
func (s *sleeper) tick(woken bool, i int) {
	if s.token != "" {
		return
	}
	s.served = s.woken
	if woken {
		s.wake()
	}
	s.token = fmt.Sprintf("%s-%d", s.id, i)
	s.park(s.token)
	must(s.t, s.engine.Park(s.t.Context(), s.id, s.known, s.token))
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
