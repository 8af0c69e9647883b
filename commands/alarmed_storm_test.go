package commands_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// A thousand signals in ten seconds: of twenty targets, each with an alarm that flaps and
// ends up red, twice and out of order.
func TestAStormOfSignalsIsOneIncidentForEachTarget(t *testing.T) {
	const targets, flaps = 20, 25
	w := newWard(t, handsOn)
	w.bad(4 * time.Minute)
	for n := 1; n < targets; n++ {
		w.Policy.Services = append(w.Policy.Services, commands.Service{
			Name: fmt.Sprintf("service-%d", n), Functions: []commands.Function{{Environment: "prod", Name: fmt.Sprintf("service-%d-prod", n)}},
		})
	}
	var storm []rollout.Signal
	for n := range targets {
		for turn := range flaps {
			s := w.red(fmt.Sprintf("errors-%d", n))
			if turn%2 == 1 {
				s.State = rollout.AlarmOK
			}
			s.At = w.now.Add(time.Duration(turn) * 400 * time.Millisecond)
			if n > 0 {
				s.Gauges[0].Dimensions = map[string]string{"FunctionName": fmt.Sprintf("service-%d-prod", n)}
			}
			storm = append(storm, s, s)
		}
	}
	rand.New(rand.NewPCG(8, 8)).Shuffle(len(storm), func(i, j int) { storm[i], storm[j] = storm[j], storm[i] })
	for n, s := range storm {
		w.now = w.now.Add(10 * time.Millisecond)
		w.hears(s)
		if n%100 == 0 {
			w.errands()
		}
	}
	all := list[rollout.Incident](w.world, rollout.OpenIncidentsIndex)
	if n := len(list[rollout.Incident](w.world, rollout.AllIncidentsIndex)); len(storm) != 1000 || n != targets || len(all) != targets {
		t.Errorf("%d signals, %d incidents, %d of them open", len(storm), n, len(all))
	}
	if back := w.rollbacks(); len(back) != 1 || w.live(prod) != rollout.All("41") {
		t.Errorf("%d rollbacks, live %s", len(back), w.live(prod))
	}
	for _, i := range all {
		told := strings.Count(happened(i), "!")
		if len(i.Alarms) != 1 || told > 4 {
			t.Errorf("%s: %d alarms, %d replies: %s", i.Target, len(i.Alarms), told, happened(i))
		}
	}
	messages := slices.DeleteFunc(w.notices(), func(n rollout.Notice) bool { return n.Kind != rollout.Alarmed })
	if len(messages) != targets {
		t.Errorf("%d messages", len(messages))
	}
	w.verify(prod)
}
