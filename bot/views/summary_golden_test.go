package views_test

import (
	"testing"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

func TestASummaryTellsWhatADayOrAWeekHasBrought(t *testing.T) {
	week := func(s *commands.SummaryShown) { s.Period, s.From = grammar.Week, s.To.AddDate(0, 0, -7) }
	quiet := func(s *commands.SummaryShown) { s.Shipped = nil }
	waiting := func(s *commands.SummaryShown) { s.Lags = []commands.Lag{lag("checkout", 3)} }
	never := func(s *commands.SummaryShown) { s.Days, s.Now, s.Before = nil, dora.Five{}, dora.Five{} }
	failed := func(s *commands.SummaryShown) {
		s.Drill = &rollout.Drilled{Rollout: "01JDRILL", Target: deploy().Target, Why: "nothing had taken it back <!here>"}
	}
	for name, s := range map[string]commands.SummaryShown{
		"day":           thursday(),
		"day-eventful":  thursday(eventful),
		"week":          thursday(week, eventful, failed),
		"quiet":         thursday(quiet),
		"quiet-waiting": thursday(quiet, waiting),
		"nothing-yet":   thursday(quiet, never),
		"many":          thursday(shipped(40)),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "summaries", name, views.Summary(s, options())) })
	}
}

func TestWhoeverAsksForASummaryTurnsItsPages(t *testing.T) {
	for name, page := range map[string]int{"page-1": 1, "page-2": 2, "page-3": 3} {
		s := thursday(shipped(40), eventful)
		s.Page = page
		t.Run(name, func(t *testing.T) { golden(t, "summaries", name, views.Outcome(s, options())) })
	}
}
