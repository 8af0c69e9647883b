package commands_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func (w *world) home(who string) (commands.HomeShown, error) {
	return w.Home(context.Background(), commands.Request{ID: "Ev1", Actor: who})
}

func TestTheHomeTabSaysWhatSomebodyMayDo(t *testing.T) {
	w := newWorld(t)
	all := []commands.Action{commands.DeployTo, commands.Control, commands.RollBack, commands.LockIt}
	for who, may := range map[string][2][]commands.Action{rel: {all, all}, dev: {all, nil}, nobody: {}} {
		h, err := w.home(who)
		w.must(err)
		if h.Person.ID != who || len(h.May) != 2 || h.Services != 2 {
			t.Fatalf("%+v", h)
		}
		for i, want := range may {
			if !slices.Equal(h.May[i].May, want) {
				t.Errorf("%s may in %s: %v", who, h.May[i].Environment, h.May[i].May)
			}
		}
		if !slices.Equal(h.May[1].For, []string{"releaser"}) {
			t.Errorf("prod is for %v", h.May[1].For)
		}
	}
}

func TestTheHomeTabShowsWhatIsOpenLockedAndLive(t *testing.T) {
	w := newWorld(t)
	first := w.start(prod, goodSHA)
	second := w.start(staging, badSHA)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful", For: time.Hour})
	w.must(err)
	h, err := w.home(nobody)
	w.must(err)
	if len(h.Open) != 2 || h.Open[0].ID != second || h.Open[1].ID != first {
		t.Errorf("open: %+v", h.Open)
	}
	if len(h.Held) != 1 || h.Held[0].Target != is(prod) {
		t.Errorf("locked: %+v", h.Held)
	}
	if len(h.Live) != 4 || h.Live[1].Live.Version != "41" || h.Live[3].Problem == "" {
		t.Errorf("live: %+v", h.Live)
	}
	w.now = w.now.Add(time.Hour)
	if h, err = w.home(nobody); err != nil || len(h.Held) != 0 {
		t.Errorf("an hour later it is locked: %+v, %v", h.Held, err)
	}
}

func TestTheHomeTabShowsTenServicesAndOnesOwnFirst(t *testing.T) {
	w := newWorld(t)
	checkout := w.Policy.Services[0]
	w.Policy.Services = nil
	for i := range 499 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%03d", i)})
	}
	w.Policy.Services = append(w.Policy.Services, checkout)
	w.start(prod, goodSHA)
	w.calls = nil
	h, err := w.home(rel)
	w.must(err)
	if len(h.Live) != 20 || h.Services != 500 || h.Live[0].Target.Service != "checkout" || h.Live[2].Target.Service != "service-000" {
		t.Errorf("%d of %d, first %s", len(h.Live), h.Services, h.Live[0].Target)
	}
	if len(w.calls) > 40 {
		t.Errorf("%d calls to the account", len(w.calls))
	}
	if h, err = w.home(dev); err != nil || h.Live[0].Target.Service != "service-000" {
		t.Errorf("somebody else's first: %s, %v", h.Live[0].Target, err)
	}
}

func TestARowThatCannotBeReadHidesNothingElseOfTheHomeTab(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey("01ZNEWER"), Rev: 1, Body: []byte(`{"schema":999}`)}, []string{rollout.OpenIndex, rollout.AllIndex})
	h, err := w.home(rel)
	w.must(err)
	if len(h.Open) != 1 || h.Open[0].ID != id {
		t.Errorf("%+v", h.Open)
	}
}

func TestAHomeTabThatCannotBeReadIsAnError(t *testing.T) {
	for _, index := range []string{rollout.OpenIndex, rollout.LockIndex, rollout.AllIndex} {
		w := newWorld(t)
		w.Store = cannotQuery{Store: w.store, index: index}
		if _, err := w.home(rel); !errors.Is(err, errDown) {
			t.Errorf("without %s: %v", index, err)
		}
	}
	w := newWorld(t)
	for who, code := range map[string]string{guest: "guest", "UWHO": "unknown_person"} {
		_, err := w.home(who)
		refused(t, err, code)
	}
}
