package rollout

import (
	"errors"
	"fmt"
	"strings"
)

// Kind sorts errors by what can be done about them.
type Kind string

// The kinds of errors.
const (
	Invalid   Kind = "invalid"   // asked for something that makes no sense
	NotFound  Kind = "not_found" // no such thing
	Stale     Kind = "stale"     // somebody else was faster; look again
	Throttled Kind = "throttled" // too much at once; try again later
	Broken    Kind = "broken"    // our side or one we depend on
	Upgrading Kind = "upgrading" // a later version of this binary has written it, and reads it
)

// Error has a sentence for the person and a cause for the log; the one never
// holds the other.
type Error struct {
	Kind    Kind
	Message string // what happened, for people
	Hint    string // what to do next, for people; may be empty
	Err     error  // the cause, for the log; may be nil
}

// Error is the text for the log.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", strings.TrimSuffix(e.Message, "."), e.Err)
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Lasting is the Error that err is, or wraps, when it will not pass by itself:
// somebody has to put something right.
func Lasting(err error) (*Error, bool) {
	var e *Error
	if !errors.As(err, &e) {
		return nil, false
	}
	switch e.Kind {
	case Invalid, NotFound, Broken:
		return e, true
	case Stale, Throttled, Upgrading:
	}
	return nil, false
}

// Refusal is an answer, not an error: the bot will not do it, for a reason that
// a person can act on.
type Refusal struct {
	Code   string `json:"code"`           // stable and machine-readable: "locked", "not_allowed", …
	Reason Text   `json:"reason"`         // one sentence
	Hint   string `json:"hint,omitempty"` // what to type or do next, commands in backquotes; nothing untrusted
}

// Error makes a refusal travel where errors do; it is audited, never alerted.
func (r *Refusal) Error() string { return r.Reason.String() }

// Refuse makes a refusal of words of our own.
func Refuse(code, reason, hint string) *Refusal {
	return &Refusal{Code: code, Reason: Say(reason), Hint: hint}
}

// IsKind says whether err is, or wraps, an Error of that kind.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}
