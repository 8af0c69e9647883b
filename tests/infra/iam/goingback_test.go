package iam_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// The worker takes the first turn of a rollout that goes back itself, without the rights
// that other turns need. This is why it can: such a turn reads the aliases, and points live,
// where there is one.
func TestTheFirstTurnBackOnlyReadsAliasesAndPointsLive(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	split := rollout.Routing{Version: "41", Candidate: "42", Weight: 0.25}
	for name, live := range map[string]rollout.Routing{"split": split, "promoted": rollout.All("42"), "back": rollout.All("41"), "foreign": rollout.All("7"), "gone": {}} {
		for _, before := range []*rollout.Move{nil, {From: rollout.All("41"), To: split, Seen: at}, {From: split, To: rollout.All("42"), Seen: at}} {
			r := rollout.Rollout{Phase: rollout.RollingBack, Stable: "41", Candidate: "42", Move: before, Deadline: at.Add(time.Minute)}
			if diff := cmp.Diff(rollout.Look{Aliases: true}, r.Look(at)); diff != "" {
				t.Errorf("%s: it looks at more: %s", name, diff)
			}
			o := rollout.Observation{Aliases: map[rollout.Alias]rollout.AliasNow{}}
			if live != (rollout.Routing{}) {
				o.Aliases[rollout.Live] = rollout.AliasNow{Routing: live, Revision: "r1"}
			}
			_, i := rollout.Advance(r, o, at)
			if i.Kind != rollout.Nothing && (i.Kind != rollout.Point || i.Alias != rollout.Live || i.Revision != "r1") {
				t.Errorf("%s: it does more: %+v", name, i)
			}
		}
	}
}

// Hence the role of a workflow may read no series and no logs.
func TestRunsOfWorkflowsAskForNoDashboard(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join("..", "..", "..", "cmd", "slipway", "release", "*.go"))
	if err != nil || len(sources) == 0 {
		t.Fatal("there are no sources", err)
	}
	commands := false
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		commands = commands || strings.Contains(string(text), "grammar.Deploy{")
		if strings.Contains(string(text), "grammar.Dashboard") || strings.Contains(string(text), "grammar.Parse") {
			t.Errorf("%s can ask for a dashboard", name)
		}
	}
	if !commands {
		t.Error("commands are made in another way now, which this test does not know")
	}
}
