package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// dashboard shows how a target's calls have gone. What cannot be had is left out, with a
// sentence that says so; nothing that is left out hides the rest.
func (c *Commands) dashboard(ctx context.Context, cmd grammar.Dashboard) (Outcome, error) {
	shown, err := c.asked(cmd)
	if err != nil || shown.Problem != "" {
		return shown, err
	}
	var known bool
	if shown.Live, known, shown.Problem = c.liveNow(ctx, shown.Target); shown.Problem != "" {
		return shown, nil
	}
	past, err := c.past(ctx, shown.Target, dashboardPast)
	if err != nil {
		c.Log.WarnContext(ctx, "a dashboard has no marks", "target", shown.Target.String(), "error", err)
	}
	shown.Numbers = c.numbers(ctx, shown.Numbers, need{
		versions: apart(shown.Live.Routing, past, shown.Window), live: shown.Live.Routing.Version,
		unsure: !known || err != nil, fresh: cmd.Fresh,
	})
	shown.Versions = toldApart(shown.Lines)
	shown.Marks = marksOf(past, shown.Window)
	shown.Incidents = c.incidentsIn(ctx, shown.Target, shown.Window.From)
	if cmd.Picture && len(shown.Lines) > 0 {
		return c.pictured(ctx, shown), nil
	}
	return shown, nil
}

const (
	// dashboardPast is how many rollouts of a target are looked through for changes of
	// weights, and how many of its incidents.
	dashboardPast = 50
	// drawing is how long it may take to draw a picture.
	drawing = 10 * time.Second
)

// asked is what a dashboard is to show, without any numbers.
func (c *Commands) asked(cmd grammar.Dashboard) (DashboardShown, error) {
	t := target(cmd.Target)
	shown := DashboardShown{Prices: c.Prices}
	if t.Service == "" || t.Environment == "" {
		return shown, rollout.Refuse("no_target", "A dashboard is about one service in one environment.", "Say both: `/dashboard <environment> <service>`")
	}
	if refusal := c.known(t); refusal != nil {
		return shown, refusal
	}
	over, err := oneOf("a time that a dashboard can show", cmd.Range, grammar.Ranges())
	if err != nil {
		return shown, err
	}
	if shown.Chart, err = oneOf("a chart", cmd.Chart, grammar.Charts()); err != nil {
		return shown, err
	}
	shown.Numbers = rollout.Numbers{Target: t, Range: over, Window: windowOf(over, c.Now())}
	if c.Console != nil {
		shown.Console = c.Console(t)
	}
	if c.Gauges == nil {
		shown.Problem = "No metrics are read here, so there are no dashboards."
	}
	return shown, nil
}

// oneOf is a word that has to be one of some; the first of them when it is empty.
func oneOf(what, word string, valid []string) (string, error) {
	switch {
	case word == "":
		return valid[0], nil
	case !slices.Contains(valid, word):
		return "", &rollout.Error{
			Kind: rollout.Invalid, Message: fmt.Sprintf("%q is not %s.", word, what),
			Hint: "There are " + strings.Join(valid, ", ") + ".",
		}
	}
	return word, nil
}

// liveNow is what live routes, and a problem when there is no such function any more. That
// it is not known right now is no problem: numbers are shown all the same.
func (c *Commands) liveNow(ctx context.Context, t rollout.Target) (live rollout.AliasNow, known bool, problem string) {
	var aliases map[rollout.Alias]rollout.AliasNow
	err := within(ctx, reading, func(ctx context.Context) (err error) {
		aliases, err = c.Traffic.Aliases(ctx, t)
		return err
	})
	switch {
	case rollout.IsKind(err, rollout.NotFound):
		return live, false, fmt.Sprintf("The function of %s in %s is not there any more. Make it again, or take it out of slipway.yaml; `/deploy doctor %s %s` looks at what is left.",
			t.Service, t.Environment, t.Environment, t.Service)
	case err != nil:
		c.Log.WarnContext(ctx, "a dashboard does not know what is live", "target", t.String(), "error", err)
	}
	return aliases[rollout.Live], err == nil, ""
}

// incidentsIn are a target's incidents that were open at a time or later, newest first.
func (c *Commands) incidentsIn(ctx context.Context, t rollout.Target, from time.Time) []rollout.Incident {
	all, err := readable[rollout.Incident](ctx, c, rollout.Query{Index: rollout.IncidentsIndex(t), Limit: dashboardPast, Descending: true})
	if err != nil {
		c.Log.WarnContext(ctx, "a dashboard has no incidents", "target", t.String(), "error", err)
	}
	return slices.DeleteFunc(all, func(i rollout.Incident) bool { return !i.Open() && i.Closed.Before(from) })
}

// pictured is a dashboard as a picture; without one when it cannot be drawn.
func (c *Commands) pictured(ctx context.Context, shown DashboardShown) Outcome {
	out := Pictured{DashboardShown: shown}
	err := within(ctx, drawing, func(ctx context.Context) (err error) {
		out.PNG, err = c.Gauges.Picture(ctx, rollout.Graph{Numbers: shown.Numbers, Chart: shown.Chart, Versions: shown.Versions, Marks: shown.Marks})
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "a dashboard cannot be drawn", "target", shown.Target.String(), "error", err)
		out.PNG, out.Undrawn = nil, forPeople(err, "It could not be drawn.")
	}
	return out
}
