package engine

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

func TestTheScheduleGivesWhoIsDueAndNobodyTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{
			real: newSchedule(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
			due: map[rollout.ID]time.Time{}, taken: map[rollout.ID]*job{}, woken: map[rollout.ID]bool{},
		}
		t.Repeat(map[string]func(*rapid.T){
			"time passes": func(t *rapid.T) { m.now = m.later(t) },
			"wake":        m.wake, "take": m.take, "put back": m.putBack,
		})
	})
}

// model compares a schedule with a map of who is due when.
type model struct {
	real  schedule
	now   time.Time
	due   map[rollout.ID]time.Time // who waits
	taken map[rollout.ID]*job
	woken map[rollout.ID]bool // while taken
}

func (m *model) id(t *rapid.T) rollout.ID {
	return rapid.SampledFrom([]rollout.ID{"a", "b", "c", "d", "e"}).Draw(t, "id")
}

func (m *model) later(t *rapid.T) time.Time {
	return m.now.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "seconds")) * time.Second)
}

func (m *model) wake(t *rapid.T) {
	id := m.id(t)
	m.real.wake(id, m.now)
	at, waits := m.due[id]
	switch {
	case m.taken[id] != nil:
		m.woken[id] = true
	case !waits || at.After(m.now):
		m.due[id] = m.now
	}
}

func (m *model) take(t *rapid.T) {
	var first time.Time
	for _, at := range m.due {
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	j, next := m.real.take(m.now)
	switch {
	case j == nil && (first.After(m.now) || first.IsZero()) && next.Equal(first):
	case j != nil && m.taken[j.id] == nil && j.due.Equal(first) && m.due[j.id].Equal(first):
		delete(m.due, j.id)
		m.taken[j.id] = j
	default:
		t.Fatalf("at %s it gave %+v, next %s; due are %v", m.now, j, next, m.due)
	}
}

func (m *model) putBack(t *rapid.T) {
	id, next := m.id(t), m.later(t)
	if m.taken[id] == nil {
		t.Skip("it is not taken")
	}
	if rapid.Bool().Draw(t, "ended") {
		next = time.Time{}
	}
	m.real.put(m.taken[id], m.now, next)
	if m.woken[id] {
		next = m.now
	}
	if !next.IsZero() {
		m.due[id] = next
	}
	delete(m.taken, id)
	delete(m.woken, id)
}
