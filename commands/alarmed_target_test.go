package commands_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// words is an alarm whose only metric has these dimensions.
func (w *ward) words(dimensions ...string) rollout.Signal {
	s := w.red("some-alarm")
	s.Gauges[0].Dimensions = map[string]string{}
	for n := 0; n < len(dimensions); n += 2 {
		s.Gauges[0].Dimensions[dimensions[n]] = dimensions[n+1]
	}
	return s
}

// about delivers a signal, and says which target it was about; nothing when it was about
// none.
func (w *ward) about(s rollout.Signal) string {
	w.t.Helper()
	w.hears(s)
	all := list[rollout.Incident](w.world, rollout.AllIncidentsIndex)
	if len(all) == 0 {
		return ""
	}
	return all[0].Target.String()
}

func TestAnAlarmIsAboutTheTargetThatSomethingSaysItIsAbout(t *testing.T) {
	for name, c := range map[string]struct {
		signal func(w *ward) rollout.Signal
		want   string
	}{
		"its function": {func(w *ward) rollout.Signal { return w.words("FunctionName", "checkout-staging") }, "checkout/staging"},
		"its alias":    {func(w *ward) rollout.Signal { return w.words("Resource", "checkout-prod:live") }, "checkout/prod"},
		"its words":    {func(w *ward) rollout.Signal { return w.words("Service", "checkout", "Stage", "prod") }, "checkout/prod"},
		"other words": {func(w *ward) rollout.Signal { return w.words("ServiceName", "checkout", "env", "staging") },
			"checkout/staging"},
		"its function before its words": {func(w *ward) rollout.Signal {
			return w.words("FunctionName", "checkout-prod", "service", "checkout", "environment", "staging")
		}, "checkout/prod"},
		"half of the words":     {func(w *ward) rollout.Signal { return w.words("Service", "checkout") }, ""},
		"words of nobody":       {func(w *ward) rollout.Signal { return w.words("Service", "billing", "Stage", "prod") }, ""},
		"a function of another": {func(w *ward) rollout.Signal { return w.words("FunctionName", "checkout-prod-2") }, ""},
		"two functions": {func(w *ward) rollout.Signal {
			s := w.words("FunctionName", "checkout-prod")
			s.Gauges = append(s.Gauges, w.words("FunctionName", "checkout-staging").Gauges...)
			return s
		}, ""},
		"two metrics of one": {func(w *ward) rollout.Signal {
			s := w.words("FunctionName", "checkout-prod")
			s.Gauges = append(s.Gauges, s.Gauges...)
			return s
		}, "checkout/prod"},
		"the map before all": {func(w *ward) rollout.Signal {
			w.Policy.Services[0].Alarms = []commands.AlarmMap{{Environment: "prod", Names: []string{"other", "so*al/*"}}}
			s := w.words("FunctionName", "checkout-staging")
			s.Name = "some/al/arm"
			return s
		}, "checkout/prod"},
		"a map that it does not fit": {func(w *ward) rollout.Signal {
			w.Policy.Services[0].Alarms = []commands.AlarmMap{{Environment: "prod", Names: []string{"some", "alarm", "some.alarm", "*x"}}}
			return w.words("FunctionName", "checkout-staging")
		}, "checkout/staging"},
		"a map that gives it twice": {func(w *ward) rollout.Signal {
			w.Policy.Services[0].Alarms = []commands.AlarmMap{{Environment: "prod", Names: []string{"some*"}}, {Environment: "staging", Names: []string{"*"}}}
			return w.words()
		}, ""},
		"its tags": {func(w *ward) rollout.Signal {
			s := w.words()
			w.monitor.Set(s, map[string]string{"slipway:service": "checkout", "slipway:environment": "prod", "team": "shop"})
			return s
		}, "checkout/prod"},
		"no function where none is named": {func(w *ward) rollout.Signal {
			w.Policy.Services[0].Functions[0].Name = ""
			return w.words("FunctionName", "")
		}, ""},
		"no monitoring": {func(w *ward) rollout.Signal {
			w.Monitor = nil
			return w.made("child")
		}, ""},
	} {
		w := newWard(t, handsOff)
		if got := w.about(c.signal(w)); got != c.want {
			t.Errorf("%s: about %q, want %q", name, got, c.want)
		}
	}
}

