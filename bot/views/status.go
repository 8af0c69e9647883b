package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// status shows what is live where, what moves and what is locked.
func status(s commands.StatusShown) Message {
	if len(s.Targets) == 0 {
		return message(paragraph("answer", say("🤷 Nothing matches that. `/deploy status` lists what there is.")))
	}
	var rows [][]line
	for _, t := range s.Targets {
		row := statusRow(t)
		if state := len(row) - 1; row[state] == nil {
			row[state] = say("nothing under way")
		}
		rows = append(rows, row)
	}
	header := []string{"Service", "Environment", "Version", "Commit", "Since", "By", "State"}
	return message(
		paragraph("title", say("📋 ").strong("What is live")),
		table(header, rows, "Name an environment to see them: `/deploy status <env>`"),
	)
}

// statusRow is a target in as many pieces as the table has columns. The last one,
// its state, is nil while nothing moves.
func statusRow(t commands.TargetStatus) []line {
	row := []line{say(t.Target.Service), say(t.Target.Environment)}
	if t.Problem != "" {
		return append(row, nil, nil, nil, nil, say("⚠️ unknown").quote(": ", t.Problem, maxSubject))
	}
	var since, by line
	if !t.Since.IsZero() {
		since = line(nil).when(t.Since)
	}
	if t.By != "" {
		by = line(nil).who(t.By)
	}
	return append(row, say(t.Live.Version.String()), line(nil).sha(linked(t)), since, by, targetState(t))
}

// linked is what is live, with its commit's page if that can be known.
func linked(t commands.TargetStatus) rollout.Release {
	live := t.Live.Release
	if t.Rollout != nil {
		live = beside(live, t.Rollout.Release)
	}
	if t.Head != nil {
		live = beside(live, rollout.Release{URL: t.Head.Commit.URL})
	}
	return live
}

// targetState is what moves, what is red and what is locked, in a few words.
func targetState(t commands.TargetStatus) line {
	var parts []line
	switch r := t.Rollout; {
	case r != nil && r.Pause != nil:
		parts = append(parts, say("⏸️ paused, "+phase(r.Phase)+shareOf(t)))
	case r != nil:
		parts = append(parts, say("🚦 "+phase(r.Phase)+shareOf(t)))
	case t.Weight > 0:
		parts = append(parts, say(fmt.Sprintf("⚠️ split, with %s on another version, and no rollout of mine", judge.Percent(t.Weight))))
	}
	if len(t.Red) > 0 {
		parts = append(parts, redAlarms(t.Red))
	}
	if h := t.Hold; h != nil {
		parts = append(parts, heldShort(say("🔒 locked by ").who(h.By), *h))
	}
	if h := t.Head; h != nil {
		l := say("⬆️ not live yet: ").sha(rollout.Release{SHA: h.Commit.SHA, URL: h.Commit.URL}).quote(" ", h.Commit.Subject, maxSubject)
		parts = append(parts, l.say(checked(h.Checks)))
	}
	return joined(parts)
}

// redAlarms names the first of the alarms that are red, and says how many more there are.
func redAlarms(names []string) line {
	l := line(nil).quote("🔴 ", names[0], maxAlarm).say(" is red")
	if n := len(names) - 1; n > 0 {
		l = l.say(fmt.Sprintf(", and %d more", n))
	}
	return l
}

// checked says that a commit is green. Anything else it keeps to itself: the jobs of a
// build that somebody dispatched count as checks of the branch's newest commit too, and
// a build of another commit that has failed says nothing against this one.
func checked(s rollout.CheckState) string {
	if s == rollout.CheckPassed {
		return " (checks green)"
	}
	return ""
}

// heldShort adds to a line until when and why, in a few words.
func heldShort(l line, h rollout.Hold) line {
	if !h.Until.IsZero() {
		l = l.say(" until ").when(h.Until)
	}
	return l.quote(": ", h.Reason, maxSubject)
}

func shareOf(t commands.TargetStatus) string {
	if t.Weight == 0 {
		return ""
	}
	return fmt.Sprintf(", %s on %s", judge.Percent(t.Weight), t.Rollout.Candidate)
}

// phase is a phase as people say it.
func phase(p rollout.Phase) string { return strings.ReplaceAll(string(p), "_", " ") }
