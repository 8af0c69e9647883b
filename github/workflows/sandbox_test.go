package workflows_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// D2: the dispatch is carried out and its answer lost.
func TestD2ADispatchWhoseReplyWasLostIsFoundAndBuildsOnce(t *testing.T) {
	h := open(t, nil, hub.Options{})
	h.Trouble(github.Trouble{Method: http.MethodPost, Path: "/dispatches", Lost: true})
	if _, err := h.Dispatch(t.Context(), h.order); !rollout.IsKind(err, rollout.Broken) {
		t.Fatalf("got %v, want that nobody knows", err)
	}
	found, ok, err := h.Find(t.Context(), h.order)
	if err != nil || !ok || found.ID == 0 {
		t.Fatalf("got %+v, %v, %v", found, ok, err)
	}
	h.later(5 * time.Minute)
	if got := h.look(found.ID); got.State != rollout.RunSucceeded || !slices.Equal(h.built, []string{correlation}) {
		t.Errorf("got %+v, built %v", got, h.built)
	}
}

// D3: two dispatches of the same ref within a second.
func TestD3TwoDispatchesAtOnceAreEachBoundToTheirOwnRun(t *testing.T) {
	for _, server := range []github.Server{github.Current, github.Silent, github.Strict} {
		h := open(t, func(o *github.Options) { o.Server = server }, hub.Options{})
		another := h.order
		another.Correlation = "01JD3Q5W7X8Y9ZABCDEFGHJKMP"
		for _, o := range []rollout.Order{h.order, another} {
			if got, err := h.Dispatch(t.Context(), o); err != nil || (got.ID != 0) != (server == github.Current) {
				t.Fatalf("%q server: got %+v, %v", server, got, err)
			}
		}
		one, _, err := h.Find(t.Context(), h.order)
		two, _, err2 := h.Find(t.Context(), another)
		if err := errors.Join(err, err2); err != nil || one.ID == 0 || two.ID == 0 || one.ID == two.ID {
			t.Errorf("%q server: got %+v and %+v, %v", server, one, two, err)
		}
	}
}

func TestARunOnTheCodeHostIsFollowedFromTheQueueToItsFailure(t *testing.T) {
	h := open(t, nil, hub.Options{})
	if err := h.Will(sha, github.Outcome{Conclusion: "failure", Job: "test", Step: "Unit tests", Log: []string{"\x1b[31m--- FAIL\x1b[0m <!here>"}}); err != nil {
		t.Fatal(err)
	}
	begun, err := h.Dispatch(t.Context(), h.order)
	if err != nil || begun.State != rollout.RunQueued {
		t.Fatalf("got %+v, %v", begun, err)
	}
	h.later(10 * time.Second)
	if got := h.look(begun.ID); got.State != rollout.RunGoing || got.URL != begun.URL {
		t.Errorf("got %+v", got)
	}
	h.later(5 * time.Minute)
	got := h.look(begun.ID)
	if got.State != rollout.RunFailed || got.Failure == nil || got.Failure.Job != "test" || got.Failure.Step != "Unit tests" {
		t.Fatalf("got %+v, %+v", got, got.Failure)
	}
	end := got.Failure.Log[max(0, len(got.Failure.Log)-2):]
	if diff := cmp.Diff([]string{"--- FAIL <!here>", "Error: Process completed with exit code 1."}, end); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// D8: cancelled, skipped, timed out, never begun.
func TestD8ARunComesToAnEndThatIsToldOrCanBeCancelled(t *testing.T) {
	for outcome, want := range map[string]rollout.RunState{
		"cancelled": rollout.RunCancelled, "skipped": rollout.RunFailed, "timed_out": rollout.RunFailed,
		"startup_failure": rollout.RunFailed, "stuck": rollout.RunQueued,
	} {
		h := open(t, nil, hub.Options{})
		if err := h.Will(sha, github.Outcome{Conclusion: outcome}); err != nil {
			t.Fatal(err)
		}
		begun, err := h.Dispatch(t.Context(), h.order)
		if err != nil {
			t.Fatal(err)
		}
		h.later(time.Hour)
		if got := h.look(begun.ID); got.State != want || got.State.Ended() != (got.Reason != "") {
			t.Errorf("%s: got %+v", outcome, got)
		}
		if err := h.Cancel(t.Context(), "checkout", begun.ID); err != nil {
			t.Errorf("%s: cancelling it: %v", outcome, err)
		}
		h.later(time.Minute)
		if got := h.look(begun.ID); !got.State.Ended() {
			t.Errorf("%s: it goes on after it was cancelled: %+v", outcome, got)
		}
	}
}

// gated is a code host whose build waits at an environment for somebody.
func gated(of github.Environment) func(*github.Options) {
	return func(o *github.Options) {
		o.Repositories[0].Workflows[0].Jobs[1].Environment = of.Name
		o.Repositories[0].Environments = []github.Environment{of}
	}
}

func TestAGateIsOpenedByAReviewerOrByTheAppThatGuardsItAndByNobodyElse(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	app := hub.Options{App: 42, Installation: 7, Key: pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})}
	for name, c := range map[string]struct {
		gate  github.Environment
		as    hub.Options
		opens bool
	}{
		"a person who is a reviewer":        {github.Environment{Name: "registry", Reviewers: []string{"robot"}}, hub.Options{}, true},
		"a person who is none":              {github.Environment{Name: "registry", Reviewers: []string{"ana"}}, hub.Options{}, false},
		"the App that guards it":            {github.Environment{Name: "registry", Guarded: true}, app, true},
		"an App, where people are to do it": {github.Environment{Name: "registry", Reviewers: []string{"ana"}}, app, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, func(o *github.Options) {
				gated(c.gate)(o)
				o.App = github.App{ID: 42, Key: &key.PublicKey, Installation: 7}
			}, c.as)
			begun, err := h.Dispatch(t.Context(), h.order)
			if err != nil {
				t.Fatal(err)
			}
			h.later(2 * time.Minute)
			if got := h.look(begun.ID); got.State != rollout.RunWaiting || !slices.Equal(got.Waits, []string{"registry"}) {
				t.Fatalf("before it was approved: %+v", got)
			}
			err = h.Workflows.Approve(t.Context(), "checkout", begun.ID, []string{"registry"}, "approved by Ana in Slack")
			var refused *rollout.Refusal
			if (err == nil) != c.opens || err != nil && !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			h.later(5 * time.Minute)
			if got := h.look(begun.ID); got.State.Ended() != c.opens {
				t.Errorf("afterwards: %+v", got)
			}
		})
	}
}
