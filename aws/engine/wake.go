package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Parking counts each rollout's wakes and keeps the token that its execution is
// parked with.
type Parking interface {
	// Wake counts one wake more. It gives the count and the token that was stored
	// last, which may be used up; empty when there never was one.
	Wake(ctx context.Context, id rollout.ID) (wakes int64, token string, err error)
	// Keep stores the token of an execution parked at that time, if the count is
	// still wakes and no token parked later is there. It gives the count, and whether
	// the token was stored.
	Keep(ctx context.Context, id rollout.ID, at time.Time, wakes int64, token string) (now int64, kept bool, err error)
}

// Wake has the rollout ticked as soon as possible, and if it is being ticked now,
// once more right after. After an error the wake may be counted but not
// delivered: repeat it.
func (e *Engine) Wake(ctx context.Context, id rollout.ID) error {
	wakes, token, err := e.options.Parking.Wake(ctx, id)
	if err != nil {
		return fmt.Errorf("count a wake of rollout %s: %w", id, err)
	}
	return e.use(ctx, token, wakes)
}

// Park keeps the token of a parking execution until it is wanted. The execution
// goes on at once when there was a wake that it does not know, and when it seems to
// have been parked again since: then its token is over, and to use it does nothing.
// The ticker calls it for a task DoPark.
func (e *Engine) Park(ctx context.Context, t Task) error {
	now, kept, err := e.options.Parking.Keep(ctx, t.Rollout, t.parked(), t.Wakes, t.Token)
	if err != nil {
		return fmt.Errorf("park rollout %s: %w", t.Rollout, err)
	}
	if kept {
		return nil
	}
	return e.use(ctx, t.Token, now)
}

// use has the execution that is parked with a token go on, knowing that many
// wakes. A token that is used up or too old is fine: then the execution is not
// parked, and will see the count when it wants to be.
func (e *Engine) use(ctx context.Context, token string, wakes int64) error {
	if token == "" {
		return nil
	}
	output, err := json.Marshal(woken{Wakes: wakes})
	if err != nil {
		return fmt.Errorf("encode a wake: %w", err)
	}
	_, err = e.client.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: aws.String(string(output))})
	if err == nil || isOver(err) {
		return nil
	}
	return domain(err, "woken")
}

// isOver says that a token can't be used any more. AWS forgets old ones, and then
// calls them invalid.
func isOver(err error) bool {
	var (
		late    *types.TaskTimedOut
		unknown *types.TaskDoesNotExist
		invalid *types.InvalidToken
	)
	return errors.As(err, &late) || errors.As(err, &unknown) || errors.As(err, &invalid)
}
