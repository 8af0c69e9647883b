package metrics_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 5e8, time.UTC)

func clock() time.Time { return noon }

// The specification of the embedded metric format, word by word.
func TestAMetricIsALineThatCloudWatchReads(t *testing.T) {
	var out bytes.Buffer
	ctx := logs.With(t.Context(), "req-1")
	metrics.New(&out, clock, "ticker").Put(ctx, []metrics.Value{{Metric: metrics.DeploySucceeded, Value: 1}, {Metric: metrics.LeadTime, Value: 92.5}},
		slog.String("service", "checkout"), slog.String("environment", "prod"), slog.String("rollout", "01A"))
	const want = `{"timestamp":"2026-11-23T12:00:00.5Z","level":"INFO","message":"metric","function":"ticker",` +
		`"_aws":{"Timestamp":1795435200500,"CloudWatchMetrics":[{"Namespace":"Slipway","Dimensions":[[]],` +
		`"Metrics":[{"Name":"DeploySucceeded","Unit":"Count"},{"Name":"LeadTime","Unit":"Seconds"}]}]},` +
		`"DeploySucceeded":1,"LeadTime":92.5,"service":"checkout","environment":"prod","rollout":"01A","correlation_id":"req-1"}` + "\n"
	if out.String() != want {
		t.Errorf("got  %swant %s", out.String(), want)
	}
}

func TestEachMetricIsThereOnceAndHasAUnit(t *testing.T) {
	seen := map[metrics.Metric]bool{}
	for _, m := range metrics.All() {
		if seen[m] || m.Unit() == "None" {
			t.Errorf("%s comes twice, or has no unit", m)
		}
		seen[m] = true
	}
}

// Whoever looks for a metric looks there.
func TestThePageTellsOfEachMetricAndOfNoOther(t *testing.T) {
	page, err := os.ReadFile("../../../docs/telemetry.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range metrics.All() {
		unit := map[string]string{"Milliseconds": "ms", "Count": "count", "Seconds": "s"}[m.Unit()]
		want = append(want, string(m)+" in "+unit)
	}
	var got []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (ms|count|s) \\|").FindAllStringSubmatch(string(page), -1) {
		got = append(got, row[1]+" in "+row[2])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/telemetry.md (-want +got): %s", diff)
	}
}

func TestWithoutAMeterNothingIsWritten(*testing.T) {
	var none *metrics.Meter
	none.Count(nil, metrics.Heartbeat) //nolint:staticcheck // it must not be looked at
}

func TestNothingIsWrittenWhereThereIsNoValue(t *testing.T) {
	var out bytes.Buffer
	metrics.New(&out, clock, "worker").Put(t.Context(), nil, slog.String("service", "checkout"))
	if out.Len() > 0 {
		t.Error(out.String())
	}
}

// torn is a writer that others can get in between of, as a pipe is for large lines.
type torn struct{ out *bytes.Buffer }

func (w torn) Write(p []byte) (int, error) {
	for i, b := range p {
		w.out.WriteByte(b)
		if i%100 == 0 {
			runtime.Gosched()
		}
	}
	return len(p), nil
}

// faults.md I2
func TestLinesOfTheLogAndMetricsDoNotMix(t *testing.T) {
	var out bytes.Buffer
	w := logs.Lines(torn{&out})
	log, meter := logs.New(w, slog.LevelInfo, "worker"), metrics.New(w, clock, "worker")
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { log.InfoContext(t.Context(), strings.Repeat("x", 5000)) })
		all.Go(func() { meter.Count(t.Context(), metrics.SlackErrors) })
	}
	all.Wait()
	lines := 0
	for line := range strings.Lines(out.String()) {
		lines++
		if !json.Valid([]byte(line)) {
			t.Fatalf("not JSON: %.80s", line)
		}
	}
	if lines != 100 {
		t.Errorf("%d lines", lines)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAMetricThatCannotBeWrittenFailsNobody(t *testing.T) {
	metrics.New(broken{}, clock, "worker").Count(t.Context(), metrics.Heartbeat)
}
