package commandtest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Monitor is a monitoring and a log that were told what to say: it meets commands.Monitor
// and commands.Logs. It may be used by many goroutines; its hook is to be set while nobody
// does.
type Monitor struct {
	// Before is asked before each call, by the method's name: its error is answered. May
	// be nil.
	Before func(call string) error

	mu       sync.Mutex
	calls    []string
	alarms   map[string]rollout.Signal
	tags     map[string]map[string]string
	readings []rollout.Reading
	failing  []rollout.Failing
}

var (
	_ commands.Monitor = (*Monitor)(nil)
	_ commands.Logs    = (*Monitor)(nil)
)

// NewMonitor makes one that knows of nothing.
func NewMonitor() *Monitor {
	return &Monitor{alarms: map[string]rollout.Signal{}, tags: map[string]map[string]string{}}
}

// Set says how an alarm is now, and which tags it has; nil: those that it had.
func (m *Monitor) Set(s rollout.Signal, tags map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.alarms[s.ID] = s; tags != nil {
		m.tags[s.ID] = maps.Clone(tags)
	}
}

// Say says what every metric is, and what every log speaks of.
func (m *Monitor) Say(readings []rollout.Reading, failing []rollout.Failing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readings, m.failing = readings, failing
}

// Calls are the names of the methods that were called, in order, and forgets them.
func (m *Monitor) Calls() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	calls := m.calls
	m.calls = nil
	return calls
}

// call notes a call and asks the hook.
func (m *Monitor) call(ctx context.Context, name string) error {
	m.mu.Lock()
	m.calls = append(m.calls, name)
	m.mu.Unlock()
	if err := ctx.Err(); err != nil || m.Before == nil {
		return err
	}
	return m.Before(name)
}

// Unset forgets an alarm.
func (m *Monitor) Unset(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.alarms, id)
}

// Alarms are what Set has said, in the order in which they are asked for. By name it finds
// those of the region only.
func (m *Monitor) Alarms(ctx context.Context, region string, names []string) ([]rollout.Signal, error) {
	if err := m.call(ctx, "Alarms"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []rollout.Signal
	for _, name := range names {
		for _, s := range m.alarms {
			if s.ID == name || s.Name == name && (region == "" || s.Region == region) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// Tags are those that Set has given an alarm.
func (m *Monitor) Tags(ctx context.Context, id string) (map[string]string, error) {
	if err := m.call(ctx, "Tags"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.tags[id]), nil
}

// Series are those readings of the time asked for that Say has given.
func (m *Monitor) Series(ctx context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error) {
	if err := m.call(ctx, "Series"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(m.readings), func(r rollout.Reading) bool {
		return r.At.Before(q.From) || !r.At.Before(q.To)
	}), nil
}

// Failing are the first n that Say has given, but for those whose last time is known and is
// not of the time asked for.
func (m *Monitor) Failing(ctx context.Context, _ rollout.Target, _ rollout.Version, from, to time.Time, n int) ([]rollout.Failing, error) {
	if err := m.call(ctx, "Failing"); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.DeleteFunc(slices.Clone(m.failing), func(f rollout.Failing) bool {
		return !f.Last.IsZero() && (f.Last.Before(from) || !f.Last.Before(to))
	})
	return out[:min(n, len(out))], nil
}
