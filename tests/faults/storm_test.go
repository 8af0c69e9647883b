package faults

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// storm is a network and an AWS at their worst: any call may be lost, come late or
// twice, or be refused for a reason that AWS has.
type storm struct {
	mu     sync.Mutex
	random *rand.Rand
	left   int // how many calls more go wrong
	met    []string
}

// meet is what becomes of each call.
func (s *storm) meet(c faulty.Call) (*http.Response, error) {
	if fault := s.draw(c.Operation); fault != nil {
		return fault(c)
	}
	return c.Send()
}

// draw says what a call meets; nil is nothing.
func (s *storm) draw(operation string) faulty.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left == 0 || s.random.IntN(6) > 0 {
		return nil
	}
	s.left--
	kinds := []struct {
		name  string
		fault faulty.Fault
	}{
		{"request lost", faulty.LoseRequest}, {"reply lost", faulty.LoseReply}, {"twice", faulty.Twice},
		{"late", faulty.Delay(time.Duration(s.random.IntN(100)) * time.Millisecond)},
		{"409", faulty.Answer(http.StatusConflict, "ResourceConflictException", "An update is in progress")},
		{"412", faulty.Answer(http.StatusPreconditionFailed, "PreconditionFailedException", "The RevisionId has changed")},
		{"429", faulty.Answer(http.StatusTooManyRequests, "TooManyRequestsException", "Rate exceeded")},
		{"500", faulty.Answer(http.StatusInternalServerError, "InternalServerError", "Something broke")},
		{"503", faulty.Answer(http.StatusServiceUnavailable, "ServiceUnavailable", "Come again")},
	}
	k := kinds[s.random.IntN(len(kinds))]
	s.met = append(s.met, operation+" "+k.name)
	return k.fault
}

// faults.md F8, E1, E3: with a real process, over a real wire.
func TestWhateverTheNetworkDoesARolloutComesToItsEnd(t *testing.T) {
	random := seeded(t)
	for name, s := range stories {
		for range 3 {
			seed := random.Uint64()
			t.Run(fmt.Sprintf("%s, seed %d", name, seed), func(t *testing.T) {
				t.Parallel()
				w := open(t)
				k := w.ticker()
				weather := &storm{random: rand.New(rand.NewPCG(seed, 0)), left: 12}
				k.Always("", weather.meet)
				r := k.drive(s.begin(w), nil)
				w.holds(r)
				if r.Phase != s.end {
					t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
				}
				if t.Failed() {
					t.Logf("%v\n%s", weather.met, k.log())
				}
			})
		}
	}
}

// faults.md E15: nothing of AWS answers for ten minutes, and then all of it again.
func TestAnOutageOfTenMinutesLosesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		commit string
		from   func(rollout.Rollout) bool
		end    rollout.Phase
	}{
		"while a step is held":           {"good", seen(1), rollout.Succeeded},
		"while it is watched":            {"good", at(rollout.Watching), rollout.Succeeded},
		"when it is going back":          {"bad", at(rollout.RollingBack), rollout.RolledBack},
		"while a version is published":   {"good", at(rollout.Deploying), rollout.Failed}, // by its deadline, since nothing moved
		"when the traffic is to move on": {"good", stepping(1), rollout.RolledBack},       // by its deadline
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			k, id := w.ticker(), w.deploy(c.commit)
			before := k.drive(id, c.from)
			traffic, end := w.live(), w.now().Add(10*time.Minute)
			k.Always("", faulty.LoseRequest)
			for w.now().Before(end) {
				if _, err := k.tick(id); err == nil {
					t.Error("a tick of which nothing was seen has not failed")
				}
				w.until(w.now().Add(4 * time.Minute)) // the state machine would try more often, and people have to wait for this test
			}
			k.Always("", nil)
			if after := w.rollout(id); after.Revision != before.Revision || w.live() != traffic {
				t.Errorf("%s at revision %d and %s became %s at revision %d and %s", before.Phase, before.Revision, traffic, after.Phase, after.Revision, w.live())
			}
			r := k.drive(id, nil)
			w.holds(r)
			if r.Phase != c.end {
				t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
			}
		})
	}
}
