package stream_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
	"github.com/slipway-dev/slipway/rollout"
)

const good = `{"series":"s1","step":1,"minute":1,"weight":0.1,"canary":{"invocations":3,"errors":1,"slow":0},"stable":{"invocations":9,"errors":0,"slow":0}}`

// with is the good line with one piece replaced.
func with(old, replacement string) string { return strings.Replace(good, old, replacement, 1) }

func TestALineThatMakesNoSenseIsToldByItsFields(t *testing.T) {
	long := strings.Repeat("x", 100)
	for line, want := range map[string]string{
		`{}`:                         "series: missing|step: missing|minute: missing|weight: missing",
		with(`"errors":1,`, ``):      "canary.errors: missing",
		with(`"invocations":9,`, ``): "stable.invocations: missing",
		with(`{"invocations":3,"errors":1,"slow":0}`, `{}`): "canary.invocations: missing|canary.errors: missing",

		with(`"weight"`, `"Weight"`):                  "Weight: unknown field|weight: missing",
		with(`"slow":0`, `"slow":0,"p99":{"a":[1]}`):  "canary.p99: unknown field",
		with(`"step":1`, `"step":1,"`+long+`":1`):     long[:60] + "…: unknown field",
		with(`"step":1`, `"step":1,"\u001b[31m":1`):   `"\x1b[31m": unknown field`,
		with(`"step":1`, `"step":1,"step":1`):         "step: given twice",
		with(`"step":1`, `"step":1,"st\u0065p":2`):    "step: given twice",
		with(`"errors":1`, `"errors":1,"errors":"x"`): "canary.errors: given twice",
		with(`"weight"`, `"canary":null,"weight"`):    "canary: given twice",

		with(`"s1"`, `""`):                                 "series: empty",
		with(`"s1"`, `1`):                                  "series: 1 is not a string",
		with(`"s1"`, `null`):                               "series: null is not a string",
		with(`"step":1`, `"step":0`):                       "step: 0 is less than 1",
		with(`"step":1`, `"step":"1"`):                     `step: "1" is not a whole number`,
		with(`"step":1`, `"step":1.0`):                     "step: 1.0 is not a whole number",
		with(`"minute":1`, `"minute":{}`):                  "minute: {} is not a whole number",
		with(`"minute":1`, `"minute":1e3`):                 "minute: 1e3 is not a whole number",
		with(`"minute":1`, `"minute":9223372036854775808`): "minute: 9223372036854775808 is out of range",

		with(`0.1`, `0`):      "weight: 0 is outside (0, 1)",
		with(`0.1`, `1`):      "weight: 1 is outside (0, 1)",
		with(`0.1`, `-0.1`):   "weight: -0.1 is outside (0, 1)",
		with(`0.1`, `1e-999`): "weight: 0 is outside (0, 1)",
		with(`0.1`, `1e-301`): "weight: 1e-301 is outside (0, 1]",
		with(`0.1`, `5e-324`): "weight: 5e-324 is outside (0, 1]",
		with(`0.1`, `1e999`):  "weight: 1e999 is not a number",
		with(`0.1`, `"0.1"`):  `weight: "0.1" is not a number`,
		with(`0.1`, `"NaN"`):  `weight: "NaN" is not a number`,
		with(`0.1`, `NaN`):    "weight: column 45: invalid character 'N' at start of value",

		with(`"errors":1`, `"errors":5`):                    "canary.errors: 5 is outside 0 to 3 invocations",
		with(`"errors":1`, `"errors":-1`):                   "canary.errors: -1 is outside 0 to 3 invocations",
		with(`"errors":1`, `"errors":0.5`):                  "canary.errors: 0.5 is not a whole number",
		with(`"errors":1`, `"errors":NaN`):                  "canary.errors: column 84: invalid character 'N' at start of value",
		with(`"errors":1`, `"errors":null`):                 "canary.errors: null is not a whole number",
		with(`"slow":0`, `"slow":null`):                     "canary.slow: null is not a whole number",
		with(`"invocations":3`, `"invocations":"3"`):        `canary.invocations: "3" is not a whole number`,
		with(`"invocations":9`, `"invocations":200000000`):  "stable.invocations: 200000000 is outside 0 to 100000000",
		with(`{"invocations":3,"errors":1,"slow":0}`, `[]`): "canary: not an object",

		`[1]`:                    "not an object",
		`null`:                   "not an object",
		`"s1"`:                   "not an object",
		`x`:                      "column 1: invalid character 'x' at start of value",
		good + `,`:               "something follows the object",
		good + good:              "something follows the object",
		good[:len(good)-1]:       "column 142: unexpected EOF",
		with(`"s1"`, "\"\xff\""): "series: column 12: invalid UTF-8",
		"\ufeff" + good:          "column 1: invalid character '\\ufeff' at start of value",

		`{"series":"","step":0,"minute":"x","weight":2,"odd":1,"canary":{"invocations":1,"errors":2,"slow":3},"stable":{"invocations":-1,"errors":0}}`: `minute: "x" is not a whole number|odd: unknown field|` +
			"series: empty|step: 0 is less than 1|weight: 2 is outside (0, 1)|" +
			"canary.errors: 2 is outside 0 to 1 invocations|canary.slow: 3 is outside 0 to 1 invocations|" +
			"stable.invocations: -1 is outside 0 to 100000000",
	} {
		out, talk := run(t, standard(t), line)
		want = "line 1: " + strings.ReplaceAll(want, "|", "\nline 1: ") + "\n1 of 1 lines were not judged\n"
		if out != "" || talk != want {
			t.Errorf("%s\ngives %s%s\nwant  %s", line, out, talk, want)
		}
	}
}

