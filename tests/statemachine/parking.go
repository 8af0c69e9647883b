package statemachine

import (
	"context"
	"sync"

	"github.com/slipway-dev/slipway/rollout"
)

// Parking counts wakes and keeps tokens in memory, as the store does in its table.
type Parking struct {
	mu   sync.Mutex
	lots map[rollout.ID]*lot
}

type lot struct {
	wakes, parkedAt int64
	token           string
}

// NewParking gives an empty one.
func NewParking() *Parking { return &Parking{lots: map[rollout.ID]*lot{}} }

// Wake counts a wake.
func (p *Parking) Wake(_ context.Context, id rollout.ID) (wakes int64, token string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lot(id)
	l.wakes++
	return l.wakes, l.token, nil
}

// Park stores the token if the count is still wakes.
func (p *Parking) Park(_ context.Context, id rollout.ID, wakes int64, token string) (now int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lot(id)
	if l.wakes == wakes {
		l.parkedAt, l.token = wakes, token
	}
	return l.wakes, nil
}

// Parked gives what is kept.
func (p *Parking) Parked(_ context.Context, id rollout.ID) (wakes, parkedAt int64, token string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lot(id)
	return l.wakes, l.parkedAt, l.token, nil
}

func (p *Parking) lot(id rollout.ID) *lot {
	if p.lots[id] == nil {
		p.lots[id] = &lot{}
	}
	return p.lots[id]
}
