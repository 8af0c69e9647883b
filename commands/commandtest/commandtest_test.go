package commandtest_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/contract"
)

func TestTheStoreKeepsTheContractOfStores(t *testing.T) {
	contract.TestStore(t, func(*testing.T) contract.Store { return commandtest.NewStore() })
}

var errDown = errors.New("down")

func TestTheStoreFailsBeforeAChangeOrAfterItWhenTold(t *testing.T) {
	s := commandtest.NewStore()
	note := rollout.Change{Put: []rollout.Record{rollout.Seen{ID: "one"}}}
	s.Before = func(rollout.Change) error { return errDown }
	if err := s.Commit(t.Context(), note); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	s.Before, s.After = nil, func(rollout.Change) error { return errDown }
	if _, err := s.Load(t.Context(), rollout.Seen{ID: "one"}.Key()); err == nil {
		t.Error("it was written before Before had its say")
	}
	if err := s.Commit(t.Context(), note); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	if _, err := s.Load(t.Context(), rollout.Seen{ID: "one"}.Key()); err != nil {
		t.Errorf("a lost reply lost the change: %v", err)
	}
	s.Down = errDown
	_, load := s.Load(t.Context(), rollout.Seen{ID: "one"}.Key())
	_, query := s.Query(t.Context(), rollout.Query{Index: rollout.SeenIndex})
	if !errors.Is(load, errDown) || !errors.Is(query, errDown) {
		t.Errorf("while it is down: %v, %v", load, query)
	}
}

func TestTheStoreTakesARowAsAnEarlierVersionHasLeftIt(t *testing.T) {
	s := commandtest.NewStore()
	key := rollout.Key{Kind: "rollout", ID: "01J"}
	s.Leave(rollout.Stored{Key: key, Rev: 7, Body: []byte("old")}, []string{rollout.OpenIndex})
	found, err := s.Query(t.Context(), rollout.Query{Index: rollout.OpenIndex})
	if err != nil || len(found) != 1 || found[0].Rev != 7 || string(found[0].Body) != "old" {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestEngineAndOutboxRememberWhatTheyWereTold(t *testing.T) {
	e, o := &commandtest.Engine{}, &commandtest.Outbox{}
	err := errors.Join(e.Start(t.Context(), "a"), e.Wake(t.Context(), "b"), o.Send(t.Context(), "n", 3))
	if err != nil || !slices.Equal(e.Started(), []rollout.ID{"a"}) || !slices.Equal(e.Woken(), []rollout.ID{"b"}) {
		t.Errorf("started %v, woken %v, error %v", e.Started(), e.Woken(), err)
	}
	if !slices.Equal(o.Sent(), []commandtest.Sent{{ID: "n", Version: 3}}) {
		t.Errorf("sent %v", o.Sent())
	}
	e.Down, o.Down = errDown, errDown
	for _, err := range []error{e.Start(t.Context(), "a"), e.Wake(t.Context(), "a"), o.Send(t.Context(), "n", 4)} {
		if !errors.Is(err, errDown) {
			t.Errorf("while it is down: %v", err)
		}
	}
}

func TestTheDirectoryKnowsWhomItWasMadeWith(t *testing.T) {
	p := commandtest.NewPeople(commands.Person{ID: "UANA", Name: "Ana"})
	if ana, err := p.Person(t.Context(), "UANA"); err != nil || ana.Name != "Ana" {
		t.Errorf("%+v, %v", ana, err)
	}
	var missing *rollout.MissingError
	if _, err := p.Person(t.Context(), "UBEN"); !errors.As(err, &missing) {
		t.Errorf("a stranger: %v", err)
	}
	p.Down = errDown
	if _, err := p.Person(t.Context(), "UANA"); !errors.Is(err, errDown) {
		t.Errorf("while it is down: %v", err)
	}
}
