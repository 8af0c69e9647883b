package commands_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

func (w *world) form(who, service string) (commands.FormShown, error) {
	return w.Form(context.Background(), commands.Request{ID: "form", Actor: who, Channel: "CANY"}, service)
}

func TestTheFormOffersWhereSomebodyMayDeploy(t *testing.T) {
	w := newWorld(t)
	for who, environments := range map[string][]string{dev: {"staging"}, rel: {"staging", "prod"}} {
		f, err := w.form(who, "")
		w.must(err)
		if !slices.Equal(f.Environments, environments) || !slices.Equal(f.Services, []string{"checkout", "ghost"}) || f.More != 0 {
			t.Errorf("%s: %+v", who, f)
		}
		if f.Service != "" || f.Live != nil || len(w.calls) != 0 {
			t.Errorf("%s: without a service nothing is live, but %+v after %v", who, f.Live, w.calls)
		}
	}
}

func TestTheFormShowsWhatIsLiveOfTheChosenServiceEverywhere(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	f, err := w.form(dev, "checkout")
	w.must(err)
	if len(f.Live) != 2 || f.Live[0].Live.Version != "41" || f.Live[1].Target != is(prod) || f.Live[1].Hold == nil {
		t.Errorf("%+v", f.Live)
	}
}

func TestWhoeverMayDeployNowhereHearsWhoMay(t *testing.T) {
	w := newWorld(t)
	_, err := w.form(nobody, "checkout")
	hinted(t, err, "not_allowed", "staging is for: developer, releaser", "prod is for: releaser")
	for who, code := range map[string]string{guest: "guest", stranger: "guest", robot: "not_a_person", leaver: "not_a_person", "UWHO": "unknown_person"} {
		_, err := w.form(who, "")
		refused(t, err, code)
	}
	_, err = w.form(rel, "chekout")
	hinted(t, err, "no_target", "/deploy status")
}

func TestAMenuOffersNoMoreServicesThanItHolds(t *testing.T) {
	w := newWorld(t)
	w.Policy.Services = nil
	if _, err := w.form(rel, ""); err == nil {
		t.Error("there is nothing to deploy, and a form for it")
	}
	for i := range 103 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%03d", i)})
	}
	f, err := w.form(rel, "")
	w.must(err)
	if len(f.Services) != 100 || f.More != 3 {
		t.Errorf("%d services and %d more", len(f.Services), f.More)
	}
}

func TestWhatCannotBeReadIsAnErrorOfTheForm(t *testing.T) {
	w := newWorld(t)
	w.people.Down = errDown
	if _, err := w.form(rel, ""); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