func TestTheCountOfLinesIsThatOfTheOnesWithSomethingInThem(t *testing.T) {
	var lines []string
	for range 1000 {
		lines = append(lines, good, "", " \t\r")
	}
	out, talk := run(t, standard(t), strings.Join(lines, "\n"))
	if strings.Count(out, "\n") != 1 || !strings.HasPrefix(talk, "line 4: minute: 1 is not after 1\n") || !strings.HasSuffix(talk, "\n999 of 1,000 lines were not judged\n") {
		t.Errorf("%d lines, %.80s … %s", strings.Count(out, "\n"), talk, talk[len(talk)-60:])
	}
}

// As long as a line may be, and one longer: with and without an end.
func TestALineThatIsTooLongIsPassedOver(t *testing.T) {
	padded := func(n int, minute string) string {
		line := with(`"minute":1`, `"minute":`+minute)
		return line + strings.Repeat(" ", n-len(line))
	}
	const most = 1 << 20
	text := padded(most, "1") + "\n" + padded(most+1, "2") + "\n" + padded(5*most, "3") + "\n" + padded(most, "4")
	out, talk := run(t, standard(t), text)
	if strings.Count(out, "\n") != 2 || talk != "line 2: longer than 1 MiB\nline 3: longer than 1 MiB\n2 of 4 lines were not judged\n" {
		t.Errorf("%s%s", out, talk)
	}
	if out, talk := run(t, standard(t), padded(most+1, "1")); out != "" || talk != "line 1: longer than 1 MiB\n1 of 1 lines were not judged\n" {
		t.Errorf("%s%s", out, talk)
	}
}

func TestLinesMayEndAsOnOtherSystemsAndTheLastOneNotAtAll(t *testing.T) {
	out, talk := run(t, standard(t), good+"\r\n"+with(`"minute":1`, `"minute":2`))
	if strings.Count(out, "\n") != 2 || talk != "" {
		t.Errorf("%s%s", out, talk)
	}
}

// The judge would call every line an error, and nobody would notice.
func TestAStrategyThatMakesNoSenseIsRefusedBeforeAnythingIsRead(t *testing.T) {
	none, watch := standard(t), standard(t)
	none.Judge.ErrorRateMax = 0
	watch.Kind, watch.Steps = rollout.BlueGreen, nil
	for says, s := range map[string]rollout.Strategy{
		"error rate max: 0 is outside (0, 0.9)":                none,
		"only a canary is judged step by step, not blue-green": watch,
	} {
		var out, talk strings.Builder
		in := strings.NewReader(good)
		err := stream.Judge(s, in, &out, &talk)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || err.Error() != says || out.String()+talk.String() != "" || in.Len() != len(good) {
			t.Errorf("%v, %s%s", err, out.String(), talk.String())
		}
	}
}
