package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/process"
)

// turn turns a knob.
func turn(t *testing.T, p *process.Process, knob string, value map[string]any) {
	t.Helper()
	body, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if a := p.Do(t, http.MethodPut, "/sandbox/api/"+knob, string(body)); a.Status != http.StatusNoContent || a.Body != "" {
		t.Fatalf("%s %s: %d %s", knob, body, a.Status, a.Body)
	}
}

func TestAVersionThatIsBrokenDuringItsCanaryIsRolledBack(t *testing.T) {
	for name, knob := range map[string]map[string]any{
		"errors":  {"error_rate": 0.3},
		"latency": {"latency_ms": 3000},
	} {
		t.Run(name, func(t *testing.T) {
			p := fresh(t)
			before := p.Target(t, "checkout", "prod")
			types(t, p, "/deploy", "prod abc123", "T.1", "Looking at")
			begun(t, p, "prod", "shifting")
			knob["service"], knob["sha"] = "checkout", "abc123"
			turn(t, p, "behaviour", knob)
			if now := after(t, p, before.Last, "prod"); now.Last.Phase != "rolled_back" || now.Live.Version != before.Live.Version {
				t.Errorf("%+v", now)
			}
		})
	}
}

func TestWithoutTrafficNothingIsPromotedInProd(t *testing.T) {
	p := fresh(t, "--speed", "600")
	turn(t, p, "traffic", map[string]any{"function": p.Target(t, "checkout", "prod").Function, "per_minute": 0})
	types(t, p, "/deploy", "prod abc123", "T.1", "Looking at")
	p.Eventually(t, patience, "a question for people", func() bool {
		r := p.Target(t, "checkout", "prod").Rollout
		return r != nil && r.Paused
	})
	if now := p.Target(t, "checkout", "prod"); now.Live.Weights[*now.Green] != 0.1 {
		t.Errorf("%+v", now)
	}
}

func TestTheSpeedIsThatOfTheSimulatedClock(t *testing.T) {
	p := fresh(t, "--speed", "1")
	if s := p.State(t); s.Speed != 1 {
		t.Errorf("--speed 1 gives %v", s.Speed)
	}
	began, before := time.Now(), p.State(t).Now
	turn(t, p, "speed", map[string]any{"speed": 3600})
	p.Eventually(t, patience, "an hour later", func() bool { return p.State(t).Now.Sub(before) >= time.Hour })
	if took := time.Since(began); took < 900*time.Millisecond || took > 5*time.Second {
		t.Errorf("an hour took %s", took)
	}
	if s := p.State(t); s.Speed != 3600 {
		t.Errorf("the speed is %v", s.Speed)
	}
}

// Signatures count in real time, however fast the simulated clock is.
func TestSlacksTimeStaysReal(t *testing.T) {
	p := fresh(t, "--speed", "10000")
	before := p.State(t).Now
	p.Eventually(t, patience, "an hour later", func() bool { return p.State(t).Now.Sub(before) >= time.Hour })
	types(t, p, "/deploy", "status", "T.1", "Looking at")
	if newest := seconds(t, p.Messages(t, p.Info.Channel("checkout"))[0].TS); time.Until(newest) > time.Minute {
		t.Errorf("the newest message is from %s", newest)
	}
}

func TestResetBeginsAnewWithTheSameIdsAndSecrets(t *testing.T) {
	p := fresh(t)
	turn(t, p, "speed", map[string]any{"speed": 60})
	types(t, p, "/deploy", "prod abc123", "T.1", "Looking at")
	begun(t, p, "prod", "shifting")
	types(t, p, "/deploy", "status", "T.2", "Looking at")
	answers(t, p, "T.2")
	var both sync.WaitGroup // two people press it at once, while a rollout runs
	for range 2 {
		both.Go(func() {
			if a := p.Do(t, http.MethodPost, "/sandbox/api/reset", ""); a.Status != http.StatusNoContent {
				t.Errorf("reset: %d %s", a.Status, a.Body)
			}
		})
	}
	both.Wait()
	if now := p.Do(t, http.MethodGet, "/sandbox/api/info", "").Body; now != string(p.First) {
		t.Errorf("the info is another one:\n%s", now)
	}
	now := p.Target(t, "checkout", "prod")
	if now.Rollout != nil || len(now.Versions) != 4 || p.State(t).Speed != 180 {
		t.Errorf("it did not begin anew: %+v", now)
	}
	if old := p.Do(t, http.MethodGet, "/sandbox/response/T.2", "").Body; strings.TrimSpace(old) != "[]" {
		t.Errorf("an answer from before: %s", old)
	}
	types(t, p, "/deploy", "staging abc123", "T.1", "Looking at") // the same id again, in a world that does not know it
	begun(t, p, "staging", "deploying", "checking", "promoting", "watching")
}
