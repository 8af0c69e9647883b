package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// How many commits and files are listed; the rest is counted.
const (
	maxListed  = 10
	maxFlagged = 5
)

// Ships tells in the thread of a rollout's message what the rollout ships.
func Ships(r rollout.Rollout, s rollout.Shipping) Message {
	return message(paragraph("ships", append([]line{headline(r, "📦 ", "What it ships")}, shipped(s.Comparison, s.Flagged)...)...))
}

// shipped is what lies between what is live and what is to be shipped, the newest
// commit first, and which of the files that differ are watched.
func shipped(c rollout.Comparison, flagged []string) []line {
	lines := []line{say("It ships "+commits(c.Ahead)).page("compare", c.URL).say(":")}
	if c.Ahead == 0 {
		lines = []line{say("Nothing new: all of its commits are live already").page("compare", c.URL).say(".")}
	}
	shown := c.Commits[:min(len(c.Commits), maxListed)]
	for _, k := range shown {
		lines = append(lines, commit(k))
	}
	if n := c.Ahead - len(shown); n > 0 {
		lines = append(lines, say("… and "+judge.Count(int64(n))+" more").page("compare", c.URL))
	}
	if c.Behind > 0 {
		lines = append(lines, say("⚠️ It takes out again what is live now: "+commits(c.Behind)+"."))
	}
	return append(lines, watched("⚠️ It changes watched files: ", flagged))
}

// commit is one commit in a list.
func commit(c rollout.Commit) line {
	l := say("• ").sha(rollout.Release{SHA: c.SHA, URL: c.URL}).quote(" ", c.Subject, maxSubject).quote(" – ", c.Author, maxName)
	if c.Pull <= 0 {
		return l
	}
	number := fmt.Sprintf("#%d", c.Pull)
	if address := pullPage(c); address != "" {
		return append(l.say(" · "), span{kind: leads, text: number, url: address})
	}
	return l.say(" · " + number)
}

// watched names the files that somebody wants to be told of, after some words.
func watched(words string, flagged []string) line {
	if len(flagged) == 0 {
		return nil
	}
	return say(words).quotes(flagged, maxFlagged, maxSubject, " … and %d more")
}

// commits is how many there are.
func commits(n int) string {
	if n == 1 {
		return "1 commit"
	}
	return judge.Count(int64(n)) + " commits"
}
