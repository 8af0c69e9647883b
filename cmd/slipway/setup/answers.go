package setup

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// answers are what is known, by the question's flag. Each passed its check.
type answers map[string]string

// list is an answer that is several, with commas between them.
func (a answers) list(flag string) []string {
	return strings.FieldsFunc(a[flag], func(r rune) bool { return r == ',' || r == ' ' })
}

// asked tells whether a question makes sense with what is known.
func (q question) asked(a answers) bool { return q.when == nil || q.when(a) }

// standard is the answer of a question that nobody answers; empty if somebody has to.
func (q question) standard(a, before answers) string {
	old := before[q.flag]
	switch {
	case q.fallback == nil:
		return old
	case old == "" || old == q.fallback(before): // what it is made of may have changed
		return q.fallback(a)
	}
	return old
}

// offered is the answer that is suggested to a person.
func (q question) offered(a, before answers) (string, bool) {
	text := q.standard(a, before)
	_, err := q.check(a, text)
	return text, text != "" && err == nil
}

// settle takes each answer from the flags, from what was there before, or the default. All
// that is wrong comes at once, and so does all that is missing.
func settle(given, before answers) (a answers, wrong, missing error) {
	a = answers{}
	var mistakes []error
	var open []string
	for _, q := range questions() {
		if !q.asked(a) {
			continue
		}
		text, said := given[q.flag]
		if !said {
			text = q.standard(a, before)
		}
		if text == "" && !said {
			if q.fallback == nil { // else what its default is made of is missing
				open = append(open, fmt.Sprintf("--%s (%s)", q.flag, q.ask))
			}
			continue
		}
		kept, err := q.check(a, text)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("--%s %s: %w", q.flag, shown(text), err))
			continue
		}
		a[q.flag] = kept
	}
	if len(open) > 0 {
		missing = fmt.Errorf("missing, and without a default: %s", strings.Join(open, ", "))
	}
	return a, errors.Join(mistakes...), missing
}

// complete leaves out of what was there before what does not pass its check any more.
func complete(before answers) answers {
	a := answers{}
	for _, q := range questions() {
		if text, ok := q.offered(a, before); ok && q.asked(a) {
			a[q.flag], _ = q.check(a, text) // it was just checked
		}
	}
	return a
}

// shown makes an empty answer visible, and one with a space.
func shown(text string) string {
	if text == "" || strings.ContainsAny(text, " \t\n\"") {
		return fmt.Sprintf("%q", text)
	}
	return params.Printable(text)
}

// joined is a list as it is kept.
func joined(all []string) string {
	slices.SortStableFunc(all, func(a, b string) int { return stage(a) - stage(b) })
	return strings.Join(all, ",")
}
