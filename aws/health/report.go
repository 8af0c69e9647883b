package health

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// duration finds in the end of a call's log, as Lambda gives it in base64, how long
// the function took by Lambda's own count. It is in the last line of a call, the
// report, which is text or JSON as the function's logging is set. What a function
// writes itself comes before it; a log without a report says nothing.
func duration(tail string) (time.Duration, bool) {
	log, err := base64.StdEncoding.DecodeString(tail)
	if err != nil {
		return 0, false
	}
	for _, line := range slices.Backward(strings.Split(string(log), "\n")) {
		ms, ok := textReport(line)
		if !ok {
			ms, ok = jsonReport(line)
		}
		if ok && ms >= 0 && ms <= longestCall {
			return time.Duration(ms * float64(time.Millisecond)), true
		}
	}
	return 0, false
}

// longestCall is Lambda's limit, and a little, in milliseconds.
const longestCall = 16 * 60 * 1000

// textReport reads a line such as
//
//	REPORT RequestId: 8f50…	Duration: 12.34 ms	Billed Duration: 13 ms	Memory Size: 128 MB	…
func textReport(line string) (ms float64, ok bool) {
	if !strings.HasPrefix(line, "REPORT RequestId: ") {
		return 0, false
	}
	for field := range strings.SplitSeq(line, "\t") {
		if text, is := strings.CutPrefix(field, "Duration: "); is {
			ms, err := strconv.ParseFloat(strings.TrimSuffix(text, " ms"), 64)
			return ms, err == nil
		}
	}
	return 0, false
}

// jsonReport reads a line such as
//
//	{"time":"…","type":"platform.report","record":{"requestId":"…","metrics":{"durationMs":12.34,…}}}
func jsonReport(line string) (ms float64, ok bool) {
	var report struct {
		Type   string `json:"type"`
		Record struct {
			Metrics struct {
				Duration *float64 `json:"durationMs"`
			} `json:"metrics"`
		} `json:"record"`
	}
	if json.Unmarshal([]byte(line), &report) != nil || report.Type != "platform.report" || report.Record.Metrics.Duration == nil {
		return 0, false
	}
	return *report.Record.Metrics.Duration, true
}
