package ingress

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
)

const (
	defaultLimit  = 128 << 10
	defaultBudget = 2 * time.Second
)

// Options are what a front works with. All of them are needed, unless they say
// otherwise.
type Options struct {
	// Secrets are the signing secrets that count: the current one and, while it
	// is being rotated, the previous one.
	Secrets []string
	// GitHub are the secrets of its webhooks that count, likewise. Without any, its
	// webhooks have no address here.
	GitHub []string
	// Repositories are those whose webhooks are listened to, as owner/name, and the
	// main branches of each: what happens on others is no news.
	Repositories map[string][]string
	// Team and App are the ids of the only workspace and app that are served.
	Team, App string
	// Enterprise is the id of the organisation that the workspace is in. Empty
	// when it does not matter: the team has to be right in any case.
	Enterprise string
	// Names are the services and environments that commands may name.
	Names grammar.Names
	// Channels says which service a channel belongs to, by the channel's id.
	// May be empty.
	Channels map[string]string
	// ResponseOrigin is where private answers may go, "https://hooks.slack.com"
	// for Slack. A response_url of any other origin is dropped.
	ResponseOrigin string
	// Links are the hosts that links to us name. Without any it is the one that Slack's
	// own requests come to.
	Links []string
	Queue Queue
	// Refused hears of every request that was not let in, and why in a word of ours: it was
	// not signed, made no sense, or came from elsewhere. May be nil.
	Refused func(ctx context.Context, why string)
	// Now is the real time. Signatures are judged by the machine's own clock.
	Now func() time.Time
	Log *slog.Logger
	// Limit is how many bytes a body of Slack's may have; 128 KiB if zero.
	Limit int64
	// Budget is how long the queue may take; 2 s if zero. Slack waits for 3 s in
	// all.
	Budget time.Duration
}

// checked returns the options with their defaults, or all that is wrong with
// them. An empty secret or id must never come to mean "anybody".
func (o Options) checked() (Options, error) {
	var errs []error
	require := func(ok bool, message string) {
		if !ok {
			errs = append(errs, errors.New(message))
		}
	}
	require(len(o.Secrets) > 0, "there is no signing secret")
	require(!slices.Contains(o.Secrets, ""), "a signing secret is empty")
	require(o.GitHub == nil || len(o.GitHub) > 0, "there is no webhook secret")
	require(!slices.Contains(o.GitHub, ""), "a webhook secret is empty")
	require(o.Team != "", "the team's id is empty")
	require(o.App != "", "the app's id is empty")
	require(isOrigin(o.ResponseOrigin), "the response origin is not of the form https://host")
	require(o.Queue != nil, "there is no queue")
	require(o.Now != nil, "there is no clock")
	require(o.Log != nil, "there is no log")
	require(o.Limit >= 0 && o.Budget >= 0, "a limit is negative")
	if len(errs) > 0 {
		return Options{}, errors.Join(errs...)
	}
	if o.Limit == 0 {
		o.Limit = defaultLimit
	}
	if o.Budget == 0 {
		o.Budget = defaultBudget
	}
	o.Secrets, o.Channels = slices.Clone(o.Secrets), maps.Clone(o.Channels)
	o.GitHub, o.Repositories = slices.Clone(o.GitHub), maps.Clone(o.Repositories)
	return o, nil
}

func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && s == originOf(u)
}

// originOf is the scheme and host of an address, both as written.
func originOf(u *url.URL) string { return u.Scheme + "://" + u.Host }
