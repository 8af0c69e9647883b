package crash

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
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

	bin, dir := build(t), t.TempDir()
	p := start(t, bin, dir, 300)
	first := p.info
	deploys := beginOneOnEachTarget(t, p)
	last := time.Time{}
	for kills := range 15 {
		time.Sleep(time.Duration(random.IntN(700)) * time.Millisecond)
		p.kill()
		p = start(t, bin, dir, 300)
		now := p.info
		if now.SigningSecret != first.SigningSecret || now.BotToken != first.BotToken {
			t.Fatal("the secrets are others after a kill")
		}
		s, err := p.state()
		if err != nil {
			t.Fatal(err)
		}
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
		for _, v := range target.Versions {
			if v.Version == target.Live.Version && (v.SHA == want.sha) != (want.phase == "succeeded") {
				t.Errorf("%s in %s: live is v%s of %s", target.Service, target.Environment, v.Version, v.SHA)
			}
		}
		if n := p.about(want.channel, target.Last.ID); n != 1 {
			t.Errorf("%s in %s: %d messages about one rollout", target.Service, target.Environment, n)
		}
	}
	if t.Failed() {
		t.Logf("the log of the last life:\n%s", p.log)
	}
}

type deploy struct{ sha, channel, phase string }

// beginOneOnEachTarget deploys a good version here and a bad one there.
func beginOneOnEachTarget(t *testing.T, p *process) map[string]deploy {
	t.Helper()
	out := map[string]deploy{}
	for _, c := range p.info.Channels {
		if c.Service == "" {
			continue
		}
		for environment, behaviour := range map[string]string{"staging": "good", "prod": map[string]string{"checkout": "good", "payments": "bad", "search": "slow"}[c.Service]} {
			d := deploy{sha: commit(t, p, c.Service, behaviour), channel: c.ID, phase: "succeeded"}
			if behaviour != "good" {
				d.phase = "rolled_back"
			}
			out[c.Service+"/"+environment] = d
			text := fmt.Sprintf("%s %s %s", environment, c.Service, d.sha)
			if err := p.command(c.ID, text, "T."+c.Service+"."+environment); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
	}
	return out
}

func commit(t *testing.T, p *process, service, behaviour string) string {
	t.Helper()
	for _, c := range p.info.Commits {
		if c.Service == service && c.Behaviour == behaviour {
			return c.SHA
		}
	}
	t.Fatalf("%s has no %s commit", service, behaviour)
	return ""
}

func untilAllHaveEnded(t *testing.T, p *process) state {
	t.Helper()
	for deadline := time.Now().Add(90 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		s, err := p.state()
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, target := range s.Targets {
			if target.Rollout != nil {
				open++
			}
		}
		if open == 0 {
			time.Sleep(3 * time.Second) // for the last edit of each message
			return s
		}
	}
	s, _ := p.state()
	t.Fatalf("no end in sight: %+v\n%s", s, p.log)
	return s
}
