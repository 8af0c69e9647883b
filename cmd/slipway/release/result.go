package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/rollout"
)

// Exit codes of the command line.
const (
	CodeOK           = 0
	CodeFailed       = 1
	CodeUsage        = 2
	CodeRefused      = 3
	CodeInconclusive = 4 // it waits for a person, or goes on without this job
	CodeRolledBack   = 5
)

// Result is what became of one command.
type Result struct {
	Code    int    `json:"-"`
	Outcome string `json:"outcome"` // ok, failed, refused, inconclusive or rolled_back
	Rollout string `json:"rollout,omitempty"`
	Target  string `json:"target,omitempty"` // service/environment
	SHA     string `json:"sha,omitempty"`
	Digest  string `json:"digest,omitempty"`
	Version string `json:"version,omitempty"` // the Lambda version that the rollout is about, such as "42"
	Phase   string `json:"phase,omitempty"`
	Message string `json:"message"`        // one sentence
	Hint    string `json:"hint,omitempty"` // what to do next
}

// Write prints the result: as an object for a program, or as sentences.
func (r Result) Write(out io.Writer, asJSON bool) error {
	if asJSON {
		if err := json.NewEncoder(out).Encode(r); err != nil {
			return fmt.Errorf("print the result: %w", err)
		}
		return nil
	}
	text := line(r.Message)
	if r.Hint != "" {
		text += "\n" + line(r.Hint)
	}
	if r.Rollout != "" {
		text += "\nrollout: " + r.Rollout
	}
	if _, err := fmt.Fprintln(out, text); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// result says what became of a rollout that was followed until it was there.
func result(r rollout.Rollout, err error, there func(rollout.Rollout) bool, well string) Result {
	out := about(r)
	switch {
	case errors.Is(err, errLeft):
		return out.left(r, err)
	case err != nil:
		return out.as(CodeFailed, "failed", sentence(err), hint(err))
	case r.Phase == rollout.RolledBack:
		return out.as(CodeRolledBack, "rolled_back", fmt.Sprintf("%s was taken back to %s: %s.", r.Candidate, r.Stable, cause(r)), "To see why: `/deploy why "+string(r.ID)+"`")
	case r.Phase == rollout.Failed, r.Phase == rollout.Cancelled:
		return out.as(CodeFailed, "failed", fmt.Sprintf("%s %s before any traffic moved: %s.", r.Release.Short(), r.Phase.Past(), cause(r)), "")
	case asks(r):
		return out.as(CodeInconclusive, "inconclusive", "It waits for a person: "+cause(r)+".",
			fmt.Sprintf("To go on: `/deploy resume %s`. To take it back: `/rollback %s`", where(r), where(r)))
	case there(r):
		message := fmt.Sprintf(well, r.Candidate)
		if held(r) {
			message += "; no traffic has moved"
		}
		return out.as(CodeOK, "ok", message+".", "")
	}
	return out.as(CodeFailed, "failed", "It stopped where it should not have: "+stands(r)+".", "")
}

// line is a text for a log or a terminal. Commits and alarms are in it, which strangers
// write: it stays one line, and controls nothing.
func line(text string) string { return params.Printable(strings.ReplaceAll(text, "\n", " ")) }

func about(r rollout.Rollout) Result {
	out := Result{Rollout: string(r.ID), SHA: r.Release.SHA, Digest: r.Release.Digest, Version: string(r.Candidate), Phase: string(r.Phase)}
	if r.ID != "" {
		out.Target = r.Target.String()
	}
	return out
}

// left is the result of a rollout that goes on without the job.
func (r Result) left(now rollout.Rollout, err error) Result {
	message, look := err.Error(), "`/deploy status`"
	if now.ID != "" {
		message, look = stands(now)+": "+message, "`/deploy status "+where(now)+"`"
	}
	return r.as(CodeInconclusive, "inconclusive", message+".", "To see it: "+look)
}

func (r Result) as(code int, outcome, message, hint string) Result {
	r.Code, r.Outcome, r.Message, r.Hint = code, outcome, message, hint
	return r
}

// notDone is the result of a command that was not carried out, or, when the job was
// told to stop meanwhile, perhaps was.
func notDone(ctx context.Context, err error) Result {
	var refusal *rollout.Refusal
	switch {
	case errors.As(err, &refusal):
		return Result{}.as(CodeRefused, "refused", refusal.Reason.String(), refusal.Hint)
	case ctx.Err() != nil:
		return Result{}.as(CodeInconclusive, "inconclusive", "This job was told to stop, and does not know whether that was done.", "If it was, Slipway goes on with it. To see it: `/deploy status`")
	}
	return broken(err)
}

func broken(err error) Result { return Result{}.as(CodeFailed, "failed", sentence(err), hint(err)) }

// sentence is an error for whoever runs the job: they see the log too, so it has its cause.
func sentence(err error) string { return strings.TrimSuffix(err.Error(), ".") + "." }

func hint(err error) string {
	var known *rollout.Error
	if errors.As(err, &known) {
		return known.Hint
	}
	return ""
}

// cause is why a rollout stopped or waits, without a full stop.
func cause(r rollout.Rollout) string {
	text := r.Cause.Text
	switch {
	case r.Pause != nil && r.Pause.Reason != "":
		text = r.Pause.Reason
	case r.Pause != nil:
		text = "paused (" + r.Pause.Code + ")"
	case text == "" && r.Cause.Wanted:
		text = "somebody asked for it"
	case text == "":
		text = string(r.Phase)
	}
	return strings.TrimSuffix(text, ".")
}

// where names a target as the commands take it.
func where(r rollout.Rollout) string {
	return strings.TrimSpace(r.Target.Environment + " " + r.Target.Service)
}
