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

// How a query is waited for: pauses that grow, and in all no longer than patience.
const (
	firstPause   = 200 * time.Millisecond
	longestPause = 2 * time.Second
	patience     = time.Minute
	goodbye      = 5 * time.Second // for stopping a query that nobody waits for
)

// Insights gives the rows that a Logs Insights query finds in From ≤ t < To, whole
// seconds, at most 1,000: each a value by the field's name. A query that is not
// waited for to its end is stopped, for only a few may run at once.
func (l *Logs) Insights(ctx context.Context, t rollout.Target, query string, from, to time.Time) ([]map[string]string, error) {
	started, err := l.client.StartQuery(ctx, &cloudwatchlogs.StartQueryInput{
		LogGroupName: aws.String(l.options.Group(t)), QueryString: aws.String(query), Limit: aws.Int32(mostLines),
		StartTime: aws.Int64(from.Unix()), EndTime: aws.Int64(to.Unix() - 1), // both are part of the range there
	})
	if err != nil {
		return nil, domain("start the query", err)
	}
	found, ended, err := l.await(ctx, started.QueryId)
	if err != nil && !ended {
		err = errors.Join(err, l.stop(ctx, started.QueryId))
	}
	if err != nil {
		return nil, domain("carry out the query", err)
	}
	return rows(found), nil
}

// await asks for the results until the query has ended.
func (l *Logs) await(ctx context.Context, id *string) (found [][]types.ResultField, ended bool, err error) {
	wait := firstPause
	for waited := time.Duration(0); waited < patience; waited += wait {
		out, err := l.client.GetQueryResults(ctx, &cloudwatchlogs.GetQueryResultsInput{QueryId: id})
		if err != nil {
			return nil, false, err
		}
		switch out.Status {
		case types.QueryStatusComplete:
			return out.Results, true, nil
		case types.QueryStatusFailed, types.QueryStatusCancelled, types.QueryStatusTimeout:
			return nil, true, fmt.Errorf("the query ended as %s", out.Status)
		case types.QueryStatusScheduled, types.QueryStatusRunning, types.QueryStatusUnknown:
		}
		if err := l.options.Pause(ctx, wait); err != nil {
			return nil, false, err
		}
		wait = min(2*wait, longestPause)
	}
	return nil, false, fmt.Errorf("the query took more than %s", patience)
}

// stop ends a query, also when the caller's context has ended.
func (l *Logs) stop(ctx context.Context, id *string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), goodbye)
	defer cancel()
	if _, err := l.client.StopQuery(ctx, &cloudwatchlogs.StopQueryInput{QueryId: id}); err != nil {
		return fmt.Errorf("stop the query: %w", err)
	}
	return nil
}

// rows are the results by field, without the pointers to whole records.
func rows(found [][]types.ResultField) []map[string]string {
	all := make([]map[string]string, 0, len(found))
	for _, fields := range found {
		row := make(map[string]string, len(fields))
		for _, f := range fields {
			if name := clean(aws.ToString(f.Field)); name != "@ptr" {
				row[name] = clean(aws.ToString(f.Value))
			}
		}
		all = append(all, row)
	}
	return all
}
