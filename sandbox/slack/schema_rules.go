package slack

import (
	"encoding/json"
	"strconv"
)

// The rules between the properties of one object, whose own checks ran before.

// oneOfTwo holds the rule that exactly one of two properties is there.
func oneOfTwo(a, b string) check {
	return func(v any, at string) []problem {
		obj, _ := v.(map[string]any)
		_, first := obj[a]
		_, second := obj[b]
		if first == second {
			return wrong(at, "must define either `%s` or `%s`", a, b)
		}
		return nil
	}
}

// needs holds the rule that a property makes sense only beside another.
func needs(name, other string) check {
	return func(v any, at string) []problem {
		obj, _ := v.(map[string]any)
		_, there := obj[name]
		if _, ok := obj[other]; there && !ok {
			return wrong(at+"/"+name, "must define `%s` to use `%s`", other, name)
		}
		return nil
	}
}

// rising holds the rule that low is not above high, where both are there.
func rising(low, high string) check {
	return func(v any, at string) []problem {
		obj, _ := v.(map[string]any)
		a, hasLow := asNumber(obj[low])
		b, hasHigh := asNumber(obj[high])
		if hasLow && hasHigh && a > b {
			return wrong(at+"/"+low, "must not be greater than `%s`", high)
		}
		return nil
	}
}

// asNumber reads a JSON number, or a number in a string.
func asNumber(v any) (float64, bool) {
	s, _ := v.(string)
	if n, ok := v.(json.Number); ok {
		s = n.String()
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}
