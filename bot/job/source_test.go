package job_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
)

func TestWhereADialogWasOpenedIsReadAsItWasWritten(t *testing.T) {
	id := rapid.StringMatching(`[A-Z0-9.]{0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		want := job.Source{
			Channel: id.Draw(t, "channel"), Message: id.Draw(t, "message"), Value: id.Draw(t, "value"), Action: id.Draw(t, "action"),
			Asked: rapid.SampledFrom([]time.Time{{}, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), time.Date(2026, 11, 22, 12, 0, 0, 1, time.UTC)}).Draw(t, "asked"),
		}
		if got, err := job.ReadSource(want.String()); err != nil || got != want || len(want.String()) > 3000 {
			t.Errorf("%+v became %+v, %v", want, got, err)
		}
	})
}

// faults.md B8
func TestMetadataThatWeDidNotWriteIsRefused(t *testing.T) {
	for name, metadata := range map[string]string{
		"nothing":       ``,
		"null":          `null`,
		"text":          `C1`,
		"a list":        `[]`,
		"another field": `{"channel":"C1","sudo":true}`,
		"in capitals":   `{"Channel":"C1"}`,
		"twice":         `{"channel":"C1","channel":"C2"}`,
		"with a blank":  `{"channel": "C1"}`,
		"empty fields":  `{"channel":""}`,
		"one after it":  `{"channel":"C1"}{}`,
		"no time":       `{"asked":"now"}`,
	} {
		if s, err := job.ReadSource(metadata); err == nil || s != (job.Source{}) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}
