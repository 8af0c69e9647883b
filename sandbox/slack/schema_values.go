package slack

import (
	"encoding/json"
	"slices"
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

// maybeText is text that may be empty.
func maybeText(most int) check {
	return func(v any, at string) []problem {
		if v == "" {
			return nil
		}
		return text(most)(v, at)
	}
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
