package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestAMessageIsRememberedForAQuarterOfAnHour(t *testing.T) {
	w := newWorld(t)
	lock := commands.Request{ID: "T1", Received: noon, Actor: rel, Command: grammar.Lock{Target: prod, Reason: "lunch"}}
	_, err := w.Run(t.Context(), lock)
	w.must(err)
	w.must(w.Forget(t.Context(), noon.Add(14*time.Minute)))
	if _, err := w.Run(t.Context(), lock); !errors.Is(err, commands.ErrRepeated) {
		t.Errorf("after a while: %v", err)
	}
	w.must(w.Forget(t.Context(), noon.Add(15*time.Minute)))
	if left := list[rollout.Seen](w, rollout.SeenIndex); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
	w.store.Down = errDown
	if err := w.Forget(t.Context(), noon); !errors.Is(err, errDown) {
		t.Errorf("with the store down: %v", err)
	}
}
