package commandtest

import (
	"context"
	"slices"
	"sync"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Engine remembers what it was asked to start and to wake, and ticks nothing.
// What fails was asked for all the same.
type Engine struct {
	Down error // what it answers

	mu             sync.Mutex
	started, woken []rollout.ID
}

// Start remembers a rollout.
func (e *Engine) Start(_ context.Context, id rollout.ID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.started = append(e.started, id)
	return e.Down
}

// Wake remembers a rollout.
func (e *Engine) Wake(_ context.Context, id rollout.ID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.woken = append(e.woken, id)
	return e.Down
}

// Started are the rollouts that were to be started, in order.
func (e *Engine) Started() []rollout.ID {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.started)
}

// Woken are the rollouts that were to be woken, in order.
func (e *Engine) Woken() []rollout.ID {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.woken)
}

// Sent is a notice that was put on its way.
type Sent struct {
	ID      string
	Version int64
}

// Outbox remembers the notices that were put on their way.
type Outbox struct {
	Down error // what it answers

	mu   sync.Mutex
	sent []Sent
}

// Send remembers a notice.
func (o *Outbox) Send(_ context.Context, noticeID string, version int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, Sent{ID: noticeID, Version: version})
	return o.Down
}

// Sent are the notices, in order.
func (o *Outbox) Sent() []Sent {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.sent)
}

// People is a directory of those that it was made with.
type People struct {
	Down error // what it answers, when it is not nil

	byID map[string]commands.Person
}

// NewPeople makes a directory.
func NewPeople(all ...commands.Person) *People {
	p := &People{byID: map[string]commands.Person{}}
	for _, one := range all {
		p.byID[one.ID] = one
	}
	return p
}

// Person looks somebody up; a *rollout.MissingError for somebody unknown.
func (p *People) Person(_ context.Context, id string) (commands.Person, error) {
	if p.Down != nil {
		return commands.Person{}, p.Down
	}
	found, ok := p.byID[id]
	if !ok {
		return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
	}
	return found, nil
}
