// Package logs reads what Lambda functions wrote: lines that match a pattern, the
// answers of a Logs Insights query, and the errors of one version. All of it is
// untrusted text: it is bounded and holds no control characters.
package logs

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/rollout"
)

// Options say where the logs are and how to wait.
type Options struct {
	// Group is the log group of a target: "/aws/lambda/checkout-prod".
	Group func(rollout.Target) string
	// Pause waits for that long, or until the context ends, which it says; nil waits by the clock.
	Pause func(ctx context.Context, d time.Duration) error
}

// Logs reads the logs of one account and region. It holds no state.
type Logs struct {
	client  *cloudwatchlogs.Client
	options Options
}

// New reads with the client.
func New(c *cloudwatchlogs.Client, o Options) *Logs {
	if o.Pause == nil {
		o.Pause = smithytime.SleepWithContext
	}
	return &Logs{client: c, options: o}
}

// Line is one line of a log.
type Line struct {
	At     time.Time
	Stream string // the log stream's name: "2026/11/22/[42]0f1e…"
	Text   string // at most 1,000 characters; untrusted
}

// Version is the one that wrote the line; empty when the stream's name does not
// tell, as with $LATEST.
func (l Line) Version() rollout.Version {
	_, rest, _ := strings.Cut(l.Stream, "[")
	number, _, closed := strings.Cut(rest, "]")
	if !closed || number == "" || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return rollout.Version(number)
}

// What one search reads at most: pages of up to a megabyte, and lines that it gives.
const (
	mostPages = 20
	mostLines = 1000
)

// Filter gives the lines of From ≤ t < To that match CloudWatch's filter pattern,
// the oldest first, at most limit and never more than 1,000. An empty pattern
// matches all.
func (l *Logs) Filter(ctx context.Context, t rollout.Target, pattern string, from, to time.Time, limit int) ([]Line, error) {
	return l.scan(ctx, t, search{
		pattern: pattern, from: from, to: to, limit: min(limit, mostLines),
		text: clean, keep: func(Line) bool { return true },
	})
}

// search is what to look for in a log.
type search struct {
	pattern  string
	from, to time.Time
	limit    int
	text     func(string) string // what to make of a line
	keep     func(Line) bool
}

// scan reads page by page until it has as many lines to keep as it may.
func (l *Logs) scan(ctx context.Context, t rollout.Target, s search) ([]Line, error) {
	in := &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: aws.String(l.options.Group(t)),
		StartTime:    aws.Int64(s.from.UnixMilli()), EndTime: aws.Int64(s.to.UnixMilli() - 1), // both are part of the range there
	}
	if s.pattern != "" {
		in.FilterPattern = aws.String(s.pattern)
	}
	var lines []Line
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(l.client, in)
	for n := 0; n < mostPages && len(lines) < s.limit && pages.HasMorePages(); n++ {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("search the logs", err)
		}
		for _, e := range page.Events {
			line := Line{
				At:     time.UnixMilli(aws.ToInt64(e.Timestamp)).UTC(),
				Stream: clean(aws.ToString(e.LogStreamName)), Text: s.text(aws.ToString(e.Message)),
			}
			if len(lines) < s.limit && s.keep(line) {
				lines = append(lines, line)
			}
		}
	}
	return lines, nil
}
