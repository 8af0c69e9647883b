package release

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Commands are the use cases, as Slack's.
type Commands interface {
	// Hold begins a deploy that waits before any traffic moves.
	Hold(ctx context.Context, q commands.Request, cmd grammar.Deploy) (commands.Outcome, error)
	Run(ctx context.Context, q commands.Request) (commands.Outcome, error)
	Turn(ctx context.Context, id rollout.ID) (rollout.Rollout, error)
}

// Pilot moves one rollout on until it is where a job wants it.
type Pilot struct {
	Commands Commands
	Actor    string // who runs the workflow, as "github:<login>"
	Now      func() time.Time
	// Sleep waits in real time; an error says that the context ended first.
	Sleep func(ctx context.Context, d time.Duration) error
	// Tell says on the way how the rollout stands.
	Tell func(sentence string)
}

// How often it is looked how a rollout stands: as soon as it is due, within bounds.
const (
	soonest = time.Second
	latest  = 5 * time.Second
)

// stubborn is how many turns in a row may fail before it is given up.
const stubborn = 20

// errPatience says that the time was up while the rollout was still under way.
var errPatience = errors.New("it took longer than it may")

// follow moves the rollout on until it is there, has ended or waits for a person.
func (p *Pilot) follow(ctx context.Context, id rollout.ID, there func(rollout.Rollout) bool, patience time.Duration) (rollout.Rollout, error) {
	until := p.Now().Add(patience)
	told, failed := "", 0
	for {
		r, err := p.Commands.Turn(ctx, id)
		switch {
		case err == nil:
			failed = 0
		case ctx.Err() != nil:
			return r, fmt.Errorf("follow rollout %s: %w", id, ctx.Err())
		case r.ID == "" || failed >= stubborn:
			return r, fmt.Errorf("move rollout %s on: %w", id, err)
		default:
			failed++
		}
		if s := stands(r); s != told && r.ID != "" {
			told = s
			p.Tell(s)
		}
		switch {
		case there(r), r.Phase.Ended(), asks(r):
			return r, nil
		case !p.Now().Before(until):
			return r, errPatience
		}
		if err := p.Sleep(ctx, min(max(r.Wake.Sub(p.Now()), soonest), latest)); err != nil {
			return r, fmt.Errorf("follow rollout %s: %w", id, err)
		}
	}
}

// asks says that the rollout goes on only when a person has decided.
func asks(r rollout.Rollout) bool { return r.Pause != nil && r.Pause.Code != rollout.PauseHeld }

// stands is how the rollout stands, for a job's log.
func stands(r rollout.Rollout) string {
	switch {
	case r.Phase.Ended():
		return fmt.Sprintf("%s: %s %s", r.Target, r.Release.Short(), r.Phase.Past())
	case r.Phase == rollout.Shifting && len(r.Shares) > 0:
		return fmt.Sprintf("%s: shifting, %.4g %% of the calls go to %s", r.Target, 100*r.Shares[len(r.Shares)-1].Weight, r.Candidate)
	case r.Problem != "":
		return fmt.Sprintf("%s: %s; %s", r.Target, r.Phase, r.Problem)
	}
	return fmt.Sprintf("%s: %s", r.Target, r.Phase)
}

func (p *Pilot) request(cmd grammar.Command) commands.Request {
	return commands.Request{Received: p.Now(), Actor: p.Actor, Command: cmd}
}
