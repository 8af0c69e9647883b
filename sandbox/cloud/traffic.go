package cloud

import (
	"time"
)

// SetTraffic says how many calls a minute arrive at a function's live alias from
// now on, on average. Without that alias they arrive nowhere.
func (a *Account) SetTraffic(name string, perMinute float64) error {
	_, err := locked(a, func(now time.Time) (struct{}, error) {
		if err := checkTraffic(perMinute); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, a.change(name, now, func(f *function) error {
			f.PerMinute = perMinute
			return nil
		})
	})
	return err
}

func checkTraffic(perMinute float64) error {
	const most = 1e9
	if !(perMinute >= 0 && perMinute <= most) {
		return invalid(perMinute, "perMinute", "Member must be between 0 and 1e9")
	}
	return nil
}

// settle draws what has arrived at f since the last time. Of a long gap only the
// part is drawn that would still be kept.
func (a *Account) settle(f *function, to time.Time) error {
	name := f.Latest.FunctionName
	s := a.metrics[name]
	at := s.settled
	if !to.After(at) {
		return nil
	}
	s.settled = to
	live, ok := f.Aliases[LiveAlias]
	if !ok || f.PerMinute == 0 {
		return nil
	}
	if kept := hourStart(hourOf(to) - keptHours); at.Before(kept) {
		at = kept
	}
	for at.Before(to) {
		end := a.sliceEnd(f, live, at, to)
		a.arrive(f, live, at, end)
		at = end
	}
	return s.save(a.opts.Disk, name)
}

// sliceEnd is until when nothing changes: the minute, or a version that turns bad.
func (a *Account) sliceEnd(f *function, live routed, at, to time.Time) time.Time {
	end := minute{At: minuteOf(at) + 1}.start()
	if turn, ok := a.behaviourOf(f, live.sole()).turns(live.sole(), live); ok && turn.After(at) && turn.Before(end) {
		end = turn
	}
	if to.Before(end) {
		end = to
	}
	return end
}

// arrive draws the calls of one slice, which version each goes to, and which fail.
func (a *Account) arrive(f *function, live routed, from, to time.Time) {
	name := f.Latest.FunctionName
	r := a.source("traffic", name, from.UnixNano())
	m := a.metrics[name].at(from)
	calls := poisson(r, f.PerMinute*to.Sub(from).Minutes())
	other, weight := live.other()
	moved := binomial(r, calls, weight)
	for _, part := range []struct {
		version string
		calls   int64
	}{{live.FunctionVersion, calls - moved}, {other, moved}} {
		b := a.behaviourOf(f, part.version)
		m.add(row{
			Alias: LiveAlias, Version: part.version, Calls: part.calls,
			Errors:    binomial(r, part.calls, b.errorRate(part.version, live, from)),
			LatencyMS: b.LatencyMS, Weighted: live.sole() == "",
		})
	}
}

// behaviourOf is how a version of f behaves; one that does not exist behaves well.
func (a *Account) behaviourOf(f *function, version string) Behaviour {
	c, err := f.version(version, time.Time{})
	if err != nil {
		return good()
	}
	return a.behaviour(c.Digest())
}
