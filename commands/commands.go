package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Deps is what the commands need of the world.
type Deps struct {
	Store       Store
	Engine      Engine
	Outbox      Outbox
	Commits     Commits
	Artifacts   Artifacts
	Workflows   Workflows
	Gatekeeper  Gatekeeper
	Deployments Deployments
	Monitor     Monitor  // nil: nothing is known of alarms but what their signals say
	Logs        Logs     // nil: none are read
	Gauges      Gauges   // nil: there are no dashboards
	Branch      Branch   // nil: nobody knows the newest commits
	Spending    Spending // nil: nobody knows what the bot costs
	Prices      Prices   // zero: nobody knows what calls cost
	// Console is the address of a target's dashboard in CloudWatch, empty for none; it may be nil.
	Console  func(rollout.Target) string
	Pager    Pager     // nil: nobody is paged
	Events   Events    // nil: no workflow hears of incidents
	Topic    Topic     // nil: there is none
	Checkups []Checkup // of the doctor's, in order
	Versions Versions
	Traffic  Traffic
	Metrics  Metrics
	Health   Health
	People   People
	Policy   Policy
	Now      func() time.Time // the clock that rollouts live by
	Real     func() time.Time // the clock that code hosts live by; nil: Now
	NewID    func() string    // ULIDs, rising
	// Pause waits for a random part of some time, or until ctx ends. Nil: there is no wait.
	Pause func(ctx context.Context, most time.Duration)
	Log   *slog.Logger
}

// Commands are the use cases.
type Commands struct{ Deps }

// New makes the use cases.
func New(d Deps) *Commands {
	if d.Real == nil {
		d.Real = d.Now
	}
	if d.Pause == nil {
		d.Pause = func(context.Context, time.Duration) {}
	}
	return &Commands{Deps: d}
}

// Request is one command of one person.
type Request struct {
	ID       string    // of the message it came in; a second one with the same ID changes nothing
	Received time.Time // when that was, in real time
	Actor    string    // Slack user id
	Channel  string    // Slack channel id it was typed or clicked in
	Command  grammar.Command
}

// Run carries out a command. The answer is an Outcome, a *rollout.Refusal, or an
// error that is one of ours (*rollout.Error) or nobody's fault in particular.
func (c *Commands) Run(ctx context.Context, q Request) (Outcome, error) {
	out, err := c.run(ctx, q)
	if refusal := asRefusal(err); refusal != nil && q.Command != nil {
		c.noteRefusal(ctx, q, c.about(ctx, q.Command), q.Command.Name(), refusal)
	}
	return out, err
}

func (c *Commands) run(ctx context.Context, q Request) (Outcome, error) {
	actor, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	switch cmd := q.Command.(type) {
	case grammar.Deploy:
		return c.deploy(ctx, q, actor, cmd)
	case grammar.Plan:
		return c.plan(ctx, q, actor, cmd)
	case grammar.Status:
		return c.status(ctx, cmd)
	case grammar.History:
		return c.history(ctx, cmd)
	case grammar.Dashboard:
		return c.dashboard(ctx, cmd)
	case grammar.Summary:
		return c.summary(ctx, cmd)
	case grammar.Why:
		return c.why(ctx, cmd)
	case grammar.Canary:
		return c.canary(ctx, q, actor, cmd)
	case grammar.Rollback:
		return c.rollback(ctx, q, actor, cmd)
	case grammar.Promote:
		return c.promote(ctx, q, actor, cmd)
	case grammar.Pause:
		return c.pause(ctx, q, actor, cmd)
	case grammar.Resume:
		return c.resume(ctx, q, actor, cmd)
	case grammar.Abort:
		return c.abort(ctx, q, actor, cmd)
	case grammar.Lock:
		return c.lock(ctx, q, actor, cmd)
	case grammar.Unlock:
		return c.unlock(ctx, q, actor, cmd)
	case grammar.Drill:
		return c.drill(ctx, q, actor, cmd)
	case grammar.Doctor:
		return c.Examine(ctx, target(cmd.Target)), nil
	case grammar.Help:
		return HelpShown{Topic: cmd.Topic}, nil
	default:
		return nil, &rollout.Error{Kind: rollout.Invalid, Message: "There is no such command here.", Hint: "`/deploy help` lists what there is."}
	}
}

// attempts is how often a command starts over when somebody else was faster.
const attempts = 4

// commit writes a change together with the note that its message was acted upon.
// again is true when somebody else was faster and the command should look anew.
func (c *Commands) commit(ctx context.Context, q Request, change rollout.Change) (again bool, err error) {
	if q.ID != "" {
		change.Put = append(change.Put, rollout.Seen{ID: q.ID, At: q.Received})
	}
	err = c.Store.Commit(ctx, change)
	var conflict *rollout.ConflictError
	switch {
	case err == nil:
		return false, nil
	case !errors.As(err, &conflict):
		return false, fmt.Errorf("save the change: %w", err)
	case conflict.Key.Kind == rollout.SeenKind:
		return false, ErrRepeated
	default:
		return true, nil
	}
}

// ErrRepeated says that the same message was acted upon before. Whoever sent it
// has had, or will have, the answer.
var ErrRepeated = errors.New("this message was acted upon before")

// retry runs one attempt after the other until one of them is not overtaken.
func retry(ctx context.Context, attempt func(ctx context.Context) (out Outcome, again bool, err error)) (Outcome, error) {
	for range attempts {
		out, again, err := attempt(ctx)
		if err != nil || !again {
			return out, err
		}
	}
	return nil, &rollout.Error{Kind: rollout.Stale, Message: "Others kept changing the same thing.", Hint: "Try again in a moment."}
}

// telling is how long it may take to put notices on their way. What waits for that can
// wait no longer, and they are in the outbox.
const telling = 2 * time.Second

// tell puts notices that were committed on their way. Whatever fails stays in the outbox,
// so the command has not failed. Traffic is moved first: the queue may be slow.
func (c *Commands) tell(ctx context.Context, change rollout.Change) {
	ctx, cancel := context.WithTimeout(ctx, telling)
	defer cancel()
	for _, r := range change.Put {
		n, ok := r.(rollout.Notice)
		if !ok {
			continue
		}
		if err := c.Outbox.Send(ctx, n.ID, n.Version); err != nil {
			c.Log.WarnContext(ctx, "a notice stays in the outbox", "notice", n.ID, "error", err)
		}
	}
}
