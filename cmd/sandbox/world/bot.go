package world

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/sandbox/account"
)

// openBot wires the bot: the same parts as anywhere, with the simulated world
// behind their ports.
func (w *World) openBot(context.Context) error {
	mux := http.NewServeMux()
	w.handler = mux
	p, err := policy.From(w.Config)
	if err != nil {
		return fmt.Errorf("slipway.yaml: %w", err)
	}
	if w.queue, err = queue.Open(w.Store.DB(), queue.Options{Now: w.o.Real, Log: w.o.Log}); err != nil {
		return fmt.Errorf("open the queue: %w", err)
	}
	slack, err := client.New(client.Options{
		Token: w.Secrets.BotToken, API: w.o.URL + "/api/", ResponseOrigin: w.o.URL,
		Transport: inProcess{mux}, Now: w.o.Real,
	})
	if err != nil {
		return err
	}
	a := &account.Account{Cloud: w.Cloud, GitHub: w.GitHub, Function: w.function, Checks: w.checks}
	w.engine = engine.New(w.tick, w.Clock, engine.Options{Log: w.o.Log, Late: w.o.Late})
	w.Commands = commands.New(commands.Deps{
		Store: w.Store, Engine: w.engine, Outbox: outbox{w},
		Commits: a, Builds: a, Versions: a, Traffic: a, Metrics: a, Health: a, People: slack,
		Policy: p, Now: w.Clock.Now, NewID: func() string { return w.ids.at(w.Clock.Now()) }, Log: w.o.Log,
	})
	w.worker = worker.New(worker.Options{
		Commands: w.Commands, Store: w.Store, Answers: slack, Posts: slack, Fallback: w.Config.Slack.Channel,
		Now: w.Clock.Now, Real: w.o.Real, NewRef: w.ids.ref, Log: w.o.Log,
	})
	return w.openFront(mux)
}

// openFront wires the front and mounts it.
func (w *World) openFront(mux *http.ServeMux) error {
	f := w.Config.Front()
	front, err := ingress.New(ingress.Options{
		Secrets: []string{w.Secrets.SigningSecret}, Team: f.Team, App: f.App,
		Names: grammar.Names{Services: f.Services, Environments: f.Environments}, Channels: f.Channels,
		ResponseOrigin: w.o.URL, Queue: jobs{w}, Now: w.o.Real, Log: w.o.Log,
	})
	if err != nil {
		return fmt.Errorf("the front: %w", err)
	}
	w.front = front
	mux.Handle("/slack/", front)
	mux.Handle("/github/", front)
	mux.Handle("/healthz", front)
	return nil
}

// envelope is what is on the queue: a job, or the id of a notice to send.
type envelope struct {
	Job    json.RawMessage `json:"job,omitempty"`
	Notice string          `json:"notice,omitempty"`
}

// handle does what a message of the queue asks for.
func (w *World) handle(ctx context.Context, m queue.Message) error {
	var e envelope
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return fmt.Errorf("decode a message of the queue: %w", err)
	}
	if e.Notice != "" {
		return w.worker.Deliver(ctx, e.Notice)
	}
	j, err := job.Unmarshal(e.Job)
	if err != nil {
		return err
	}
	w.worker.Handle(ctx, j)
	return nil
}

// jobs is the front's way to the queue.
type jobs struct{ w *World }

// Send queues a job, in the order of its target; reads in the order of their user.
func (q jobs) Send(ctx context.Context, j job.Job) error {
	body, err := job.Marshal(j)
	if err != nil {
		return err
	}
	sealed, err := json.Marshal(envelope{Job: body})
	if err != nil {
		return fmt.Errorf("encode a job: %w", err)
	}
	return q.w.queue.Send(ctx, queue.Message{ID: j.ID, Group: j.Group(), Urgent: j.Urgent(), Body: sealed})
}

// outbox is the commands' way to the queue.
type outbox struct{ w *World }

// Send queues a notice.
func (o outbox) Send(ctx context.Context, id string, version int64) error {
	return o.w.send(ctx, id, version, "")
}

func (w *World) send(ctx context.Context, id string, version int64, suffix string) error {
	body, err := json.Marshal(envelope{Notice: id})
	if err != nil {
		return fmt.Errorf("encode a notice: %w", err)
	}
	name := fmt.Sprintf("notice/%s/%d/%s", id, version, suffix)
	return w.queue.Send(ctx, queue.Message{ID: name, Group: "notice/" + id, Body: body})
}
