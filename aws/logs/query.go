package logs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// shortest and longest are the pauses between two looks at a query, which takes a
	// second or two; patience is all of them together.
	shortest, longest = 250 * time.Millisecond, time.Second
	patience          = 8 * time.Second
	// stopping is how long it may take to stop a query that nobody waits for any more.
	stopping = 2 * time.Second
)

// query asks the log of From ≤ t < To in the language of Logs Insights, and says how many
// bytes were read for it. A query that takes too long is stopped.
func (l *Logs) query(ctx context.Context, t rollout.Target, text string, from, to time.Time) (rows [][]types.ResultField, scanned int64, err error) {
	started, err := l.client.StartQuery(ctx, &cloudwatchlogs.StartQueryInput{
		LogGroupName: aws.String(l.group(t)), QueryString: &text,
		StartTime: aws.Int64(from.Unix()), EndTime: aws.Int64(to.Unix() - 1), // both are part of the range there
	})
	if err != nil {
		return nil, 0, domain("ask the log", err)
	}
	pause := shortest
	for waited := time.Duration(0); waited < patience; pause = min(2*pause, longest) {
		if err := l.Wait(ctx, pause); err != nil {
			break
		}
		waited += pause
		out, err := l.client.GetQueryResults(ctx, &cloudwatchlogs.GetQueryResultsInput{QueryId: started.QueryId})
		if err != nil {
			l.stop(ctx, started.QueryId)
			return nil, scanned, domain("answer what the log was asked", err)
		}
		if out.Statistics != nil {
			scanned = int64(out.Statistics.BytesScanned)
		}
		switch out.Status {
		case types.QueryStatusComplete:
			return out.Results, scanned, nil
		case types.QueryStatusFailed, types.QueryStatusCancelled, types.QueryStatusTimeout:
			return nil, scanned, domain("answer what the log was asked", fmt.Errorf("the query ended as %s", out.Status))
		case types.QueryStatusScheduled, types.QueryStatusRunning, types.QueryStatusUnknown:
		}
	}
	l.stop(ctx, started.QueryId)
	return nil, scanned, &rollout.Error{
		Kind: rollout.Throttled, Message: "The log takes too long to answer.", Hint: "A shorter time asks less of it.", Err: errors.Join(ctx.Err(), errors.New("the query was still running")),
	}
}

// stop ends a query. It ends by itself too, only later, so a failure is no matter.
func (l *Logs) stop(ctx context.Context, id *string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer cancel()
	_, _ = l.client.StopQuery(ctx, &cloudwatchlogs.StopQueryInput{QueryId: id})
}
