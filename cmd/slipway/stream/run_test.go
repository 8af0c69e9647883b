package stream_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
	"github.com/slipway-dev/slipway/rollout"
)

// standard is the strategy of these flags.
func standard(t testing.TB, flags ...string) rollout.Strategy {
	t.Helper()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	bound := params.Bind(set)
	if err := set.Parse(flags); err != nil {
		t.Fatal(err)
	}
	s, err := bound.Strategy()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// verdict is a line of the output.
type verdict struct {
	Series   string             `json:"series"`
	Step     int64              `json:"step"`
	Minute   int64              `json:"minute"`
	Verdict  string             `json:"verdict"`
	Reason   string             `json:"reason"`
	Evidence map[string]float64 `json:"evidence"`
	Needs    *int64             `json:"needs"`
}

func (v verdict) said() string { return v.Verdict + " " + v.Reason }

func decode(t testing.TB, text string) (all []verdict) {
	t.Helper()
	for line := range strings.Lines(text) {
		var v verdict
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, v)
	}
	return all
}

// run judges a text and gives what is on stdout and on stderr.
func run(t testing.TB, s rollout.Strategy, text string) (out, talk string) {
	t.Helper()
	var o, e strings.Builder
	err := stream.Judge(s, strings.NewReader(text), &o, &e)
	var wrong *params.Wrong
	if err != nil && !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	if (err == nil) != (e.String() == "") {
		t.Fatalf("the error is %v, but the talk is %q", err, e.String())
	}
	if err != nil {
		e.WriteString(err.Error() + "\n")
	}
	return o.String(), e.String()
}

// judged is run for a text that has nothing wrong with it.
func judged(t testing.TB, s rollout.Strategy, lines ...string) []verdict {
	t.Helper()
	out, talk := run(t, s, strings.Join(lines, "\n"))
	if talk != "" {
		t.Fatal(talk)
	}
	return decode(t, out)
}

// say is a line of series s1. The counts are those of calls and errors, nothing
// for no datapoint.
func say(step, minute int, weight float64, canary, stable []int) string {
	line := fmt.Sprintf(`{"series":"s1","step":%d,"minute":%d,"weight":%v`, step, minute, weight)
	for who, c := range map[string][]int{"canary": canary, "stable": stable} {
		if len(c) > 0 {
			line += fmt.Sprintf(`,"%s":{"invocations":%d,"errors":%d`, who, c[0], c[1])
			if len(c) > 2 {
				line += fmt.Sprintf(`,"slow":%d`, c[2])
			}
			line += "}"
		}
	}
	return line + "}"
}
