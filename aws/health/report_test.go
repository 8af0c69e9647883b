package health_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/health"
)

// The reports of a call, as Lambda writes them.
const (
	textReport = "REPORT RequestId: 8f507cfc-6b1a\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\tInit Duration: 204.17 ms\t\n"
	jsonReport = `{"time":"2026-11-23T09:00:00.000Z","type":"platform.report","record":{"requestId":"8f507cfc-6b1a","metrics":` +
		`{"durationMs":12.34,"billedDurationMs":13,"memorySizeMB":128,"maxMemoryUsedMB":65,"initDurationMs":204.17},"status":"success"}}` + "\n"
)

func encoded(log string) string { return base64.StdEncoding.EncodeToString([]byte(log)) }

func TestHowLongACallTookIsLambdasOwnWordForIt(t *testing.T) {
	const took = 12340 * time.Microsecond
	for name, c := range map[string]struct {
		log  string
		want time.Duration
	}{
		"text":                         {textReport, took},
		"JSON":                         {jsonReport, took},
		"at the end of what it writes": {"START RequestId: 8f507cfc-6b1a Version: 2\nDuration: 99 ms\nEND RequestId: 8f507cfc-6b1a\n" + textReport, took},
		"the function's own report":    {"REPORT RequestId: me\tDuration: 99 ms\n" + textReport, took},
		"a log that was cut":           {"ed Duration: 99 ms\tMemory Size: 128 MB\n" + textReport, took},
		"a time-out":                   {textReport + "2026-11-23T09:00:00.000Z 8f507cfc-6b1a Task timed out after 3.00 seconds\n\n", took},
		"no log":                       {"", 0},
		"no report":                    {"Duration: 99 ms\nEND RequestId: 8f507cfc-6b1a\n", 0},
		"a report without a duration":  {"REPORT RequestId: 8f507cfc-6b1a\tBilled Duration: 13 ms\tInit Duration: 204.17 ms\n", 0},
		"other JSON":                   {`{"type":"function","record":{"metrics":{"durationMs":99}}}`, 0},
		"JSON without a duration":      {`{"type":"platform.report","record":{"metrics":{"billedDurationMs":13}}}`, 0},
		"less than nothing":            {"REPORT RequestId: 8f507cfc-6b1a\tDuration: -1 ms\n", 0},
		"no number":                    {"REPORT RequestId: 8f507cfc-6b1a\tDuration: NaN ms\n", 0},
		"longer than a call can take":  {`{"type":"platform.report","record":{"metrics":{"durationMs":1e300}}}`, 0},
	} {
		if got, ok := health.Duration(encoded(c.log)); got != c.want || ok != (c.want > 0) {
			t.Errorf("%s: %s, %v", name, got, ok)
		}
	}
	if got, ok := health.Duration("not base64!"); ok {
		t.Errorf("%s", got)
	}
}

func FuzzDuration(f *testing.F) {
	f.Add(textReport)
	f.Add(jsonReport)
	f.Add("REPORT RequestId: 1\tDuration: 1e9 ms")
	f.Fuzz(func(t *testing.T, log string) {
		if got, ok := health.Duration(encoded(log)); got < 0 || got > 16*time.Minute || !ok && got != 0 {
			t.Errorf("%q: %s, %v", log, got, ok)
		}
	})
}
