package cloud

import (
	"maps"
	"slices"
	"time"
)

// FunctionState is a function as its owner would like to see it: what is really
// so, with no lag.
type FunctionState struct {
	Latest    FunctionConfiguration
	Versions  []VersionState // oldest first
	Aliases   []Alias        // by name
	PerMinute float64        // calls at the live alias
	Minutes   []VersionMinute
}

// VersionState is a version and how its code behaves.
type VersionState struct {
	FunctionConfiguration
	Behaviour Behaviour
}

// VersionMinute is what one version did for the live alias in one minute.
type VersionMinute struct {
	At                  time.Time // start of the minute
	Version             string
	Invocations, Errors int64
	P50MS, P95MS        float64 // of the durations, in milliseconds
}

// Functions is every function, by name, with the full minutes since that time.
func (a *Account) Functions(since time.Time) ([]FunctionState, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.opts.Now()
	var list []FunctionState
	for _, name := range slices.Sorted(maps.Keys(a.functions)) {
		f := a.functions[name]
		if err := a.settle(f, now.Truncate(time.Minute)); err != nil {
			return nil, err
		}
		state := FunctionState{Latest: f.current(now), Aliases: f.aliases(), PerMinute: f.PerMinute}
		for _, p := range f.Versions {
			c := p.current(now)
			state.Versions = append(state.Versions, VersionState{c, a.behaviour(c.Digest())})
		}
		for _, m := range a.metrics[name].minutes {
			if at := m.start(); !at.Before(since) && at.Before(now.Truncate(time.Minute)) {
				state.Minutes = append(state.Minutes, m.versions()...)
			}
		}
		list = append(list, state)
	}
	return list, nil
}

// versions are the minute's calls at the live alias, by version.
func (m minute) versions() []VersionMinute {
	var list []VersionMinute
	rows := map[string][]row{} // by version
	for _, r := range m.Rows {
		if r.Alias != LiveAlias {
			continue
		}
		rows[r.Version] = append(rows[r.Version], r)
		i := slices.IndexFunc(list, func(v VersionMinute) bool { return v.Version == r.Version })
		if i < 0 {
			i = len(list)
			list = append(list, VersionMinute{At: m.start(), Version: r.Version})
		}
		list[i].Invocations += r.Calls
		list[i].Errors += r.Errors
	}
	for i, v := range list {
		list[i].P50MS, list[i].P95MS = quantile(rows[v.Version], 0.50), quantile(rows[v.Version], 0.95)
	}
	return list
}
