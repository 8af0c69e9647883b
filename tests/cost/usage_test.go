package cost

import (
	"math"
	"reflect"
	"testing"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/tests/bench/functions"
)

// within is by how much a figure of the model may be off.
const within = 0.10

// sweep is the ticker's task by the clock, as infra/modules/bot has it.
const sweep = "sweep"

func TestTheModelUsesWhatTheFunctionsUse(t *testing.T) {
	programs, err := functions.Build(t.Context(), t.TempDir(), functions.Front, functions.Worker)
	must(t, err)

	t.Run("when there is nothing to do", func(t *testing.T) {
		p := open(t, programs, "1")
		must(t, p.ask(t.Context(), engine.Task{Do: sweep}, nil)) // the first one may know less
		before := p.counted()
		must(t, p.ask(t.Context(), engine.Task{Do: sweep}, nil))
		swept := since(p.counted(), before)
		if swept.Calls > model.Sweep().Calls { // in the one minute of five that is its target's
			swept = since(swept, model.Tended())
		}
		same(t, "a sweep", swept, model.Sweep())

		before = p.counted()
		event := []byte(`{"httpMethod":"GET","path":"/healthz","requestContext":{"requestId":"warm-up"}}`) // as infra/modules/bot has it
		status, _, err := functions.Answered(t.Context(), p.processes[functions.Front], event)
		must(t, err)
		if status != 200 {
			t.Fatalf("a warm-up is answered with %d", status)
		}
		p.count(0, 1, 0)
		same(t, "a warm-up", since(p.counted(), before), model.WarmUp())
	})

	t.Run("when somebody looks", func(t *testing.T) {
		p := open(t, programs, "1")
		for range 2 {
			before := p.counted()
			p.types(t.Context(), "status prod checkout")
			must(t, p.work(t.Context()))
			if before.Invocations > 0 { // by functions that are warm
				same(t, "a look", since(p.counted(), before), model.Look())
			}
		}
	})

	t.Run("when something is deployed", func(t *testing.T) {
		if testing.Short() {
			t.Skip("a canary takes a minute")
		}
		p := open(t, programs, speed)
		transitions := p.deploy()
		got := p.counted()
		got.Transitions = transitions
		same(t, "a deploy", got, model.Deploy())
	})
}

// since is what came after it.
func since(after, before model.Measured) model.Measured {
	out := after
	a, b := reflect.ValueOf(&out).Elem(), reflect.ValueOf(before)
	for i := range a.NumField() {
		if a.Field(i).CanInt() {
			a.Field(i).SetInt(a.Field(i).Int() - b.Field(i).Int())
		}
	}
	return out
}

// same fails for each figure that the model has wrong.
func same(t *testing.T, what string, got, want model.Measured) {
	t.Helper()
	a, b := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range a.NumField() {
		if !a.Field(i).CanInt() {
			continue // not counted
		}
		counted, said := float64(a.Field(i).Int()), float64(b.Field(i).Int())
		if math.Abs(counted-said) > within*counted {
			t.Errorf("%s: %s is %g, and the model says %g", what, a.Type().Field(i).Name, counted, said)
		}
	}
}
