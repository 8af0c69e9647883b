package herd

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// What AWS takes for an answer.
const (
	reading   = 6 * time.Millisecond   // DynamoDB
	writing   = 15 * time.Millisecond  // DynamoDB, a transaction
	control   = 60 * time.Millisecond  // Lambda's control plane
	counting  = 80 * time.Millisecond  // CloudWatch, series side by side
	answering = 150 * time.Millisecond // a health check
	invoking  = 30 * time.Millisecond  // what each invocation of the ticker takes besides
)

// store keeps what decides: rollouts and locks, with their guards. Judgements,
// audit and notices are taken and forgotten, since nobody here reads them.
type store struct {
	saved func(rollout.Rollout) // hears of each rollout that was written

	mu   sync.Mutex
	rows map[rollout.Key]rollout.Stored
}

func newStore() *store {
	return &store{rows: map[rollout.Key]rollout.Stored{}, saved: func(rollout.Rollout) {}}
}

func kept(k rollout.Key) bool { return k.Kind == "rollout" || k.Kind == "lock" }

// Load gives a row.
func (s *store) Load(_ context.Context, k rollout.Key) (rollout.Stored, error) {
	time.Sleep(reading)
	s.mu.Lock()
	defer s.mu.Unlock()
	row, there := s.rows[k]
	if !there {
		return row, &rollout.MissingError{Key: k}
	}
	return row, nil
}

// Query is not needed.
func (s *store) Query(context.Context, rollout.Query) ([]rollout.Stored, error) { return nil, nil }

// Commit writes all or nothing.
func (s *store) Commit(_ context.Context, c rollout.Change) error {
	time.Sleep(writing)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range c.Put {
		if rev, guard := r.Rev(); kept(r.Key()) && guard == rollout.Next && s.rows[r.Key()].Rev != rev-1 {
			return &rollout.ConflictError{Key: r.Key()}
		}
	}
	for _, r := range c.Put {
		if !kept(r.Key()) {
			continue
		}
		body, err := rollout.Encode(r)
		if err != nil {
			return err
		}
		rev, _ := r.Rev()
		s.rows[r.Key()] = rollout.Stored{Key: r.Key(), Rev: rev, Body: body}
		if r, is := r.(rollout.Rollout); is {
			s.saved(r)
		}
	}
	return nil
}

// rollouts are all of them.
func (s *store) rollouts() []rollout.Rollout {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []rollout.Rollout
	for k, row := range s.rows {
		if k.Kind != "rollout" {
			continue
		}
		if r, err := rollout.Decode[rollout.Rollout](row); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// ended is what has become of them.
func (s *store) ended() map[string]int {
	out := map[string]int{}
	for _, r := range s.rollouts() {
		out[strings.TrimSpace(string(r.Phase)+" "+r.Cause.Code)]++
	}
	return out
}

// open is how many of them are under way.
func (s *store) open() int {
	n := 0
	for _, r := range s.rollouts() {
		if !r.Phase.Ended() {
			n++
		}
	}
	return n
}
