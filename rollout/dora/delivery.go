package dora

import (
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Delivery is the part of a [rollout.Result] that is counted. It is read from the same
// row: half a year of them is in memory at a time, and their words need not be.
type Delivery struct {
	Rollout rollout.ID         `json:"rollout"`
	Target  rollout.Target     `json:"target"`
	Release Commit             `json:"release"`
	Kind    rollout.ResultKind `json:"kind"`
	Phase   rollout.Phase      `json:"phase"`
	Began   time.Time          `json:"began"`
	Moved   time.Time          `json:"moved"`
	Full    time.Time          `json:"full"`
	Ended   time.Time          `json:"ended"`
	Fault   *rollout.Fault     `json:"fault"`
	Commits []time.Time        `json:"commits"`
}

// Commit is the newest one that a delivery brings.
type Commit struct {
	SHA     string `json:"sha"`
	Subject string `json:"subject"` // untrusted
}

// Of is what is counted of a result.
func Of(r rollout.Result) Delivery {
	return Delivery{
		Rollout: r.Rollout, Target: r.Target, Release: Commit{SHA: r.Release.SHA, Subject: r.Release.Subject}, Kind: r.Kind, Phase: r.Phase,
		Began: r.Began, Moved: r.Moved, Full: r.Full, Ended: r.Ended, Fault: r.Fault, Commits: r.Commits,
	}
}

// arrived says that it went all the way, and through its watch.
func (d Delivery) arrived() bool { return d.Phase == rollout.Succeeded && d.brings() }

// brings says that it was meant to bring a commit: a rollback brings none, and a drill is
// not meant to.
func (d Delivery) brings() bool {
	return d.Kind == rollout.Deployed || d.Kind == rollout.RepeatResult
}

// mends says that its newest commit calls itself a fix in a hurry: git's own words for a
// revert, or hotfix.
func (d Delivery) mends() bool {
	subject := d.Release.Subject
	return strings.HasPrefix(subject, `Revert "`) || strings.HasPrefix(strings.ToLower(subject), "hotfix")
}

// unit is what is deployed once: a commit on a target.
type unit struct {
	target rollout.Target
	sha    string
}

func (d Delivery) unit() unit { return unit{d.Target, d.Release.SHA} }
