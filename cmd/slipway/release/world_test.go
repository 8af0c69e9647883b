package release_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	id  = rollout.ID("01JD0000000000000000000001")
	sha = "abc1230000000000000000000000000000000000"
)

// bot has one rollout, which becomes with each turn what comes next in its life.
type bot struct {
	life    []rollout.Rollout // the first is how it stands
	refusal error             // of Hold and Run
	turn    error             // of each turn, from the second on
	turns   int
	asked   []commands.Request
	deploys []grammar.Deploy
	open    *rollout.Rollout // what a status shows as under way
	live    rollout.Version  // what it shows as live
	unasked bool             // but not because the account said so
	past    []rollout.Rollout
}

func (b *bot) Hold(_ context.Context, q commands.Request, d grammar.Deploy) (commands.Outcome, error) {
	b.asked, b.deploys = append(b.asked, q), append(b.deploys, d)
	return commands.Started{Rollout: b.life[0]}, b.refusal
}

func (b *bot) Run(_ context.Context, q commands.Request) (commands.Outcome, error) {
	switch q.Command.(type) {
	case grammar.Status:
		return commands.StatusShown{Targets: []commands.TargetStatus{{Rollout: b.open, Live: rollout.Published{Version: b.live}, Recalled: b.unasked}}}, nil
	case grammar.History:
		return commands.HistoryShown{Rollouts: b.past}, nil
	}
	b.asked = append(b.asked, q)
	if b.refusal != nil {
		return nil, b.refusal
	}
	if _, resumed := q.Command.(grammar.Resume); resumed {
		b.life = slices.DeleteFunc(b.life, func(r rollout.Rollout) bool { return r.Pause != nil && r.Pause.Code == rollout.PauseHeld })
	}
	return commands.Changed{Rollout: b.life[0]}, nil
}

func (b *bot) Turn(context.Context, rollout.ID) (rollout.Rollout, error) {
	b.turns++
	if b.turns > 1 && b.turn != nil {
		return rollout.Rollout{}, b.turn
	}
	now := b.life[0]
	if len(b.life) > 1 {
		b.life = b.life[1:]
	}
	return now, nil
}

// pilot follows the bot's rollout; an hour of waiting takes no time.
func pilot(t *testing.T, b *bot) (*release.Pilot, *[]string) {
	t.Helper()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var told []string
	return &release.Pilot{
		Commands: b, Actor: "github:ana", Now: func() time.Time { return now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			if d < time.Second || d > 5*time.Second {
				t.Errorf("it sleeps for %s", d)
			}
			now = now.Add(d)
			return ctx.Err()
		},
		Tell:     func(s string) { told = append(told, s) },
		Function: func(r rollout.Rollout) string { return r.Target.Service + "-" + r.Target.Environment },
		Region:   "eu-west-1",
	}, &told
}

// at is the rollout in a phase, changed by edits.
func at(p rollout.Phase, edits ...func(*rollout.Rollout)) rollout.Rollout {
	r := rollout.Rollout{
		ID: id, Phase: p, Target: rollout.Target{Service: "checkout", Environment: "staging"},
		Release: rollout.Release{SHA: sha, Digest: "sha256:1"}, Stable: "41",
	}
	for _, edit := range edits {
		edit(&r)
	}
	return r
}

func v42(r *rollout.Rollout) { r.Candidate = "42" }
func held(r *rollout.Rollout) {
	r.Candidate, r.Pause = "42", &rollout.Pause{Code: rollout.PauseHeld}
}
func waits(r *rollout.Rollout) {
	r.Candidate, r.Pause = "42", &rollout.Pause{Code: rollout.PauseInconclusive, Reason: "too few calls to tell."}
}
func because(code, text string) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) { r.Candidate, r.Cause = "42", rollout.Cause{Code: code, Text: text} }
}
func health(v rollout.Version, ok bool) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		r.Candidate, r.Health = "42", &rollout.Health{Version: v, OK: ok}
	}
}

var errDown = errors.New("the table cannot be reached")
