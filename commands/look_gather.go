package commands

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// reading is how long a log, or a metric, may take to be read for people.
	reading = 5 * time.Second
	// topLines is how many failures of a log are shown.
	topLines = 3
	// logSpan is how much of a log is looked at, at most.
	logSpan = 15 * time.Minute
	// logUntil is how long after an incident was heard of its log is asked for what fails,
	// while that has said nothing.
	logUntil = 10 * time.Minute
	// plotBefore is how long before the alarm turned red a plot begins, plotAfter how long
	// after the end of the incident it ends.
	plotBefore, plotAfter = 15 * time.Minute, 3 * time.Minute
	// plotLongest is how long after the alarm it ends at the latest.
	plotLongest = 3 * time.Hour
	// plotOften is how long after the alarm a plot is brought up to date at each look, and
	// plotRarely how old it may be from then on: each change of it edits the message.
	plotOften, plotRarely = 15 * time.Minute, 5 * time.Minute
	// plotLag is how much later the datapoints of a minute may come.
	plotLag = 3 * time.Minute
)

// gather asks log and metric at once, for people to see.
func (c *Commands) gather(ctx context.Context, i rollout.Incident, f *findings) {
	var both sync.WaitGroup
	both.Go(func() { f.errors = c.failing(ctx, i) })
	both.Go(func() { f.plot = c.plot(ctx, i) })
	both.Wait()
}

// failing are the failures that the log of the suspect's version speaks of most, until
// there are some. They are not asked for again: a log costs by how much of it is read.
func (c *Commands) failing(ctx context.Context, i rollout.Incident) (lines []rollout.Failing) {
	now := c.Now()
	if c.Logs == nil || i.Suspect == nil || i.Suspect.Candidate == "" || len(i.Errors) > 0 || now.Sub(i.Heard) > logUntil {
		return nil
	}
	from := now.Add(-logSpan)
	if i.Suspect.At.After(from) {
		from = i.Suspect.At
	}
	err := within(ctx, reading, func(ctx context.Context) (err error) {
		lines, err = c.Logs.Failing(ctx, i.Target, i.Suspect.Candidate, from, now, topLines)
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "the log cannot be read for an incident", "incident", i.ID, "error", err)
		return nil
	}
	for n := range lines {
		lines[n].Text = begins(lines[n].Text)
	}
	return lines
}

// plot is the metric of the first alarm from before it turned red until the incident was
// over, until that is complete.
func (c *Commands) plot(ctx context.Context, i rollout.Incident) *rollout.Plot {
	now := c.Now()
	from, to := plotted(i)
	if c.Monitor == nil || len(i.Alarms) == 0 || len(i.Alarms[0].Gauges) == 0 || now.After(to.Add(plotLag)) || freshPlot(i, now) {
		return nil
	}
	alarm := i.Alarms[0]
	g := alarm.Gauges[0]
	g.Period = max(g.Period, time.Minute)
	if now.Before(to) {
		to = now
	}
	p := rollout.Plot{Title: fmt.Sprintf("%s (%s)", g.Metric, g.Statistic), Threshold: alarm.Threshold}
	err := within(ctx, reading, func(ctx context.Context) (err error) {
		p.Points, err = c.Monitor.Series(ctx, rollout.SeriesQuery{Gauge: g, Account: alarm.Account, From: from, To: to})
		return err
	})
	if err == nil && i.Suspect != nil {
		p.Marks, err = c.marks(ctx, i.Suspect.Rollout, from, to)
	}
	if err != nil {
		c.Log.WarnContext(ctx, "the metric of an alarm cannot be read", "incident", i.ID, "alarm", alarm.ID, "error", err)
		return nil
	}
	if len(p.Points) == 0 {
		return nil
	}
	return &p
}

// freshPlot says that the plot of an incident that goes on for long is new enough.
func freshPlot(i rollout.Incident, now time.Time) bool {
	if i.Plot == nil || len(i.Plot.Points) == 0 || !i.Open() || now.Sub(i.Opened) < plotOften {
		return false
	}
	last := i.Plot.Points[len(i.Plot.Points)-1]
	return now.Sub(last.At) < plotRarely
}

// plotted is the time that the plot of an incident is about: from ≤ t < to.
func plotted(i rollout.Incident) (from, to time.Time) {
	red := i.Opened.Truncate(time.Minute)
	to = red.Add(plotLongest)
	if end := i.Closed.Truncate(time.Minute).Add(plotAfter); !i.Open() && end.Before(to) {
		to = end
	}
	return red.Add(-plotBefore), to
}

// marks are when the share of a rollout's version changed in a time.
func (c *Commands) marks(ctx context.Context, id rollout.ID, from, to time.Time) ([]rollout.Share, error) {
	r, err := c.rolloutByID(ctx, id)
	var marks []rollout.Share
	for _, s := range r.Shares {
		if !s.From.Before(from) && s.From.Before(to) {
			marks = append(marks, s)
		}
	}
	return marks, err
}
