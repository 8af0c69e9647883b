package rollout_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// asked is a build that was asked for at noon.
func asked() rollout.BuildRun {
	return rollout.BuildRun{Service: "checkout", SHA: "abc1234def", Revision: 1, Rollout: "01B", Asked: noon, AskedReal: noon, Looked: noon, Heard: noon, Run: rollout.Run{State: rollout.RunAsked}}
}

func listed(b rollout.BuildRun) bool { return slices.Contains(b.Indexes(), rollout.BuildsIndex) }

// forFirst is how the build stands for the rollout that it was asked for.
func forFirst(b rollout.BuildRun, at time.Time) rollout.BuildState {
	return b.For(rollout.Rollout{ID: "01B", Created: noon.Add(-time.Minute)}, at).State
}

func TestATitleHoldsACorrelationAsAWordOfItsOwn(t *testing.T) {
	const id = "01JABCDEFGHJKMNPQRSTVWXYZ0"
	for title, want := range map[string]bool{
		"build abc1234 for " + id: true, id: true, "[" + id + "]": true, "a/" + id + "_b": true, "für: " + id + "…": true,
		"": false, "build": false, id + "1": false, "x" + id: false, "é" + id: false, id[:25]: false, "01jabcdefghjkmnpqrstvwxyz0": false,
	} {
		if rollout.Correlates(title, id) != want {
			t.Errorf("%q: %t", title, !want)
		}
	}
	for _, correlation := range []string{"", " ", "a b"} {
		if rollout.Correlates("a b", correlation) {
			t.Errorf("%q is a word", correlation)
		}
	}
}

// Nobody has to be asked often who tells by themselves.
func TestTheCodeHostIsAskedAboutARunLessAndLessOften(t *testing.T) {
	b, _ := asked().Hears(rollout.Run{ID: 7, State: rollout.RunQueued}, noon)
	at := noon
	var waited []time.Duration
	for range 6 {
		rest := b.Build(at).Rest
		waited = append(waited, rest)
		at = at.Add(rest)
		b, _ = b.Hears(b.Run, at)
	}
	if want := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 8 * time.Minute, 8 * time.Minute}; !slices.Equal(waited, want) {
		t.Errorf("%v", waited)
	}
	b, news := b.Hears(rollout.Run{ID: 7, State: rollout.RunGoing, Updated: at}, at)
	if rest := b.Build(at).Rest; !news || rest != time.Minute {
		t.Errorf("after news: %t, %s", news, rest)
	}
	if rest := asked().Build(noon).Rest; rest != 15*time.Second {
		t.Errorf("while nobody knows the run: %s", rest)
	}
}

// faults.md D8: that a run failed is known a moment before it is known where.
func TestAFailureWithoutAPlaceIsNotTheLastWord(t *testing.T) {
	failed := rollout.Run{ID: 7, Attempt: 1, State: rollout.RunFailed}
	b, news := asked().Hears(failed, noon)
	if !news || !listed(b) || forFirst(b, noon) != rollout.BuildRunning || b.Build(noon).Rest != 15*time.Second {
		t.Fatalf("%t, %+v", news, b)
	}
	where := failed
	where.Failure = &rollout.Failure{Job: "test"}
	if known, news := b.Hears(where, noon.Add(time.Second)); !news || listed(known) || forFirst(known, noon) != rollout.BuildFailed {
		t.Errorf("%+v", known)
	}
	if again, news := b.Hears(failed, noon.Add(29*time.Second)); news || !listed(again) {
		t.Errorf("%+v", again)
	}
	over, news := b.Hears(failed, noon.Add(30*time.Second))
	if !news || listed(over) || forFirst(over, noon) != rollout.BuildFailed {
		t.Errorf("%+v", over)
	}
	if once, news := over.Hears(failed, noon.Add(time.Minute)); news || listed(once) {
		t.Errorf("%+v", once)
	}
}

func TestAnotherRunIsNoNewsOfThisOne(t *testing.T) {
	b, _ := asked().Hears(rollout.Run{ID: 7, State: rollout.RunGoing}, noon)
	if after, news := b.Hears(rollout.Run{ID: 8, State: rollout.RunFailed}, noon); news || after.Revision != b.Revision || after.Run.ID != 7 {
		t.Errorf("%+v", after)
	}
}

// faults.md D2: it was asked for, and nobody can find it.
func TestALostRunHasFailedAndMayShowUpForADay(t *testing.T) {
	lost, news := asked().Misses("nobody can find its run", noon)
	if !news || !lost.Lost() || !listed(lost) || forFirst(lost, noon) != rollout.BuildFailed || lost.Build(noon).Reason == "" {
		t.Fatalf("%+v", lost)
	}
	late := rollout.Run{ID: 7, Attempt: 1, State: rollout.RunGoing}
	if found, news := lost.Hears(late, noon.Add(time.Hour)); !news || found.Lost() || found.Run.ID != 7 || !listed(found) {
		t.Errorf("%+v", found)
	}
	if still, news := lost.Hears(lost.Run, noon.Add(24*time.Hour-1)); news || !still.Lost() {
		t.Errorf("%+v", still)
	}
	if over, news := lost.Hears(lost.Run, noon.Add(24*time.Hour)); !news || over.Lost() || listed(over) {
		t.Errorf("%+v", over)
	}
	known, _ := asked().Hears(late, noon)
	if after, news := known.Misses("nobody can find its run", noon); news || after.Revision != known.Revision {
		t.Errorf("one that was found meanwhile: %+v", after)
	}
}

func TestALostRunThatGivesWayIsARecordOfItsOwn(t *testing.T) {
	lost, _ := asked().Misses("nobody can find its run", noon)
	way := lost.GivesWay()
	if rev, _ := way.Rev(); rev != 1 || way.Key() == lost.Key() || !way.Lost() || way.Order() != lost.Order() {
		t.Errorf("%+v", way)
	}
}

func TestABuildOfWhichNothingWasHeardForADayIsClosed(t *testing.T) {
	going, _ := asked().Hears(rollout.Run{ID: 7, State: rollout.RunWaiting, Waits: []string{"prod"}}, noon)
	lost, _ := asked().Misses("nobody can find its run", noon)
	for reason, b := range map[string]rollout.BuildRun{"nothing was heard of it": going, "nobody can find its run": lost} {
		if after, closed := b.Closes("nothing was heard of it", noon.Add(24*time.Hour-1)); closed || after.Revision != b.Revision {
			t.Errorf("too early: %+v", after)
		}
		after, closed := b.Closes("nothing was heard of it", noon.Add(24*time.Hour))
		if !closed || listed(after) || after.Run.State != rollout.RunFailed || after.Run.Reason != reason || after.Run.Waits != nil {
			t.Errorf("%+v", after)
		}
		if _, again := after.Closes("nothing was heard of it", noon.Add(48*time.Hour)); again {
			t.Error("twice")
		}
	}
}

func TestABuildThatWasPutOffIsAbsent(t *testing.T) {
	b := asked()
	b.PutOff = noon.Add(time.Minute)
	if got := forFirst(b, noon); got != rollout.BuildAbsent {
		t.Errorf("%s", got)
	}
}

func TestADigestIsBrief(t *testing.T) {
	for digest, want := range map[string]string{"sha256:0123456789abcdef": "sha256:0123456789ab", "sha256:01": "sha256:01", "": ""} {
		if got := (rollout.Release{Digest: digest}).Brief(); got != want {
			t.Errorf("%q: %q", digest, got)
		}
	}
}
