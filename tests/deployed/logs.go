package deployed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
)

// Functions are the names of the bot's functions.
func Functions() []string { return []string{"front", "worker", "ticker"} }

// Log is what the functions wrote, for whoever has to find out what went wrong.
func (d *Deployment) Log() string {
	var b strings.Builder
	for _, function := range Functions() {
		lines, err := d.Lines(function)
		fmt.Fprintf(&b, "--- %s\n%s\n", function, strings.Join(lines, "\n"))
		if err != nil {
			fmt.Fprintln(&b, err)
		}
	}
	return b.String()
}

// Eventually waits until something is true, and shows the log if it never is.
func (d *Deployment) Eventually(within time.Duration, what string, is func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if is() {
			return
		}
	}
	d.t.Fatalf("%s: it never came true\n%s", what, d.Log())
}

// Lines are what one of the functions wrote, without what Lambda writes itself:
// when an event began and ended, and what it cost.
func (d *Deployment) Lines(function string) (lines []string, err error) {
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(cloudwatchlogs.NewFromConfig(d.AWS),
		&cloudwatchlogs.FilterLogEventsInput{LogGroupName: aws.String("/aws/lambda/slipway-" + function)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(d.t.Context()))
		if missing := new(types.ResourceNotFoundException); errors.As(err, &missing) {
			return nil, nil // it was never called
		}
		if err != nil {
			return lines, fmt.Errorf("read the log of %s: %w", function, err)
		}
		for _, e := range page.Events {
			if line := strings.TrimSpace(*e.Message); !platform(line) {
				lines = append(lines, line)
			}
		}
	}
	return lines, nil
}

// platform says that Lambda wrote the line.
func platform(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	return word == "START" || word == "END" || word == "REPORT"
}
