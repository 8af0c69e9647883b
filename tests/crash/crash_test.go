// Package crash kills the real process, at random moments, and looks whether
// what was going on comes to its end all the same.
package crash

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/process"
)

// faults.md F1–F3: killed at any moment and started again, every open rollout
// comes to its end, each with one message, and no alias is left split.
func TestKilledAtRandomMomentsEveryRolloutComesToItsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a real process for some seconds")
	}
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("CRASH_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("CRASH_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	dir := t.TempDir()
	bin, err := process.Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := process.Start(t, bin, dir, "--speed", "300")
	first := p.Info
	deploys := beginOneOnEachTarget(t, p)
	last := time.Time{}
	for kills := range 15 {
		time.Sleep(time.Duration(random.IntN(700)) * time.Millisecond)
		p.Kill()
		p = process.Start(t, bin, dir)
		now := p.Info
		if now.SigningSecret != first.SigningSecret || now.BotToken != first.BotToken {
			t.Fatal("the secrets are others after a kill")
		}
		s := p.State(t)
		if s.Now.Before(last) {
			t.Fatalf("kill %d: the clock went back from %s to %s", kills, last, s.Now)
		}
		last = s.Now
	}
	s := untilAllHaveEnded(t, p)
	for _, target := range s.Targets {
		want := deploys[target.Service+"/"+target.Environment]
		if target.Last == nil || target.Last.Phase != want.phase {
			t.Errorf("%s in %s: %+v, want %s", target.Service, target.Environment, target.Last, want.phase)
			continue
		}
		if len(target.Live.Weights) != 0 {
			t.Errorf("%s in %s is left split: %v", target.Service, target.Environment, target.Live)
		}
		if sha := target.SHA(target.Live.Version); (sha == want.sha) != (want.phase == "succeeded") {
			t.Errorf("%s in %s: live is v%s of %s", target.Service, target.Environment, target.Live.Version, sha)
		}
		if n := len(p.About(t, want.channel, target.Last.ID)); n != 1 {
			t.Errorf("%s in %s: %d messages about one rollout", target.Service, target.Environment, n)
		}
	}
	if t.Failed() {
		t.Logf("the log of the last life:\n%s", p.Log)
	}
}

type deploy struct{ sha, channel, phase string }

// beginOneOnEachTarget deploys a good version here and a bad one there.
func beginOneOnEachTarget(t *testing.T, p *process.Process) map[string]deploy {
	t.Helper()
	out := map[string]deploy{}
	for _, c := range p.Info.Channels {
		if c.Service == "" {
			continue
		}
		for environment, behaviour := range map[string]string{"staging": "good", "prod": map[string]string{"checkout": "good", "payments": "bad", "search": "slow"}[c.Service]} {
			d := deploy{sha: p.Info.Commit(c.Service, behaviour), channel: c.ID, phase: "succeeded"}
			if behaviour != "good" {
				d.phase = "rolled_back"
			}
			out[c.Service+"/"+environment] = d
			text := fmt.Sprintf("%s %s %s", environment, c.Service, d.sha)
			trigger := "T." + c.Service + "." + environment
			if a := p.Command(t, p.Info.User("developer"), c.ID, "/deploy", text, trigger); !strings.Contains(a.Body, "Looking at") {
				t.Fatalf("%s: %d %s", text, a.Status, a.Body)
			}
		}
	}
	return out
}

func untilAllHaveEnded(t *testing.T, p *process.Process) process.State {
	t.Helper()
	p.Eventually(t, 90*time.Second, "the end of all rollouts", func() bool {
		return !slices.ContainsFunc(p.State(t).Targets, func(target process.Target) bool { return target.Rollout != nil })
	})
	time.Sleep(3 * time.Second) // for the last edit of each message
	return p.State(t)
}