// made is an alarm on other alarms.
func (w *ward) made(of ...string) rollout.Signal {
	s := w.red("composite")
	s.Gauges, s.Children = nil, of
	return s
}

func TestAnAlarmOnAlarmsIsAboutWhatAllOfThoseAreAbout(t *testing.T) {
	for want, of := range map[string][]string{
		"checkout/prod": {errorsAlarm, latencyAlarm, "gone", "strange"},
		"":              {errorsAlarm, "elsewhere"},
	} {
		w := newWard(t, handsOff)
		elsewhere, strange := w.words("FunctionName", "checkout-staging"), w.words("FunctionName", "billing")
		elsewhere.ID, elsewhere.Name, strange.ID, strange.Name = "arn:elsewhere", "elsewhere", "arn:strange", "strange"
		for _, s := range []rollout.Signal{w.green(errorsAlarm), w.green(latencyAlarm), elsewhere, strange} {
			w.monitor.Set(s, nil)
		}
		if got := w.about(w.made(of...)); got != want {
			t.Errorf("about %q, want %q", got, want)
		}
	}
}

// Whether an alarm is ours is not decided while nobody can be asked: it comes again.
func TestAnAlarmThatCannotBeAskedAboutComesAgainUnlessAskingWillNeverHelp(t *testing.T) {
	for _, call := range []string{"Tags", "Alarms"} {
		w := newWard(t, handsOff)
		w.monitor.Before = failing(call, &rollout.Error{Kind: rollout.Throttled})
		if err := w.Alarmed(t.Context(), w.made(errorsAlarm)); !rollout.IsKind(err, rollout.Throttled) {
			t.Errorf("%s: %v", call, err)
		}
		w.monitor.Before = failing(call, denied)
		if err := w.Alarmed(t.Context(), w.made(errorsAlarm)); err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// faults.md F4
func TestASignalThatOthersAreFasterThanIsNotedAllTheSame(t *testing.T) {
	w := newWard(t, handsOff)
	w.overtaken(10)
	if w.hears(w.red(errorsAlarm)); !w.incident().Open() {
		t.Errorf("%+v", w.incident())
	}
}

func TestAnAlarmThatCannotBeNotedComesAgain(t *testing.T) {
	for name, breaks := range map[string]func(w *ward){
		"the store is away":              func(w *ward) { w.store.Down = errDown },
		"nothing can be saved":           func(w *ward) { w.store.Before = func(rollout.Change) error { return errDown } },
		"the past cannot be read":        func(w *ward) { w.Store = cannotQuery{Store: w.store, index: rollout.TargetIndex(is(prod))} },
		"the incident cannot be read":    func(w *ward) { w.Store = failsOn{Store: w.store, kind: "incident"} },
		"the errand cannot be read":      func(w *ward) { w.Store = failsOn{Store: w.store, kind: "notice"} },
		"others are always a bit faster": func(w *ward) { w.overtaken(1000) },
	} {
		w := newWard(t, handsOff)
		w.deploy(prod, goodSHA)
		w.hears(w.red(latencyAlarm))
		w.now = w.now.Add(time.Minute)
		s := w.red(errorsAlarm)
		store := w.Store
		breaks(w)
		err := w.Alarmed(t.Context(), s)
		if !errors.Is(err, errDown) && !rollout.IsKind(err, rollout.Stale) {
			t.Errorf("%s: %v", name, err)
		}
		w.Store, w.store.Down, w.store.Before = store, nil, nil
		w.hears(s)
		if i := w.incident(); len(i.Alarms) != 2 || happened(i) != "red red" {
			t.Errorf("%s: %s", name, happened(i))
		}
	}
}
