package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// status shows a page of what is live where, what moves and what is locked.
func status(s commands.StatusShown, o Options) Message {
	turn := turning(max(s.Page, 1), s.Page < s.Pages, "Previous", "Next", func(page int) grammar.Command {
		return grammar.Status{Target: typedTarget(s.Where), Page: page}
	})
	if len(s.Targets) == 0 && s.Page > 1 {
		return message(paragraph("answer", say(fmt.Sprintf("🤷 There is no page %d: the last one is %d.", s.Page, s.Pages))), turn)
	}
	if len(s.Targets) == 0 {
		return message(paragraph("answer", say("🤷 Nothing matches that. `/deploy status` lists what there is.")))
	}
	var rows [][]line
	for _, t := range s.Targets {
		row := statusRow(t)
		if row[ageColumn] != nil {
			row[ageColumn] = append(say(duration(o.Now.Sub(t.Since))+", since "), row[ageColumn]...)
		}
		if state := len(row) - 1; row[state] == nil {
			row[state] = say("nothing under way")
		}
		rows = append(rows, row)
	}
	header := []string{"Service", "Environment", "Version", "Commit", "Age", "By", "State"}
	return message(
		paragraph("title", statusHead(s)),
		table(header, rows, "Name an environment to see them: `/deploy status <env>`"),
		turn,
		ofOne(s),
	)
}

// statusHead says how many targets there are of which something is to be said.
func statusHead(s commands.StatusShown) line {
	l := say("📋 ").strong("What is live").say(where(s.Where))
	if s.Of < 2 {
		return l
	}
	l = l.say(": " + many(s.Of, "target"))
	of := s.Count
	if some := counted(
		fmt.Sprintf("%d moving", of.Moving), fmt.Sprintf("%d red", of.Red),
		fmt.Sprintf("%d locked", of.Held), fmt.Sprintf("%d behind the environment before", of.Drifting),
	); some != "" {
		l = l.say(", " + some)
	}
	return l.say(pageOf(max(s.Page, 1), s.Pages))
}

// ofOne leads on from a target that was asked about alone.
func ofOne(s commands.StatusShown) piece {
	if len(s.Targets) != 1 || s.Where.Service == "" || s.Where.Environment == "" {
		return piece{}
	}
	t := typedTarget(s.Where)
	return controls("more", stands(job.ShowAction, 1, "Dashboard", grammar.Dashboard{Target: t}), stands(job.ShowAction, 2, "History", grammar.History{Target: t}))
}

// ageColumn is since when a version is live, of what statusRow has.
const ageColumn = 4

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
	if l := t.Drift; l != nil {
		parts = append(parts, drifting(*l))
	}
	if h := t.Head; h != nil {
		l := say(waiting(t.Waiting)).sha(rollout.Release{SHA: h.Commit.SHA, URL: h.Commit.URL}).quote(" ", h.Commit.Subject, maxSubject)
		parts = append(parts, l.say(checked(h.Checks)))
	}
	if t.Head == nil && t.Waiting > 0 {
		parts = append(parts, say("⬆️ "+commits(t.Waiting)+" not live yet"))
	}
	if t.Recalled {
		parts = append(parts, say("👀 as I saw it last"))
	}
	return joined(parts)
}

// drifting says since when an environment is behind the one before it.
func drifting(l commands.Lag) line {
	words := say("🐢 " + lagging(l))
	if l.Since.IsZero() {
		return words
	}
	return words.say(" since ").when(l.Since)
}

// waiting comes before the newest commit that is not live.
func waiting(n int) string {
	if n < 2 {
		return "⬆️ not live yet: "
	}
	return "⬆️ " + commits(n) + " not live yet, the newest: "
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
