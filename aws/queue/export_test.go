package queue

// Fit is fit, for the tests.
func Fit(s string) string { return fit(s) }
