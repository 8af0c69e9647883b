package commands_test

import (
	"context"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// plan is the form of somebody with something in it, once everything was looked up.
func (w *world) planOf(who string, f commands.Filled) commands.FormShown {
	w.t.Helper()
	shown, err := w.filled(who, f)
	w.must(err)
	return w.looked(shown)
}

func TestTheFormSaysWhatADeployWouldDoBeforeAnybodyPressesItsButton(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	h.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Ahead: 3, Files: []string{"db/1.sql", "a.go"}})
	w.Policy.Services[0].Watched = []string{"db/**"}
	f := w.planOf(rel, commands.Filled{Service: "checkout", Environment: "prod", Version: goodSHA})
	p := f.Plan
	if p == nil || f.Unknown != nil || f.Live != nil || !f.Looked {
		t.Fatalf("%+v", f)
	}
	if p.Target != is(prod) || p.Release.SHA != goodSHA || p.Live.Version != "41" || p.Ships.Ahead != 3 || len(p.Flagged) != 1 || p.Strategy.Kind != rollout.Canary {
		t.Errorf("%+v", p)
	}
	for _, g := range p.Gates {
		if g.Refusal != nil {
			t.Errorf("%s is closed: %s", g.Name, g.Refusal)
		}
	}
}

func TestAllThatIsInTheWayIsSaidInTheForm(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	f := w.planOf(rel, commands.Filled{Service: "checkout", Environment: "prod", Version: shipped("41")})
	var codes []string
	for _, g := range f.Plan.Gates {
		if g.Refusal != nil {
			codes = append(codes, g.Refusal.Code)
		}
	}
	if got := strings.Join(codes, " "); got != "locked already_live" {
		t.Errorf("in the way: %s", got)
	}
	f, err = w.filled(dev, commands.Filled{Service: "checkout", Version: goodSHA})
	w.must(err)
	f.Environment = "prod" // which is not offered to them
	f = w.looked(f)
	if g := f.Plan.Gates[0]; g.Refusal == nil || g.Refusal.Code != "not_allowed" {
		t.Errorf("who may not deploy there hears %+v", g)
	}
}

// Nobody has asked for anything yet.
func TestLookingAtTheFormWritesNothingDown(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	w.Store = onlyReads{w.store, t}
	w.Policy.Environments[1].Confirm = true
	for _, filled := range []commands.Filled{
		{Service: "checkout", Environment: "prod", Version: goodSHA}, {Service: "checkout", Environment: "staging", Ref: "latest"},
		{Service: "checkout", Environment: "prod", Ref: "nothing"}, {Service: "checkout"},
	} {
		if f := w.planOf(rel, filled); f.Plan != nil && f.Plan.Proposal != "" {
			t.Errorf("%+v can be confirmed: %s", filled, f.Plan.Proposal)
		}
	}
}

func TestWhatIsTypedCountsInPlaceOfWhatIsChosen(t *testing.T) {
	w := newWorld(t)
	f := w.planOf(rel, commands.Filled{Service: "checkout", Environment: "prod", Version: shipped("40"), Ref: "invoices", Strategy: "all-at-once"})
	if f.Plan == nil || f.Plan.Release.SHA != goodSHA || f.Plan.Strategy.Kind != rollout.AllAtOnce {
		t.Errorf("%+v %v", f.Plan, f.Unknown)
	}
}

func TestWithoutAPlanTheFormSaysWhyAndWhatIsLive(t *testing.T) {
	for name, c := range map[string]struct {
		filled commands.Filled
		spoil  func(*world)
		code   string
		says   string
	}{
		"no such commit":   {commands.Filled{Ref: "nothing"}, nil, "unknown_ref", "no commit or branch nothing"},
		"two words":        {commands.Filled{Ref: "main --strategy all-at-once"}, nil, "usage", "Only one word"},
		"an odd word":      {commands.Filled{Ref: "main;rm"}, nil, "usage", "main;rm"},
		"an odd strategy":  {commands.Filled{Ref: "latest", Strategy: "blue --reason x"}, nil, "usage", "blue"},
		"the host is down": {commands.Filled{Ref: "latest"}, func(w *world) { w.host.Before = func(string) error { return errDown } }, "unknown", "could not be looked up"},
		"the host is busy": {commands.Filled{Ref: "latest"}, func(w *world) {
			w.host.Before = func(string) error {
				return &rollout.Error{Kind: rollout.Throttled, Message: "GitHub asks for fewer calls.", Hint: "Wait."}
			}
		}, "unknown", "GitHub asks for fewer calls."},
		"a strategy that does not work": {commands.Filled{Ref: "latest", Strategy: "canary"}, func(w *world) {
			w.Policy.Environments[1].Canary = nil
			w.Policy.Environments[1].Strategy.Kind = rollout.BlueGreen
			w.Policy.Environments[1].Strategy.Steps = nil
		}, "unknown", "does not work here"},
	} {
		w := newWorld(t)
		if c.spoil != nil {
			c.spoil(w)
		}
		c.filled.Service, c.filled.Environment = "checkout", "prod"
		f := w.planOf(rel, c.filled)
		if f.Plan != nil || f.Unknown == nil || f.Unknown.Code != c.code || !strings.Contains(f.Unknown.Error(), c.says) {
			t.Errorf("%s: %+v %+v", name, f.Plan, f.Unknown)
			continue
		}
		if len(f.Live) != 1 || f.Live[0].Target != is(prod) {
			t.Errorf("%s: live is %+v", name, f.Live)
		}
	}
}

func TestWithOneEnvironmentTheFormBeginsWithIt(t *testing.T) {
	w := newWorld(t)
	if f := w.planOf(dev, commands.Filled{Service: "checkout", Version: goodSHA}); f.Plan == nil || f.Plan.Target != is(staging) {
		t.Errorf("%+v", f)
	}
}

// onlyReads is a store in which nobody may write.
type onlyReads struct {
	commands.Store
	t *testing.T
}

func (s onlyReads) Commit(ctx context.Context, c rollout.Change) error {
	s.t.Errorf("%+v is written", c)
	return s.Store.Commit(ctx, c)
}
