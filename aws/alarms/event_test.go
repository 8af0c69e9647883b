package alarms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
)

var update = flag.Bool("update", false, "rewrite the golden files") // set by `make golden` only

// sent is an event of tests/events.
func sent(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../tests/events", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// faults.md C6
func TestEveryKindOfEventIsReadAsItIs(t *testing.T) {
	files, err := filepath.Glob("../../tests/events/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		b, err := alarms.Read([]byte(sent(t, name)))
		var got bytes.Buffer
		e := json.NewEncoder(&got)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err != nil {
			err = e.Encode(err.Error())
		} else {
			err = e.Encode(b)
		}
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, got.Bytes())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// faults.md C10: an event is of one kind by its own marks, or of none.
func TestAnEventOfNoKindOrOfTwoIsForeign(t *testing.T) {
	for _, raw := range []string{
		``, `null`, `7`, `[]`, `{}`, `{"Records":[]}`, `{"Records":7}`, `{"Records":[{"eventSource":"aws:sqs"}]}`,
		`{"source":"aws.cloudwatch"}`, `{"source":"aws.ec2","detail-type":"CloudWatch Alarm State Change"}`,
		`{"source":"mine","alarmArn":"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a"}`,
		`{"httpMethod":"POST","path":"/slack/events","body":"{\"Records\":[{\"EventSource\":\"aws:sns\"}]}"}`,
		mixed(t, "sns-metric", "eventbridge-metric"), mixed(t, "sns-metric", "lambda-metric"), mixed(t, "eventbridge-metric", "lambda-metric"),
	} {
		if b, err := alarms.Read([]byte(raw)); !errors.Is(err, alarms.ErrForeign) || b.Signals != nil {
			t.Errorf("%.80s: %+v, %v", raw, b, err)
		}
	}
}

// mixed is an event with the fields of two.
func mixed(t *testing.T, names ...string) string {
	t.Helper()
	all := map[string]json.RawMessage{}
	for _, name := range names {
		if err := json.Unmarshal([]byte(sent(t, name)), &all); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// faults.md C6
func TestWhatIsMissingOrWrongInASignalIsNamedAndNotRepeated(t *testing.T) {
	for name, c := range map[string]struct{ event, old, new, says string }{
		"no name on a topic":    {"sns-metric", `\"AlarmName\":\"checkout-errors\"`, `\"AlarmName\":\"\"`, "its name is missing"},
		"no state on a topic":   {"sns-metric", `\"NewStateValue\":\"ALARM\"`, `\"NewStateValue\":null`, "its state is missing"},
		"no time on a topic":    {"sns-metric", `\"StateChangeTime\":\"2026-11-23T14:03:20.123+0000\",`, ``, "the time of its state is missing"},
		"no account on a topic": {"sns-metric", `\"AWSAccountId\":\"123456789012\",`, ``, "its account is missing"},
		"no ARN on a topic":     {"sns-metric", `\"AlarmArn\"`, `\"Arn\"`, "its ARN is missing"},
		"another account":       {"sns-metric", `\"AWSAccountId\":\"123456789012\",`, `\"AWSAccountId\":\"666666666666\",`, "its account is not that of its ARN"},
		"a number for a name":   {"sns-metric", `\"AlarmName\":\"checkout-errors\"`, `\"AlarmName\":666`, "AlarmName is of another type"},
		"an odd period":         {"sns-metric", `\"Period\":60`, `\"Period\":1e400`, "Trigger.Period is of another type"},
		"half a message":        {"sns-metric", `\"AlarmName\"`, `AlarmName`, "it is not the JSON of an alarm"},
		"an odd envelope":       {"sns-metric", `"Timestamp": "2026`, `"Timestamp": "666`, "it is not the JSON of an alarm"},
		"two topics":            {"sns-several", `:alarms",`, `:666",`, "not all of one topic"},
		"no name":               {"eventbridge-metric", `"alarmName": "checkout-errors"`, `"alarmName": ""`, "its name is missing"},
		"no such state":         {"eventbridge-metric", `"value": "ALARM"`, `"value": "666"`, "none of an alarm's"},
		"an odd time":           {"eventbridge-metric", `"2026-11-23T14:03:20.123+0000"`, `"666"`, "the time of its state cannot be read"},
		"an odd time on a topic": {
			"sns-metric", `2026-11-23T14:03:20.123+0000`, `666`, "the time of its state cannot be read",
		},
		"a time before time":   {"eventbridge-metric", `"2026-11-23T14:03:20.123+0000"`, `"0001-01-01T00:00:00Z"`, "the time of its state is missing"},
		"no account":           {"eventbridge-metric", `"account": "123456789012",`, ``, "its account is missing"},
		"no region":            {"eventbridge-metric", `"region": "eu-central-1",`, ``, "its region is missing"},
		"another region":       {"eventbridge-metric", `"region": "eu-central-1",`, `"region": "us-east-1",`, "its region is not that of its ARN"},
		"no resource":          {"eventbridge-metric", `"resources"`, `"666"`, "its ARN is missing"},
		"an ARN of a queue":    {"lambda-metric", `arn:aws:cloudwatch:`, `arn:aws:sqs:`, "not that of an alarm"},
		"an ARN with no name":  {"lambda-metric", `alarm:checkout-errors`, `alarm:`, "not that of an alarm"},
		"a detail of no kind":  {"eventbridge-metric", `"detail": {`, `"detail": 666, "more": {`, "of another type"},
		"no ID of its own":     {"eventbridge-metric", `"time": "2026-11-23T14:03:20Z"`, `"time": 666`, "not the JSON of an alarm"},
		"data of no kind":      {"lambda-metric", `"alarmData": {`, `"alarmData": 666, "more": {`, "alarmData is of another type"},
		"a time after time":    {"eventbridge-metric", "2026-11-23T14:03:20.123+0000", "9999-12-31T23:59:59-2300", "time of its state cannot be read"},
		"a name of 256":        {"lambda-metric", `"alarmName": "checkout-errors"`, `"alarmName": "` + strings.Repeat("ä", 256) + `"`, "more than 255 characters"},
		"more than there fits": {"lambda-metric", `"reason": "`, `"reason": "` + strings.Repeat("x", 256<<10), "more than 262144 bytes"},
	} {
		raw := strings.Replace(sent(t, c.event), c.old, c.new, 1)
		b, err := alarms.Read([]byte(raw))
		if err == nil || errors.Is(err, alarms.ErrForeign) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "666") || b.Signals != nil {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
}

// faults.md C6: what people wrote is kept as it is, for whoever shows it; but not all of it.
func TestWordsAreBoundedAndOtherwiseLeftAlone(t *testing.T) {
	raw := strings.Replace(sent(t, "lambda-metric"), "Calls of checkout fail", `<!channel> \u202e`, 1)
	raw = strings.Replace(raw, `"reason": "`, `"reason": "`+strings.Repeat("€", 10_000), 1)
	raw = strings.Replace(raw, `"namespace": "`, `"namespace": "`+strings.Repeat("\xff", 2_000), 1)
	b, err := alarms.Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	s := b.Signals[0]
	if s.Description != "<!channel> \u202e" || len(s.Reason) > 1<<10 || len(s.Reason) < 1000 || !strings.HasSuffix(s.Reason, "€…") || !utf8.ValidString(s.Gauges[0].Namespace) || len(s.Gauges[0].Namespace) > 255 {
		t.Errorf("%+v", s)
	}
}

func TestMetricsThatMakeNoSenseAreLeftOut(t *testing.T) {
	raw := strings.Replace(sent(t, "eventbridge-metric"), `"period": 60`, `"period": -60`, 1)
	b, err := alarms.Read([]byte(raw))
	if err != nil || b.Signals[0].Gauges[0].Period != 0 {
		t.Errorf("%+v, %v", b, err)
	}
	one := `{"metricStat":{"metric":{"name":"Errors","namespace":"AWS/Lambda"},"stat":"Sum","period":60}},`
	b, err = alarms.Read([]byte(strings.Replace(sent(t, "eventbridge-metric"), `"metrics": [`, `"metrics": [`+strings.Repeat(one, 30), 1)))
	if err != nil || len(b.Signals[0].Gauges) != 20 {
		t.Errorf("%+v, %v", b, err)
	}
	if g := withDimensions(t, 8, "x"); len(g) != 1 { // and those of the file
		t.Errorf("%+v", g)
	}
	if g := withDimensions(t, 10, "x"); len(g) != 0 {
		t.Errorf("%+v", g)
	}
}

// withDimensions are the gauges of an event with so many more dimensions.
func withDimensions(t *testing.T, n int, value string) []rollout.Gauge {
	t.Helper()
	var many []string
	for i := range n {
		many = append(many, fmt.Sprintf(`"d%d":%q`, i, value))
	}
	b, err := alarms.Read([]byte(strings.Replace(sent(t, "eventbridge-metric"), `"dimensions": {`, `"dimensions": {`+strings.Join(many, ",")+",", 1)))
	if err != nil {
		t.Fatal(err)
	}
	return b.Signals[0].Gauges
}

// All alarms of a target are one record.
func TestFiftyAlarmsWithTheLargestMetricsFitIntoOneRow(t *testing.T) {
	g := withDimensions(t, 8, strings.Repeat("€", 400))[0]
	for name, value := range g.Dimensions {
		if len(name) > 255 || len(value) > 255 {
			t.Errorf("%q: %d bytes", name, len(value))
		}
	}
	if raw, err := json.Marshal([]rollout.Gauge{g}); err != nil || 50*len(raw) > 200<<10 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

func FuzzWhatIsReadHasAllThatASignalNeeds(f *testing.F) {
	files, err := filepath.Glob("../../tests/events/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		f.Add(sent(f, strings.TrimSuffix(filepath.Base(file), ".json")))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		b, err := alarms.Read([]byte(raw))
		if err != nil && (b.Signals != nil || b.Topic != "") || err == nil && len(b.Signals) == 0 {
			t.Errorf("%+v, %v", b, err)
		}
		for _, s := range b.Signals {
			states := []rollout.AlarmState{rollout.AlarmOK, rollout.AlarmRed, rollout.AlarmUnknown}
			if s.Name == "" || s.Account == "" && s.ID == "" || s.Region == "" || s.At.IsZero() || s.At.Location() != time.UTC || !slices.Contains(states, s.State) {
				t.Errorf("%+v", s)
			}
			for _, text := range []string{s.Name, s.Reason, s.Description, s.Comparison} {
				if len(text) > 1<<10 || !utf8.ValidString(text) {
					t.Errorf("%q", text)
				}
			}
		}
	})
}
