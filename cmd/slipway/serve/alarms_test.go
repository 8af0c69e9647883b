package serve

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// panel is alarms, by their ids.
type panel struct {
	at    time.Time
	state map[string]rollout.Signal
	told  []string
	fails error // of whoever is told
	deaf  error // of whoever is asked
}

func (p *panel) turn(id string, state rollout.AlarmState) {
	p.at = p.at.Add(time.Minute)
	p.state[id] = rollout.Signal{ID: id, Name: id, State: state, At: p.at}
}

func (p *panel) watch() *watch {
	return &watch{
		log: slog.New(slog.DiscardHandler),
		red: func(context.Context) (red []rollout.Signal, err error) {
			for _, s := range p.state {
				if s.State == rollout.AlarmRed {
					red = append(red, s)
				}
			}
			return red, p.deaf
		},
		now: func(_ context.Context, _ string, ids []string) (found []rollout.Signal, err error) {
			for _, id := range ids {
				if s, there := p.state[id]; there {
					found = append(found, s)
				}
			}
			return found, p.deaf
		},
		tell: func(_ context.Context, s rollout.Signal) error {
			if p.fails == nil {
				p.told = append(p.told, s.ID+" "+string(s.State))
			}
			return p.fails
		},
	}
}

// looks looks twice, and wants to be told once.
func (p *panel) looks(t *testing.T, w *watch, want ...string) {
	t.Helper()
	p.told = nil
	w.look(t.Context())
	w.look(t.Context())
	if diff := cmp.Diff(want, p.told); diff != "" {
		t.Error(diff)
	}
}

func TestEachTurnOfAnAlarmIsToldOnce(t *testing.T) {
	p := &panel{state: map[string]rollout.Signal{}}
	w := p.watch()
	p.turn("a", rollout.AlarmOK)
	p.looks(t, w)
	p.turn("a", rollout.AlarmRed)
	p.looks(t, w, "a ALARM")
	p.turn("a", rollout.AlarmOK)
	p.looks(t, w, "a OK")
	p.turn("a", rollout.AlarmRed)
	p.looks(t, w, "a ALARM")
	p.turn("a", rollout.AlarmRed) // it was well in between
	p.looks(t, w, "a ALARM")
	p.turn("a", rollout.AlarmUnknown)
	p.looks(t, w, "a INSUFFICIENT_DATA")
	p.turn("b", rollout.AlarmRed)
	p.looks(t, w, "b ALARM")
	delete(p.state, "b")
	p.looks(t, w)
}

func TestWhatCouldNotBeToldIsToldLater(t *testing.T) {
	p := &panel{state: map[string]rollout.Signal{}}
	w := p.watch()
	p.turn("a", rollout.AlarmRed)
	p.fails = errors.New("the disk is full")
	p.looks(t, w)
	p.fails = nil
	p.looks(t, w, "a ALARM")
	p.turn("a", rollout.AlarmOK)
	p.fails = errors.New("the disk is full")
	p.looks(t, w)
	p.fails, p.deaf = nil, errors.New("CloudWatch is away")
	p.looks(t, w)
	p.deaf = nil
	p.looks(t, w, "a OK")
}

// Of one account nothing is known: what is red in the others is told, and what was red
// there has not ended.
func TestAnAccountThatCannotBeAskedEndsNothing(t *testing.T) {
	p := &panel{state: map[string]rollout.Signal{}}
	w := p.watch()
	p.turn("theirs", rollout.AlarmRed)
	p.looks(t, w, "theirs ALARM")
	theirs := p.state["theirs"]
	delete(p.state, "theirs")
	p.deaf = errors.New("the role is gone")
	p.turn("ours", rollout.AlarmRed)
	p.looks(t, w, "ours ALARM")
	p.state["theirs"], p.deaf = theirs, nil
	p.looks(t, w)
}
