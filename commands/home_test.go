package commands_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func (w *world) home(who string) (commands.HomeShown, error) {
	return w.Home(context.Background(), commands.Request{ID: "Ev1", Actor: who, Received: w.now})
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
	shipped := w.deploy(staging, goodSHA)
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
	if len(h.Live) != 4 || h.Live[3].Target.Service != "ghost" || h.Live[3].Problem == "" {
		t.Fatalf("live: %+v", h.Live)
	}
	if s := h.Live[0]; s.Live.Version != "42" || s.Live.Release.SHA != goodSHA || !s.Since.Equal(shipped.Ended) || s.By != rel || s.Rollout.ID != second || s.Hold != nil {
		t.Errorf("live in staging: %+v", s)
	}
	if s := h.Live[1]; s.Live.Version != "41" || s.Rollout.ID != first || s.Hold == nil {
		t.Errorf("live in prod: %+v", s)
	}
	w.now = w.now.Add(time.Hour)
	if h, err = w.home(nobody); err != nil || len(h.Held) != 0 || h.Live[1].Hold != nil {
		t.Errorf("an hour later it is locked: %+v, %v", h.Held, err)
	}
}

func TestTheHomeTabShowsWhatIsRed(t *testing.T) {
	w := newWorld(t)
	over := rollout.Incident{ID: "01OVER", Revision: 1, Target: is(prod), Closed: w.now}
	older, newer := rollout.Incident{ID: "01RED", Revision: 1, Target: is(prod)}, rollout.Incident{ID: "02RED", Revision: 1, Target: is(staging)}
	w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{over, older, newer}}))
	h, err := w.home(nobody)
	w.must(err)
	if len(h.Incidents) != 2 || h.Incidents[0].ID != "02RED" || h.Incidents[1].ID != "01RED" {
		t.Errorf("red: %+v", h.Incidents)
	}
}

func TestTheHomeTabSaysWhatTheLastRolloutLeftLive(t *testing.T) {
	for name, c := range map[string]struct {
		ship func(w *world)
		live rollout.Version
		by   string
	}{
		"a deploy":                         {func(w *world) { w.deploy(prod, goodSHA) }, "42", rel},
		"one that was taken back":          {func(w *world) { w.deploy(prod, badSHA) }, "41", rollout.Slipway},
		"one that brought nothing":         {func(w *world) { w.deploy(prod, crashSHA) }, "41", ""},
		"one that brought nothing, second": {func(w *world) { w.deploy(prod, goodSHA); w.deploy(prod, crashSHA) }, "42", rel},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.ship(w)
			h, err := w.home(dev)
			w.must(err)
			if s := h.Live[1]; s.Target != is(prod) || s.Live.Version != c.live || s.By != c.by || s.Rollout != nil {
				t.Errorf("%+v", s)
			}
		})
	}
}

// readsOf counts what is read.
type readsOf struct {
	commands.Store
	reads *atomic.Int64
}

func (c readsOf) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	c.reads.Add(1)
	return c.Store.Load(ctx, k)
}

func (c readsOf) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	c.reads.Add(1)
	return c.Store.Query(ctx, q)
}

// A thousand targets, and everybody looks: a rollback needs the account's calls.
func TestLookingAtTheHomeTabUsesUpNoCallsAndFewReads(t *testing.T) {
	w := newWorld(t)
	checkout := w.Policy.Services[0]
	w.Policy.Services = nil
	for i := range 499 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%03d", i)})
	}
	w.Policy.Services = append(w.Policy.Services, checkout)
	w.start(prod, goodSHA)
	_, err := w.home(dev) // who looks first works out the week's numbers
	w.must(err)
	reads := &atomic.Int64{}
	w.calls, w.Store = nil, readsOf{w.store, reads}
	h, err := w.home(rel)
	w.must(err)
	if len(w.calls) > 0 || reads.Load() > 45 {
		t.Errorf("%d reads, and to the account %v", reads.Load(), w.calls)
	}
	if len(h.Live) != 40 || h.Services != 500 || h.Live[0].Target.Service != "checkout" || h.Live[2].Target.Service != "service-000" {
		t.Errorf("%d of %d, first %s", len(h.Live), h.Services, h.Live[0].Target)
	}
	if !slices.Equal(h.Mine, []string{"checkout"}) || h.Production != "prod" {
		t.Errorf("mine are %v, in %s", h.Mine, h.Production)
	}
	if h, err = w.home(dev); err != nil || h.Live[0].Target.Service != "service-000" || h.Mine != nil {
		t.Errorf("somebody else's first: %s, %v, %v", h.Live[0].Target, h.Mine, err)
	}
	w.Policy.Environments = slices.Repeat(w.Policy.Environments, 50)
	reads.Store(0)
	if h, err = w.home(rel); err != nil || len(h.Live) != 40 || reads.Load() > 45 {
		t.Errorf("in 100 environments: %d after %d reads, %v", len(h.Live), reads.Load(), err)
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
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey("01ZNEWEST"), Rev: 1, Body: []byte(`{"schema":999}`)}, []string{rollout.TargetIndex(is(staging))})
	if h, err = w.home(rel); err != nil || h.Live[0].Problem == "" || h.Live[1].Problem != "" {
		t.Errorf("%+v, %v", h.Live, err)
	}
}

func TestAHomeTabThatCannotBeReadIsAnError(t *testing.T) {
	for _, index := range []string{rollout.OpenIndex, rollout.OpenIncidentsIndex, rollout.LockIndex, rollout.AllIndex} {
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

func TestDashboardsAreOfferedOfTheEnvironmentThatCountsMost(t *testing.T) {
	w := newWorld(t)
	for want, change := range map[string]func(){
		"prod":    func() {},
		"staging": func() { w.Policy.Summary.Production = []string{"prod", "staging"} },
		"":        func() { w.Policy.Summary.Production, w.Policy.Environments = nil, nil },
	} {
		w = newWorld(t)
		change()
		h, err := w.home(rel)
		w.must(err)
		if h.Production != want {
			t.Errorf("in %q, want %q", h.Production, want)
		}
	}
	h, err := w.home(dev)
	w.must(err)
	if h.Can(commands.Control, is(prod)) || h.Can(commands.Control, rollout.Target{Environment: "nowhere"}) {
		t.Error("a developer may steer in prod")
	}
	w = newWorld(t)
	if h, err = w.home(dev); err != nil || !h.Can(commands.Control, is(staging)) || h.Can(commands.Control, is(prod)) {
		t.Errorf("%+v, %v", h.May, err)
	}
}
