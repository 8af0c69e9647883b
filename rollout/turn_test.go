package rollout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// saved is what a change puts, by kind.
type saved struct {
	rollout    *rollout.Rollout
	lock       *rollout.Lock
	entry      *rollout.Entry
	notice     *rollout.Notice
	judgements int
	result     *rollout.Notice  // the errand that writes down what came of it, which each has at its end
	aside      []rollout.Record // errands, what is told in the thread, and what was shipped
}

func read(t *testing.T, c rollout.Change) saved {
	t.Helper()
	var s saved
	for _, r := range c.Put {
		switch r := r.(type) {
		case rollout.Rollout:
			s.rollout = &r
		case rollout.Lock:
			s.lock = &r
		case rollout.Entry:
			s.entry = &r
		case rollout.Notice:
			if r.Kind == rollout.ResultErrand {
				s.result = &r
				continue
			}
			if r.Kind.Errand() || r.Kind.InThread() {
				s.aside = append(s.aside, r)
				continue
			}
			s.notice = &r
		case rollout.Shipped, rollout.Drilled:
			s.aside = append(s.aside, r)
		case rollout.Judgement:
			s.judgements++
		default:
			t.Fatalf("puts a %T", r)
		}
	}
	if s.entry != nil && (s.lock.Head != s.entry.Hash || s.lock.Seq != s.entry.Seq) {
		t.Fatalf("the lock ends in %s, the audit in %s", s.lock.Head, s.entry.Hash)
	}
	return s
}

func TestARolloutBeginsWithItsLockItsAuditAndItsMessage(t *testing.T) {
	before := rollout.Lock{Target: checkout, Revision: 4, Fence: 2, Seq: 7, Head: "before"}
	release := rollout.Release{SHA: "abc1234def"}
	for action, want := range map[string]rollout.Rollout{
		"deploy":   {ID: "01J", Target: checkout, Release: release, By: "UANA", Channel: "C1", Stable: "41"},
		"rollback": {ID: "01J", Target: checkout, Release: release, By: "UANA", Channel: "C1", Stable: "41", Phase: rollout.RollingBack, IsRollback: true},
	} {
		r, change := rollout.Begin(want, before, noon)
		s := read(t, change)
		if r.Revision != 1 || r.Fence != 3 || !r.Wake.Equal(noon) || !r.Created.Equal(noon) || !r.Deadline.After(noon) {
			t.Errorf("%s: %+v", action, r)
		}
		if action == "deploy" && r.Phase != rollout.Pending || action == "rollback" && r.Phase != rollout.RollingBack {
			t.Errorf("%s begins %s", action, r.Phase)
		}
		if s.lock.Owner != "01J" || s.lock.Fence != 3 || s.lock.Revision != 5 || !s.lock.Lease.After(noon) {
			t.Errorf("%s: lock %+v", action, s.lock)
		}
		if s.entry.Action != action || s.entry.Actor != "UANA" || s.entry.Detail != "abc1234def" || s.entry.Seq != 8 || s.entry.Prev != "before" {
			t.Errorf("%s: audit %+v", action, s.entry)
		}
		if s.notice.Kind != rollout.Progress || s.notice.Channel != "C1" || s.notice.Version != 1 {
			t.Errorf("%s: notice %+v", action, s.notice)
		}
	}
}

func TestTheAuditTellsOfABeginningThatIsNotLikeTheOthers(t *testing.T) {
	split := rollout.Split("41", "39", 0.3)
	for want, r := range map[string]rollout.Rollout{
		"abc1234def":                         {Stable: "41"},
		"abc1234def, the first version here": {},
		"abc1234def, takes over live as it was split: v41 70 % + v39 30 %": {Stable: "41", Adopted: &rollout.Move{From: split, To: rollout.All("41")}},
	} {
		r.Release.SHA = "abc1234def"
		_, change := rollout.Begin(r, rollout.Lock{Target: checkout}, noon)
		if got := read(t, change).entry.Detail; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestATurnKeepsTheLeaseLongerThanTheRolloutSleeps(t *testing.T) {
	w := newWorld(canary())
	w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Shifting && r.Wake.After(w.now) })
	s := read(t, rollout.Turn(w.r, w.r, rollout.Intent{}, w.lock, w.now))
	if s.lock.Owner != w.r.ID || s.lock.Lease.Sub(w.r.Wake) < 5*time.Minute || s.lock.Revision != w.lock.Revision+1 {
		t.Errorf("lease %s, next wake %s", s.lock.Lease, w.r.Wake)
	}
	if s.entry != nil || s.notice != nil {
		t.Errorf("nothing has happened, and it tells of %+v and %+v", s.entry, s.notice)
	}
}

