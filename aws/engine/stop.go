package engine

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Stop ends the executions of a rollout, with a cause for people who look at
// them. The traffic stays as it is, and a stopped execution has no last resort:
// whoever stops one that is open has to tick it, or Start it again.
func (e *Engine) Stop(ctx context.Context, id rollout.ID, cause string) error {
	for n := 1; n <= most; n++ {
		now, err := e.status(ctx, id, n)
		if err != nil || now == missing {
			return err
		}
		if now != running {
			continue
		}
		_, err = e.client.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: e.execution(id, n), Cause: aws.String(cause)})
		if err != nil && !e.over(ctx, id, n, err) {
			return domain(err, "stopped")
		}
	}
	return nil
}

// over says whether an execution could not be stopped because it has ended.
func (e *Engine) over(ctx context.Context, id rollout.ID, n int, err error) bool {
	if none := new(types.ExecutionDoesNotExist); errors.As(err, &none) {
		return true
	}
	now, err := e.status(ctx, id, n)
	return err == nil && now == ended
}
