package slack

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// text is a string that is not empty and at most as many code points long.
func text(most int) check {
	return func(v any, at string) []problem {
		s, ok := v.(string)
		switch {
		case !ok:
			return wrong(at, "must provide a string")
		case s == "":
			return wrong(at, "must be more than 0 characters")
		case utf8.RuneCountInString(s) > most:
			return wrong(at, "must be less than %d characters", most+1)
		}
		return nil
	}
}

// maybe lets a string be empty.
func maybe(is check) check {
	return func(v any, at string) []problem {
		if v == "" {
			return nil
		}
		return is(v, at)
	}
}

func maybeText(most int) check { return maybe(text(most)) }

// link is a URL that leads somewhere: of any scheme, since slack:// and mailto:
// are fine on a button. webURL is one that Slack itself fetches.
func link() check   { return urlOf(maxURL) }
func webURL() check { return urlOf(maxURL, "http", "https") }

func urlOf(most int, schemes ...string) check {
	return inTurn(text(most), func(v any, at string) []problem {
		s, _ := v.(string)
		u, err := url.Parse(s)
		switch {
		case err != nil || u.Scheme == "" || strings.ContainsAny(s, " \t\n"):
			return wrong(at, "must be a valid URL")
		case len(schemes) > 0 && (u.Host == "" || !slices.Contains(schemes, strings.ToLower(u.Scheme))):
			return wrong(at, "must be a valid URL: %s only", strings.Join(schemes, " or "))
		}
		return nil
	})
}

// written is a date or a time of day in a layout of package time.
func written(layout string) check {
	return func(v any, at string) []problem {
		s, _ := v.(string)
		if _, err := time.Parse(layout, s); err != nil || len(s) != len(layout) {
			return wrong(at, "must be written as %s", layout)
		}
		return nil
	}
}

// decimal is a number in a string, as number_input has it.
func decimal(v any, at string) []problem {
	s, ok := v.(string)
	if _, number := asNumber(v); !ok || !number || strings.Trim(s, "+-.0123456789eE") != "" {
		return wrong(at, "must provide a number in a string")
	}
	return nil
}

func oneOf(values ...string) check {
	return func(v any, at string) []problem {
		if s, ok := v.(string); !ok || !slices.Contains(values, s) {
			return wrong(at, "must be a valid enum value")
		}
		return nil
	}
}

func boolean(v any, at string) []problem {
	if _, ok := v.(bool); !ok {
		return wrong(at, "must provide a boolean")
	}
	return nil
}

func number(v any, at string) []problem {
	if n, ok := v.(json.Number); ok {
		if _, err := n.Float64(); err == nil {
			return nil
		}
	}
	return wrong(at, "must provide a number")
}

// whole is an integer of least to most.
func whole(least, most int64) check {
	return func(v any, at string) []problem {
		n, _ := v.(json.Number)
		i, err := n.Int64()
		switch {
		case err != nil:
			return wrong(at, "must provide an integer")
		case i < least || i > most:
			return wrong(at, "must be between %d and %d", least, most)
		}
		return nil
	}
}
