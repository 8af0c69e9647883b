package rollout

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
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
	Status  int    // the HTTP status that is wanted; 0: any below 400, or none
}

// The HTTP statuses that are looked for.
const (
	statusOK      = 200
	statusRefused = 400 // and above: the caller did not get what was asked for
)

// How a batch of synthetic calls is made: a few at a time, and only for a short
// while, since the turn that makes them keeps others waiting.
const (
	ProbesAtOnce  = 4
	ProbingStarts = 5 * time.Second  // after this no call of the batch is begun
	ProbingEnds   = 15 * time.Second // after this a call that was begun is cut off
)

// longestStart is how long Lambda lets the code of a version start before its
// first call.
const longestStart = 10 * time.Second

// Calls are the health check, which has to answer 200, and the smoke tests.
func (c Checks) Calls() []Call {
	calls := []Call{{Payload: c.Payload, Status: statusOK}}
	for _, s := range c.Smoke {
		calls = append(calls, Call{Path: s.Path, Status: s.Status})
	}
	return calls
}

// Probes are the synthetic calls, which are made in turn. There is at least one.
// A smoke test that wants to be turned away is none: that proves nothing of what
// callers would get.
func (c Checks) Probes() []Call {
	if len(c.Probe) > 0 {
		return []Call{{Payload: c.Probe}}
	}
	var probes []Call
	for _, call := range c.Calls() {
		if call.Status < statusRefused {
			probes = append(probes, call)
		}
	}
	return probes
}

// Read says what is wrong with an answer to the call; nothing when it is as wanted.
// Nothing is known of the answer to a probe of the user's own but that it must not
// have turned the caller away: a 404 would be given by any version.
func (c Call) Read(answer []byte) (status int, wrong string) {
	if c.Status != 0 {
		return ReadHealth(answer, c.Status)
	}
	if status = statusOf(answer); status >= statusRefused {
		return status, fmt.Sprintf("it answered %d", status)
	}
	return status, ""
}

// statusOf is the status in an API Gateway response, whatever else is in it; 0
// when it is none. API Gateway takes a status in quotes as well.
func statusOf(answer []byte) int {
	var response struct {
		Status json.Number `json:"statusCode"`
	}
	if json.Unmarshal(answer, &response) != nil {
		return 0
	}
	status, err := response.Status.Float64() // some write 404.0
	if err != nil || status < 0 {
		return 0
	}
	const most = 999
	return int(min(status, most))
}

// Probed is what came of one synthetic call.
type Probed struct {
	OK   bool          // it was answered, and as wanted
	Took time.Duration // how long it ran, or was waited for
	// Start says that the start of the version's code may be in Took, which is no
	// caller's measure of how fast its calls are.
	Start bool
	// Cut says that it was given up before its own time was over: how it would have
	// ended nobody knows.
	Cut bool
}

// Count adds the call to those before it. It is slow if it took longer than slow (0:
// none is), and if no start can explain that. One that was cut off is counted only
// if it was too slow by then.
func (p Probed) Count(before judge.Counts, slow time.Duration) judge.Counts {
	patience := slow
	if p.Start {
		patience += longestStart
	}
	late := slow > 0 && p.Took > patience
	if p.Cut && !late {
		return before
	}
	before.Invocations++
	if late {
		before.Slow++
	}
	if !p.OK && !p.Cut {
		before.Errors++
	}
	return before
}
