package hub

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// again is the hint for what passes.
const again = "Try again in a minute."

// Explain makes an error of a call one that people can read, and nil of nil. The
// activity is what GitHub was to do: "list the branches of acme/checkout". It becomes
// a *rollout.Refusal where somebody has to permit something, else a *rollout.Error: of
// kind Throttled when GitHub wants to be left alone, NotFound for what is not there or
// not shown to Slipway, Stale for a conflict, Invalid for what GitHub does not take,
// and Broken for the rest, a lost reply among them. With a refusal, and with any kind
// but Broken, GitHub has changed nothing. The error wraps an [Answer], if there was
// one, and that wraps what go-github made of it.
func (h *Hub) Explain(activity string, err error) error {
	var ours *rollout.Error
	var refused *rollout.Refusal
	if err == nil || errors.As(err, &ours) || errors.As(err, &refused) {
		return err
	}
	cause := safe(err)
	if until, limited := h.limited(err); limited {
		return &rollout.Error{Kind: rollout.Throttled, Err: cause, Hint: "Try again then.",
			Message: "GitHub wants to be left alone until " + until.UTC().Format("15:04:05 UTC") + "."}
	}
	e := &rollout.Error{Kind: rollout.Broken, Message: did(activity, "it gave no answer"), Hint: again, Err: cause}
	var a *Answer
	if !errors.As(cause, &a) {
		return e
	}
	if a.Status == http.StatusForbidden {
		return &refusal{h.forbidden(activity, a), a}
	}
	h.tell(e, activity, a)
	return e
}

// did says what GitHub did not do, and why.
func did(activity, why string) string {
	return fmt.Sprintf("GitHub did not %s: %s.", activity, strings.TrimSuffix(why, "."))
}

// tell says what an answer means.
func (h *Hub) tell(e *rollout.Error, activity string, a *Answer) {
	switch {
	case a.Status == http.StatusUnauthorized:
		e.Message, e.Hint = "GitHub does not know Slipway.", h.renew()
	case a.Status == http.StatusNotFound && a.signing:
		e.Kind, e.Message = rollout.NotFound, "Slipway's App is not installed on GitHub any more."
		e.Hint = "Install it, and put the installation's id into `GITHUB_INSTALLATION_ID`."
	case a.Status == http.StatusNotFound || a.Status == http.StatusGone:
		e.Kind, e.Message = rollout.NotFound, did(activity, "it does not have it, or does not show it to Slipway")
		e.Hint = "If it is there: is the repository's name in `slipway.yaml` right, and " + h.installed()
	case a.Status == http.StatusConflict:
		e.Kind, e.Message, e.Hint = rollout.Stale, did(activity, "it has changed meanwhile"), "Look again."
	case a.Status == http.StatusBadRequest || a.Status == http.StatusUnprocessableEntity:
		e.Kind, e.Message, e.Hint = rollout.Invalid, did(activity, "it says: "+a.Message), ""
	case a.Status >= 300 && a.Status < 400:
		e.Kind, e.Message, e.Hint = rollout.NotFound, did(activity, "the repository has moved"), "Put its new name into `slipway.yaml`."
	default:
		e.Message = did(activity, fmt.Sprintf("it has trouble of its own (status %d)", a.Status))
	}
}

func (h *Hub) installed() string {
	if h.o.Token == "" {
		return "is Slipway's App installed on it?"
	}
	return "may the token see it?"
}

func (h *Hub) renew() string {
	if h.o.Token == "" {
		return "Is `GITHUB_APP_ID` right, was the App's key replaced (then put the new one into `GITHUB_PRIVATE_KEY`), and is the clock right?"
	}
	return "Was the token revoked, or has it expired? Put a new one into `GITHUB_TOKEN`."
}

// forbidden names what somebody has to permit.
func (h *Hub) forbidden(activity string, a *Answer) *rollout.Refusal {
	who, accept := "its App", ", and accept it on the organisation's page of installed GitHub Apps."
	if h.o.Token != "" {
		who, accept = "its token", "."
	}
	switch {
	case strings.Contains(strings.ToLower(a.Message), "suspended"):
		return rollout.Refuse("github_suspended", "Slipway's App is suspended on GitHub.",
			"An owner of the organisation can end that, on its page of installed GitHub Apps.")
	case a.needs == "":
		return rollout.Refuse("github_permission", did(activity, "Slipway may not"),
			"See that "+who+" has the permissions that Slipway's documentation lists, and that the organisation lets it in.")
	}
	return rollout.Refuse("github_permission", did(activity, "Slipway needs the permission "+a.needs), "Give it to "+who+accept)
}

// limited says until when GitHub wants to be left alone, if it does. When it does not
// say until when, it is to be at least a minute:
// docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
func (h *Hub) limited(err error) (time.Time, bool) {
	var primary *github.RateLimitError
	var secondary *github.AbuseRateLimitError
	var other *github.ErrorResponse
	wait, limited := time.Minute, false
	switch {
	case errors.As(err, &primary):
		return primary.Rate.Reset.Time, true
	case errors.As(err, &secondary):
		limited = true
		if secondary.RetryAfter != nil {
			wait = *secondary.RetryAfter
		}
	case errors.As(err, &other):
		asked, said := retryAfter(other.Response.Header)
		limited = other.Response.StatusCode == http.StatusTooManyRequests || said && other.Response.StatusCode == http.StatusForbidden
		if said {
			wait = asked
		}
	}
	return h.o.Now().Add(wait), limited
}
