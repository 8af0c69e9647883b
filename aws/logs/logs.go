// Package logs reads what a version of a Lambda function wrote of its failures, and what
// Lambda wrote of its calls. What a function wrote is untrusted text: it is bounded and
// holds no control characters.
package logs

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/rollout"
)

// Logs reads the logs of one account and region. It holds no state.
type Logs struct {
	// Wait lets time pass between two looks at a query, or answers an error when the context
	// ends first. It is real time unless it is set before the first call.
	Wait func(ctx context.Context, d time.Duration) error

	client *cloudwatchlogs.Client
	group  func(rollout.Target) string
}

// New reads with the client. The group is a target's log group: "/aws/lambda/checkout-prod".
func New(c *cloudwatchlogs.Client, group func(rollout.Target) string) *Logs {
	return &Logs{Wait: smithytime.SleepWithContext, client: c, group: group}
}

const (
	// mostPages of up to a megabyte, and mostLines, are what one search reads at most.
	mostPages = 20
	mostLines = 1000
	// longestLived is how long before a line the environment can have begun that wrote it.
	longestLived = 12 * time.Hour
)

// line is one line of a log.
type line struct {
	at   time.Time
	text string // at most 1,000 characters; untrusted
}

// lines are those of a version that match CloudWatch's filter pattern, of From ≤ t < To,
// reduced to what they say. Only the streams of that version are read, since a log costs by
// how much of it is: the name of one begins with the day on which its environment began.
func (l *Logs) lines(ctx context.Context, t rollout.Target, v rollout.Version, pattern string, from, to time.Time) ([]line, error) {
	var all []line
	var missing error
	there := false
	for _, day := range days(from.Add(-longestLived), to) {
		found, err := l.scan(ctx, &cloudwatchlogs.FilterLogEventsInput{
			LogGroupName: aws.String(l.group(t)), FilterPattern: &pattern, LogStreamNamePrefix: aws.String(day + "/[" + string(v) + "]"),
			StartTime: aws.Int64(from.UnixMilli()), EndTime: aws.Int64(to.UnixMilli() - 1), // both are part of the range there
		}, mostLines-len(all))
		switch {
		case rollout.IsKind(err, rollout.NotFound):
			missing = err
			continue
		case err != nil:
			return nil, err
		}
		there = true
		all = append(all, found...)
	}
	if !there {
		return nil, missing
	}
	return all, nil
}

// days are those of a time as streams have them, the latest one first.
func days(from, to time.Time) []string {
	var all []string
	for day := from.UTC().Truncate(24 * time.Hour); day.Before(to); day = day.Add(24 * time.Hour) {
		all = append(all, day.Format("2006/01/02"))
	}
	slices.Reverse(all)
	return all
}

// scan reads page by page until it has as many lines as it may.
func (l *Logs) scan(ctx context.Context, in *cloudwatchlogs.FilterLogEventsInput, most int) ([]line, error) {
	var lines []line
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(l.client, in)
	for n := 0; n < mostPages && len(lines) < most && pages.HasMorePages(); n++ {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("search the logs", err)
		}
		for _, e := range page.Events {
			if s := aws.ToString(e.LogStreamName); s != "" && !strings.HasPrefix(s, *in.LogStreamNamePrefix) {
				continue // another version's lines would accuse this one, and not every stand-in looks at the prefix
			}
			lines = append(lines, line{at: time.UnixMilli(aws.ToInt64(e.Timestamp)).UTC(), text: essence(aws.ToString(e.Message))})
		}
	}
	return lines[:min(len(lines), most)], nil
}
