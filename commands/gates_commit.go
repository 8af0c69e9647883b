package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// standing is how the commit stands as far as the environment demands something of
// it; the code host is not asked where it demands nothing.
func (c *Commands) standing(ctx context.Context, t rollout.Target, r rollout.Release) (rollout.Standing, error) {
	d := c.Policy.environment(t.Environment).Demands
	if !d.Any() {
		return rollout.Standing{}, nil
	}
	return c.Commits.Standing(ctx, t.Service, r.SHA, d)
}

// notGreen is closed while the commit is not as the environment demands it. What
// waiting cannot put right comes first. A standing that is not known closes it too.
func notGreen(c *Commands, a ask) *rollout.Refusal {
	d := c.Policy.environment(a.target.Environment).Demands
	switch {
	case !d.Any():
		return nil
	case a.unsettled != nil:
		return a.notSettled()
	case len(d.Branches) > 0 && !a.standing.OnBranch:
		return a.offBranch(d.Branches)
	case d.Signed && !a.standing.Signed:
		return a.notSigned()
	}
	if red := notPassed(d, a.standing); len(red) > 0 {
		return a.failing(red)
	}
	if needed := max(d.Reviews, a.standing.Reviews); a.standing.Approvals < needed {
		return a.notReviewed(needed)
	}
	return nil
}

// notSettled says why it is not known how the commit stands: in the adapter's own
// words where it has some for people.
func (a ask) notSettled() *rollout.Refusal {
	if refusal := asRefusal(a.unsettled); refusal != nil {
		return refusal
	}
	reason := rollout.Say(fmt.Sprintf("%s wants to know how %s stands on the code host, and that could not be looked up: ", a.target.Environment, a.release.Short()))
	return &rollout.Refusal{Code: "checks_unknown", Reason: reason.Quote(plainly(a.unsettled)), Hint: "Try again in a moment: " + a.command()}
}

func (a ask) offBranch(branches []string) *rollout.Refusal {
	return &rollout.Refusal{
		Code:   "wrong_branch",
		Reason: rollout.Say(fmt.Sprintf("%s is not on ", a.release.Short())).Quote(strings.Join(branches, " or ")).Say(fmt.Sprintf(", from where alone %s is deployed to.", a.target.Environment)),
		Hint:   "Merge it, and deploy the commit that the merge has made.",
	}
}

func (a ask) notSigned() *rollout.Refusal {
	reason := rollout.Say(fmt.Sprintf("%s has no signature that the code host has verified, and %s asks for one", a.release.Short(), a.target.Environment))
	if a.standing.Unsigned != "" {
		reason = reason.Say(": ").Quote(a.standing.Unsigned)
	}
	return &rollout.Refusal{Code: "unsigned", Reason: reason.Say("."), Hint: "Sign the commit, and deploy the one that this makes."}
}

// notPassed are the checks that are not green. One that is demanded by name, and that
// the code host says nothing of, has not run.
func notPassed(d rollout.Demands, s rollout.Standing) []rollout.Check {
	all := slices.Clone(s.Checks)
	for _, name := range d.Checks {
		if !slices.ContainsFunc(all, func(c rollout.Check) bool { return c.Name == name }) {
			all = append(all, rollout.Check{Name: name, State: rollout.CheckMissing})
		}
	}
	return slices.DeleteFunc(all, func(c rollout.Check) bool { return c.State == rollout.CheckPassed })
}

// failing names the checks that are not green, each with its page.
func (a ask) failing(red []rollout.Check) *rollout.Refusal {
	const most = 8
	count := fmt.Sprintf("%d checks of %s are not green: ", len(red), a.release.Short())
	if len(red) == 1 {
		count = fmt.Sprintf("1 check of %s is not green: ", a.release.Short())
	}
	reason := rollout.Say(count)
	for i, check := range red[:min(most, len(red))] {
		if i > 0 {
			reason = reason.Say(", ")
		}
		reason = reason.Link(check.Name, check.URL).Say(" (" + stands(check.State) + ")")
	}
	if more := len(red) - most; more > 0 {
		reason = reason.Say(fmt.Sprintf(" and %d more", more))
	}
	return &rollout.Refusal{Code: "checks", Reason: reason.Say("."), Hint: "When they are green: " + a.command()}
}

// stands is a check's state in words.
func stands(s rollout.CheckState) string {
	switch s {
	case rollout.CheckPassed:
		return "passed"
	case rollout.CheckFailed:
		return "failed"
	case rollout.CheckRunning:
		return "still running"
	case rollout.CheckMissing:
		return "has not run"
	}
	return "in a state that is not known here"
}

func (a ask) notReviewed(needed int) *rollout.Refusal {
	if a.standing.Pull == 0 {
		return rollout.Refuse("reviews",
			fmt.Sprintf("%s came without a pull request, and %s asks for %s.", a.release.Short(), a.target.Environment, reviews(needed)),
			"Open one, have it approved, and deploy the commit that its merge makes.")
	}
	reason := rollout.Say(a.release.Short()+" came by ").Link(fmt.Sprintf("#%d", a.standing.Pull), a.standing.PullURL).
		Say(fmt.Sprintf(", which has %d of the %s that %s asks for.", a.standing.Approvals, reviews(needed), a.target.Environment))
	return &rollout.Refusal{Code: "reviews", Reason: reason, Hint: "When it is approved: " + a.command()}
}

func reviews(n int) string {
	if n == 1 {
		return "1 approving review"
	}
	return fmt.Sprintf("%d approving reviews", n)
}

// command is what to type to ask again, by the commit that was looked at.
func (a ask) command() string {
	return fmt.Sprintf("`/deploy %s %s %s`", a.target.Environment, a.target.Service, a.release.Short())
}
