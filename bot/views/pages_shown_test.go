package views_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func pageOf(targets []commands.TargetStatus, page, pages, of int) commands.StatusShown {
	return commands.StatusShown{Targets: targets, Page: page, Pages: pages, Of: of, Count: commands.StatusCounts{Moving: 3, Red: 1, Held: 2, Drifting: 7}}
}

func TestTheStatusOfManySaysWhatNeedsALookAndHasPages(t *testing.T) {
	drift := lag("checkout", 3)
	head := rollout.Head{Commit: rollout.Commit{SHA: sha42, Subject: "Round half to even"}}
	targets := live()[1:]
	targets[0].Drift, targets[0].Head, targets[0].Waiting = &drift, &head, 5
	targets[1] = commands.TargetStatus{Target: rollout.Target{Service: "search", Environment: "prod"}, Live: rollout.Published{Version: "7"}, Waiting: 2, Drift: &commands.Lag{Ahead: "staging"}}
	alone := commands.StatusShown{Where: deploy().Target, Targets: targets[:1], Page: 1, Pages: 1, Of: 1}
	for name, s := range map[string]commands.StatusShown{
		"status-page": pageOf(targets, 2, 34, 500), "status-one": alone,
		"status-beyond": {Page: 40, Pages: 34, Of: 500},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(s, options())) })
	}
}

func TestAPageLeadsToTheOneBeforeAndTheOneAfter(t *testing.T) {
	prod := grammar.Target{Service: "checkout", Environment: "prod"}
	status := func(page int) grammar.Command { return grammar.Status{Page: page} }
	history := func(page int) grammar.Command { return grammar.History{Target: prod, Page: page} }
	summary := func(page int) grammar.Command {
		return grammar.Summary{Period: grammar.Week, On: "2026-11-19", Page: page}
	}
	past := func(page int, more bool) commands.HistoryShown {
		return commands.HistoryShown{Where: deploy().Target, Rollouts: many(2, deploy()), Page: page, More: more}
	}
	week := func(page int) commands.SummaryShown {
		s := thursday(shipped(40))
		s.Period, s.Page = grammar.Week, page
		return s
	}
	const turn, show = job.TurnAction + " ", job.ShowAction + " "
	for name, c := range map[string]struct {
		shown commands.Outcome
		want  map[string]grammar.Command
	}{
		"status, first":    {pageOf(live(), 1, 3, 45), map[string]grammar.Command{turn + "Next ›": status(2)}},
		"status, middle":   {pageOf(live(), 2, 3, 45), map[string]grammar.Command{turn + "‹ Previous": status(1), turn + "Next ›": status(3)}},
		"status, last":     {pageOf(live(), 3, 3, 45), map[string]grammar.Command{turn + "‹ Previous": status(2)}},
		"status, only one": {pageOf(live(), 1, 1, 3), map[string]grammar.Command{}},
		"status, alone": {commands.StatusShown{Where: deploy().Target, Targets: live()[1:2]}, map[string]grammar.Command{
			show + "Dashboard": grammar.Dashboard{Target: prod}, show + "History": grammar.History{Target: prod},
		}},
		"history, first":  {past(0, true), map[string]grammar.Command{turn + "Older ›": history(2)}},
		"history, middle": {past(2, true), map[string]grammar.Command{turn + "‹ Newer": history(1), turn + "Older ›": history(3)}},
		"history, beyond": {commands.HistoryShown{Where: deploy().Target, Page: 3}, map[string]grammar.Command{turn + "‹ Newer": history(2)}},
		"history, all":    {past(1, false), map[string]grammar.Command{}},
		"summary, first":  {week(1), map[string]grammar.Command{turn + "Next ›": summary(2)}},
		"summary, last":   {week(3), map[string]grammar.Command{turn + "‹ Previous": summary(2)}},
		"summary, beyond": {week(9), map[string]grammar.Command{turn + "‹ Previous": summary(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, standing(t, views.Outcome(c.shown, options()))); diff != "" {
				t.Error(diff)
			}
		})
	}
	want := map[string]grammar.Command{show + "All 40 →": summary(1)}
	if diff := cmp.Diff(want, standing(t, views.Summary(week(1), options()))); diff != "" {
		t.Error("in the channel: ", diff)
	}
}

// Over all pages, everything that was shipped is seen once.
func TestFiveHundredServicesAreEachOnOnePageOfASummary(t *testing.T) {
	s := thursday(shipped(500), eventful)
	seen := map[string]int{}
	for page := 1; page <= 34; page++ {
		s.Page = page
		m := views.Outcome(s, options())
		for _, complaint := range complaints(m) {
			t.Errorf("page %d: %s", page, complaint)
		}
		for form, said := range map[string]string{"blocks": words(m.Blocks), "fallback": words(m.Fallback)} {
			if !strings.Contains(said, fmt.Sprintf("page %d of 34", page)) {
				t.Errorf("the %s of page %d do not say so", form, page)
			}
			for _, r := range s.Shipped {
				if strings.Contains(said, r.Target.Service) {
					seen[form+r.Target.Service]++
				}
			}
		}
	}
	for key, n := range seen {
		if n != 1 {
			t.Errorf("%s is on %d pages", key, n)
		}
	}
	if len(seen) != 1000 {
		t.Errorf("%d services were seen, in two forms", len(seen))
	}
}

func TestTheDaysOfASummaryAreToldInWordsToo(t *testing.T) {
	m := views.Summary(thursday(), options())
	if len(drawings(m)) != 1 {
		t.Fatal("there is no chart")
	}
	for form, said := range map[string]string{"text": m.Text, "fallback": words(m.Fallback)} {
		if !strings.Contains(said, "Wed 18 Nov: 0, Thu 19 Nov: 3 (1 failed)") {
			t.Errorf("the %s do not say what the chart shows", form)
		}
	}
	idle := thursday(func(s *commands.SummaryShown) {
		for i := range s.Days {
			s.Days[i] = commands.Day{Date: s.Days[i].Date}
		}
	})
	if len(drawings(views.Summary(idle, options()))) != 0 {
		t.Error("a chart shows nothing")
	}
}