func TestATurnThatEndsARolloutGivesTheTargetBack(t *testing.T) {
	lunch := rollout.Hold{By: "UBEN", Reason: "lunch", Since: noon}
	for name, c := range map[string]struct {
		end    rollout.Rollout
		lock   func(rollout.Lock) rollout.Lock
		reason string // of the hold that is left; empty for none
	}{
		"promoted":               {end: rollout.Rollout{Phase: rollout.Succeeded}},
		"aborted":                {end: rollout.Rollout{Phase: rollout.RolledBack, Cause: rollout.Cause{Code: rollout.CauseAbort}}},
		"taken back":             {end: rollout.Rollout{Phase: rollout.RolledBack, LockAfter: true, Cause: rollout.Cause{Text: "too many errors"}}, reason: "abc1234 was rolled back: too many errors"},
		"taken back, unsaid why": {end: rollout.Rollout{Phase: rollout.RolledBack, LockAfter: true}, reason: "abc1234 was rolled back"},
		"taken back, and held already": {end: rollout.Rollout{Phase: rollout.RolledBack, LockAfter: true}, reason: "lunch",
			lock: func(l rollout.Lock) rollout.Lock { return l.Hold(lunch) }},
		"failed": {end: rollout.Rollout{Phase: rollout.Failed, LockAfter: true}},
	} {
		c.end.ID, c.end.Release, c.end.Candidate = "01J", rollout.Release{SHA: "abc1234def"}, "42"
		lock := rollout.Lock{Target: checkout}.Take("01J", noon)
		if c.lock != nil {
			lock = c.lock(lock)
		}
		s := read(t, rollout.Turn(rollout.Rollout{ID: "01J", Phase: rollout.RollingBack}, c.end, rollout.Intent{}, lock, noon))
		reason := ""
		if s.lock.Held != nil {
			reason = s.lock.Held.Reason
		}
		if s.lock.Owner != "" || !s.lock.Lease.IsZero() || s.lock.Fence != 1 || reason != c.reason {
			t.Errorf("%s: %+v, held %+v", name, s.lock, s.lock.Held)
		}
		if s.entry.Action != string(c.end.Phase) || s.notice == nil {
			t.Errorf("%s: audit %+v", name, s.entry)
		}
	}
}

func TestTheLockOfAForeignVersionNamesTheVersion(t *testing.T) {
	r := rollout.Rollout{ID: "01J", Phase: rollout.RolledBack, LockAfter: true, Candidate: "42", Cause: rollout.Cause{Text: "asked for", By: "UANA"}}
	s := read(t, rollout.Turn(r, r, rollout.Intent{}, rollout.Lock{Target: checkout}.Take("01J", noon), noon))
	if s.lock.Held == nil || s.lock.Held.Reason != "v42 was rolled back: asked for" || s.lock.Held.By != "UANA" {
		t.Errorf("%+v", s.lock.Held)
	}
}

func TestATurnLeavesTheLockOfAnotherOwnerAlone(t *testing.T) {
	lock := rollout.Lock{Target: checkout}.Take("01JOTHER", noon)
	lost := rollout.Rollout{ID: "01J", Target: checkout, Phase: rollout.Shifting, Revision: 3}.Lose("01JOTHER", noon)
	s := read(t, rollout.Turn(rollout.Rollout{Phase: rollout.Shifting}, lost, rollout.Intent{}, lock, noon))
	if s.lock.Owner != "01JOTHER" || s.lock.Fence != lock.Fence || !s.lock.Lease.Equal(lock.Lease) {
		t.Errorf("%+v", s.lock)
	}
	if lost.Revision != 4 || !lost.Wake.IsZero() || !strings.Contains(s.entry.Detail, "01JOTHER") {
		t.Errorf("%+v, audit %+v", lost, s.entry)
	}
}

