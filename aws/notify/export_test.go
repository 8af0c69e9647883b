package notify

// Headline is headline, for the tests.
func Headline(s string) string { return headline(s) }

// Cut is cut, for the tests.
func Cut(s string, limit int) string { return cut(s, limit) }
