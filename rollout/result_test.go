package rollout_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// minute is so many minutes after noon.
func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

// shipped is a canary that began at noon, had its first traffic two minutes later, all of
// it after twelve, and whose watch was over after twenty.
func shipped() rollout.Rollout {
	return rollout.Rollout{
		ID: "01J", Revision: 7, Target: checkout, Phase: rollout.Succeeded, By: "UANA", Created: noon, Ended: minute(20),
		Release: rollout.Release{SHA: "abc1234def", Subject: "Pay by invoice"}, StableRelease: rollout.Release{SHA: "0001234def"},
		Stable: "41", Candidate: "42", Moves: 2,
		Shares: []rollout.Share{{Since: minute(1), From: minute(2), Weight: 0.1, Move: 1}, {Since: minute(11), From: minute(12), Weight: 1, Move: 2}},
	}
}

// goneBack is the same, taken back after six minutes, and back after seven.
func goneBack(code string) rollout.Rollout {
	r := shipped()
	r.Phase, r.Shares, r.Cause = rollout.RolledBack, r.Shares[:1], rollout.Cause{Code: code}
	r.Stages = []rollout.Stage{{Phase: rollout.Shifting, At: minute(2)}, {Phase: rollout.RollingBack, At: minute(6)}}
	r.Move = &rollout.Move{To: rollout.All("41"), Seen: minute(7)}
	r.Ended = minute(8)
	return r
}

// rollback went back from what shipped has brought, half an hour after that began.
func rollback() *rollout.Rollout {
	return &rollout.Rollout{
		ID: "01K", Target: checkout, IsRollback: true, Phase: rollout.RolledBack, By: "UBOB", Created: minute(30), Ended: minute(32),
		Candidate: "42", Stable: "41", StableRelease: rollout.Release{SHA: "0001234def"}, Move: &rollout.Move{To: rollout.All("41"), Seen: minute(31)},
	}
}

// judgedBad are minutes from the first traffic on, of which the last two are bad.
func judgedBad(r rollout.Rollout) (rollout.Rollout, []rollout.Judgement) {
	var kept []rollout.Judgement
	for n := 2; n < 6; n++ {
		c := judge.Counts{Invocations: 100}
		if n >= 4 {
			c.Errors = 30
		}
		kept = append(kept, rollout.Judgement{Rollout: r.ID, Minute: judge.Minute{At: minute(n), Candidate: &c}})
	}
	r.Strategy.Judge = judge.Default()
	r.Judging = rollout.Judging{To: minute(6), Verdict: judge.Verdict{Kind: judge.Fail, Minutes: 4}}
	return r, kept
}

