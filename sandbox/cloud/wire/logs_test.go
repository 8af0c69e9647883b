package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

// whatCallsTook is the one query that is understood.
const whatCallsTook = `filter @type = "REPORT" or type = "platform.report"
| parse @logStream "[*]" as version
| parse @message /Restore Duration: (?<restored>[0-9.]+) ms/
| fields coalesce(@billedDuration, record.metrics.billedDurationMs) as ms, coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as mb, coalesce(@initDuration, record.metrics.initDurationMs, restored, record.metrics.restoreDurationMs) as start
| stats count(*) as calls, count(start) as cold, sum(ms) as billed, max(mb) as memory by bin(3m) as period, version`

// logs is a client, and a question for the last hour.
func (w *world) logs() (*cloudwatchlogs.Client, *cloudwatchlogs.StartQueryInput) {
	return cloudwatchlogs.NewFromConfig(w.config), &cloudwatchlogs.StartQueryInput{
		LogGroupName: name("/aws/lambda/checkout"), QueryString: name(whatCallsTook),
		StartTime: aws.Int64(w.now.Add(-time.Hour).Unix()), EndTime: aws.Int64(w.now.Unix() - 1),
	}
}

// called is a world in which calls came for so many minutes.
func called(t *testing.T, minutes int) *world {
	t.Helper()
	w := open(t, nil, wire.Options{})
	must(t, w.SetTraffic("checkout", 600))
	w.now = w.now.Add(time.Duration(minutes) * time.Minute)
	return w
}

func TestALogAnswersWhatCallsTook(t *testing.T) {
	w := called(t, 6)
	c, in := w.logs()
	started, err := c.StartQuery(t.Context(), in)
	must(t, err)
	first, err := c.GetQueryResults(t.Context(), &cloudwatchlogs.GetQueryResultsInput{QueryId: started.QueryId})
	must(t, err)
	if first.Status != types.QueryStatusRunning || len(first.Results) != 0 {
		t.Errorf("at first: %+v", first)
	}
	out, err := c.GetQueryResults(t.Context(), &cloudwatchlogs.GetQueryResultsInput{QueryId: started.QueryId})
	must(t, err)
	if out.Status != types.QueryStatusComplete || len(out.Results) != 2 || out.Statistics.BytesScanned < 1_500_000 {
		t.Fatalf("%+v", out)
	}
	var text []string
	for _, f := range out.Results[1] {
		text = append(text, *f.Field+"="+*f.Value)
	}
	if row := strings.Join(text, " "); !strings.HasPrefix(row, "period=2026-03-01 12:03:00.000 version=42 calls=1") || !strings.HasSuffix(row, ".0 memory=128") {
		t.Error(row)
	}
}

func TestAQueryThatIsNotUnderstoodIsRefused(t *testing.T) {
	w := called(t, 6)
	c, _ := w.logs()
	for what, change := range map[string]func(*cloudwatchlogs.StartQueryInput){
		"another query": func(in *cloudwatchlogs.StartQueryInput) { in.QueryString = name("fields @message") },
		"one kind of log": func(in *cloudwatchlogs.StartQueryInput) {
			in.QueryString = without(", record.metrics.billedDurationMs")
		},
		"no SnapStart": func(in *cloudwatchlogs.StartQueryInput) { in.QueryString = without(", restored") },
		"80 minutes": func(in *cloudwatchlogs.StartQueryInput) {
			in.QueryString = name(strings.Replace(whatCallsTook, "3m", "80m", 1))
		},
		"25 hours": func(in *cloudwatchlogs.StartQueryInput) {
			in.QueryString = name(strings.Replace(whatCallsTook, "3m", "25h", 1))
		},
		"nothing of a time": func(in *cloudwatchlogs.StartQueryInput) {
			in.QueryString = name(strings.Replace(whatCallsTook, "3m", "0m", 1))
		},
	} {
		_, in := w.logs()
		change(in)
		_, err := c.StartQuery(t.Context(), in)
		t.Log(what)
		refused[*types.MalformedQueryException](t, err, 400, "MalformedQueryException")
	}
	_, in := w.logs()
	in.EndTime = in.StartTime
	_, err := c.StartQuery(t.Context(), in)
	refused[*types.InvalidParameterException](t, err, 400, "InvalidParameterException")
	for _, group := range []string{"/aws/lambda/none", "checkout"} {
		_, in := w.logs()
		in.LogGroupName = name(group)
		_, err := c.StartQuery(t.Context(), in)
		refused[*types.ResourceNotFoundException](t, err, 400, "ResourceNotFoundException")
	}
	_, err = c.GetQueryResults(t.Context(), &cloudwatchlogs.GetQueryResultsInput{QueryId: name("7")})
	refused[*types.ResourceNotFoundException](t, err, 400, "ResourceNotFoundException")
	_, err = c.DescribeLogGroups(t.Context(), nil)
	refused[smithyError](t, err, 404, "UnknownOperationException")
}

// without is the query without a part of it.
func without(part string) *string {
	return name(strings.Replace(whatCallsTook, part, "", 1))
}

func TestAQueryCanBeStoppedWhileItRuns(t *testing.T) {
	w := called(t, 6)
	c, in := w.logs()
	started, err := c.StartQuery(t.Context(), in)
	must(t, err)
	for _, want := range []bool{true, false} {
		out, err := c.StopQuery(t.Context(), &cloudwatchlogs.StopQueryInput{QueryId: started.QueryId})
		must(t, err)
		if out.Success != want {
			t.Errorf("stopped: %t", out.Success)
		}
	}
	out, err := c.GetQueryResults(t.Context(), &cloudwatchlogs.GetQueryResultsInput{QueryId: started.QueryId})
	must(t, err)
	if out.Status != types.QueryStatusCancelled || len(out.Results) != 0 {
		t.Errorf("%+v", out)
	}
}

func TestTooManyQueriesAreALimit(t *testing.T) {
	w := open(t, func(o *cloud.Options) { o.RequestRate = -1 }, wire.Options{})
	w.Throttle("StartQuery", 1)
	c, in := w.logs()
	_, err := c.StartQuery(t.Context(), in)
	refused[*types.LimitExceededException](t, err, 400, "LimitExceededException")
}
