package world

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// The time that the summaries of a new sandbox look back on. Its last days are the history
// of its targets, which has rollouts and messages too.
const (
	pastDays  = 100
	pastUntil = 5
)

// subjects are those of commits that were shipped long ago.
func subjects() []string {
	return []string{
		"Keep the address when the country changes", "Time out after two seconds", "Show prices with tax", "Log the order's id",
		"Say why a card was declined", "Cache the catalogue", "Drop the old endpoint", "Sort by relevance", "Accept gift cards",
		"Update dependencies", "Ask for consent once", "Send the receipt later",
	}
}

// seedPast gives the summaries something to count: what came of the deploys of some months.
// It is the same in every sandbox that begins at the same time with the same seed.
func (w *World) seedPast(ctx context.Context) error {
	draw := rand.New(rand.NewPCG(w.o.Seed, 2)) //nolint:gosec // has to be repeatable, not secret
	start := w.Clock.Now().UTC().Truncate(24 * time.Hour)
	var change rollout.Change
	for ago := pastDays; ago > pastUntil; ago-- {
		day := start.AddDate(0, 0, -ago)
		for _, s := range w.Config.Services {
			chance := 0.35
			if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
				chance = 0.03
			}
			if draw.Float64() < chance {
				began := day.Add(8*time.Hour + time.Duration(draw.IntN(9*60))*time.Minute)
				for _, r := range w.wasShipped(s.Name, began, draw) {
					change.Put = append(change.Put, r)
				}
			}
		}
	}
	if err := w.Store.Commit(ctx, change); err != nil {
		return fmt.Errorf("seed what was shipped long ago: %w", err)
	}
	return nil
}

// wasShipped is a commit that came to each environment in turn. One in ten was taken back
// in the last one: mostly while it was a canary, else by a person within the hour.
func (w *World) wasShipped(service string, began time.Time, draw *rand.Rand) (out []rollout.Result) {
	all := subjects()
	sum := sha256.Sum256([]byte(service + began.String()))
	release := rollout.Release{SHA: hex.EncodeToString(sum[:20]), Subject: all[draw.IntN(len(all))]}
	by := []string{"U0ANA", "U0BEN"}[draw.IntN(2)]
	wrote := began.Add(-time.Duration(30+draw.IntN(40*60)) * time.Minute)
	bad := draw.Float64()
	for n, e := range w.Config.Environments {
		at := began.Add(time.Duration(n) * 90 * time.Minute)
		r := rollout.Result{
			Rollout: rollout.ID(w.ids.At(at)), Revision: 1, Target: rollout.Target{Service: service, Environment: e.Name}, Release: release, By: by,
			Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: at, Moved: at.Add(time.Minute), Full: at.Add(16 * time.Minute), Ended: at.Add(26 * time.Minute),
			Commits: []time.Time{wrote, wrote.Add(-3 * time.Hour)}, Total: 2,
		}
		if n == len(w.Config.Environments)-1 {
			r = wentWrong(r, bad)
		}
		out = append(out, r)
	}
	return out
}

// wentWrong is what became of a bad one; draw is 0 to 1.
func wentWrong(r rollout.Result, draw float64) rollout.Result {
	switch {
	case draw < 0.06:
		first := r.Moved.Truncate(time.Minute)
		r.Phase, r.Cause, r.Full, r.Ended = rollout.RolledBack, rollout.CauseVerdict, time.Time{}, r.Moved.Add(5*time.Minute)
		r.Fault = &rollout.Fault{FirstBad: first, Gone: r.Moved.Add(4 * time.Minute), Restored: r.Ended, By: rollout.Slipway}
	case draw < 0.11:
		first := r.Ended.Add(15 * time.Minute).Truncate(time.Minute)
		r.Fault = &rollout.Fault{FirstBad: first, Gone: first.Add(7 * time.Minute), Restored: first.Add(8 * time.Minute), By: r.By}
	}
	return r
}
