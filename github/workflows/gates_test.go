package workflows_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	cancel = "POST " + actions + "/runs/77/cancel"
	review = "POST " + actions + "/runs/77/pending_deployments"
	rule   = "POST " + actions + "/runs/77/deployment_protection_rule"

	gateOurs   = `{"environment":{"id":1,"name":"registry"},"current_user_can_approve":true}`
	gateOthers = `{"environment":{"id":2,"name":"prod"},"current_user_can_approve":false}`
)

func TestARunIsCancelledAndOneThatHasEndedIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		kind   rollout.Kind
	}{
		"taken":               {said(202, `{}`), ""},
		"ended":               {said(409, `{"message":"Cannot cancel a workflow run that is completed."}`), ""},
		"deleted":             {said(404, `{"message":"Not Found"}`), rollout.NotFound},
		"GitHub in trouble":   {said(502, ""), rollout.Broken},
		"too many at once":    {said(429, "", "Retry-After", "60"), rollout.Throttled},
		"the answer was lost": {cutOff, rollout.Broken},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(cancel, c.answer)
			if err := w.Cancel(t.Context(), "checkout", 77); !sameKind(err, c.kind) {
				t.Errorf("got %v, want %q", err, c.kind)
			}
			if n := w.called(""); n != 1 {
				t.Errorf("%d calls were made, want 1", n)
			}
		})
	}
}

var both = []string{"registry", "prod"}

func TestOnlyTheGatesThatAreNamedAreOpened(t *testing.T) {
	second := `{"environment":{"id":3,"name":"staging"},"current_user_can_approve":true}`
	for name, c := range map[string]struct {
		gates   []string
		reviews []any  // numbers of the environments that are reviewed
		ruled   int    // how often we approve as a rule
		code    string // of the refusal
	}{
		"one of ours":         {[]string{"staging"}, []any{3.0}, 0, ""},
		"one of others":       {[]string{"prod"}, nil, 1, ""},
		"one of each":         {both, []any{1.0}, 1, ""},
		"one that is not met": {[]string{"qa", "Registry", "regist"}, nil, 0, "no_gate"},
		"none at all":         {nil, nil, 0, "no_gate"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(wait, said(200, "["+gateOurs+","+gateOthers+","+second+"]"))
			w.on(review, said(200, "[]"))
			w.on(rule, said(204, ""))
			w.on(run, stands("waiting", "", 1))
			var refused *rollout.Refusal
			err := w.Approve(t.Context(), "checkout", 77, c.gates, "x")
			if errors.As(err, &refused) != (c.code != "") || c.code != "" && refused.Code != c.code || c.code == "" && err != nil {
				t.Errorf("got %v, want %q", err, c.code)
			}
			var reviews []any
			for _, made := range w.heard() {
				if made.name == review {
					reviews = made.body["environment_ids"].([]any)
				}
			}
			if diff := cmp.Diff(c.reviews, reviews); diff != "" || w.called(rule) != c.ruled {
				t.Errorf("%d by a rule, as a reviewer (-want +got):\n%s", w.called(rule), diff)
			}
		})
	}
}

func TestAReviewerApprovesWhatIsTheirsToApprove(t *testing.T) {
	w := newWorld(t)
	w.on(wait, said(200, "["+gateOurs+","+gateOthers+"]"))
	w.on(review, said(200, "[]"))
	w.on(rule, said(403, `{"message":"Must be an app"}`))
	if err := w.Approve(t.Context(), "checkout", 77, both, "approved by Ana"); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"environment_ids": []any{1.0}, "state": "approved", "comment": "approved by Ana"}
	if diff := cmp.Diff(want, w.heard()[1].body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnAppApprovesByTheProtectionRuleThatItIs(t *testing.T) {
	w := newWorld(t)
	w.on(wait, said(200, "["+gateOthers+"]"))
	w.on(rule, said(204, ""))
	if err := w.Approve(t.Context(), "checkout", 77, both, "approved by Ana"); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"environment_name": "prod", "state": "approved", "comment": "approved by Ana"}
	if diff := cmp.Diff(want, w.heard()[1].body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := w.called(""); n != 2 {
		t.Errorf("%d calls were made, want 2", n)
	}
}

func TestWhoIsNoReviewerIsToldWhoHasToApproveAndWhere(t *testing.T) {
	for _, no := range []http.HandlerFunc{said(403, `{"message":"no"}`), said(404, "{}"), said(422, `{"message":"no such rule"}`)} {
		w := newWorld(t)
		w.on(wait, said(200, "["+gateOthers+"]"))
		w.on(rule, no)
		w.on(run, stands("waiting", "", 1))
		var refused *rollout.Refusal
		if err := w.Approve(t.Context(), "checkout", 77, both, "x"); !errors.As(err, &refused) {
			t.Fatalf("got %v, want a refusal", err)
		}
		want := rollout.Say("GitHub lets only the reviewers of ").Quote("prod").Say(" approve ").Link("run 77", here).Say(".")
		if diff := cmp.Diff(want, refused.Reason); diff != "" || refused.Code != "not_reviewer" {
			t.Errorf("%s (-want +got):\n%s", refused.Code, diff)
		}
	}
}

func TestARunThatWaitsNoMoreSaysSo(t *testing.T) {
	w := newWorld(t)
	w.on(wait, said(200, "[]"))
	var refused *rollout.Refusal
	if err := w.Approve(t.Context(), "checkout", 77, both, "x"); !errors.As(err, &refused) || refused.Code != "no_gate" {
		t.Errorf("got %v", err)
	}
}

func TestAnApprovalThatGitHubDoesNotTakeIsAnError(t *testing.T) {
	for name, c := range map[string]struct{ wait, review, rule http.HandlerFunc }{
		"it does not say what is waited for": {said(500, ""), nil, nil},
		"it does not take a review":          {said(200, "["+gateOurs+"]"), said(500, ""), nil},
		"it does not take a rule":            {said(200, "["+gateOthers+"]"), nil, said(500, "")},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(wait, c.wait)
			w.on(review, c.review)
			w.on(rule, c.rule)
			if err := w.Approve(t.Context(), "checkout", 77, both, "x"); !rollout.IsKind(err, rollout.Broken) {
				t.Errorf("got %v", err)
			}
		})
	}
	w := newWorld(t)
	if w.Approve(t.Context(), "unheard", 77, both, "x") == nil || w.Cancel(t.Context(), "unheard", 77) == nil {
		t.Error("a service without a repository was asked for")
	}
}
