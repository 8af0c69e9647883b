package store

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	tries     = 8 // of one request, before the database counts as busy: about two seconds
	firstWait = 25 * time.Millisecond
	lastWait  = 500 * time.Millisecond
)

// retry does it until it does not meet others any more, a few times. Its error
// is a *rollout.ConflictError or one for people.
func (s *Store) retry(ctx context.Context, activity string, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		var conflict *rollout.ConflictError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &conflict):
			return conflict
		case !again(err) || try == tries:
			return failed(activity, err)
		}
		if err := s.pause(ctx, s.backoff(try)); err != nil {
			return fmt.Errorf("%s: %w", activity, err)
		}
	}
}

// backoff is how long to wait after that try: longer each time, and no two
// writers the same. A token is as good as a die.
func (s *Store) backoff(try int) time.Duration {
	most := min(firstWait<<(try-1), lastWait)
	die := fnv.New32a()
	_, _ = die.Write([]byte(s.newToken())) // it never fails
	return most/2 + time.Duration(float64(most/2)*float64(die.Sum32())/math.MaxUint32)
}
