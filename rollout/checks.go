package rollout

import (
	"fmt"
	"time"
)

// Checks are what a version of a target has to pass before it gets traffic, and
// what synthetic calls to it are made with later.
type Checks struct {
	Payload []byte        // JSON of the health check
	Probe   []byte        // JSON of a synthetic call; empty: the health check and the smoke tests in turn
	Timeout time.Duration // for each answer; 0: however long it takes
	Smoke   []Smoke
}

// Smoke is a path that has to answer a GET with a status.
type Smoke struct {
	Path   string
	Status int
}

// Call is one call by which a version is tried.
type Call struct {
	Path    string // of a GET; empty: the call is made with Payload
	Payload []byte // JSON
	Status  int    // the HTTP status that is wanted; 0: any, or none, that is not a server's error
}

// The HTTP statuses that are looked for.
const (
	statusOK          = 200
	statusServerError = 500 // and above
)

// Calls are the health check, which has to answer 200, and the smoke tests.
func (c Checks) Calls() []Call {
	calls := []Call{{Payload: c.Payload, Status: statusOK}}
	for _, s := range c.Smoke {
		calls = append(calls, Call{Path: s.Path, Status: s.Status})
	}
	return calls
}

// Probes are the synthetic calls, which are made in turn. There is at least one.
func (c Checks) Probes() []Call {
	if len(c.Probe) == 0 {
		return c.Calls()
	}
	return []Call{{Payload: c.Probe}}
}

// Read says what is wrong with an answer to the call; nothing when it is as wanted.
// Nothing is known of the answer to a probe of the user's own, so that only a
// server's error is wrong with it.
func (c Call) Read(answer []byte) (status int, wrong string) {
	status, wrong = ReadHealth(answer, c.Status)
	switch {
	case c.Status != 0:
		return status, wrong
	case status >= statusServerError:
		return status, fmt.Sprintf("it answered %d", status)
	default:
		return status, ""
	}
}
