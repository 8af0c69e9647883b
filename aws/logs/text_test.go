package logs

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestALineIsReducedToWhatItSays(t *testing.T) {
	for text, want := range map[string]string{
		"2026/11/22 12:00:00 ERROR  no\tstock": "ERROR no stock",
		"2026-11-22T12:00:00+01:00 11111111-aaaa-bbbb-cccc-000000000001 Task timed out after 3.00 seconds": "Task timed out after 3.00 seconds",
		"ERROR trace 1-5759e988-bd862e3fe1be46a994272793":                                                  "ERROR trace",
		`{"time":"2026-11-22T12:00:00Z","level":"ERROR","msg":"no stock","error":"timeout"}`:               "no stock: timeout",
		`{"level":"ERROR","message":"` + strings.Repeat("x", 2000) + `"}`:                                  strings.Repeat("x", 999) + "…",
		`{"level":"ERROR","message":{"errorType":"TypeError"}}`:                                            `{"level":"ERROR","message":{"errorType":"TypeError"}}`,
		"\x1b[31mERROR\x1b[0m\x00red":                                                                      "[31mERROR [0m red",
		"ERROR \u202edlog\u2028tes":                                                                        "ERROR dlog tes",
		"":                                                                                                 "",
	} {
		if got := essence(text); got != want {
			t.Errorf("%.80q: %.80q", text, got)
		}
	}
}

// faults.md I2, D11: whatever was written, what is shown is one line of bounded length.
func FuzzWhatWasWrittenIsOneBoundedLine(f *testing.F) {
	f.Add("2026-11-22T12:00:00.123Z\t11111111-aaaa-bbbb-cccc-000000000001\tERROR\tno stock\n")
	f.Add(`{"errorType":"TypeError","errorMessage":"\u001b[31m"}`)
	f.Add(strings.Repeat("é\xff\n", 2000))
	f.Fuzz(func(t *testing.T, text string) {
		for _, got := range []string{clean(text), essence(text)} {
			if !utf8.ValidString(got) || utf8.RuneCountInString(got) > longestText || strings.ContainsAny(got, "\n\r\x1b\x00\u202e\u2028") {
				t.Errorf("%q", got)
			}
		}
		if once := essence(text); essence(text) != once {
			t.Errorf("%q is not always the same", once)
		}
	})
}
