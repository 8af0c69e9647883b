package workflows_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

const named = `{"workflow_run_id":77,"run_url":"https://api.github.com/x","html_url":"https://github.com/acme/checkout/actions/runs/77"}`

func TestADispatchSendsTheCommitTheCorrelationAndTheStaticInputsAndNothingElse(t *testing.T) {
	w := newWorld(t)
	w.on(dispatches, said(200, named))
	if _, err := w.Dispatch(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"ref": "main", "return_run_details": true,
		"inputs": map[string]any{"sha": sha, "correlation_id": correlation, "service": "checkout"},
	}
	if diff := cmp.Diff(want, w.heard()[0].body); diff != "" {
		t.Errorf("sent otherwise than wanted (-want +got):\n%s", diff)
	}
}

// D1: 204, 200 with an id, 200 without a body, 400 for the unknown field.
func TestD1WhateverADispatchIsAnsweredTheRunIsKnownOrLeftToItsCorrelation(t *testing.T) {
	unknown := rollout.Run{State: rollout.RunAsked}
	refusal := `{"message":"Invalid request.\n\n\"return_run_details\" is not a permitted key."}`
	for name, c := range map[string]struct {
		answers []http.HandlerFunc
		want    rollout.Run
	}{
		"200 with an id":                    {[]http.HandlerFunc{said(200, named)}, rollout.Run{ID: 77, Attempt: 1, State: rollout.RunQueued, URL: "https://github.com/acme/checkout/actions/runs/77"}},
		"200 without a body":                {[]http.HandlerFunc{said(200, "")}, unknown},
		"200 with a page":                   {[]http.HandlerFunc{said(200, "<html>hello</html>")}, unknown},
		"200 with an id of nobody":          {[]http.HandlerFunc{said(200, `{"workflow_run_id":-4}`)}, unknown},
		"204":                               {[]http.HandlerFunc{said(204, "")}, unknown},
		"202":                               {[]http.HandlerFunc{said(202, "")}, unknown},
		"200 whose body breaks off":         {[]http.HandlerFunc{said(200, `{"work`, "Content-Length", "500")}, unknown},
		"400 for the unknown field and 204": {[]http.HandlerFunc{said(400, refusal), said(204, "")}, unknown},
		"422 for the unknown field and 204": {[]http.HandlerFunc{said(422, refusal), said(204, "")}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(dispatches, c.answers...)
			got, err := w.Dispatch(t.Context(), order)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := w.called(""); n != len(c.answers) {
				t.Errorf("%d calls were made, want %d", n, len(c.answers))
			}
			if _, asked := w.heard()[len(c.answers)-1].body["return_run_details"]; asked != (len(c.answers) == 1) {
				t.Errorf("the last call asked for the run's details: %v", asked)
			}
		})
	}
}

// D4: what certainly started nothing is told from what nobody knows, and nothing is
// dispatched twice.
func TestD4ADispatchThatFailsSaysWhetherARunMayHaveBeenStarted(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		kind   rollout.Kind
		tells  string
	}{
		"no workflow":        {said(404, `{"message":"Not Found"}`), rollout.NotFound, "There is no workflow build.yml on main of acme/checkout"},
		"inputs not taken":   {said(422, `{"message":"Unexpected inputs provided: [\"correlation_id\"]"}`), rollout.Invalid, "`correlation_id`, `service`, `sha`"},
		"no such ref":        {said(422, `{"message":"No ref found for: main"}`), rollout.Invalid, "No ref found for: main"},
		"another 400":        {said(400, `{"message":"Problems parsing JSON"}`), rollout.Invalid, "Problems parsing JSON"},
		"not known":          {said(401, `{"message":"Bad credentials"}`), rollout.Invalid, "GITHUB_TOKEN"},
		"not permitted":      {said(403, `{"message":"Resource not accessible"}`, "X-Accepted-GitHub-Permissions", "actions=write"), rollout.Invalid, "Actions: write"},
		"primary limit":      {said(403, `{"message":"API rate limit exceeded"}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1"), rollout.Throttled, "left alone"},
		"secondary limit":    {said(403, `{"message":"slow down"}`, "Retry-After", "60"), rollout.Throttled, "left alone"},
		"too many":           {said(429, `{"message":"slow down"}`, "Retry-After", "60"), rollout.Throttled, "left alone"},
		"gone":               {said(410, `{"message":"Gone"}`), rollout.NotFound, ""},
		"conflict":           {said(409, `{"message":"Conflict"}`), rollout.Invalid, ""},
		"its own trouble":    {said(500, ""), rollout.Broken, ""},
		"a proxy's trouble":  {said(502, "<html>"), rollout.Broken, ""},
		"connection cut off": {cutOff, rollout.Broken, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(dispatches, c.answer)
			_, err := w.Dispatch(t.Context(), order)
			if !sameKind(err, c.kind) {
				t.Fatalf("got %v, want an error of kind %s", err, c.kind)
			}
			var ours *rollout.Error
			if errors.As(err, &ours) && !strings.Contains(ours.Message+" "+ours.Hint, c.tells) {
				t.Errorf("people read %q and %q, want %q in it", ours.Message, ours.Hint, c.tells)
			}
			if n := w.called(""); n != 1 {
				t.Errorf("it was asked for %d times, want once", n)
			}
		})
	}
}

func TestAServiceThatNothingBuildsIsNotAskedGitHubFor(t *testing.T) {
	w := newWorld(t)
	var refused *rollout.Refusal
	if _, err := w.Dispatch(t.Context(), rollout.Order{Service: "unheard", SHA: sha, Correlation: correlation}); !errors.As(err, &refused) {
		t.Errorf("a service without a repository: got %v, want a refusal", err)
	}
	if _, err := w.Dispatch(t.Context(), rollout.Order{Service: "unbuilt", SHA: sha, Correlation: correlation}); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("a service without a workflow: got %v", err)
	}
	if n := w.called(""); n != 0 {
		t.Errorf("%d calls were made, want none", n)
	}
}
