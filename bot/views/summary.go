package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// summaryRows is how many deployments a page of a summary lists.
const summaryRows = 15

// Summary is what a day or a week has brought, for a channel. Whoever wants to see more
// than its first page gets that beside it.
func Summary(s commands.SummaryShown, _ Options) Message {
	return summary(s, func(s commands.SummaryShown, _ int) piece {
		n := len(s.Shipped)
		if n <= summaryRows {
			return piece{}
		}
		return controls("pages", stands(job.ShowAction, 1, fmt.Sprintf("All %s →", judge.Count(int64(n))), inSummary(s, 1)))
	})
}

// summarised is a summary for whoever asked, who can turn its pages.
func summarised(s commands.SummaryShown) Message {
	return summary(s, func(s commands.SummaryShown, pages int) piece {
		return turning(s.Page, s.Page < pages, "Previous", "Next", func(page int) grammar.Command {
			return inSummary(s, page)
		})
	})
}

// inSummary asks for a page of the same summary, whenever that is asked for.
func inSummary(s commands.SummaryShown, page int) grammar.Summary {
	return grammar.Summary{Period: s.Period, On: lastDay(s).Format(time.DateOnly), Page: page}
}

// lastDay is the last day that a summary is about, where the team is.
// zoned says whose days they are: times beside them are those of whoever reads.
func zoned(s commands.SummaryShown) string { return " (" + tidy(s.Zone.String(), maxName) + ")" }

func lastDay(s commands.SummaryShown) time.Time { return s.To.In(s.Zone).AddDate(0, 0, -1) }

// summary is a page of one. All but the list is on the first.
func summary(s commands.SummaryShown, pager func(s commands.SummaryShown, pages int) piece) Message {
	pages := max(1, (len(s.Shipped)+summaryRows-1)/summaryRows)
	s.Page = min(max(s.Page, 1), pages)
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	head := paragraph("title", summaryHead(s), inAll(s, pages), unreadable(s))
	if s.Page > 1 {
		return message(head, shippedTable(s), pager(s, pages))
	}
	return message(
		head,
		shippedTable(s),
		pager(s, pages),
		paragraph("back", takenBackThen(s)...),
		daysChart(s),
		paragraph("five", append([]line{say("📐 ").strong("How delivery goes").say(" to " + enumerated(s.Production) + ", by DORA's five:")}, fiveLines(s.Now, s.Before)...)...),
		paragraph("behind", behind(s)...),
		paragraph("held", heldLong(s)...),
		paragraph("events", append(incidentsThen(s), drillThen(s))...),
		paragraph("cost", spent(s), say("Another one: `/deploy summary day` or `/deploy summary week`")),
	)
}

// summaryHead says of when it is.
func summaryHead(s commands.SummaryShown) line {
	from, last := s.From.In(s.Zone), lastDay(s)
	if s.Period == grammar.Week {
		_, week := from.ISOWeek()
		return say("🗞️ ").strong(fmt.Sprintf("Week %d", week)).say(", " + from.Format("2 January") + " to " + last.Format("2 January 2006") + zoned(s))
	}
	return say("🗞️ ").strong(from.Format("Monday")).say(", " + from.Format("2 January 2006") + zoned(s))
}

// inAll says how much was shipped, and kindly when nothing was.
func inAll(s commands.SummaryShown, pages int) line {
	n, failed := len(s.Shipped), 0
	for _, r := range s.Shipped {
		if r.Fault != nil {
			failed++
		}
	}
	l := say("🚢 " + many(n, "deployment") + " to " + enumerated(s.Production))
	switch {
	case n == 0 && len(s.Lags) > 0:
		l = say("🌱 Nothing was shipped to " + enumerated(s.Production) + ": a quiet " + period(s) + ". What waits is below.")
	case n == 0:
		l = say("🌱 Nothing was shipped to " + enumerated(s.Production) + ": a quiet " + period(s) + ", and no environment is ahead of it.")
	case failed > 0:
		l = l.say(", " + judge.Count(int64(failed)) + " of them taken back")
	}
	if s.Elsewhere > 0 {
		l = l.say(" · " + judge.Count(int64(s.Elsewhere)) + " to other environments")
	}
	return l.say(pageOf(s.Page, pages))
}

// unreadable says that there may have been more.
func unreadable(s commands.SummaryShown) line {
	if s.Partial == 0 {
		return nil
	}
	return say("⚠️ Of " + many(s.Partial, "rollout") + " the record could not be read, so that nothing here counts them.")
}

// spent is what the bot itself has cost.
func spent(s commands.SummaryShown) line {
	if s.Cost == nil {
		return nil
	}
	where := ""
	if s.Cost.Region != "" {
		where = " in " + s.Cost.Region
	}
	return say(fmt.Sprintf("💵 Slipway itself: about %s this month so far, with %s; by the prices of %s%s.",
		money(s.Cost.Dollars), many(s.Cost.Deploys, "deploy"), s.Cost.Read, where))
}

// dayNames are the names of days on the axis of a chart, in the zone.
func dayNames(s commands.SummaryShown) (names []string) {
	for _, d := range s.Days {
		names = append(names, d.Date.In(s.Zone).Format("Mon 2 Jan"))
	}
	return names
}

// daysInWords is the chart of the deployments a day, in words.
func daysInWords(s commands.SummaryShown) line {
	var days []string
	for n, name := range dayNames(s) {
		day := s.Days[n]
		words := fmt.Sprintf("%s: %d", name, day.Deployments)
		if day.Failed > 0 {
			words += fmt.Sprintf(" (%d failed)", day.Failed)
		}
		days = append(days, words)
	}
	return say("📅 Deployments a day: ").say(strings.Join(days, ", "))
}