func TestTheResultOfADeployThatStays(t *testing.T) {
	ships := rollout.Comparison{Ahead: 3, Commits: []rollout.Commit{{At: minute(-10)}, {}, {At: minute(-90)}}}
	got := rollout.ResultOf(shipped(), rollout.Traces{Ships: ships})
	want := rollout.Result{
		Rollout: "01J", Target: checkout, Release: shipped().Release, By: "UANA", Kind: rollout.Deployed, Phase: rollout.Succeeded,
		Began: noon, Moved: minute(2), Full: minute(12), Ended: minute(20), Commits: []time.Time{minute(-10), minute(-90)}, Total: 3,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestWhatAResultSaysOfAVersionThatWasTakenBack(t *testing.T) {
	byAlarm := goneBack(rollout.CauseAlarm)
	byAlarm.Incident = "01L"
	byJudge, kept := judgedBad(goneBack(rollout.CauseVerdict))
	aborted := goneBack(rollout.CauseAbort)
	aborted.Cause.By = "UBOB"
	rescued := goneBack(rollout.CauseRescued)
	rescued.Move, rescued.Stages = nil, nil
	bad := func(at time.Time) []rollout.Incident { return []rollout.Incident{{ID: "01L", FirstBad: at}} }
	for name, c := range map[string]struct {
		r    rollout.Rollout
		t    rollout.Traces
		want rollout.Fault
	}{
		"by the judge": {byJudge, rollout.Traces{Judged: kept},
			rollout.Fault{FirstBad: minute(4), Gone: minute(6), Restored: minute(7), By: rollout.Slipway}},
		"by the judge, whose minutes are lost": {byJudge, rollout.Traces{},
			rollout.Fault{FirstBad: minute(2), Gone: minute(6), Restored: minute(7), By: rollout.Slipway}},
		"by an alarm": {byAlarm, rollout.Traces{Incidents: bad(minute(3))},
			rollout.Fault{FirstBad: minute(3), Gone: minute(6), Restored: minute(7), By: rollout.Slipway, Incident: "01L"}},
		"by a person": {aborted, rollout.Traces{},
			rollout.Fault{Gone: minute(6), Restored: minute(7), By: "UBOB"}},
		"by the engine": {rescued, rollout.Traces{},
			rollout.Fault{Gone: minute(8), Restored: minute(8), By: rollout.Slipway}},
		"afterwards": {shipped(), rollout.Traces{Back: rollback(), Incidents: bad(minute(25))},
			rollout.Fault{FirstBad: minute(25), Gone: minute(30), Restored: minute(31), By: "UBOB", Rollout: "01K", Incident: "01L"}},
		"and was bad before it had traffic": {shipped(), rollout.Traces{Back: rollback(), Incidents: bad(minute(1))},
			rollout.Fault{Gone: minute(30), Restored: minute(31), By: "UBOB", Rollout: "01K", Incident: "01L"}},
		"and was bad after it was gone": {shipped(), rollout.Traces{Back: rollback(), Incidents: bad(minute(30))},
			rollout.Fault{Gone: minute(30), Restored: minute(31), By: "UBOB", Rollout: "01K", Incident: "01L"}},
	} {
		if got := rollout.ResultOf(c.r, c.t).Fault; got == nil || *got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestWhatIsNoFault(t *testing.T) {
	drill := goneBack(rollout.CauseVerdict)
	drill.Drill = &rollout.Drill{}
	sick := goneBack(rollout.CauseHealth)
	sick.Shares, sick.Move = nil, nil
	failed := shipped()
	failed.Phase = rollout.Failed
	for name, c := range map[string]struct {
		r    rollout.Rollout
		want rollout.ResultKind
	}{
		"a drill that is taken back": {drill, rollout.DrillResult}, "a rollback": {*rollback(), rollout.WentBack},
		"without traffic": {sick, rollout.Deployed}, "failed": {failed, rollout.Deployed}, "it stays": {shipped(), rollout.Deployed},
	} {
		if got := rollout.ResultOf(c.r, rollout.Traces{}); got.Fault != nil || got.Kind != c.want {
			t.Errorf("%s: %+v, %s", name, got.Fault, got.Kind)
		}
	}
}

func TestWhenAVersionHadAllOfTheTraffic(t *testing.T) {
	first := shipped()
	first.Stable, first.Shares, first.Move = "", nil, &rollout.Move{To: rollout.All("42"), Seen: minute(3)}
	lost := shipped()
	lost.Phase, lost.Shares = rollout.Cancelled, lost.Shares[:1]
	for name, c := range map[string]struct {
		r           rollout.Rollout
		moved, full time.Time
	}{
		"a canary": {shipped(), minute(2), minute(12)}, "the first deploy ever": {first, minute(3), minute(3)},
		"a canary that never got there": {goneBack(rollout.CauseAbort), minute(2), time.Time{}},
		"a rollback":                    {*rollback(), minute(31), minute(31)}, "another rollout took over": {lost, minute(2), time.Time{}},
		"it never began": {rollout.Rollout{Stable: "41", Phase: rollout.Failed}, time.Time{}, time.Time{}},
	} {
		if got := rollout.ResultOf(c.r, rollout.Traces{}); !got.Moved.Equal(c.moved) || !got.Full.Equal(c.full) {
			t.Errorf("%s: %s, %s", name, got.Moved, got.Full)
		}
	}
	if got := rollout.ResultOf(*rollback(), rollout.Traces{}); got.Release.SHA != "0001234def" {
		t.Errorf("a rollback brings back %s", got.Release.SHA)
	}
}

func TestAResultRemembersAtMostSoManyCommits(t *testing.T) {
	ships := rollout.Comparison{Ahead: 400, Commits: make([]rollout.Commit, 300)}
	for n := range ships.Commits {
		ships.Commits[n].At = minute(-n)
	}
	if got := rollout.ResultOf(shipped(), rollout.Traces{Ships: ships}); len(got.Commits) != 250 || got.Total != 400 || !got.Commits[0].Equal(noon) {
		t.Errorf("%d of %d", len(got.Commits), got.Total)
	}
}

// Where it lies, so that a month can be read, and a commit be found again.
func TestWhereAResultIsListed(t *testing.T) {
	ended := time.Date(2026, 12, 1, 0, 30, 0, 0, time.FixedZone("", 3600)) // in November, in UTC
	for name, c := range map[string]struct {
		kind  rollout.ResultKind
		phase rollout.Phase
		want  []string
	}{
		"a deploy":           {rollout.Deployed, rollout.Succeeded, []string{"results/2026-11", "results/checkout/prod/abc"}},
		"a repeat":           {rollout.RepeatResult, rollout.Succeeded, []string{"results/2026-11", "results/checkout/prod/abc"}},
		"it was taken back":  {rollout.Deployed, rollout.RolledBack, []string{"results/2026-11"}},
		"a rollback":         {rollout.WentBack, rollout.RolledBack, []string{"results/2026-11"}},
		"a drill that stays": {rollout.DrillResult, rollout.Succeeded, []string{"results/2026-11"}},
	} {
		r := rollout.Result{Rollout: "01J", Revision: 3, Target: checkout, Release: rollout.Release{SHA: "abc"}, Kind: c.kind, Phase: c.phase, Ended: ended}
		if got := r.Indexes(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
		if rev, guard := r.Rev(); rev != 3 || guard != rollout.Next || r.Key().String() != "result/01J" {
			t.Errorf("%s at %d, %d", r.Key(), rev, guard)
		}
	}
}

// Each of two results of one rollout may know what the other one does not.
func TestAResultForgetsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := anyResult(t), anyResult(t)
		got := two.Recalling(one)
		if len(got.Commits) < max(len(one.Commits), len(two.Commits)) || got.Total == 0 && one.Total+two.Total > 0 {
			t.Errorf("commits: %+v from %+v and %+v", got, one, two)
		}
		if (one.Fault != nil || two.Fault != nil) != (got.Fault != nil) {
			t.Errorf("fault: %+v from %+v and %+v", got.Fault, one.Fault, two.Fault)
		}
		for _, f := range []*rollout.Fault{one.Fault, two.Fault} {
			if f != nil && !f.FirstBad.IsZero() && got.Fault.FirstBad.IsZero() {
				t.Errorf("since when: %+v from %+v and %+v", got.Fault, one.Fault, two.Fault)
			}
		}
		if again := got.Recalling(got); !reflect.DeepEqual(again, got) {
			t.Errorf("%+v, and then %+v", got, again)
		}
		if repeated := one.Kind == rollout.RepeatResult || two.Kind == rollout.RepeatResult; repeated != (got.Kind == rollout.RepeatResult) {
			t.Errorf("%s from %s and %s", got.Kind, one.Kind, two.Kind)
		}
	})
}

func anyResult(t *rapid.T) rollout.Result {
	r := rollout.Result{
		Rollout: "01J", Kind: rapid.SampledFrom([]rollout.ResultKind{rollout.Deployed, rollout.RepeatResult}).Draw(t, "kind"),
		Total: rapid.IntRange(0, 3).Draw(t, "total"),
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "commits") {
		r.Commits = append(r.Commits, minute(n))
	}
	if rapid.Bool().Draw(t, "fault") {
		r.Fault = &rollout.Fault{Gone: noon}
		if rapid.Bool().Draw(t, "known") {
			r.Fault.FirstBad = minute(-rapid.IntRange(1, 9).Draw(t, "bad"))
		}
	}
	return r
}

// What came of a rollout is written down once it has ended, whatever its end, by an errand
// beside its last change.
func TestEachEndIsWrittenDown(t *testing.T) {
	for _, p := range []rollout.Phase{
		rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval, rollout.Shifting, rollout.Promoting,
		rollout.Watching, rollout.Succeeded, rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled,
	} {
		after := shipped()
		after.Phase = p
		n := read(t, rollout.Turn(shipped(), after, rollout.Intent{}, rollout.Lock{Target: checkout}, noon)).result
		if (n != nil) != p.Ended() {
			t.Errorf("%s: %+v", p, n)
		}
		if n != nil && (n.ID != "result/01J" || n.Version != 7 || n.Rollout != "01J" || !n.Kind.Errand() || !n.At.Equal(noon)) {
			t.Errorf("%s: %+v", p, n)
		}
	}
}

func TestASummaryIsToldOnceForItsDayAndChannel(t *testing.T) {
	s := rollout.Summary{Period: "day", Day: "2026-11-22", Channel: "C1", At: noon}
	if rev, guard := s.Rev(); rev != 1 || guard != rollout.Next || s.Key().String() != "summary/day/2026-11-22/C1" || s.Indexes() != nil {
		t.Errorf("%s at %d, %d, in %v", s.Key(), rev, guard, s.Indexes())
	}
	n := s.Notice()
	if n.ID != "summary/day/2026-11-22/C1" || n.Version != 1 || n.Kind != rollout.Summed || n.Kind.Errand() || n.Kind.InThread() ||
		n.Channel != "C1" || n.Period != "day" || n.Day != "2026-11-22" || !n.At.Equal(noon) {
		t.Errorf("%+v", n)
	}
}
