package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md D10: what a commit has to be before it may go on, and what is said when
// it is not.
func TestACommitThatIsNotAsDemandedIsRefusedByName(t *testing.T) {
	page := "https://code.example/checks/1"
	red := []rollout.Check{{Name: "test", State: rollout.CheckPassed}, {Name: "security", State: rollout.CheckFailed, URL: page}, {Name: "build", State: rollout.CheckRunning}}
	var many []rollout.Check
	for _, name := range strings.Split("abcdefghij", "") {
		many = append(many, rollout.Check{Name: name, State: rollout.CheckFailed})
	}
	for name, c := range map[string]struct {
		demands      rollout.Demands
		standing     rollout.Standing
		code, reason string
		hint         string
	}{
		"checks": {rollout.Demands{Checks: []string{"test", "security", "build"}}, rollout.Standing{Checks: red},
			"checks", "2 checks of abc1230 are not green: security (failed), build (still running).", "When they are green: `/deploy prod checkout abc1230`"},
		"a check that nobody has run": {rollout.Demands{Protected: true}, rollout.Standing{Checks: []rollout.Check{{Name: "test", State: rollout.CheckMissing}}},
			"checks", "1 check of abc1230 is not green: test (has not run).", "When they are green: `/deploy prod checkout abc1230`"},
		"a check that nobody says anything of": {rollout.Demands{Checks: []string{"test", "license"}}, rollout.Standing{Checks: red[:1]},
			"checks", "1 check of abc1230 is not green: license (has not run).", "When they are green: `/deploy prod checkout abc1230`"},
		"a check in a state to come": {rollout.Demands{Checks: []string{"test"}}, rollout.Standing{Checks: []rollout.Check{{Name: "test", State: "paused"}}},
			"checks", "1 check of abc1230 is not green: test (in a state that is not known here).", "When they are green: `/deploy prod checkout abc1230`"},
		"more checks than anybody reads": {rollout.Demands{Protected: true}, rollout.Standing{Checks: many},
			"checks", "10 checks of abc1230 are not green: a (failed), b (failed), c (failed), d (failed), e (failed), f (failed), g (failed), h (failed) and 2 more.", "When they are green: `/deploy prod checkout abc1230`"},
		"a review is missing": {rollout.Demands{Reviews: 2}, rollout.Standing{Reviews: 2, Approvals: 1, Pull: 12, PullURL: page},
			"reviews", "abc1230 came by #12, which has 1 of the 2 approving reviews that prod asks for.", "When it is approved: `/deploy prod checkout abc1230`"},
		"the code host asks for more reviews": {rollout.Demands{Protected: true}, rollout.Standing{Reviews: 1, Pull: 12},
			"reviews", "abc1230 came by #12, which has 0 of the 1 approving review that prod asks for.", "When it is approved: `/deploy prod checkout abc1230`"},
		"no pull request": {rollout.Demands{Reviews: 1}, rollout.Standing{},
			"reviews", "abc1230 came without a pull request, and prod asks for 1 approving review.", "Open one, have it approved, and deploy the commit that its merge makes."},
		"another branch": {rollout.Demands{Branches: []string{"main", "release"}}, rollout.Standing{},
			"wrong_branch", "abc1230 is not on main or release, from where alone prod is deployed to.", "Merge it, and deploy the commit that the merge has made."},
		"unsigned": {rollout.Demands{Signed: true}, rollout.Standing{},
			"unsigned", "abc1230 has no signature that the code host has verified, and prod asks for one.", "Sign the commit, and deploy the one that this makes."},
		"signed by nobody known": {rollout.Demands{Signed: true}, rollout.Standing{Unsigned: "unknown_key"},
			"unsigned", "abc1230 has no signature that the code host has verified, and prod asks for one: unknown_key.", "Sign the commit, and deploy the one that this makes."},
		"what waiting cannot put right comes first": {rollout.Demands{Checks: []string{"test"}, Reviews: 1, Signed: true, Branches: []string{"main"}}, rollout.Standing{OnBranch: true},
			"unsigned", "abc1230 has no signature that the code host has verified, and prod asks for one.", "Sign the commit, and deploy the one that this makes."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.demand(c.demands)
			w.codeHost().Stand(goodSHA, c.standing)
			_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
			refused(t, err, c.code)
			var r *rollout.Refusal
			if errors.As(err, &r); r.Error() != c.reason || r.Hint != c.hint {
				t.Errorf("%s\n%s", r, r.Hint)
			}
			if open := list[rollout.Rollout](w, rollout.OpenIndex); len(open) != 0 {
				t.Errorf("%d rollouts are open", len(open))
			}
			w.start(staging, goodSHA) // which asks for nothing
		})
	}
}

func TestTheChecksInTheWayAreLinked(t *testing.T) {
	w := newWorld(t)
	w.demand(rollout.Demands{Checks: []string{"security"}, Reviews: 1})
	h := w.codeHost()
	check := rollout.Check{Name: "security", State: rollout.CheckFailed, URL: "https://code.example/1"}
	for _, link := range []rollout.Span{{Quote: "security", Link: "https://code.example/1"}, {Quote: "#12", Link: "https://code.example/12"}} {
		h.Stand(goodSHA, rollout.Standing{Checks: []rollout.Check{check}, Pull: 12, PullURL: "https://code.example/12"})
		_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
		var r *rollout.Refusal
		if !errors.As(err, &r) || !slices.Contains(r.Reason, link) {
			t.Errorf("%v is not in %+v", link, r)
		}
		check.State = rollout.CheckPassed
	}
}

