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
	return w.filled(who, commands.Filled{Service: service})
}

// filled is the form with something in it, before anybody has looked.
func (w *world) filled(who string, f commands.Filled) (commands.FormShown, error) {
	return w.Form(context.Background(), commands.Request{ID: "form", Actor: who, Channel: "CANY"}, f)
}

// looked is a form once everything was looked up.
func (w *world) looked(f commands.FormShown) commands.FormShown {
	for more := true; more; {
		f, more = w.FormLooked(context.Background(), f)
	}
	return f
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
	w.calls = nil
	f, err := w.form(rel, "checkout")
	w.must(err)
	if f.Live != nil || len(w.calls) > 0 { // Slack waits for three seconds
		t.Errorf("it is not shown before it was looked at what is live: %v", w.calls)
	}
	f = w.looked(f)
	if f.MoreLive != 0 || len(f.Live) != 2 || f.Live[0].Live.Version != "41" || f.Live[1].Target != is(prod) || f.Live[1].Hold == nil {
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

func TestWithoutAServiceThereIsNothingToLookAt(t *testing.T) {
	w := newWorld(t)
	f, err := w.form(rel, "")
	w.must(err)
	if f = w.looked(f); f.Live != nil || len(w.calls) > 0 {
		t.Errorf("%+v after %v", f.Live, w.calls)
	}
	w.Policy.Services = nil
	_, err = w.form(rel, "")
	hinted(t, err, "no_service", "slipway.yaml")
}

func TestAMenuOffersNoMoreThanItHolds(t *testing.T) {
	w := newWorld(t)
	w.Policy.Services = nil
	for i := range 103 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%03d", i)})
	}
	all := w.Policy.Environments[:1:1]
	for i := range 101 {
		e := all[0]
		e.Name = fmt.Sprintf("env-%03d", i)
		all = append(all, e)
	}
	w.Policy.Environments = all
	f, err := w.form(rel, "")
	w.must(err)
	if len(f.Services) != 100 || f.More != 3 || len(f.Environments) != 100 || f.MoreEnvironments != 2 {
		t.Errorf("%d services and %d more, %d environments and %d more", len(f.Services), f.More, len(f.Environments), f.MoreEnvironments)
	}
	if f = w.looked(f); f.Live != nil {
		t.Errorf("live: %d", len(f.Live))
	}
}

func TestTheServiceThatIsChosenIsAlwaysAmongThoseOffered(t *testing.T) {
	w := newWorld(t)
	w.Policy.Services = nil
	for i := range 103 {
		w.Policy.Services = append(w.Policy.Services, commands.Service{Name: fmt.Sprintf("service-%03d", i)})
	}
	for service, first := range map[string]string{"service-000": "service-000", "service-099": "service-000", "service-100": "service-100", "service-102": "service-102"} {
		f, err := w.form(rel, service)
		w.must(err)
		if len(f.Services) != 100 || f.More != 3 || !slices.Contains(f.Services, service) || f.Services[0] != first {
			t.Errorf("%s: %d services, the first is %s", service, len(f.Services), f.Services[0])
		}
	}
	if w.Policy.Services[0].Name != "service-000" {
		t.Error("the policy has changed")
	}
}

func TestInManyEnvironmentsOnlySomeAreLookedAt(t *testing.T) {
	w := newWorld(t)
	for i := range 98 {
		e := w.Policy.Environments[0]
		e.Name = fmt.Sprintf("env-%03d", i)
		w.Policy.Environments = append(w.Policy.Environments, e)
	}
	f, err := w.form(rel, "checkout")
	w.must(err)
	w.calls = nil
	if f = w.looked(f); len(f.Live) != 10 || f.MoreLive != 90 || len(w.calls) > 50 {
		t.Errorf("%d and %d more, after %d calls", len(f.Live), f.MoreLive, len(w.calls))
	}
}

func TestWhatCannotBeReadIsAnErrorOfTheForm(t *testing.T) {
	w := newWorld(t)
	w.people.Down = errDown
	if _, err := w.form(rel, ""); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
