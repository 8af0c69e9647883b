package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	// connections is how many there are to Slack, which ends each every few hours: while
	// one is opened anew, the other goes on.
	connections = 2
	// atOnce is how many letters of one connection are dealt with at a time.
	atOnce = 32
	// answering is how long a letter may take: Slack waits for three seconds in all.
	answering = 2500 * time.Millisecond
	// flushing is how long a last answer has to go out. The library does not say when it has.
	flushing = 200 * time.Millisecond
	// reopening is how long a connection that has ended for good waits before the next.
	reopening = 5 * time.Second
)

// post is the bot's way to be reached: connections that it opens to Slack itself.
type post struct {
	open func() *socketmode.Client // a connection
	pass func(context.Context, letter) (json.RawMessage, error)
	up   func() // hears of each connection that is open
	log  *slog.Logger
}

// socket makes connections as that app. Nothing is called yet.
func socket(api, bot, app string) func() *socketmode.Client {
	options := []slack.Option{slack.OptionAppLevelToken(app), slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second})}
	if api != "" {
		options = append(options, slack.OptionAPIURL(api))
	}
	return func() *socketmode.Client {
		return socketmode.New(slack.New(bot, options...), socketmode.OptionLog(log.New(io.Discard, "", 0)), socketmode.OptionReadLimit(4<<20))
	}
}

// run keeps the connections open until ctx is done, or Slack does not let us in. What has
// come by then is answered before it returns.
func (p post) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for range connections {
		g.Go(func() error { return p.keep(ctx) })
	}
	return g.Wait()
}

// keep has one connection after the other.
func (p post) keep(ctx context.Context) error {
	for {
		err := p.connect(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case refused(err):
			return fmt.Errorf("no connection is let in by Slack (%w): %s has to be an app-level token of this app with the scope connections:write, and Socket Mode has to be on", err, appToken)
		}
		p.log.WarnContext(ctx, "the connection to Slack is opened anew", "error", plain(err))
		select {
		case <-ctx.Done():
		case <-time.After(reopening):
		}
	}
}

// refused says that trying again is of no use.
func refused(err error) bool {
	var status slack.StatusCodeError
	var answer slack.SlackErrorResponse
	switch {
	case errors.As(err, &status):
		return status.Code == http.StatusNotFound
	case errors.As(err, &answer):
		switch answer.Err {
		case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope":
			return true
		}
	}
	return false
}

// connect deals with what comes over a connection until that ends. The library opens it
// anew by itself as long as Slack lets it.
func (p post) connect(ctx context.Context) error {
	c := p.open()
	life, end := context.WithCancel(context.WithoutCancel(ctx)) // it outlives ctx until all is answered
	defer end()
	ended := make(chan error, 1)
	go func() { ended <- c.RunContext(life) }()
	var busy sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for {
		select {
		case err := <-ended:
			busy.Wait()
			return err
		case <-ctx.Done():
			busy.Wait()
			time.Sleep(flushing)
			return nil
		case e := <-c.Events:
			if err := failure(e); refused(err) { // the library would try again for ever
				busy.Wait()
				return err
			}
			r, ok := p.read(ctx, e)
			if !ok {
				continue
			}
			room <- struct{}{}
			busy.Go(func() {
				defer func() { <-room }()
				p.answer(life, c, r)
			})
		}
	}
}

// read is the letter in an event, if there is one. What the library does not understand
// may be one nevertheless: it wants to know more of a payload than we do.
func (p post) read(ctx context.Context, e socketmode.Event) (socketmode.Request, bool) {
	switch e.Type { //nolint:exhaustive // of the rest there is nothing to say
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		return *e.Request, true
	case socketmode.EventTypeErrorBadMessage:
		bad, _ := e.Data.(*socketmode.ErrorBadMessage)
		var r socketmode.Request
		if bad != nil && json.Unmarshal(bad.Message, &r) == nil && r.EnvelopeID != "" {
			return r, true
		}
		p.log.WarnContext(ctx, "Slack sent something that cannot be read")
	case socketmode.EventTypeHello:
		p.up()
	case socketmode.EventTypeConnectionError:
		p.log.WarnContext(ctx, "there is no connection to Slack; it is tried again", "error", plain(failure(e)))
	}
	return socketmode.Request{}, false
}

// failure is why a connection could not be opened, where an event says so.
func failure(e socketmode.Event) error {
	if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
		return failed.ErrorObj
	}
	return nil
}

// plain is an error without the address that it is about: that of a connection lets in
// whoever has it.
func plain(err error) error {
	var about *url.Error
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}

// answer has a letter dealt with, and answers it. One that was not taken is not answered:
// Slack sends an event again, and tells people that their command has failed.
func (p post) answer(ctx context.Context, c *socketmode.Client, r socketmode.Request) {
	ctx, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	said, err := p.pass(ctx, letter{kind: r.Type, payload: r.Payload})
	if err != nil {
		p.log.ErrorContext(ctx, "what Slack sent was not taken", "kind", r.Type, "error", err)
		return
	}
	if said != nil && r.AcceptsResponsePayload {
		if err = c.AckCtx(ctx, r.EnvelopeID, said); err == nil {
			return
		}
		p.log.WarnContext(ctx, "an answer is left out", "kind", r.Type, "bytes", len(said), "error", err)
	}
	if err := c.AckCtx(ctx, r.EnvelopeID, nil); err != nil {
		p.log.WarnContext(ctx, "Slack did not hear that something was taken, and sends it again", "kind", r.Type, "error", err)
	}
}
