// Package page serves the sandbox to people and to scripts: a web page that
// looks and works like Slack, with the simulated cloud beside it, and the
// documented JSON API (docs/sandbox-api.md).
//
// It only serves this machine: a request under a foreign name, or from a page of
// a foreign origin, is refused. That is what keeps another web site, open in the
// same browser, from reading the sandbox's secrets.
package page

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"github.com/slipway-dev/slipway/sandbox/clock"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// Options are what the page shows and turns. All are required, but those that say
// what they are without.
type Options struct {
	Slack *slack.Workspace
	Cloud *cloud.Account
	Clock *clock.Clock // the simulated one
	Info  Info         // does not change while the page is served

	// Targets is what the bot knows of each target, in the order of the page. It
	// is asked while the bot is dead too.
	Targets func(context.Context) ([]Target, error)
	// Reset puts the whole sandbox back to its beginning. It is not cut short
	// when whoever asked for it goes away.
	Reset func(context.Context) error
	// Kill ends the bot at once, with all that it has in memory; somebody starts a
	// new one. nil: this sandbox cannot.
	Kill func(context.Context) error
	// Up tells whether there is a bot now. nil: there always is.
	Up func() bool
	// Policies are what can be switched of each environment's policy. nil: nothing can.
	Policies func() []Policy
	// SetPolicy switches what it is given of an environment's policy, and returns when
	// that holds. It is asked for environments that Policies names.
	SetPolicy func(context.Context, Policy) error
	// Complete is how a command that somebody types in a channel can go on, the
	// likeliest first. nil: nobody knows.
	Complete func(channel, typed string) []Completion

	Log *slog.Logger // hears of what broke; nil: nobody does
}

type page struct {
	Options
	inbox  inbox
	tuning sync.Mutex // a behaviour, or a policy, is read and written by one at a time
}

// New makes the handler of "/", of the page's files and of everything under
// /sandbox/. A request that waits for news ends with its context: a server that
// wants to shut down has to end that.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &page{Options: o}
	mux := http.NewServeMux()
	for path, m := range p.api() {
		mux.Handle(path, m)
	}
	mux.Handle("/", methods{http.MethodGet: files()})
	return guard(mux)
}

// api is every path of the JSON API and of the page's own one.
func (p *page) api() map[string]methods {
	const get, put, post = http.MethodGet, http.MethodPut, http.MethodPost
	return map[string]methods{
		"/sandbox/api/info":        {get: p.serve(p.info)},
		"/sandbox/api/state":       {get: p.serve(p.state)},
		"/sandbox/api/speed":       {put: p.serve(p.setSpeed)},
		"/sandbox/api/traffic":     {put: p.serve(p.setTraffic)},
		"/sandbox/api/behaviour":   {put: p.serve(p.setBehaviour)},
		"/sandbox/api/alarms":      {post: p.serve(p.setAlarm)},
		"/sandbox/api/policy":      {put: p.serve(p.setPolicy)},
		"/sandbox/api/reset":       {post: p.serve(p.reset)},
		"/sandbox/api/kill":        {post: p.serve(p.kill)},
		"/sandbox/response/{name}": {get: p.serve(p.responses), post: p.serve(p.respond)},

		"/sandbox/ui/view":      {get: p.serve(p.view)},
		"/sandbox/ui/file/{id}": {get: http.HandlerFunc(p.file)},
		"/sandbox/ui/cloud":     {get: p.serve(p.cloud)},
		"/sandbox/ui/complete":  {get: p.serve(p.complete)},
		"/sandbox/ui/send":      {post: p.serve(p.send)},
		"/sandbox/ui/act":       {post: p.serve(p.act)},
		"/sandbox/ui/suggest":   {post: p.serve(p.suggest)},
		"/sandbox/ui/submit":    {post: p.serve(p.submit)},
		"/sandbox/ui/close":     {post: p.serve(p.dismiss)},
		"/sandbox/ui/home":      {post: p.serve(p.home)},
		"/sandbox/ui/shortcut":  {post: p.serve(p.shortcut)},

		"/sandbox/": {get: p.serve(nowhere)},
	}
}
