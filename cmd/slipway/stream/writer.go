package stream

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// writer writes verdicts as lines of JSON. It is used again for each, so that
// none costs any memory.
type writer struct {
	json  *jsontext.Encoder
	line  output
	needs int64
}

// output is a line, its fields in the order in which they are written.
type output struct {
	Series   string       `json:"series"`
	Step     int64        `json:"step"`
	Minute   int64        `json:"minute"`
	Verdict  judge.Kind   `json:"verdict"`
	Reason   judge.Reason `json:"reason"`
	Evidence evidence     `json:"evidence"`
	Needs    *int64       `json:"needs"`
}

// evidence is in log10.
type evidence struct {
	Relative float64 `json:"relative"`
	Absolute float64 `json:"absolute"`
	Pass     float64 `json:"pass"`
}

func newWriter(out io.Writer) *writer { return &writer{json: jsontext.NewEncoder(out)} }

// write writes the verdict on a series' last line.
func (w *writer) write(s *series, v verdict) error {
	w.line = output{Series: s.name, Step: s.step, Minute: s.minute, Verdict: v.kind, Reason: v.reason, Evidence: v.evidence}
	if v.needs > 0 {
		w.needs, w.line.Needs = v.needs, &w.needs
	}
	return json.MarshalEncode(w.json, &w.line)
}
