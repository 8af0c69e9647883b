package judge_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const replayFile = "testdata/replay.json"

// replayed is a minute of a series and what the judge says to it. A new name
// begins a series, with parameters of its own or the usual ones.
type replayed struct {
	Series  string        `json:"series"`
	Params  *judge.Params `json:"params,omitempty"`
	Minute  judge.Minute  `json:"minute"`
	Verdict judge.Verdict `json:"verdict"`
}

// series are the minutes of one rollout.
type series struct {
	name     string
	params   judge.Params
	minutes  []judge.Minute
	verdicts []judge.Verdict
}

func (s series) judge() (verdicts []judge.Verdict) {
	var state judge.State
	for _, m := range s.minutes {
		var v judge.Verdict
		state, v = judge.Judge(s.params, state, m)
		verdicts = append(verdicts, v)
	}
	return verdicts
}

func readReplays(t *testing.T) (all []series) {
	t.Helper()
	file, err := os.ReadFile(replayFile)
	if err != nil {
		t.Fatal(err)
	}
	var lines []replayed
	if err := json.Unmarshal(file, &lines); err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if len(all) == 0 || all[len(all)-1].name != l.Series {
			s := series{name: l.Series, params: judge.Default()}
			if l.Params != nil {
				s.params = *l.Params
			}
			all = append(all, s)
		}
		last := &all[len(all)-1]
		last.minutes, last.verdicts = append(last.minutes, l.Minute), append(last.verdicts, l.Verdict)
	}
	return all
}

func writeReplays(t *testing.T, all []series) {
	t.Helper()
	var lines [][]byte
	for _, s := range all {
		for i, v := range s.judge() {
			r := replayed{Series: s.name, Minute: s.minutes[i], Verdict: v}
			if i == 0 && s.params != judge.Default() {
				r.Params = &s.params
			}
			line, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
	}
	file := append(append([]byte("[\n"), bytes.Join(lines, []byte(",\n"))...), "\n]\n"...)
	if err := os.WriteFile(replayFile, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Another architecture may round otherwise, by fusing a product with a sum. It may
// not say anything else.
func TestAReplayGivesTheSameVerdictsOnEveryArchitecture(t *testing.T) {
	all := readReplays(t)
	if *update {
		writeReplays(t, all)
		all = readReplays(t)
	}
	for _, s := range all {
		for i, got := range s.judge() {
			want := s.verdicts[i]
			sameWithin(t, s, i, "relative", got.Relative, want.Relative)
			sameWithin(t, s, i, "absolute", got.Absolute, want.Absolute)
			sameWithin(t, s, i, "pass", got.Pass, want.Pass)
			sameWithin(t, s, i, "tripwire", got.Tripwire, want.Tripwire)
			sameWithin(t, s, i, "threshold", got.Threshold, want.Threshold)
			got.Relative, got.Absolute, got.Pass = want.Relative, want.Absolute, want.Pass
			got.Tripwire, got.Threshold = want.Tripwire, want.Threshold
			if got != want {
				t.Errorf("%s, minute %d:\n got %+v\nwant %+v", s.name, i+1, got, want)
			}
		}
	}
}

// sameWithin allows evidence a difference of 10⁻⁹, and of as much of what it is
// where it is huge.
func sameWithin(t *testing.T, s series, i int, what string, got, want float64) {
	t.Helper()
	if diff := math.Abs(got - want); !(diff <= 1e-9*max(1, math.Abs(want))) {
		t.Errorf("%s, minute %d: %s %v, want %v", s.name, i+1, what, got, want)
	}
}

func TestAReplayGivesTheSameBitsOnOneArchitecture(t *testing.T) {
	for _, s := range readReplays(t) {
		once, stored := s.judge(), series{params: s.params}
		for _, m := range s.minutes {
			stored.minutes = append(stored.minutes, throughJSON(t, m))
		}
		for i, v := range stored.judge() {
			if v != once[i] || throughJSON(t, v) != v {
				t.Errorf("%s, minute %d: %+v, then %+v", s.name, i+1, once[i], v)
			}
		}
	}
}

func throughJSON[T any](t *testing.T, value T) (read T) {
	t.Helper()
	stored, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(stored, &read); err != nil {
		t.Fatal(err)
	}
	return read
}
