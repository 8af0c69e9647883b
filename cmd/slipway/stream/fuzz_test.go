package stream_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// Whatever comes in: what is refused might as well not have been there, and what
// is judged has finite numbers.
func FuzzJudge(f *testing.F) {
	f.Add(good + "\n\n" + with(`"minute":1`, `"minute":2`) + "\nx\n" + good)
	f.Add(with(`0.1`, `5e-324`) + "\n" + with(`"minute":1`, `"minute":5`))
	f.Add(with(`0.1`, `0.9999999999999999`) + "\n{}\n" + with(`3,"errors":1`, `100000000,"errors":99999999`))
	f.Add(with(`"canary"`, `"st\u0061ble"`) + "\r\n" + with(`"s1"`, `"\ud83d\ude00"`) + "\n" + with(`1`, `-9223372036854775808`))
	s := standard(f, "--hold", "2m", "--max-hold", "4m")
	f.Fuzz(func(t *testing.T, text string) {
		out, talk := run(t, s, text)
		for _, v := range decode(t, out) {
			for name, x := range v.Evidence {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Errorf("%s is %v", name, x)
				}
			}
			if v.Verdict == "error" || v.Series == "" || v.Step < 1 || v.Needs != nil && *v.Needs < 1 {
				t.Errorf("%+v", v)
			}
		}
		refused := map[string]bool{}
		for line := range strings.Lines(talk) {
			number, _, _ := strings.Cut(line, ": ")
			refused[number] = true
		}
		var kept strings.Builder
		number := 0
		for line := range strings.Lines(text) {
			number++
			if !refused[fmt.Sprintf("line %d", number)] {
				kept.WriteString(line)
			}
		}
		again, talk := run(t, s, kept.String())
		if again != out || talk != "" {
			t.Errorf("without the refused lines: %s%s\nwith them: %s", again, talk, out)
		}
	})
}
