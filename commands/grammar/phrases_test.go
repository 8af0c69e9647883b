package grammar_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// faults.md A19, A20. The phrases are in testdata/phrases. What is not indented
// is typed, "#" before it the service whose channel it is typed in; what people
// read is indented below it, "→" for the one command that it is. `make golden`
// writes what is indented anew.
func TestPhrasesAreReadAsWrittenBelowThem(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "phrases", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var answered strings.Builder
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, " ") {
				continue
			}
			answered.WriteString(line)
			if line[0] == '/' || line[0] == '#' {
				answered.WriteString(answer(t, strings.TrimSuffix(line, "\n")))
			}
		}
		golden(t, filepath.Join("phrases", filepath.Base(file)), answered.String())
	}
}

// answer is what somebody reads who types a phrase.
func answer(t *testing.T, phrase string) string {
	t.Helper()
	context, typed := anywhere, unescape(t, phrase)
	if service, rest, ok := strings.Cut(typed, " "); ok && service[0] == '#' {
		context.DefaultService, typed = service[1:], rest
	}
	command, err := parse(context, typed)
	var usage *grammar.Usage
	if !errors.As(err, &usage) {
		return "    → " + understood(t, command) + "\n"
	}
	var lines strings.Builder
	for _, c := range usage.Complaints {
		lines.WriteString("    " + c.String() + "\n")
	}
	return lines.String()
}

// understood is a command's line, which must be exactly that command anywhere.
func understood(t *testing.T, c grammar.Command) string {
	t.Helper()
	if form, is := c.(grammar.Form); is {
		return strings.TrimSpace("the form " + form.Service)
	}
	line := grammar.Line(c)
	again, err := parse(anywhere, line)
	if diff := cmp.Diff(c, again); err != nil || diff != "" {
		t.Errorf("%q is read as something else: %v %s", line, err, diff)
	}
	return line
}

// unescape makes what a readable file cannot hold: characters that can't be
// seen, as Go writes them, and "{word 300}" for a word that often.
func unescape(t *testing.T, s string) string {
	t.Helper()
	s, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(s, "{")
	repeated, after, _ := strings.Cut(rest, "}")
	word, count, _ := strings.Cut(repeated, " ")
	n, err := strconv.Atoi(count)
	if err != nil {
		return s
	}
	if n > 300 {
		word += " "
	}
	return before + strings.Repeat(word, n) + after
}
