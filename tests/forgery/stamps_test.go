package forgery

import "strings"

const day = 24 * 60 * 60

// replays are requests that Slack did send, at another time.
func replays() []mutation {
	sent := func(skew func(f *forger) int64) func(*forger) *request {
		return spoil(func(f *forger, r *request) { r.set(timestamp, f.stamp(skew(f))); r.sign(secret) })
	}
	return []mutation{
		{"replayed a second too late", "401", sent(func(f *forger) int64 { return -301 - f.margin })},
		{"replayed later", "401", sent(func(f *forger) int64 { return -f.between(301+f.margin, 30*day) })},
		{"from a second too far ahead", "401", sent(func(f *forger) int64 { return 301 + f.margin })},
		{"from the future", "401", sent(func(f *forger) int64 { return f.between(301+f.margin, 30*day) })},
		{"replayed with a new timestamp", "401", spoil(func(f *forger, r *request) {
			r.set(timestamp, f.stamp(-f.between(400, day)))
			r.sign(secret)
			r.set(timestamp, f.stamp(0))
		})},
	}
}

// stamps are timestamps that are none, or not as Slack writes them.
func stamps() []mutation {
	// What is signed over is the header as it stands there, ...
	signedAs := func(write func(f *forger, now string) string) func(*forger) *request {
		return spoil(func(f *forger, r *request) { r.set(timestamp, write(f, r.get(timestamp))); r.sign(secret) })
	}
	// ... or as it was before somebody wrote the same second otherwise.
	rewritten := func(write func(f *forger, now string) string) func(*forger) *request {
		return spoil(func(f *forger, r *request) { r.set(timestamp, write(f, r.get(timestamp))) })
	}
	fixed := func(s ...string) func(*forger) *request {
		return signedAs(func(f *forger, _ string) string { return pick(f, s...) })
	}
	return []mutation{
		{"no timestamp", "401", spoil(func(_ *forger, r *request) { r.header.Del(timestamp); r.sign(secret) })},
		{"an empty timestamp", "401", fixed("")},
		{"timestamp 0 or 1", "401", fixed("0", "1")},
		{"a negative timestamp", "401", signedAs(func(_ *forger, now string) string { return "-" + now })},
		{"the largest and smallest timestamps", "401", fixed("9223372036854775807", "-9223372036854775808")},
		{"timestamps beyond 64 bits", "401", fixed("9223372036854775808", "18446744073709551616", strings.Repeat("9", 400))},
		{"a timestamp in milliseconds", "401", signedAs(func(_ *forger, now string) string { return now + "000" })},
		{"a timestamp that is no number", "401", fixed("now", "NaN", "Infinity", "null", "0x", "1e", "１７００００００００")},
		{"a timestamp with a plus", "401", signedAs(func(_ *forger, now string) string { return "+" + now })},
		{"a timestamp with a fraction", "401", signedAs(func(_ *forger, now string) string { return now + ".5" })},
		{"a timestamp with underscores", "401", signedAs(func(_ *forger, now string) string { return now[:4] + "_" + now[4:] })},
		{"a timestamp in other digits", "401", signedAs(func(_ *forger, now string) string { return fullWidth(now) })},
		{"a timestamp with a plus, put in", "401", rewritten(func(_ *forger, now string) string { return "+" + now })},
		{"a timestamp with a zero, put in", "401", rewritten(func(_ *forger, now string) string { return "0" + now })},
		{"a timestamp with .0, put in", "401", rewritten(func(_ *forger, now string) string { return now + ".0" })},
		{"a timestamp with e0, put in", "401", rewritten(func(_ *forger, now string) string { return now + "e0" })},
		{"a bit of the timestamp", "401", rewritten(visible)},
	}
}

// fullWidth writes a number in the digits of another script.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, s)
}
