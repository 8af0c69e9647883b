package rollout_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md E5: an alias that is split already, where the policy says to adopt it.
func TestASplitThatIsAdoptedIsEndedBeforeAnythingElse(t *testing.T) {
	for name, description := range map[string]string{
		"somebody's":                "by hand",
		"of a rollout that is dead": "slipway rollout=01JDEAD fence=1 move=3 deadline=2026-11-22T11:00:00Z",
	} {
		w := newSplit(canary())
		w.write(rollout.Live, w.r.Adopted.From, description)
		w.run(func(rollout.Rollout) bool { return w.live() == rollout.All("41") })
		if s, ours := rollout.ParseStamp(w.aliases[rollout.Live].Description); !ours || s.Rollout != w.r.ID || w.r.Moved() || w.version != nil {
			t.Fatalf("%s: live is %+v, version %+v", name, w.aliases[rollout.Live], w.version)
		}
		w.run(nil)
		if w.r.Phase != rollout.Succeeded || w.r.Adopted.Seen.IsZero() || w.aliases[rollout.Blue].Routing != rollout.All("41") {
			t.Errorf("%s: %s, cause %+v, adopted %+v", name, w.r.Phase, w.r.Cause, w.r.Adopted)
		}
	}
}

func TestASplitThatCameBackIsNotAdoptedAgain(t *testing.T) {
	w := newSplit(canary())
	w.run(func(r rollout.Rollout) bool { return !r.Adopted.Seen.IsZero() })
	w.write(rollout.Live, w.r.Adopted.From, "by hand")
	before := w.writes
	w.run(nil)
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseForeign || w.writes != before {
		t.Errorf("%s, cause %+v, %d writes more", w.r.Phase, w.r.Cause, w.writes-before)
	}
}

func TestOnlyTheSplitThatWasFoundIsAdopted(t *testing.T) {
	w := newSplit(canary())
	w.run(until(rollout.Deploying))
	w.write(rollout.Live, rollout.Split("41", "39", 0.5), "by hand")
	w.run(nil)
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseForeign || w.live().Weight != 0.5 {
		t.Errorf("%s, cause %+v, live %s", w.r.Phase, w.r.Cause, w.live())
	}
}

// faults.md E4: an alias cannot split between versions that differ in these.
func TestVersionsThatCannotShareTrafficAreFoundBeforeAnyIsMoved(t *testing.T) {
	for name, c := range map[string]struct {
		strategy          rollout.Strategy
		stable, candidate rollout.Published
		says              []string // of the failure; none when there is none
	}{
		"alike":                   {canary(), rollout.Published{Role: "a", DeadLetter: "q"}, rollout.Published{Role: "a", DeadLetter: "q"}, nil},
		"other role":              {canary(), rollout.Published{Role: "role-a"}, rollout.Published{Role: "role-b"}, []string{"execution role", "role-a", "role-b", "v41", "v42"}},
		"other queue":             {canary(), rollout.Published{Role: "a", DeadLetter: "queue-a"}, rollout.Published{Role: "a", DeadLetter: "queue-b"}, []string{"dead-letter target", "queue-a", "queue-b"}},
		"no queue any more":       {canary(), rollout.Published{Role: "a", DeadLetter: "queue-a"}, rollout.Published{Role: "a"}, []string{"dead-letter target", "queue-a", "none"}},
		"unknown":                 {canary(), rollout.Published{}, rollout.Published{Role: "b", DeadLetter: "q"}, nil},
		"one is unknown":          {canary(), rollout.Published{Role: "a"}, rollout.Published{}, nil},
		"nothing is shared":       {blueGreen(), rollout.Published{Role: "role-a"}, rollout.Published{Role: "role-b"}, nil},
		"the stable is not found": {canary(), rollout.Published{Version: "7", Role: "role-a"}, rollout.Published{Role: "role-b"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(c.strategy)
			if c.stable.Version == "" {
				c.stable.Version = "41"
				w.stable = &c.stable
			}
			c.candidate.Version, c.candidate.Ready = "42", true
			w.version = &c.candidate
			green := w.aliases[rollout.Green]
			w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Checking })
			if (w.r.Phase == rollout.Failed) != (c.says != nil) {
				t.Fatalf("%s, cause %+v", w.r.Phase, w.r.Cause)
			}
			if c.says == nil {
				return
			}
			for _, word := range c.says {
				if !strings.Contains(w.r.Cause.Text, word) {
					t.Errorf("%q does not name %s", w.r.Cause.Text, word)
				}
			}
			if w.r.Cause.Code != rollout.CauseVersion || w.aliases[rollout.Green] != green || w.live() != rollout.All("41") {
				t.Errorf("cause %s, aliases %+v", w.r.Cause.Code, w.aliases)
			}
		})
	}
}

// faults.md E6: what is not ready is asked for until it is, and has no traffic before.
func TestAVersionIsAskedForUntilItCanTakeTraffic(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Deploying))
	w.tick() // live is stamped
	w.version = &rollout.Published{Version: "42"}
	for range 3 {
		w.now = w.r.Wake
		if i := w.advance(); i.Kind != rollout.Publish || w.r.Candidate != "" {
			t.Fatalf("%+v, candidate %s", i, w.r.Candidate)
		}
	}
	w.version.Failed = "no capacity"
	w.run(nil)
	if w.r.Phase != rollout.Failed || !strings.Contains(w.r.Cause.Text, "no capacity") {
		t.Errorf("%s, cause %+v", w.r.Phase, w.r.Cause)
	}
}
