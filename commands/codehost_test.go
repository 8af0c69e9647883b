package commands_test

import (
	"context"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// mainSHA is what main stands for, until a test moves it.
const mainSHA = "3a111111110000000000000000000000000000a5"

// codeHost connects the world to its code host, which knows what main is, and that
// goodSHA is three commits after v41, in four files.
func (w *world) codeHost() *commandtest.Host {
	h := w.connect().host
	h.Add("checkout", rollout.Release{SHA: mainSHA}, "main")
	h.Differ(rollout.Comparison{From: shipped("41"), To: mainSHA, Ahead: 1, Commits: []rollout.Commit{{SHA: mainSHA}}})
	h.Differ(rollout.Comparison{
		From: shipped("41"), To: goodSHA, Ahead: 3, Commits: []rollout.Commit{{SHA: goodSHA, Subject: "Pay by invoice"}, {SHA: badSHA}, {SHA: crashSHA}},
		Files: []string{"README.md", "migrations/7.sql", "src/pay.go", "src/migrations/8/up.sql"},
	})
	return h
}

// downFor has a code host answer one kind of question with an error.
func downFor(h *commandtest.Host, call string, err error) {
	h.Before = func(c string) error {
		if c == call {
			return err
		}
		return nil
	}
}

// environment changes what the policy says of one.
func (w *world) environment(name string, change func(*commands.Environment)) {
	for i := range w.Policy.Environments {
		if w.Policy.Environments[i].Name == name {
			change(&w.Policy.Environments[i])
		}
	}
}

// demand has prod ask for something of a commit.
func (w *world) demand(d rollout.Demands) {
	w.environment("prod", func(e *commands.Environment) { e.Demands = d })
}

// wentTo writes down that goodSHA went all the way somewhere, in an image.
func (w *world) wentTo(where grammar.Target, digest string) {
	w.t.Helper()
	w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{
		rollout.Shipped{Target: is(where), Release: rollout.Release{SHA: goodSHA, Digest: digest}, Rollout: "01J", At: w.now},
	}}))
}

// request is a message that somebody sends now.
func (w *world) request(who string) commands.Request {
	return commands.Request{ID: "message-" + w.NewID(), Received: w.now, Actor: who, Channel: "CANY"}
}

// asks carries out a command, now.
func (w *world) asks(who string, cmd grammar.Command) (commands.Outcome, error) {
	q := w.request(who)
	q.Command = cmd
	return w.Run(context.Background(), q)
}

// planned is the plan that somebody is answered with.
func (w *world) planned(out commands.Outcome, err error) commands.Planned {
	w.t.Helper()
	w.must(err)
	p, ok := out.(commands.Planned)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return p
}

// plan asks for a plan of a deploy to prod.
func (w *world) plan(who, ref string) commands.Planned {
	w.t.Helper()
	return w.planned(w.asks(who, grammar.Plan{Target: prod, Ref: ref}))
}

// began is the rollout that somebody is answered with.
func (w *world) began(out commands.Outcome, err error) rollout.Rollout {
	w.t.Helper()
	w.must(err)
	s, ok := out.(commands.Started)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return s.Rollout
}
