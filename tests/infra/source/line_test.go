package source

import "testing"

func TestAnExpressionIsWrittenOnOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"string":                    "string",
		"list(string)":              "list(string)",
		"{}":                        "{}",
		`["a",   "b"]`:              `["a", "b"]`,
		"[\n  \"a\",\n  \"b\",\n]":  `["a", "b"]`,
		"{ rate = 10, burst = 20 }": "{ rate = 10, burst = 20 }",
		"object({\n a = string # one\n b = optional(number, 2)\n})": "object({ a = string, b = optional(number, 2) })",
		"map(object({\n a = string\n\n // two\n c = any\n}))":       "map(object({ a = string, c = any }))",
		`"${var.a} # no comment"`:                                   `"${var.a} # no comment"`,
	} {
		if got := oneLine(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
