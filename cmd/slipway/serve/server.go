package serve

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
)

const (
	sweeping = 2 * time.Minute // how often it is looked after what nobody else does, and how long that may take
	looking  = time.Minute     // how often alarms, incidents and the summary's time are looked at
)

// server is the bot in one process.
type server struct {
	plan     wiring.Plan
	store    *store.Store
	host     *host.Host
	commands *commands.Commands
	worker   *worker.Worker
	whose    func(context.Context) (team string, err error) // Slack's word for the bot's token
	post     post
}

// run does the bot's work until ctx is done. What was not done by then is in the file.
func (s *server) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.store.Close()) }()
	if err := s.known(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return s.host.Run(ctx, host.Bot{Tick: s.commands.Tick, Handle: s.worker.Handle, Deliver: s.worker.Deliver})
	})
	g.Go(func() error { return s.post.run(ctx) })
	g.Go(func() error { return s.atOnceAndEvery(ctx, sweeping, s.sweep) })
	g.Go(func() error { return s.atOnceAndEvery(ctx, looking, s.tend) })
	if alarms := s.watch(); alarms != nil {
		g.Go(func() error { return s.atOnceAndEvery(ctx, looking, alarms.look) })
	}
	if summary := s.summary(); summary != nil {
		g.Go(func() error {
			return s.atOnceAndEvery(ctx, looking, func(ctx context.Context) { summary.Look(ctx, s.plan.Now()) })
		})
	}
	return g.Wait()
}

// introducing is how long Slack may take to say whose the bot's token is.
const introducing = 5 * time.Second

// known says that the bot's token is none, or another workspace's: connections are opened
// by the app's, so that nobody would notice before the first message is not posted. That
// Slack does not answer must not keep rollouts from going on.
func (s *server) known(ctx context.Context) error {
	asking, cancel := context.WithTimeout(ctx, introducing)
	defer cancel()
	team, err := s.whose(asking)
	switch want := s.plan.Config.Slack.Team; {
	case refused(err):
		return fmt.Errorf("the token is not taken by Slack (%w): %s has to be the Bot User OAuth Token of this app, xoxb-…, which api.slack.com/apps shows under Install App", err, secrets.SlackBotToken)
	case err != nil && ctx.Err() == nil:
		s.plan.Log.WarnContext(ctx, "Slack did not say whose the bot's token is", "error", plain(err))
	case err == nil && team != want:
		return fmt.Errorf("%s is of the workspace %s, and slack.team in slipway.yaml is %s: one of the two is wrong", secrets.SlackBotToken, team, want)
	}
	return nil
}

// atOnceAndEvery does something now and then again and again, until ctx is done. What
// breaks does not end the bot, which would break over it again after each start.
func (s *server) atOnceAndEvery(ctx context.Context, period time.Duration, do func(context.Context)) error {
	within := func() error {
		ctx, cancel := context.WithTimeout(ctx, period)
		defer cancel()
		defer func() {
			if p := recover(); p != nil { // whose value may hold anything
				s.plan.Log.ErrorContext(ctx, "what is done every minute or two broke; it is tried again", "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			}
		}()
		do(ctx)
		return nil
	}
	_ = within() // it never fails
	return host.Every(ctx, period, within)
}

// sweep looks after what nobody else does any more.
func (s *server) sweep(ctx context.Context) {
	if err := s.commands.Sweep(ctx, s.plan.Now()); err != nil && ctx.Err() == nil {
		s.plan.Log.WarnContext(ctx, "the sweep is tried again later", "error", err)
	}
}

// tend looks after incidents that go on, which a sweep does not do often enough.
func (s *server) tend(ctx context.Context) {
	if err := s.commands.TendIncidents(ctx); err != nil && ctx.Err() == nil {
		s.plan.Log.WarnContext(ctx, "incidents are looked at again later", "error", err)
	}
}

// watch looks at alarms; nil where none are listened to.
func (s *server) watch() *watch {
	if len(s.commands.Policy.Alarms.Accounts) == 0 || s.commands.Monitor == nil {
		return nil
	}
	return &watch{red: s.plan.Red, now: s.commands.Monitor.Alarms, tell: s.commands.Alarmed, log: s.plan.Log}
}

// summary tells daily what was shipped; nil where it is told to nobody.
func (s *server) summary() *host.Daily {
	told := s.commands.Policy.Summary
	if len(told.Channels) == 0 {
		return nil
	}
	return &host.Daily{Zone: told.Zone, At: told.At, Do: s.commands.Summarise, Log: s.plan.Log}
}

// real is the wall clock, as those see it who wait by it.
type real struct{ now func() time.Time }

// Now is the real time.
func (r real) Now() time.Time { return r.now() }

// Until gives a channel that is closed once Now is t or later, or ctx is done.
func (r real) Until(ctx context.Context, t time.Time) <-chan struct{} {
	return clock.Real().Until(ctx, t)
}
