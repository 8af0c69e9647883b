package wiring

import (
	"errors"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestWhoeverDoesNotSpeakToGitHubSaysSo(t *testing.T) {
	ctx, host := t.Context(), Silent("The ticker")
	for name, call := range map[string]func() error{
		"Resolve":  func() error { _, err := host.Commits.Resolve(ctx, "checkout", "main"); return err },
		"Standing": func() error { _, err := host.Commits.Standing(ctx, "checkout", "abc", rollout.Demands{}); return err },
		"Compare":  func() error { _, err := host.Commits.Compare(ctx, "checkout", "abc", "def"); return err },
		"Dispatch": func() error { _, err := host.Workflows.Dispatch(ctx, rollout.Order{}); return err },
		"Find":     func() error { _, _, err := host.Workflows.Find(ctx, rollout.Order{}); return err },
		"Look":     func() error { _, err := host.Workflows.Look(ctx, "checkout", 1); return err },
		"Cancel":   func() error { return host.Gatekeeper.Cancel(ctx, "checkout", 1) },
		"Approve":  func() error { return host.Gatekeeper.Approve(ctx, "checkout", 1, nil, "") },
		"Open":     func() error { _, err := host.Deployments.Open(ctx, rollout.Deployment{}); return err },
		"Mark":     func() error { return host.Deployments.Mark(ctx, 1, rollout.Deployment{}) },
	} {
		var e *rollout.Error
		if err := call(); !errors.As(err, &e) || e.Kind != rollout.Invalid || !strings.Contains(e.Message, "The ticker does not speak to GitHub.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWithoutGitHubCommitsAreWhatThereAreArtifactsOf(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	_, err := p.Parts(nil, Silent("The worker")).Commands.Commits.Resolve(t.Context(), "checkout", "main")
	var refusal *rollout.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason.String(), "without GitHub") {
		t.Errorf("without GitHub: %v", err)
	}
	p = plan(t, world(t, newOutside(t), withGitHub(), nil))
	_, err = p.Parts(nil, Silent("The worker")).Commands.Commits.Resolve(t.Context(), "checkout", "main")
	if err == nil || !strings.Contains(err.Error(), "does not speak to GitHub") {
		t.Errorf("with GitHub: %v", err)
	}
}