func TestACommitThatIsAsDemandedIsShipped(t *testing.T) {
	w := newWorld(t)
	w.demand(rollout.Demands{Checks: []string{"test"}, Protected: true, Reviews: 2, Branches: []string{"main"}, Signed: true})
	w.codeHost().Stand(goodSHA, rollout.Standing{
		Checks: []rollout.Check{{Name: "test", State: rollout.CheckPassed}}, Reviews: 1, Approvals: 2, Pull: 7, OnBranch: true, Signed: true,
	})
	w.start(prod, goodSHA)
}

// No data is never health.
func TestACommitOfWhichNobodyKnowsHowItStandsIsNotShipped(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		code  string
		words []string
	}{
		"the app may not look":    {rollout.Refuse("permission", "The app may not read checks.", "Let it: `Checks: read`."), "permission", []string{"may not read", "Checks: read"}},
		"a sentence of ours":      {&rollout.Error{Kind: rollout.Throttled, Message: "GitHub takes no more calls until noon.", Err: errDown}, "checks_unknown", []string{"prod", "abc1230", "until noon", "/deploy prod checkout abc1230"}},
		"a cause and no sentence": {errDown, "checks_unknown", []string{"does not answer"}},
	} {
		w := newWorld(t)
		w.demand(rollout.Demands{Checks: []string{"test"}})
		h := w.codeHost()
		h.Stand(goodSHA, rollout.Standing{Checks: []rollout.Check{{Name: "test", State: rollout.CheckPassed}}})
		downFor(h, "Standing", c.err)
		_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
		hinted(t, err, c.code, c.words...)
		if p := w.plan(rel, goodSHA); p.Proposal != "" || p.Gates[1].Refusal == nil {
			t.Errorf("%s: it can be confirmed", name)
		}
	}
}

// What a plan costs: three questions at most, and none that nothing depends on.
func TestTheCodeHostIsAskedOnlyWhatSomethingDependsOn(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world)
		ref    string
		want   []string
	}{
		"nothing demanded":   {ref: goodSHA, want: []string{"Compare", "Resolve"}},
		"checks demanded":    {change: func(w *world) { w.demand(rollout.Demands{Signed: true}) }, ref: goodSHA, want: []string{"Compare", "Resolve", "Standing"}},
		"no repository":      {change: func(w *world) { w.Policy.Services[0].Repository = "" }, ref: goodSHA, want: []string{"Resolve"}},
		"nothing live":       {change: func(w *world) { w.deleteAlias(rollout.Live) }, ref: goodSHA, want: []string{"Resolve"}},
		"it is live already": {ref: shipped("41"), want: []string{"Resolve"}},
	} {
		w := newWorld(t)
		h := w.codeHost()
		if c.change != nil {
			c.change(w)
		}
		w.plan(rel, c.ref)
		if asked := slices.Sorted(slices.Values(h.Calls())); !slices.Equal(asked, c.want) {
			t.Errorf("%s: it was asked %v", name, asked)
		}
	}
}

// The first gate that is closed is the one that is told, in the design's order.
func TestOfTheGatesThatAreClosedTheFirstIsTold(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	h.Stand(goodSHA, rollout.Standing{})
	w.start(prod, badSHA)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
	w.must(err)
	w.demand(rollout.Demands{Signed: true})
	w.environment("prod", func(e *commands.Environment) { e.After, e.MaxCommits = "staging", 2 })
	who := dev
	for _, step := range []struct {
		code string
		open func()
	}{
		{"not_allowed", func() { who = rel }},
		{"unsigned", func() { h.Stand(goodSHA, rollout.Standing{Signed: true}) }},
		{"not_before", func() { w.wentTo(staging, "sha256:one") }},
		{"locked", func() { _, err = w.run(rel, grammar.Unlock{Target: prod}); w.must(err) }},
		{"busy", func() {
			_, err = w.run(rel, grammar.Abort{Subject: grammar.Subject{Target: prod}})
			w.must(err)
			w.byHand(prod, rollout.Split("41", "40", 0.3))
		}},
		{"split", func() { w.byHand(prod, rollout.All("41")) }},
		{"too_many_commits", func() { w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 3 }) }},
	} {
		_, err := w.run(who, grammar.Deploy{Target: prod, Ref: goodSHA})
		hinted(t, err, step.code)
		step.open()
	}
	w.start(prod, goodSHA)
}

func TestAPlanTellsGatesThatAskForNothingFromThoseThatAreOpen(t *testing.T) {
	idle := func(w *world) (names []string) {
		for _, g := range w.plan(rel, goodSHA).Gates {
			if g.Idle {
				names = append(names, g.Name)
			}
		}
		return names
	}
	w := newWorld(t)
	w.codeHost()
	if got := idle(w); !slices.Equal(got, []string{"checks green", "came through the earlier environment", "small enough"}) {
		t.Errorf("%v", got)
	}
	w.demand(rollout.Demands{Signed: true})
	w.environment("prod", func(e *commands.Environment) { e.After, e.MaxCommits = "staging", 2 })
	if got := idle(w); got != nil {
		t.Errorf("%v", got)
	}
}
