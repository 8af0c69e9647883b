package views

import (
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// How much a dashboard lists beside its numbers.
const (
	maxDashboardMarks     = 6
	maxDashboardIncidents = 3
)

// dashboard shows how a target's calls have gone: two charts, and all of the numbers in
// words; below what is to be said first.
func dashboard(d commands.DashboardShown, o Options, first ...piece) Message {
	d.Chart, d.Range = chosen(d.Chart, grammar.Charts()), chosen(d.Range, grammar.Ranges())
	head := paragraph("title", append([]line{dashboardHead(d), traffic(d), shared(d)}, lacking(d, o)...)...)
	if d.Problem != "" {
		return message(append(first, head, dashboardControls(d))...)
	}
	pieces := append(append(first, head), dashboardCharts(d)...)
	return message(append(pieces,
		numbersTable(d),
		paragraph("marks", append([]line{changes(d)}, redThen(d, o)...)...),
		paragraph("source", readWhen(d, o), spentOnReading(d), console(d)),
		dashboardControls(d),
	)...)
}

// chosen is one of a few names; the first of them where it is none.
func chosen(name string, of []string) string {
	for _, one := range of {
		if one == name {
			return name
		}
	}
	return of[0]
}

func dashboardHead(d commands.DashboardShown) line {
	return say("📊 ").strong(d.Target.Service).say(" in ").strong(d.Target.Environment).say(" · " + lately(d.Range))
}

// lately is a range as people say it.
func lately(r string) string {
	switch r {
	case "1h":
		return "the last hour"
	case "6h":
		return "the last 6 hours"
	case "1d":
		return "the last day"
	}
	return "the last 7 days"
}

// traffic says which version is live, and which of two is which.
func traffic(d commands.DashboardShown) line {
	r := d.Live.Routing
	var had line
	for _, v := range apartOf(d) {
		if r.Share(v) == 0 {
			had = had.say(" " + v.String() + " had traffic in this time too.")
		}
	}
	switch {
	case r.Version == "":
		return append(say("Which version is live is not known right now."), had...)
	case r.Weight == 0:
		return append(say(r.Version.String()+" has all of the traffic now."), had...)
	default:
		return append(say(fmt.Sprintf("Two versions are live: %s (stable) has %s of the traffic, %s (candidate) %s.",
			r.Version, judge.Percent(1-r.Weight), r.Candidate, judge.Percent(r.Weight))), had...)
	}
}

// shared says of which time the numbers of one version are: Lambda counts by version only
// while an alias has two. Its log always says which one it was.
func shared(d commands.DashboardShown) line {
	if len(apartOf(d)) == 0 {
		return nil
	}
	return say("Requests, errors and latency of one version are of the time in which both had traffic. Charts of errors and latency show all requests in the rest.")
}

// lacking says what there is not, and what to do about it.
func lacking(d commands.DashboardShown, o Options) (lines []line) {
	if d.Problem != "" {
		return []line{say("⚠️ There is nothing to show. " + d.Problem)}
	}
	if d.Unread != "" {
		lines = append(lines, say("⚠️ No metrics now. "+d.Unread), say("To try again, press ").strong(label(job.RefreshAction)).
			say(". What is wrong there: `/deploy doctor "+d.Target.Environment+" "+d.Target.Service+"`"))
	}
	if !d.Until.IsZero() && (d.Unread != "" && len(d.Lines) > 0 || o.Now.Sub(d.Until) > time.Minute) {
		lines = append(lines, say("⚠️ What is shown is older: it was read ").when(d.Read).say("."))
	}
	if d.Unasked != "" {
		lines = append(lines, say("⚠️ Cold starts, billed time and cost are not known. "+d.Unasked))
	}
	if slices.ContainsFunc(d.Lines, func(l rollout.Line) bool { return l.Partial }) {
		lines = append(lines, say("⚠️ CloudWatch has not given all of the numbers: some are too low."))
	}
	return append(lines, quietTime(d), unpriced(d))
}

// unpriced says why nothing is said of costs, or of cold starts.
func unpriced(d commands.DashboardShown) line {
	all := side{DashboardShown: d}
	calls, _ := all.sum(rollout.Calls, whole(d))
	_, used := all.used(whole(d))
	_, priced := all.million(whole(d))
	switch {
	case d.Unasked != "" || calls == 0 || priced:
		return nil
	case used.Calls == 0:
		return say("ℹ️ The log has no records of these requests, so cold starts, billed time and cost are not known.")
	case d.Arch == "":
		return say("ℹ️ It is not known right now what this function runs on, so neither is its cost.")
	default:
		return say("ℹ️ There is no price for what this function runs on, so its cost is not known.")
	}
}

// quietTime says that nobody called; not while numbers are missing, which are not zero.
func quietTime(d commands.DashboardShown) line {
	calls, known := side{DashboardShown: d}.sum(rollout.Calls, whole(d))
	if d.Unread != "" || known && calls > 0 || slices.ContainsFunc(d.Lines, func(l rollout.Line) bool { return l.Partial }) {
		return nil
	}
	return say("Nobody called it in " + lately(d.Range) + ", so there is nothing to draw.")
}

// whole is all of the time that a dashboard shows.
func whole(d commands.DashboardShown) stretch { return stretch{d.Window.From, d.Window.To} }

// changes says when rollouts changed the weights.
func changes(d commands.DashboardShown) line {
	if len(d.Marks) == 0 {
		return nil
	}
	l := say("▲▼ Weights changed: ")
	shown := d.Marks[max(0, len(d.Marks)-maxDashboardMarks):]
	if n := len(d.Marks) - len(shown); n > 0 {
		l = l.say(fmt.Sprintf("… after %d more: ", n))
	}
	for n, m := range shown {
		if n > 0 {
			l = l.say(", ")
		}
		l = l.say(m.Version.String() + " " + judge.Percent(m.Weight) + " ").when(m.At)
	}
	return l.say(".")
}

// redThen are the incidents of that time.
func redThen(d commands.DashboardShown, o Options) (lines []line) {
	for n, i := range d.Incidents {
		if n == maxDashboardIncidents {
			return append(lines, say(fmt.Sprintf("… and %d more incidents", len(d.Incidents)-n)))
		}
		l := incidentHead(i, o)
		if alarm, _ := firstAlarm(i); !i.Open() {
			l = l.say(", since ").when(i.Opened).quote(": ", alarm.Name, maxAlarm)
		}
		lines = append(lines, l)
	}
	return lines
}

// readWhen says how old the numbers are.
func readWhen(d commands.DashboardShown, o Options) line {
	if len(d.Lines) == 0 {
		return nil
	}
	l := say("🕑 Up to ").when(d.Window.To).say(", read ").when(d.Read)
	if o.Now.Before(d.Until) {
		l = l.say("; read anew from ").when(d.Until)
	}
	return l.say(".")
}

// spentOnReading says what it cost to read the numbers.
func spentOnReading(d commands.DashboardShown) line {
	if d.Metrics == 0 {
		return nil
	}
	what := many(d.Metrics, "metric")
	if d.Unasked == "" {
		what += " and one log query of " + size(d.Scanned)
	}
	if d.Prices.Metric == 0 {
		return say("💵 Reading them took " + what + ".")
	}
	return say("💵 Reading them took " + what + ": about " + money(d.Prices.Reading(d.Numbers)) + " by the prices of " + d.Prices.Read + ".")
}

func console(d commands.DashboardShown) line {
	if webPage(d.Console) == "" {
		return nil
	}
	return say("🔗 The same in CloudWatch, and more").page("dashboard", d.Console)
}
