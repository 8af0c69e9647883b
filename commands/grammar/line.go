package grammar

import (
	"slices"
	"strconv"
	"strings"
)

// Line is a command as somebody would type it anywhere, its service named (but
// not a form's); Parse reads it back. It may hold a reason: plain text of whoever typed it. Of a reason
// with straight quotes in it Parse may say that it cannot be read.
func Line(c Command) string {
	if _, is := c.(Form); is {
		return deploySpec().beginning()
	}
	spec, known := find(Specs(), c.Name())
	if !known {
		return ""
	}
	words := append([]string{spec.beginning(), c.Where().Environment, c.Where().Service}, rest(c)...)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// rest is what follows the target.
func rest(c Command) []string {
	switch c := c.(type) {
	case Deploy:
		return []string{c.Ref, written("--strategy ", c.Strategy), written("--reason ", quoted(c.Reason))}
	case Plan:
		return []string{c.Ref}
	case Status:
		return []string{paged(c.Page)}
	case History:
		return []string{paged(c.Page)}
	case Dashboard:
		return []string{c.Range, written("--chart ", c.Chart), switched("--fresh", c.Fresh), switched("--picture", c.Picture)}
	case Summary:
		return []string{c.Period, written("--on ", c.On), paged(c.Page)}
	case Why:
		return []string{c.Rollout}
	case Promote:
		return []string{c.Rollout}
	case Pause:
		return []string{c.Rollout, quoted(c.Reason)}
	case Resume:
		return []string{c.Rollout}
	case Abort:
		return []string{c.Rollout, quoted(c.Reason)}
	case Lock:
		return c.rest()
	case Rollback:
		return []string{c.To}
	case Canary:
		return c.rest()
	case Help:
		return []string{c.Topic}
	}
	return nil
}

func (l Lock) rest() []string {
	if l.For == 0 {
		return []string{quoted(l.Reason)}
	}
	return []string{quoted(l.Reason), "--for", l.For.String()}
}

func (c Canary) rest() []string {
	if c.Percent == nil {
		return nil
	}
	return []string{strconv.Itoa(*c.Percent)}
}

// written is a flag with its value, or nothing.
func written(flag, value string) string {
	if value == "" {
		return ""
	}
	return flag + value
}

// switched is a flag without a value, if it is given.
func switched(flag string, given bool) string {
	if !given {
		return ""
	}
	return flag
}

// paged is the flag for a page, or nothing.
func paged(page int) string {
	if page == 0 {
		return ""
	}
	return "--page " + strconv.Itoa(page)
}

// quoted keeps Parse from finding names and flags in a text.
func quoted(text string) string {
	if text == "" || strings.Contains(text, `"`) {
		return text
	}
	return `"` + text + `"`
}
