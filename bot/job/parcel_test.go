package job_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestAParcelIsUnpackedAsItWasPacked(t *testing.T) {
	deploy := command(t, grammar.Deploy{Target: prod, Ref: "abc123"})
	for name, want := range map[string]job.Parcel{
		"a job":    {Correlation: "4f1c", Job: &deploy},
		"a notice": {Notice: &job.Notice{ID: "01J", Version: 3}},
	} {
		body, err := job.Pack(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := job.Unpack(body)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

// faults.md C10.
func TestAParcelThatIsNotUnderstoodIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":             ``,
		"null":                `null`,
		"a list":              `[]`,
		"neither":             `{"correlation":"1"}`,
		"both":                `{"job":{"click":{"action":"a","value":"b","message":"c"}},"notice":{"id":"1","version":1}}`,
		"a job of nothing":    `{"job":{}}`,
		"a bare job":          `{"id":"1","click":{"action":"a","value":"b","message":"c"}}`,
		"a notice of nothing": `{"notice":{}}`,
		"a field that is new": `{"notice":{"id":"1","version":1},"sudo":true}`,
		"another one after":   `{"notice":{"id":"1","version":1}} {}`,
		"an alarm":            `{"AlarmName":"errors","NewStateValue":"ALARM"}`,
	} {
		if p, err := job.Unpack([]byte(body)); err == nil || p != (job.Parcel{}) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestAParcelThatCannotBePackedIsAnError(t *testing.T) {
	if _, err := job.Pack(job.Parcel{Job: &job.Job{Command: []byte("{")}}); err == nil {
		t.Error("half a command was packed")
	}
}
