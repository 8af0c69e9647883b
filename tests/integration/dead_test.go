package integration

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/deployed"
)

// given is how the bot begins to tell that it has given something up.
const given = "did not get done"

// faults.md E13: a bad release of the worker does not start, and a job fails until
// it is a dead letter. When the worker is itself again, it says so.
func TestWhoeverAskedForAJobThatWasGivenUpIsTold(t *testing.T) {
	p := deploy(t, deployed.Options{Tries: 2})
	p.Break("worker")
	p.types("/deploy", "prod abc123 --reason refunds")
	p.eventually("the job was given up", func() bool { return p.Jobs() == 0 && p.Dead() == 1 })
	p.Mend("worker")
	p.eventually("Ana is told", func() bool { return slices.ContainsFunc(p.seen(true), says(given)) })
	p.eventually("the dead letter is gone", func() bool { return p.Dead() == 0 })
	private := slices.DeleteFunc(p.seen(true), func(text string) bool { return !says(given)(text) })
	if len(private) != 1 || !strings.Contains(private[0], "`/deploy prod checkout abc123 --reason \"refunds\"`") {
		t.Errorf("Ana sees %q", private)
	}
	if slices.ContainsFunc(p.seen(false), says(given)) || p.rollout("prod").ID != "" {
		t.Error("everybody sees it, or it was done after all")
	}
}

// faults.md E13, I1: of what nobody can read, nothing is repeated.
func TestAMessageThatCannotBeReadEndsInTheLog(t *testing.T) {
	p := deploy(t, deployed.Options{Tries: 2})
	p.Send("riddle", `{"job":{"id":"1","user":"U0ANA","channel":"C0CHECKOUT","received":"xoxb-canary"},"sudo":true}`)
	p.eventually("the log tells of it", func() bool {
		return slices.ContainsFunc(p.entries("worker"), func(e entry) bool { return e.Level == "ERROR" && e.Message == "a dead letter was left unread" })
	})
	p.eventually("it is gone", func() bool { return p.Jobs()+p.Dead() == 0 })
	p.holdsNoSecret("xoxb-canary", "sudo")
}

// faults.md E13: what was to be told is told by the sweep. SQS takes the same
// notice for the one that it has had, for five minutes, so here it only is still there.
func TestANoticeThatWasGivenUpStaysInTheOutbox(t *testing.T) {
	p := deploy(t, deployed.Options{Tries: 2})
	p.World.Slack.Fail("chat.postMessage", "internal_error", 1000)
	p.types("/deploy", "lock prod migrating orders")
	p.eventually("the log tells of it", func() bool {
		return slices.ContainsFunc(p.entries("worker"), func(e entry) bool { return strings.HasPrefix(e.Message, "a notice was given up") })
	})
	if p.outbox() != 1 {
		t.Errorf("%d notices are in the outbox", p.outbox())
	}
}

func says(what string) func(string) bool {
	return func(text string) bool { return strings.Contains(text, what) }
}
