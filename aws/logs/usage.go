package logs

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/slipway-dev/slipway/rollout"
)

// usage is a query of Logs Insights for what calls took, by period and version. Lambda
// writes a record of each call as text, of which Logs Insights makes fields, or as JSON,
// as the function is configured; memory is in bytes there, and in MB here. A version is
// told by the name of its log stream. A call after a restored snapshot begins cold too.
//
//   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
//   - https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
//   - https://docs.aws.amazon.com/lambda/latest/dg/snapstart-monitoring.html
const usage = `filter @type = "REPORT" or type = "platform.report"
| parse @logStream "[*]" as version
| parse @message /Restore Duration: (?<restored>[0-9.]+) ms/
| fields coalesce(@billedDuration, record.metrics.billedDurationMs) as ms, ` +
	`coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as mb, ` +
	`coalesce(@initDuration, record.metrics.initDurationMs, restored, record.metrics.restoreDurationMs) as start
| stats count(*) as calls, count(start) as cold, sum(ms) as billed, max(mb) as memory by bin(%s) as period, version`

// bin is a period as Logs Insights has it: up to an hour in minutes, and up to a day in hours.
func bin(period time.Duration) (string, bool) {
	switch {
	case period >= time.Minute && period <= time.Hour && period%time.Minute == 0:
		return strconv.Itoa(int(period/time.Minute)) + "m", true
	case period > 0 && period <= 24*time.Hour && period%time.Hour == 0:
		return strconv.Itoa(int(period/time.Hour)) + "h", true
	}
	return "", false
}

// Usage is what a target's calls took in the periods of a window, by version, and how many
// bytes of the log were read for it, which CloudWatch bills. They are those of all calls,
// checks too: the log does not say by way of which alias they came.
func (l *Logs) Usage(ctx context.Context, t rollout.Target, w rollout.Window) ([]rollout.Usage, int64, error) {
	period, ok := bin(w.Period)
	if !ok || !w.From.Before(w.To) {
		return nil, 0, &rollout.Error{Kind: rollout.Invalid, Message: "The log is put together by whole minutes up to an hour, and by whole hours up to a day."}
	}
	rows, scanned, err := l.query(ctx, t, fmt.Sprintf(usage, period), w.From, w.To)
	if err != nil {
		return nil, scanned, err
	}
	var all []rollout.Usage
	for _, row := range rows {
		u, err := used(row)
		if err != nil {
			return nil, scanned, domain("read the log", err)
		}
		if numbered(u.Version) { // what $LATEST does is nobody's call
			all = append(all, u)
		}
	}
	return all, scanned, nil
}

// used is a row of the answer.
func used(row []types.ResultField) (u rollout.Usage, err error) {
	text := map[string]string{}
	for _, f := range row {
		if f.Field != nil && f.Value != nil {
			text[*f.Field] = *f.Value
		}
	}
	if u.At, err = time.Parse("2006-01-02 15:04:05.000", text["period"]); err != nil {
		return u, fmt.Errorf("a row without a period: %w", err)
	}
	numbers := map[string]float64{}
	for _, name := range []string{"calls", "cold", "billed", "memory"} {
		x, err := strconv.ParseFloat(cmp.Or(text[name], "0"), 64) // a sum of nothing is left out
		if err != nil || !(x >= 0) || x > 1<<53 {
			return u, fmt.Errorf("a row with %s %q", name, text[name])
		}
		numbers[name] = x
	}
	u.Version = rollout.Version(text["version"])
	u.Calls, u.Cold = int64(numbers["calls"]), int64(numbers["cold"])
	u.Billed = time.Duration(math.Min(numbers["billed"]*float64(time.Millisecond), math.MaxInt64/2))
	u.Memory = int(math.Round(numbers["memory"]))
	return u, nil
}

// numbered says that a version is a published one.
func numbered(v rollout.Version) bool { return v != "" && strings.Trim(string(v), "0123456789") == "" }