// The audit tells what happened, once; what is asked for until it is there is
// told when it was first asked for, or when it is there.
func TestTheAuditTellsWhatHappened(t *testing.T) {
	pause := &rollout.Pause{Code: rollout.PauseMetrics, Reason: "unreadable"}
	in := func(p rollout.Phase) rollout.Rollout { return rollout.Rollout{ID: "01J", Phase: p} }
	paused, asked, failed, probed := in(rollout.Shifting), in(rollout.Building), in(rollout.Failed), in(rollout.Shifting)
	probed.Probing = noon
	paused.Pause, asked.Build, failed.Cause = pause, &rollout.Build{State: rollout.BuildAbsent}, rollout.Cause{Code: rollout.CauseBuild, Text: "tests are red"}
	adopting := in(rollout.Deploying)
	adopting.Adopted = &rollout.Move{From: rollout.Split("41", "39", 0.3), To: rollout.All("41")}
	for name, c := range map[string]struct {
		before, after  rollout.Rollout
		intent         rollout.Intent
		action, detail string
	}{
		"a move of traffic":    {in(rollout.Shifting), in(rollout.Shifting), rollout.Intent{Kind: rollout.Point, Alias: rollout.Live, Routing: rollout.Split("41", "42", 0.1)}, "point live", "v41 90 % + v42 10 %"},
		"a build":              {in(rollout.Building), asked, rollout.Intent{Kind: rollout.DoBuild}, "build", ""},
		"the same build":       {asked, asked, rollout.Intent{Kind: rollout.DoBuild}, "", ""},
		"a version":            {in(rollout.Deploying), in(rollout.Deploying), rollout.Intent{Kind: rollout.Publish}, "", ""},
		"a phase":              {in(rollout.Building), in(rollout.Deploying), rollout.Intent{}, "deploying", ""},
		"an end":               {in(rollout.Building), failed, rollout.Intent{}, "failed", "build: tests are red"},
		"a pause":              {in(rollout.Shifting), paused, rollout.Intent{}, "pause", "metrics: unreadable"},
		"probing":              {in(rollout.Shifting), probed, rollout.Intent{}, "probe", ""},
		"probing that goes on": {probed, probed, rollout.Intent{}, "", ""},
		"nothing":              {in(rollout.Shifting), in(rollout.Shifting), rollout.Intent{}, "", ""},
		"a pause that goes on": {paused, paused, rollout.Intent{}, "", ""},
		"a split taken over":   {adopting, adopting, rollout.Intent{Kind: rollout.Point, Alias: rollout.Live, Routing: rollout.All("41")}, "point live", "v41, taken over from v41 70 % + v39 30 %"},
	} {
		s := read(t, rollout.Turn(c.before, c.after, c.intent, rollout.Lock{Target: checkout}.Take("01J", noon), noon))
		var action, detail string
		if s.entry != nil {
			action, detail = s.entry.Action, s.entry.Detail
		}
		if action != c.action || detail != c.detail || s.entry != nil && s.entry.Actor != rollout.Slipway {
			t.Errorf("%s: %q, %q", name, action, detail)
		}
	}
}

