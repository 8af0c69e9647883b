package params

import (
	"errors"
	"strconv"
	"strings"
)

// Text is a flag's value before anybody has looked at it, so that all complaints
// come at once.
type Text struct{ Value, Kind string }

func (t *Text) String() string { return t.Value }

// Set takes any value.
func (t *Text) Set(s string) error { t.Value = s; return nil }

// Type is what the help calls the value.
func (t *Text) Type() string { return t.Kind }

// Share reads a share between 0 and 1: "2%", "2 %" or "0.02".
func Share(value string) (float64, error) {
	digits, percent := strings.CutSuffix(value, "%")
	if percent {
		digits = strings.TrimRight(digits, " ")
	}
	v, err := strconv.ParseFloat(digits, 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v >= 0 && v <= 1) {
		return 0, errors.New("give a share such as 2% or 0.02")
	}
	return v, nil
}

// Count reads a whole number above zero.
func Count(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, errors.New("give a whole number of 1 or more")
	}
	return n, nil
}

// Seed reads what randomness begins with.
func Seed(value string) (uint64, error) {
	seed, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return 0, errors.New("give a whole number of 0 or more")
	}
	return seed, nil
}

// quote makes an empty value visible, and one with a space.
func quote(value string) string {
	if value == "" || strings.ContainsAny(value, " \t\n") {
		return strconv.Quote(value)
	}
	return value
}
