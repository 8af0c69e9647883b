package faulty

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"
)

// storm draws faults.
type storm struct {
	random     *rand.Rand
	rate       float64
	left       int
	operations []string
}

// Random lets calls go wrong at random from now on: each of the named operations,
// or of all when none is named, with the probability rate, until there were most
// faults. What goes wrong is drawn from the seed, which is printed when the test
// fails; the same seed gives the same faults when the calls come in the same order.
// rate 0 ends it.
func (t *Transport) Random(tb testing.TB, seed uint64, rate float64, most int, operations ...string) {
	tb.Helper()
	tb.Logf("faults are drawn from the seed %d", seed)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.storm = &storm{rand.New(rand.NewPCG(seed, 0)), rate, most, operations} //nolint:gosec // it must be the same again
}

// draw says what a call meets; nil is nothing.
func (s *storm) draw(operation string) Fault {
	if s == nil || s.left == 0 || (len(s.operations) > 0 && !slices.Contains(s.operations, operation)) {
		return nil
	}
	if s.random.Float64() >= s.rate {
		return nil
	}
	s.left--
	kinds := []Fault{
		LoseRequest, LoseReply, Twice, Delay(time.Duration(s.random.IntN(20)) * time.Millisecond),
		Answer(http.StatusTooManyRequests, "TooManyRequestsException", "Rate exceeded"),
		Answer(http.StatusInternalServerError, "InternalServerError", "Something broke"),
		Answer(http.StatusServiceUnavailable, "ServiceUnavailable", "Come again"),
	}
	return kinds[s.random.IntN(len(kinds))]
}
