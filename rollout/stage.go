package rollout

import (
	"slices"
	"time"
)

// Stage is the beginning of a phase. It ends where the next one begins.
type Stage struct {
	Phase Phase     `json:"phase"`
	At    time.Time `json:"at"`
}

// Took is how long the rollout was in a phase, all the times that it was there
// together. What has not ended yet counts for nothing.
func (r Rollout) Took(p Phase) time.Duration {
	var sum time.Duration
	for i, s := range r.Stages {
		until := r.Ended
		if i+1 < len(r.Stages) {
			until = r.Stages[i+1].At
		}
		if s.Phase == p && until.After(s.At) {
			sum += until.Sub(s.At)
		}
	}
	return sum
}

// Came is when the rollout first came into a phase; zero if it never did.
func (r Rollout) Came(p Phase) time.Time {
	for _, s := range r.Stages {
		if s.Phase == p {
			return s.At
		}
	}
	return time.Time{}
}

// staged notes when a phase began. Going on in the same one is no new stage.
func (r *Rollout) staged(p Phase, at time.Time) {
	if n := len(r.Stages); n > 0 && r.Stages[n-1].Phase == p {
		return
	}
	r.Stages = append(slices.Clip(r.Stages), Stage{Phase: p, At: at})
}
