package rollout_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// beside names what a change puts beside a rollout, its lock and its message.
func beside(t *testing.T, c rollout.Change) (names []string) {
	t.Helper()
	for _, r := range read(t, c).aside {
		rev, _ := r.Rev()
		names = append(names, fmt.Sprintf("%s@%d", r.Key(), rev))
	}
	return names
}

// built is a rollout whose build stands like that.
func built(p rollout.Phase, s rollout.BuildState) rollout.Rollout {
	r := rollout.Rollout{ID: "01J", Revision: 7, Target: checkout, Phase: p, Builds: true, Release: rollout.Release{SHA: "abc1234def"}}
	if s != "" {
		r.Build = &rollout.Build{State: s}
	}
	return r
}

func TestABuildIsLookedAfterWhenItIsWantedAndWhenItIsNotAnyMore(t *testing.T) {
	errand := fmt.Sprintf("notice/build/checkout/abc1234def@%d", noon.UnixMilli())
	for name, c := range map[string]struct {
		before, after rollout.Rollout
		intent        rollout.IntentKind
		want          []string
	}{
		"it is wanted":              {built(rollout.Building, ""), built(rollout.Building, rollout.BuildAbsent), rollout.DoBuild, []string{errand}},
		"nothing happens":           {built(rollout.Building, rollout.BuildRunning), built(rollout.Building, rollout.BuildRunning), rollout.Nothing, nil},
		"it is there":               {built(rollout.Building, rollout.BuildRunning), built(rollout.Deploying, rollout.BuildReady), rollout.Nothing, nil},
		"it has failed":             {built(rollout.Building, rollout.BuildRunning), built(rollout.Failed, rollout.BuildFailed), rollout.Nothing, nil},
		"nobody waits any more":     {built(rollout.Building, rollout.BuildRunning), built(rollout.Failed, rollout.BuildRunning), rollout.Nothing, []string{errand}},
		"it may just be asked for":  {built(rollout.Building, rollout.BuildAbsent), built(rollout.Cancelled, rollout.BuildAbsent), rollout.Nothing, []string{errand}},
		"a rollout ends with it":    {built(rollout.Watching, rollout.BuildReady), built(rollout.RolledBack, rollout.BuildReady), rollout.Nothing, nil},
		"nothing was ever built":    {built(rollout.Pending, ""), built(rollout.Cancelled, ""), rollout.Nothing, nil},
		"another owner takes over":  {built(rollout.Building, rollout.BuildRunning), built(rollout.Building, rollout.BuildRunning).Lose("01K", noon), rollout.Nothing, []string{errand}},
		"somebody else's is absent": {rollout.Rollout{}, rollout.Rollout{Phase: rollout.Failed, Build: &rollout.Build{State: rollout.BuildAbsent}}, rollout.Nothing, nil},
	} {
		change := rollout.Turn(c.before, c.after, rollout.Intent{Kind: c.intent}, rollout.Lock{Target: checkout}, noon)
		if got := beside(t, change); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAnAbortWhileBuildingLeavesTheBuildToAnErrand(t *testing.T) {
	after, err := built(rollout.Building, rollout.BuildRunning).Abort("UANA", "wrong branch", noon)
	if err != nil || after.Phase != rollout.Cancelled {
		t.Fatal(after.Phase, err)
	}
	got := beside(t, rollout.Wish(after, rollout.Lock{Target: checkout}, "UANA", "abort", noon))
	if want := []string{fmt.Sprintf("notice/build/checkout/abc1234def@%d", noon.UnixMilli())}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// An errand about a build says which, and nothing of what is to be done.
func TestAnErrandNamesWhatItIsAbout(t *testing.T) {
	n := rollout.BuildNotice("checkout", rollout.Release{SHA: "abc1234def"}, noon)
	if n.Kind != rollout.BuildErrand || !n.Kind.Errand() || n.Kind.InThread() || n.Service != "checkout" || n.Release.SHA != "abc1234def" || !n.At.Equal(noon) {
		t.Errorf("%+v", n)
	}
}

// faults.md D12: the code host is told beside the rollout, when there is news for it.
func TestTheCodeHostIsToldWhenARolloutStandsOtherwise(t *testing.T) {
	in := func(p rollout.Phase) rollout.Rollout {
		return rollout.Rollout{ID: "01J", Revision: 7, Target: checkout, Phase: p, Reports: true}
	}
	errand := []string{"notice/deployment/01J@7"}
	for name, c := range map[string]struct {
		before, after rollout.Phase
		want          []string
	}{
		"it deploys":       {rollout.Building, rollout.Deploying, errand},
		"it is on its way": {rollout.Deploying, rollout.Checking, nil},
		"it goes back":     {rollout.Shifting, rollout.RollingBack, nil},
		"it has succeeded": {rollout.Watching, rollout.Succeeded, errand},
		"it has failed":    {rollout.Building, rollout.Failed, errand},
	} {
		lock := rollout.Lock{Target: checkout}
		if got := beside(t, rollout.Turn(in(c.before), in(c.after), rollout.Intent{}, lock, noon)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		quiet := in(c.after)
		quiet.Reports = false
		if got := beside(t, rollout.Turn(in(c.before), quiet, rollout.Intent{}, lock, noon)); got != nil {
			t.Errorf("%s where nobody is told: %v", name, got)
		}
	}
	_, begun := rollout.Begin(in(""), rollout.Lock{Target: checkout}, noon)
	if got := beside(t, begun); !slices.Equal(got, []string{"notice/deployment/01J@1"}) {
		t.Errorf("it begins: %v", got)
	}
}

func TestHowARolloutStandsInTheCodeHostsWords(t *testing.T) {
	back := func(code string, rollback bool) rollout.Rollout {
		return rollout.Rollout{Phase: rollout.RolledBack, IsRollback: rollback, Cause: rollout.Cause{Code: code}}
	}
	for want, all := range map[rollout.DeploymentState][]rollout.Rollout{
		rollout.DeploymentQueued: {{Phase: rollout.Pending}, {Phase: rollout.Building}},
		rollout.DeploymentGoing: {{Phase: rollout.Deploying}, {Phase: rollout.Checking}, {Phase: rollout.AwaitingApproval}, {Phase: rollout.Shifting},
			{Phase: rollout.Promoting}, {Phase: rollout.Watching}, {Phase: rollout.RollingBack}},
		rollout.DeploymentDone:   {{Phase: rollout.Succeeded}, back(rollout.CauseRollback, true)},
		rollout.DeploymentFailed: {{Phase: rollout.Failed}, back(rollout.CauseVerdict, false), back(rollout.CauseHealth, false), back(rollout.CauseInconclusive, false)},
		rollout.DeploymentError: {{Phase: rollout.Cancelled}, back(rollout.CauseAbort, false), back(rollout.CauseRollback, false), back(rollout.CauseForeign, true),
			back(rollout.CauseRescued, false), {Phase: "of a version to come"}},
	} {
		for _, r := range all {
			if got := r.Deployed(); got != want {
				t.Errorf("%s, %s: %s, want %s", r.Phase, r.Cause.Code, got, want)
			}
		}
	}
}

func TestWhereABuildFailedIsToldInTheThread(t *testing.T) {
	before, after := built(rollout.Building, rollout.BuildRunning), built(rollout.Failed, rollout.BuildFailed)
	after.Cause.Code, after.Channel = rollout.CauseBuild, "C1"
	turn := func() []string {
		return beside(t, rollout.Turn(before, after, rollout.Intent{}, rollout.Lock{Target: checkout}, noon))
	}
	if got := turn(); got != nil {
		t.Errorf("nobody knows where, and it tells of it: %v", got)
	}
	after.Build.Failure = &rollout.Failure{Job: "test"}
	if got := turn(); !slices.Equal(got, []string{"notice/01J/broke@7"}) {
		t.Errorf("%v", got)
	}
}

// faults.md D9: what a later environment goes by is written with the success itself.
func TestWhatWentAllTheWayIsRememberedWithItsDigest(t *testing.T) {
	before := rollout.Rollout{ID: "01J", Target: checkout, Phase: rollout.Watching, Candidate: "42", Release: rollout.Release{SHA: "abc1234def", Digest: "sha256:new"}}
	turn := func(change func(*rollout.Rollout)) []rollout.Record {
		after := before
		after.Phase = rollout.Succeeded
		change(&after)
		return read(t, rollout.Turn(before, after, rollout.Intent{}, rollout.Lock{Target: checkout}, noon)).aside
	}
	want := rollout.Shipped{Target: checkout, Release: before.Release, Version: "42", Rollout: "01J", At: noon}
	if got := turn(func(*rollout.Rollout) {}); len(got) != 1 || got[0] != rollout.Record(want) {
		t.Errorf("%+v", got)
	}
	want.TakenBack = true
	if got := turn(func(r *rollout.Rollout) { r.IsRollback, r.Phase = true, rollout.RolledBack }); len(got) != 1 || got[0] != rollout.Record(want) {
		t.Errorf("taken back later: %+v", got)
	}
	if got := turn(func(r *rollout.Rollout) { r.Phase = rollout.RolledBack }); len(got) != 1 || got[0] != rollout.Record(want) {
		t.Errorf("taken back at once: %+v", got)
	}
	for name, change := range map[string]func(*rollout.Rollout){
		"was a rollback": func(r *rollout.Rollout) { r.IsRollback = true },
		"has no digest":  func(r *rollout.Rollout) { r.Release.Digest = "" },
	} {
		if got := turn(change); got != nil {
			t.Errorf("what %s is remembered: %+v", name, got)
		}
	}
}

func TestABuildIsWantedByThoseThatHaveNoImageYet(t *testing.T) {
	for p, want := range map[rollout.Phase]bool{rollout.Pending: true, rollout.Building: true, rollout.Deploying: false, rollout.Cancelled: false} {
		r := built(p, "")
		if r.Wants("checkout", "abc1234def") != want || r.Wants("checkout", "other") || r.Wants("other", "abc1234def") {
			t.Errorf("%s", p)
		}
		r.Builds = false
		if r.Wants("checkout", "abc1234def") {
			t.Errorf("%s where nothing builds", p)
		}
	}
	for r, want := range map[*rollout.Rollout]bool{
		{Phase: rollout.Building, Build: &rollout.Build{State: rollout.BuildAbsent}}: true,
		{Phase: rollout.Building}: false,
		{Phase: rollout.Building, Build: &rollout.Build{State: rollout.BuildRunning}}: false,
		{Phase: rollout.Failed, Build: &rollout.Build{State: rollout.BuildAbsent}}:    false,
	} {
		if r.Lacks() != want {
			t.Errorf("%s %+v", r.Phase, r.Build)
		}
	}
	later := noon.Add(1)
	if r := built(rollout.Building, "").Nudged(later); !r.Wake.Equal(later) || r.Revision != 8 {
		t.Errorf("%+v", r)
	}
}
