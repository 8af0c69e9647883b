package views

import (
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// The most of each kind that a summary lists beside what was shipped, with how many more
// there are.
const (
	maxSummaryBack      = 4
	maxSummaryLags      = 8
	maxSummaryHeld      = 4
	maxSummaryIncidents = 3
)

// period is a day or a week, in a word.
func period(s commands.SummaryShown) string {
	if s.Period == grammar.Week {
		return "week"
	}
	return "day"
}

// shippedTable is a page of what was shipped, in order of time.
func shippedTable(s commands.SummaryShown) piece {
	if len(s.Shipped) == 0 {
		return piece{}
	}
	from := (s.Page - 1) * summaryRows
	var rows [][]line
	var words []line
	for _, r := range s.Shipped[from:min(from+summaryRows, len(s.Shipped))] {
		rows = append(rows, shippedRow(r))
		r.Release.URL = "" // addresses would leave the words no room
		words = append(words, joined(shippedRow(r)))
	}
	p := table([]string{"When", "What", "Commit", "By", "Lead time", "Result"}, rows, "Turn the page to see them.")
	if len(p.text) == len(words) { // the table has all of them
		p.text = words
	}
	return p
}

func shippedRow(r rollout.Result) []line {
	became := say("✅ stayed")
	if r.Fault != nil {
		became = say("↩️ taken back").say(after(r))
	}
	return []line{
		line(nil).when(r.Full),
		say(r.Target.Service + " → " + r.Target.Environment),
		line(nil).sha(r.Release).quote(" ", r.Release.Subject, maxSubject),
		line(nil).who(r.By),
		leadTime(r),
		became,
	}
}

// after is how long a version had traffic before the way back began.
func after(r rollout.Result) string {
	began := r.Moved
	if began.IsZero() {
		began = r.Full
	}
	if began.IsZero() || !r.Fault.Gone.After(began) {
		return ""
	}
	return " after " + duration(r.Fault.Gone.Sub(began))
}

// leadTime is how long the commit in the middle of those that were shipped took from
// being committed to having all of the traffic.
func leadTime(r rollout.Result) line {
	if len(r.Commits) == 0 || r.Full.IsZero() {
		return nil
	}
	inOrder := slices.SortedFunc(slices.Values(r.Commits), time.Time.Compare)
	return say(duration(r.Full.Sub(inOrder[len(inOrder)/2])))
}

// takenBackThen is what never got all of the traffic, or was taken back in that time.
func takenBackThen(s commands.SummaryShown) []line {
	if len(s.Back) == 0 {
		return nil
	}
	lines := []line{say("↩️ ").strong("Taken back").say(": " + many(len(s.Back), "rollout"))}
	return append(lines, listed(s.Back, maxSummaryBack, func(r rollout.Result) line {
		l := say("• "+r.Target.Service+" ").sha(r.Release).say(" in "+r.Target.Environment).quote(" ", r.Release.Subject, maxSubject)
		if r.Fault == nil {
			return l.say(": it had no traffic yet")
		}
		return l.say(": by ").who(r.Fault.By).say(after(r))
	})...)
}

// behind are the services of which production has not what the environment before it has.
func behind(s commands.SummaryShown) []line {
	if len(s.Lags) == 0 {
		return nil
	}
	lines := []line{say("⏳ ").strong("Not in production yet").say(": " + many(len(s.Lags), "service"))}
	return append(lines, listed(s.Lags, maxSummaryLags, func(l commands.Lag) line {
		return say("• " + l.Service + ": " + l.Behind + " ").sha(l.From).say(" is " + lagging(l) + ", which has ").sha(l.To)
	})...)
}

// lagging says how far an environment is behind the one before it.
func lagging(l commands.Lag) string {
	words := "behind " + l.Ahead
	if l.Commits > 0 {
		words = commits(l.Commits) + " " + words
	}
	return words
}

// heldLong are the locks that somebody may have forgotten.
func heldLong(s commands.SummaryShown) []line {
	if len(s.Held) == 0 {
		return nil
	}
	lines := []line{say("🔒 ").strong("Locked for more than a day").say(": " + many(len(s.Held), "target"))}
	return append(lines, listed(s.Held, maxSummaryHeld, func(l rollout.Lock) line {
		if l.Held == nil {
			return nil
		}
		who := say("• " + l.Target.Service + " in " + l.Target.Environment + ", since ").when(l.Held.Since).say(" by ").who(l.Held.By)
		return heldShort(who, *l.Held)
	})...)
}

// incidentsThen are the incidents of that time, and those that are open still.
func incidentsThen(s commands.SummaryShown) []line {
	if len(s.Incidents) == 0 {
		return nil
	}
	lines := []line{say("🚨 ").strong("Incidents").say(fmt.Sprintf(": %d", len(s.Incidents)))}
	return append(lines, listed(s.Incidents, maxSummaryIncidents, func(i rollout.Incident) line {
		alarm, _ := firstAlarm(i)
		l := about(i, "• 🟢 ").say(", ").when(i.Opened).say(", over after " + duration(i.Closed.Sub(i.Opened)))
		if i.Open() {
			l = about(i, "• 🔴 ").say(", open since ").when(i.Opened)
		}
		return l.quote(": ", alarm.Name, maxAlarm)
	})...)
}

// drillThen is what came of the latest drill.
func drillThen(s commands.SummaryShown) line {
	d := s.Drill
	if d == nil {
		return nil
	}
	where := " · " + d.Target.Service + " in " + d.Target.Environment
	switch {
	case d.Passed && d.Took > 0:
		return say("🧪 ").strong("Drill passed").say(where + ": taken back by itself after " + duration(d.Took) + ".")
	case d.Passed:
		return say("🧪 ").strong("Drill passed").say(where + ": stopped by itself, before any traffic.")
	}
	return say("🧪 ").strong("Drill not passed").say(where).quote(": ", d.Why, maxQuote).say(". Do not rely on the automatic rollback there until you know why: `/deploy why " + string(d.Rollout) + "`")
}

// listed are the first of some things, and how many more there are.
func listed[T any](all []T, most int, one func(T) line) (lines []line) {
	for n, v := range all {
		if n == most {
			return append(lines, say(fmt.Sprintf("… and %d more", len(all)-n)))
		}
		lines = append(lines, one(v))
	}
	return lines
}
