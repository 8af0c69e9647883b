package model

// Measured is what was counted of something that the functions did. tests/cost counts it anew,
// and holds these figures against it.
type Measured struct {
	Transitions  int     // of the state machine
	Requests     int     // to the API
	Invocations  int     // of the functions
	Messages     int     // that were queued
	Calls        int     // of AWS
	MetricCalls  int     // of them, for metrics
	SecretCalls  int     // of them, for a secret
	Slack        int     // calls of Slack
	Reads        int     // units of the table
	Writes       int     // units of the table
	Kept         int     // bytes in the table, when it is over
	Logged       int     // bytes that the functions wrote
	WaitsSeconds float64 // that a function waits beside its calls; by AWS's times, not counted
}

// Deploy is a canary of 10, 25 and 50 % for ten minutes each and ten minutes' watch, from the
// command to its end, by functions that have just started. Ten seconds of it a ticker waits for
// Lambda to make the version.
func Deploy() Measured {
	return Measured{
		Transitions: 166, Requests: 1, Invocations: 163, Messages: 58, Calls: 943, MetricCalls: 231, SecretCalls: 2,
		Slack: 51, Reads: 511, Writes: 1758, Kept: 62_000, Logged: 70_000, WaitsSeconds: 10,
	}
}

// Look is a request of a person that changes nothing: `/deploy status`, from Slack's request to
// the answer.
func Look() Measured {
	return Measured{Requests: 1, Invocations: 2, Messages: 1, Calls: 7, Slack: 1, Reads: 3, Logged: 795}
}

// Sweep is one sweep with nothing to do, in a minute in which it looks after no target.
func Sweep() Measured {
	return Measured{Invocations: 1, Calls: 7, Reads: 7, Logged: 262}
}

// Tended is what a sweep uses beside for each target that it looks after: one in five of them,
// so that a target has its turn every ten minutes.
func Tended() Measured { return Measured{Calls: 4, Reads: 1} }

// WarmUp is one call that keeps a front awake.
func WarmUp() Measured {
	return Measured{Invocations: 1}
}
