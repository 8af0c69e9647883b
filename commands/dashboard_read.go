package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// querying is how long the log may be asked: its queries take seconds.
	querying = 10 * time.Second
	// stale is how old numbers have to be to be read again because somebody wants so, and
	// how long those count that are not complete.
	stale = time.Minute
)

// need is what a dashboard has to know beside its window.
type need struct {
	versions []rollout.Version // to be told apart
	live     rollout.Version   // empty when it is not known
	unsure   bool              // which versions those are could not be read
	fresh    bool
}

// numbers are those that were read last while they count, for CloudWatch bills each metric
// that it is asked for; else they are read. Those that were read before are better than
// none: they say how old they are, and why there are no newer ones. Two who read at once do
// no harm; the newer numbers stay.
func (c *Commands) numbers(ctx context.Context, n rollout.Numbers, want need) rollout.Numbers {
	before, err := load[rollout.Numbers](ctx, c.Store, n.Key())
	if err != nil && !rollout.IsMissing(err) {
		c.Log.WarnContext(ctx, "the last numbers of a dashboard cannot be read", "target", n.Target.String(), "error", err)
	}
	if err == nil && counts(before, c.Now(), want.fresh) {
		return before
	}
	read := c.readNumbers(ctx, n, want)
	if read.Unread == "" {
		c.keep(ctx, read)
		return read
	}
	if len(before.Lines) > 0 {
		before.Unread = read.Unread
		return before
	}
	return read
}

// counts says that numbers are as good as new ones.
func counts(n rollout.Numbers, now time.Time, fresh bool) bool {
	return !now.Before(n.Read) && now.Before(n.Until) && (!fresh || now.Sub(n.Read) < stale)
}

// keep stores numbers for whoever looks next.
func (c *Commands) keep(ctx context.Context, n rollout.Numbers) {
	err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{n}})
	if err != nil && !rollout.IsConflict(err) { // with a conflict, somebody has just kept newer ones
		c.Log.WarnContext(ctx, "the numbers of a dashboard are not kept", "target", n.Target.String(), "error", err)
	}
}

// readNumbers asks metrics, log and versions at once: with one call for all metrics, and
// one query of the log.
func (c *Commands) readNumbers(ctx context.Context, n rollout.Numbers, want need) rollout.Numbers {
	var all sync.WaitGroup
	var known bool
	out := n
	all.Go(func() { out.Lines, out.Metrics, out.Unread = c.lines(ctx, n, want.versions) })
	all.Go(func() { out.Usage, out.Scanned, out.Unasked = c.usage(ctx, n) })
	all.Go(func() { out.Arch, known = c.architecture(ctx, n.Target, want.live) })
	all.Wait()
	out.Read = c.Now()
	out.Until = out.Read.Add(stale)
	partial := slices.ContainsFunc(out.Lines, func(l rollout.Line) bool { return l.Partial })
	whole := out.Unasked == "" && !partial && known && !want.unsure
	if end := n.Window.To.Add(n.Window.Period + arriving); whole && end.After(out.Until) {
		out.Until = end
	}
	return out
}

func (c *Commands) lines(ctx context.Context, n rollout.Numbers, versions []rollout.Version) (lines []rollout.Line, metrics int, unread string) {
	curves := curvesOf(versions)
	err := within(ctx, reading, func(ctx context.Context) (err error) {
		lines, err = c.Gauges.Lines(ctx, n.Target, n.Window, curves)
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "the metrics of a dashboard cannot be read", "target", n.Target.String(), "error", err)
		return nil, 0, forPeople(err, "The metrics could not be read.")
	}
	return lines, len(curves), ""
}

func (c *Commands) usage(ctx context.Context, n rollout.Numbers) (usage []rollout.Usage, scanned int64, unasked string) {
	err := within(ctx, querying, func(ctx context.Context) (err error) {
		usage, scanned, err = c.Gauges.Usage(ctx, n.Target, n.Window)
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "the log cannot be asked for a dashboard", "target", n.Target.String(), "error", err)
		return nil, scanned, forPeople(err, "The log could not be asked.")
	}
	return usage, scanned, ""
}

// architecture is that of a version, or of the newest one when it is not known which is
// live; empty when no version says. It is not known while they cannot be read.
func (c *Commands) architecture(ctx context.Context, t rollout.Target, v rollout.Version) (arch string, known bool) {
	var all []rollout.Published
	err := within(ctx, reading, func(ctx context.Context) (err error) {
		all, err = c.Versions.List(ctx, t)
		return err
	})
	if err != nil {
		c.Log.WarnContext(ctx, "a dashboard does not know what a function runs on", "target", t.String(), "error", err)
		return "", false
	}
	for _, p := range all {
		if v == "" || p.Version == v {
			return p.Architecture, true
		}
	}
	return "", true
}

// forPeople is what an error says to people; otherwise when it says nothing to them.
func forPeople(err error, otherwise string) string {
	var e *rollout.Error
	if !errors.As(err, &e) {
		return otherwise + " Try again in a minute."
	}
	return strings.TrimSpace(e.Message + " " + e.Hint)
}