func TestTheMessageIsSentAgainWhenItLooksDifferent(t *testing.T) {
	base := rollout.Rollout{ID: "01J", Phase: rollout.Shifting, Revision: 3, Move: &rollout.Move{To: rollout.All("42")}, Adopted: &rollout.Move{}}
	for name, change := range map[string]func(*rollout.Rollout){
		"phase":     func(r *rollout.Rollout) { r.Phase = rollout.Promoting },
		"step":      func(r *rollout.Rollout) { r.Step++ },
		"move":      func(r *rollout.Rollout) { r.Moves++ },
		"seen":      func(r *rollout.Rollout) { r.Move = &rollout.Move{To: rollout.All("42"), Seen: noon} },
		"adopted":   func(r *rollout.Rollout) { r.Adopted = &rollout.Move{Seen: noon} },
		"pause":     func(r *rollout.Rollout) { r.Pause = &rollout.Pause{} },
		"probing":   func(r *rollout.Rollout) { r.Probing = noon },
		"candidate": func(r *rollout.Rollout) { r.Candidate = "42" },
		"problem":   func(r *rollout.Rollout) { r.Judging.Problem = "unreadable" },
		"build":     func(r *rollout.Rollout) { r.Build = &rollout.Build{} },
		"failures":  func(r *rollout.Rollout) { r.Failures++ },
		"run": func(r *rollout.Rollout) {
			r.Build = &rollout.Build{State: rollout.BuildRunning, URL: "https://git.example/runs/7"}
		},
		"verdict": func(r *rollout.Rollout) { r.Fresh = make([]rollout.Judgement, 1) },
		"":        func(r *rollout.Rollout) { r.Wake, r.Revision = noon, 4 },
	} {
		after := base
		change(&after)
		s := read(t, rollout.Turn(base, after, rollout.Intent{}, rollout.Lock{Target: checkout}, noon))
		if (s.notice != nil) != (name != "") || s.notice != nil && s.notice.Version != after.Revision {
			t.Errorf("%q: notice %+v", name, s.notice)
		}
		if s.judgements != len(after.Fresh) {
			t.Errorf("%q: %d judgements", name, s.judgements)
		}
	}
}

func TestAWishIsAuditedWithWhatWasWantedAndWhy(t *testing.T) {
	r := rollout.Rollout{ID: "01J", Phase: rollout.Shifting, Reason: "invoices", Strategy: canary(), Stable: "41", Moves: 1, Revision: 3, Wake: noon.Add(time.Hour)}
	paused, _ := r.PauseBy("UANA", "lunch", noon)
	weight, _ := r.SetWeight(0.33, "UANA", noon)
	aborted, _ := r.Abort("UANA", "wrong branch", noon)
	promoted, _ := r.Promote(noon)
	for action, c := range map[string]struct {
		after  rollout.Rollout
		detail string
	}{"pause": {paused, "lunch"}, "weight": {weight, "33 %"}, "abort": {aborted, "wrong branch"}, "promote": {promoted, ""}} {
		s := read(t, rollout.Wish(c.after, rollout.Lock{Target: checkout}.Take("01J", noon), "UANA", action, noon))
		if s.entry.Action != action || s.entry.Actor != "UANA" || s.entry.Detail != c.detail {
			t.Errorf("%s: audit %+v", action, s.entry)
		}
		if s.rollout.Revision != 4 || !s.rollout.Wake.Equal(noon) || s.notice.Version != 4 {
			t.Errorf("%s: %+v", action, s.rollout)
		}
	}
}

// A whole rollout, turn by turn: its audit is one chain, and its lock is free.
func TestTheTurnsOfARolloutAddUp(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.2, 0.001)
	var r rollout.Rollout
	var change rollout.Change
	r, change = rollout.Begin(rollout.Rollout{ID: w.r.ID, Target: w.r.Target, Strategy: w.r.Strategy, Stable: "41", Release: w.r.Release}, rollout.Lock{Target: w.r.Target}, noon)
	s := read(t, change)
	entries, lock := []rollout.Entry{*s.entry}, *s.lock
	w.r = r
	w.run(func(rollout.Rollout) bool {
		before := w.r
		w.now = maxTime(w.now, before.Wake)
		if w.version != nil {
			w.version = &rollout.Published{Version: "42", Ready: true}
		}
		intent := w.advance()
		s := read(t, rollout.Turn(before, w.r, intent, lock, w.now))
		if lock = *s.lock; s.entry != nil {
			entries = append(entries, *s.entry)
		}
		w.carryOut(intent)
		return w.r.Phase.Ended()
	})
	if err := rollout.VerifyChain(entries, lock); err != nil {
		t.Error(err)
	}
	if w.r.Phase != rollout.RolledBack || lock.Owner != "" || lock.Held == nil {
		t.Errorf("%s, lock %+v", w.r.Phase, lock)
	}
	var actions []string
	for _, e := range entries {
		actions = append(actions, fmt.Sprint(e.Action, " ", e.Detail))
	}
	if !slices.ContainsFunc(actions, func(a string) bool { return strings.HasPrefix(a, "rolled_back verdict: v42 is worse than its limit") }) {
		t.Errorf("audit %q", actions)
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
