package github

import (
	"net/http"
	"strings"
	"time"
)

// period reads a range of times as GitHub's search writes it: ">=2026-11-22T12:00:00Z",
// "2026-11-22..2026-11-23", "2026-11-22".
func period(asked string) (func(time.Time) bool, error) {
	if asked == "" {
		return func(time.Time) bool { return true }, nil
	}
	from, to, isRange := strings.Cut(asked, "..")
	if !isRange {
		op := asked[:len(asked)-len(strings.TrimLeft(asked, "<>="))]
		day, step, err := moment(asked[len(op):])
		if err != nil {
			return nil, err
		}
		return map[string]func(time.Time) bool{
			">=": func(t time.Time) bool { return !t.Before(day) },
			">":  func(t time.Time) bool { return !t.Before(day.Add(step)) },
			"<=": func(t time.Time) bool { return t.Before(day.Add(step)) },
			"<":  func(t time.Time) bool { return t.Before(day) },
			"":   func(t time.Time) bool { return !t.Before(day) && t.Before(day.Add(step)) },
		}[op], nil
	}
	first, second := time.Time{}, time.Time{}
	var step time.Duration
	var err error
	if from != "*" {
		if first, _, err = moment(from); err != nil {
			return nil, err
		}
	}
	if to != "*" {
		if second, step, err = moment(to); err != nil {
			return nil, err
		}
	}
	return func(t time.Time) bool { return !t.Before(first) && (second.IsZero() || t.Before(second.Add(step))) }, nil
}

// moment is a time or a day, and how long it is: times are told to the second.
func moment(text string) (time.Time, time.Duration, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, time.Second, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, 0, refuse(http.StatusUnprocessableEntity, "The 'created' filter %q is no time", text)
	}
	return t, 24 * time.Hour, nil
}
