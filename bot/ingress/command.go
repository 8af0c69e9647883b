package ingress

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// What people read when the queue did not take their command. When it was only
// too slow, it may have it after all.
const (
	notStored = "I could not take that down, nothing was done. Try again in a moment."
	notInTime = "I could not take that down in time. Look at `/deploy status` before you try again."
)

// command handles slash commands. Help and typos are answered at once.
func (f *Front) command(ctx context.Context, v verified) answer {
	form, err := readForm(v.body)
	if err != nil {
		return malformed(err)
	}
	if form.Get("ssl_check") == "1" {
		return done("ssl_check")
	}
	from := callerOf(form)
	if !f.ours(from) {
		return foreign(from)
	}
	j, err := f.newJob(v, from, job.Job{})
	if err != nil {
		return malformed(err)
	}
	where := grammar.Context{Names: f.options.Names, DefaultService: f.options.Channels[j.Channel]}
	cmd, err := grammar.Parse(where, form.Get("command"), form.Get("text"))
	if err != nil {
		return say("usage", err.Error())
	}
	if help, ok := cmd.(grammar.Help); ok {
		return say("help", grammar.HelpText(help.Topic))
	}
	return f.takeDown(ctx, j, cmd)
}

// takeDown queues a command, and says so only if that is true. What shows itself,
// such as the form, needs no words.
func (f *Front) takeDown(ctx context.Context, j job.Job, cmd grammar.Command) answer {
	if err := f.store(ctx, &j, cmd); err != nil {
		outcome, text := unstored(err)
		return say(outcome, text, tag(j), problem(err)).warn()
	}
	notes := []slog.Attr{tag(j), slog.String("command", cmd.Name())}
	if text := reply(cmd); text != "" {
		return say("queued", text, notes...)
	}
	return done("queued", notes...)
}

// store queues a command.
func (f *Front) store(ctx context.Context, j *job.Job, cmd grammar.Command) (err error) {
	if j.Command, err = grammar.Marshal(cmd); err != nil {
		return err
	}
	return f.send(ctx, *j)
}

// unstored is what to log and to say of a command that the queue did not take.
func unstored(err error) (outcome, text string) {
	if errors.Is(err, context.DeadlineExceeded) {
		return "not_in_time", notInTime
	}
	return "not_stored", notStored
}

// send queues a job within the budget.
func (f *Front) send(ctx context.Context, j job.Job) error {
	ctx, cancel := context.WithTimeout(ctx, f.options.Budget)
	defer cancel()
	if err := f.options.Queue.Send(ctx, j); err != nil {
		return fmt.Errorf("queue a job: %w", err)
	}
	return nil
}

func problem(err error) slog.Attr { return slog.String("error", err.Error()) }

func callerOf(form url.Values) caller {
	return caller{
		team: form.Get("team_id"), enterprise: form.Get("enterprise_id"), app: form.Get("api_app_id"),
		user: form.Get("user_id"), channel: form.Get("channel_id"),
		trigger: form.Get("trigger_id"), responseURL: form.Get("response_url"),
	}
}

// readForm reads a form that says nothing twice.
func readForm(body []byte) (url.Values, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errors.New("the body is not a form")
	}
	for _, values := range form {
		if len(values) > 1 {
			return nil, errors.New("a field of the form is given twice")
		}
	}
	return form, nil
}
