package release

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
	// Function names the Lambda function of a rollout.
	Function func(r rollout.Rollout) string
	Region   string // where it is
}

// How often it is looked how a rollout stands: as soon as it is due, within bounds.
const (
	soonest = time.Second
	latest  = 5 * time.Second
)

// stubborn is how many turns in a row may fail before it is given up.
const stubborn = 20

// Why a rollout that is still under way is left to the bot's engine.
var (
	errLeft = errors.New("Slipway goes on with it, without this job") //nolint:staticcheck // it begins with a name
	errLate = fmt.Errorf("it took longer than it may; %w", errLeft)
	errTold = fmt.Errorf("this job was told to stop; %w", errLeft)
)

// follow moves the rollout on until it is there, has ended or waits for a person. It
// gives the rollout as it was last seen, with an error too.
func (p *Pilot) follow(ctx context.Context, id rollout.ID, there func(rollout.Rollout) bool, patience time.Duration) (r rollout.Rollout, err error) {
	until := p.Now().Add(patience)
	said, failed := "", 0
	for {
		now, err := p.Commands.Turn(ctx, id)
		if now.ID != "" {
			r = now
		}
		switch {
		case err == nil:
			failed = 0
		case ctx.Err() != nil:
			return r, errTold
		case rollout.IsMissing(err):
			return r, unknown(id, err)
		case failed >= stubborn:
			return r, fmt.Errorf("it cannot be moved on from here (%w); %w", err, errLeft)
		default:
			failed++
		}
		if s := stands(r); s != said && r.ID != "" {
			said = s
			p.Tell(s)
		}
		switch {
		case there(r), r.Phase.Ended(), asks(r):
			return r, nil
		case !p.Now().Before(until):
			return r, errLate
		}
		if err := p.Sleep(ctx, min(max(r.Wake.Sub(p.Now()), soonest), latest)); err != nil {
			return r, errTold
		}
	}
}

// unknown is the error of an id that the table has no rollout for.
func unknown(id rollout.ID, err error) error {
	return &rollout.Error{
		Kind: rollout.NotFound, Message: fmt.Sprintf("There is no rollout %s", id),
		Hint: "It has to be the id that `slipway release publish` told, and SLIPWAY_TABLE the same.", Err: err,
	}
}

// held says that the rollout waits for Switch, before any traffic moves.
func held(r rollout.Rollout) bool { return r.Pause != nil && r.Pause.Code == rollout.PauseHeld }

// asks says that the rollout goes on only when a person has decided.
func asks(r rollout.Rollout) bool { return r.Pause != nil && !held(r) }

// stands is how the rollout stands, for a job's log.
func stands(r rollout.Rollout) string {
	phase := strings.ReplaceAll(string(r.Phase), "_", " ")
	switch {
	case r.Phase.Ended():
		return fmt.Sprintf("%s: %s %s", r.Target, r.Release.Short(), r.Phase.Past())
	case r.Phase == rollout.Shifting && len(r.Shares) > 0:
		return fmt.Sprintf("%s: shifting, %.4g %% of the calls go to %s", r.Target, 100*r.Shares[len(r.Shares)-1].Weight, r.Candidate)
	case r.Problem != "":
		return fmt.Sprintf("%s: %s; %s", r.Target, phase, r.Problem)
	}
	return fmt.Sprintf("%s: %s", r.Target, phase)
}

func (p *Pilot) request(cmd grammar.Command) commands.Request {
	return commands.Request{Received: p.Now(), Actor: p.Actor, Command: cmd}
}
