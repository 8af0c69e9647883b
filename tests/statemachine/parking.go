package statemachine

import (
	"context"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Parking counts wakes and keeps tokens in memory, as the store does in its table.
type Parking struct {
	mu   sync.Mutex
	lots map[rollout.ID]*lot
}

type lot struct {
	wakes int64
	at    time.Time // when the token's execution was parked
	token string
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

// Keep stores the token if the count is still wakes, and no later one is there.
func (p *Parking) Keep(_ context.Context, id rollout.ID, at time.Time, wakes int64, token string) (now int64, kept bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lot(id)
	kept = l.wakes == wakes && !at.Before(l.at)
	if kept {
		l.at, l.token = at, token
	}
	return l.wakes, kept, nil
}

func (p *Parking) lot(id rollout.ID) *lot {
	if p.lots[id] == nil {
		p.lots[id] = &lot{}
	}
	return p.lots[id]
}
