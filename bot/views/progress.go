package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
)

// Progress is the one message of a rollout, which is edited in place until it
// has ended and still tells afterwards what became of it.
func Progress(r rollout.Rollout, o Options) Message {
	pieces := []piece{paragraph("state", state(r, o)...), paragraph("context", besides(r)...), plan(r, o)}
	if r.Phase.Ended() {
		pieces = append(pieces, shown(r, o.Judged)...)
	}
	m := message(append(pieces, paragraph("facts", facts(r)...), buttons(r, o))...)
	m.Metadata = slack.SlackMetadata{EventType: MetadataType, EventPayload: map[string]any{"rollout": string(r.ID)}}
	return m
}

// state is how it stands, or how it ended.
func state(r rollout.Rollout, o Options) []line {
	switch {
	case r.Phase.Ended():
		return ended(r, o)
	case r.Pause != nil:
		return paused(r)
	case r.Phase == rollout.RollingBack:
		return []line{underWay(r), why(r)}
	default:
		return []line{underWay(r)}
	}
}

// underWay is how a rollout stands that goes on by itself.
func underWay(r rollout.Rollout) line {
	switch r.Phase {
	case rollout.Pending, rollout.Building: // the build is the first thing to look for
		l := headline(r, "🔨 ", "Building")
		if gated(r) {
			l = l.say(": waits for an approval on GitHub")
		}
		return l
	case rollout.Deploying:
		return headline(r, "📦 ", "Deploying").say(": a version is being made, no traffic yet")
	case rollout.Checking:
		return headline(r, "🩺 ", "Checking").say(fmt.Sprintf(": %s has to answer for its health, no traffic yet", r.Candidate))
	case rollout.AwaitingApproval:
		return headline(r, "✋ ", "Waiting").say(": a second person has to approve it, no traffic yet")
	case rollout.Shifting:
		return headline(r, "🚦 ", "Shifting").say(": ").say(share(r)).say(stepOf(r))
	case rollout.Promoting:
		if r.First() {
			return headline(r, "⏫ ", "Going live").say(fmt.Sprintf(": %s is the first version here", r.Candidate))
		}
		return headline(r, "⏫ ", "Promoting").say(fmt.Sprintf(": all of the traffic moves to %s", r.Candidate))
	case rollout.Watching:
		return headline(r, "👀 ", "Watching").say(fmt.Sprintf(": all of the traffic is on %s", r.Candidate))
	case rollout.RollingBack:
		return say("↩️ ").strong("Rolling back").say(" · " + r.Target.Service + " ").sha(r.Release).
			say(fmt.Sprintf(" in %s: live goes from %s back to %s", r.Target.Environment, r.Candidate, r.Stable))
	case rollout.Succeeded, rollout.RolledBack, rollout.Failed, rollout.Cancelled:
	}
	return headline(r, "", string(r.Phase))
}

// headline begins with a sign and a word for the state, and says what it is about.
func headline(r rollout.Rollout, sign, word string) line {
	return say(sign).strong(word).say(" · " + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment)
}

// share is the candidate's part of the traffic, as far as the alias was seen.
func share(r rollout.Rollout) string {
	now := 0.0
	if n := len(r.Shares); n > 0 {
		now = r.Shares[n-1].Weight
	}
	return fmt.Sprintf("%s on %s", bar(now), r.Candidate)
}

func stepOf(r rollout.Rollout) string {
	switch n := len(r.Strategy.Steps); {
	case r.Manual > 0:
		return " · set by hand"
	case r.Step < n:
		return fmt.Sprintf(" · step %d of %d", r.Step+1, n)
	default:
		return ""
	}
}

// fromTo is which version takes the place of which.
func fromTo(r rollout.Rollout) line {
	from, to, stable := r.Stable.String(), r.Candidate.String(), beside(r.StableRelease, r.Release)
	if r.Candidate == "" {
		to = "a new version"
	}
	switch {
	case r.IsRollback:
		return say(to + " ").sha(r.Release).say(" → back to " + from + " ").sha(stable)
	case r.First():
		return say("nothing → " + to + " ").sha(r.Release)
	default:
		return say(from + " ").sha(stable).say(" → " + to + " ").sha(r.Release)
	}
}

// facts are what does not change: from where to where, who and why.
func facts(r rollout.Rollout) []line {
	way := fromTo(r).say(" · asked for by ").who(r.By).say(" ").when(r.Created)
	lines := []line{way}
	if a := r.Adopted; a != nil {
		was := say(fmt.Sprintf("Live was split when it began: %s.", a.From))
		if !a.Seen.IsZero() {
			was = was.say(fmt.Sprintf(" All of it went to %s first.", r.Stable))
		}
		lines = append(lines, was)
	}
	if !planShown(r) { // whose title has it
		lines = append(lines, line(nil).quote("", r.Release.Subject, maxSubject))
	}
	return append(lines,
		line(nil).quote("Commit by ", r.Release.Author, maxName),
		line(nil).quote("Reason: ", r.Reason, maxQuote))
}
