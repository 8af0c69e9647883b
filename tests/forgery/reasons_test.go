package forgery

// reason says why receivers differ about some kinds of requests.
type reason struct {
	text  string
	kinds []string
}

// reasons are all that is known about the differences between the front and Bolt:
// first those by which Bolt acts on what Slack did not sign or send like this.
func reasons() []reason {
	return []reason{
		{"Bolt for JavaScript turns the timestamp into a number and hashes that, so each second has many spellings. Python's `int` fails on some, which is a 500", []string{
			"a timestamp with a plus, put in", "a timestamp with a zero, put in", "a timestamp with .0, put in", "a timestamp with e0, put in"}},
		{"Bolt for JavaScript reads a signature up to its second `=`", []string{"a signature and =something"}},
		{"Bolt for JavaScript hashes the body as text, in which every undecodable byte is U+FFFD; Bolt for Python cannot decode it. Slipway hashes the bytes", []string{
			"undecodable bytes for U+FFFD", "raw bytes in an id"}},
		{"WSGI writes `-` and `_` in a header's name alike", []string{"underscores in the header's name"}},
		{"Bolt answers this check before it verifies, and does nothing else. Slipway answers nothing that is not signed", []string{"ssl_check, unsigned"}},
		{"Bolt for JavaScript resolves `.` and `..` as a browser does, Python's server takes two slashes for one. Slipway's paths are exact", []string{"a path written otherwise"}},
		{"Bolt for JavaScript refuses what is old, not what is ahead of its clock, `Infinity` included", []string{
			"from a second too far ahead", "from the future", "a timestamp in milliseconds", "a timestamp that is no number"}},
		{"Each reads a timestamp as its language does: `int` takes `+1` and `1_0`, `Number` takes `1.5`; what Python cannot read is a 500. Slipway takes digits only", []string{
			"a timestamp with a plus", "a timestamp with underscores", "a timestamp with a fraction", "an empty timestamp", "timestamps beyond 64 bits",
			"a timestamp in other digits", "two timestamps, the old one first", "two timestamps, the old one last", "a bit of the timestamp"}},
		{"Bolt knows one workspace's token here, but does not compare anybody's ids with it: that is left to the app", []string{
			"another workspace", "a workspace in lower case", "no workspace", "another app", "no app", "another organisation",
			"a shortcut of another app", "a dialog of another workspace", "a dialog of no workspace", "a dialog of another app", "a dialog of no app",
			"a dialog of another organisation",
			"the team in the query", "names of fields in another case", "a list in place of a field"}},
		{"Bolt listens on one path for everything. A signature does not cover the path, so Slipway reads on each only what belongs there", []string{
			"a command on the way of a click", "a click on the way of a command", "a form on the way of an event", "an event on the way of a form"}},
		{"Bolt for JavaScript reads a form only if the type is exactly that, and anything else as JSON; Bolt for Python goes by the body's first character too. Slipway wants the path's own type, with any charset", []string{
			"genuine, with a charset", "no content type", "plain text", "multipart", "a form called JSON", "JSON called a form", "a broken content type"}},
		{"Slipway reads forms strictly and wants every id to look like one; Bolt leaves that to listeners", []string{
			"a field twice", "; between fields", "broken percent-encoding", "a NUL in an id", "invalid UTF-8 in an id", "an id of 300 characters",
			"no user", "no channel", "a payload twice"}},
		{"Slipway's decoder refuses a key that comes twice, in whatever case; to JavaScript and Python the last one counts, and case matters", []string{
			"a key twice", "a key twice, in another case", "a key twice, once escaped"}},
		{"Slipway takes only ids that are strings, and one action of a known kind and a possible length", []string{
			"1e999 for an id", "a list for an id", "an object for an id", "a click of an unknown kind", "an action without an id", "an action too many",
			"an action's value of 2,001 characters"}},
		{"Slipway takes a dialog only as it made it, and a shortcut only with what it is about; Bolt leaves that to listeners", []string{
			"a dialog of another name", "a dialog's metadata written otherwise", "a dialog opened in no place", "a field that the form has not",
			"a rollback with a field", "a rollback of nothing", "a shortcut without an id", "a shortcut on no message"}},
		{"JSON to Go has at most 10,000 levels, to JavaScript any number; Python's recursion ends. Python knows `NaN`", []string{"brackets too deep in a field", "NaN"}},
		{"Slipway reads at most 128 KiB, Bolt for JavaScript 4 MiB, Bolt for Python anything", []string{"too long, unsigned", "too long, signed"}},
		{"Bolt for Python decodes a body before it verifies the signature. What it cannot decode is an exception, so a 500, for anybody who sends it", []string{
			"a bit of the body", "a body cut short", "a body made longer", "a byte order mark before the body", "another request's body"}},
		{"Signed, and refused by all, each with a status of its own. Slipway says 400 (200 to a stranger); Bolt 404 when no listener is found, 500 after an exception", []string{
			"a payload in the query", "a command in the query", "a form inside a field", "no fields", "JSON that is no object", "no JSON", "an empty object",
			"JSON cut short", "JSON twice", "100,000 brackets", "a comment", "a comma too many", "a type that is no text", "no action"}},
		{"Bolt for JavaScript reads a field of `null` where nothing catches it. Node ends the process, unless that is prevented, as it is in the test", []string{"JSON null"}},
		{"Another status for the same refusal", []string{"another method", "a signature over two lines"}},
	}
}
