package views_test

import (
	"fmt"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// drill is a rollout of what is known to be bad.
func drill(r *rollout.Rollout) { r.Drill = &rollout.Drill{Within: 30 * time.Minute} }

// drilling is one that has had traffic, for so long when it was taken back.
func drilling(took time.Duration) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		drill(r)
		first := now().Add(-3 * time.Minute)
		r.Drill.By = first.Add(r.Drill.Within)
		r.Stages = []rollout.Stage{{Phase: rollout.Shifting, At: first}, {Phase: rollout.RollingBack, At: first.Add(took)}}
		r.LockAfter = false
	}
}

func shadow(r *rollout.Rollout) { r.Strategy.Shadow = true }

// wouldFail is what a judge that only looks on has found.
func wouldFail(r *rollout.Rollout) {
	shadow(r)
	calls := judge.Counts{Invocations: 204, Errors: 41}
	stable := judge.Counts{Invocations: 1870, Errors: 2}
	m := judge.Minute{At: begin(), Weight: 0.1, Candidate: &calls, Stable: &stable}
	_, v := judge.Judge(judge.Default(), judge.State{}, m)
	r.Judging.Shadow = &rollout.Judgement{Minute: m, Verdict: v}
}

func TestADrillIsCalledOneFromTheStartToTheEnd(t *testing.T) {
	judgedBad := because(rollout.CauseVerdict, worse)
	failed := because(rollout.CauseDrill, "nothing had taken it back 30 minutes after its first traffic")
	for name, r := range map[string]rollout.Rollout{
		"drill-building":       deploy(drill, in(rollout.Building)),
		"drill-shifting":       deploy(drilling(0), at(0), few),
		"drill-passed":         deploy(at(0), bad, judgedBad, back(true), drilling(130*time.Second), over(rollout.RolledBack)),
		"drill-passed-early":   deploy(drill, published, because(rollout.CauseHealth, "v42 did not pass its health check: timeout"), over(rollout.Failed)),
		"drill-failed":         deploy(at(0), bad, failed, back(true), drilling(30*time.Minute), over(rollout.RolledBack)),
		"drill-failed-late":    deploy(at(0), bad, judgedBad, back(true), drilling(31*time.Minute), over(rollout.RolledBack)),
		"drill-proves-nothing": deploy(at(0), bad, wanted(rollout.CauseAbort, "lunch <!here>"), back(true), drilling(time.Minute), over(rollout.RolledBack)),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "context", name, views.Progress(r, options())) })
	}
}

func TestARolloutSaysWhatIsSpecialAboutIt(t *testing.T) {
	already := func(n int) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) {
			for k := range n {
				r.RedBefore = append(r.RedBefore, fmt.Sprintf("checkout-errors-%d <!here>", k+1))
			}
		}
	}
	keeps := func(r *rollout.Rollout) { r.Holder = ben }
	for name, r := range map[string]rollout.Rollout{
		"shadow":             deploy(shadow, at(0), few),
		"shadow-would-have":  deploy(at(0), few, wouldFail),
		"shadow-held":        deploy(shadow, at(0), few, func(r *rollout.Rollout) { r.Move.Seen = now().Add(-r.Strategy.Steps[0].Hold) }),
		"shadow-alarmed":     deploy(at(0), bad, wouldFail, because(rollout.CauseAlarm, "checkout-errors is red, and v42 is worse"), back(true), over(rollout.RolledBack)),
		"shadow-drill":       deploy(at(0), bad, wouldFail, because(rollout.CauseDrill, "nothing had taken it back 30 minutes after its first traffic"), back(true), drilling(30*time.Minute), over(rollout.RolledBack)),
		"back-with-holder":   undo(keeps, back(true), over(rollout.RolledBack)),
		"shadow-succeeded":   deploy(whole, good, wouldFail, over(rollout.Succeeded)),
		"red-before":         deploy(already(1), at(0), few),
		"red-before-many":    deploy(already(5), at(0), few),
		"held-by-somebody":   undo(keeps),
		"back-for-an-alarm":  deploy(at(0), bad, because(rollout.CauseAlarm, "checkout-errors <!here> is red, and v42 is worse"), back(true), keeps, over(rollout.RolledBack)),
		"deploy-of-a-holder": deploy(at(0), few, keeps), // which concerns nobody
	} {
		t.Run(name, func(t *testing.T) { golden(t, "context", name, views.Progress(r, options())) })
	}
}

func TestARollbackThatMayNotUndoEverythingIsAskedAboutOnceMore(t *testing.T) {
	v := func(n rollout.Version, sha string) rollout.Published {
		return rollout.Published{Version: n, Release: rollout.Release{SHA: sha}}
	}
	asked := commands.BackAsked{Target: deploy().Target, From: v("42", sha42), To: v("41", sha41), Flagged: files(2), Proposal: "01PROPOSAL"}
	again := asked
	again.Changed = rollout.Say("live is v43 now, not v42.")
	never := asked
	never.Proposal = ""
	for name, out := range map[string]commands.Outcome{
		"back-asked": asked, "back-asked-again": again, "back-asked-without": never,
		"dismissed-back": commands.Dismissed{Target: asked.Target, Back: "41"},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(out, options())) })
	}
}

func TestTheDoctorTellsTheWorstFirstAndCountsTheRest(t *testing.T) {
	d := func(g rollout.Grade, check, about, found, remedy string) rollout.Diagnosis {
		return rollout.Diagnosis{Grade: g, Check: check, About: about, Found: found, Remedy: remedy}
	}
	sound := d(rollout.GradeSound, "clock", "", "It is right.", "")
	found := []rollout.Diagnosis{
		sound,
		d(rollout.GradeAiling, "metric dimensions", "checkout/prod", "There are none of ExecutedVersion. <!here>", "Call the function by its alias."),
		d(rollout.GradeUnknown, "GitHub", "", "It did not answer in 20 s.", ""),
		d(rollout.GradeBroken, "alias wiring", "checkout/prod", "live points at $LATEST.", "Publish a version, and point `live` at it."),
		sound,
	}
	for name, e := range map[string]commands.Examined{
		"examined":         {Diagnoses: found, Took: 3 * time.Second},
		"examined-one":     {Where: deploy().Target, Diagnoses: found[:2], Took: time.Second},
		"examined-sound":   {Where: rollout.Target{Environment: "prod"}, Diagnoses: []rollout.Diagnosis{sound, sound}, Took: time.Second},
		"examined-nothing": {Where: rollout.Target{Service: "search"}},
		"examined-many":    {Diagnoses: append(many(14, found[3]), sound), Took: time.Minute},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(e, options())) })
	}
}

func TestAPlanSaysWhatIsRedAlready(t *testing.T) {
	one := planToProd(proposal, func(p *commands.Planned) { p.Red = []string{"checkout-errors <!here>"} })
	golden(t, "answers", "plan-red", views.Outcome(one, options()))
}

// The message of a deploy stays in the channel long after another has taken its place.
func TestWhatIsNotLiveAnyMoreSaysWhatCameNext(t *testing.T) {
	was := deploy(whole, good, over(rollout.Succeeded), func(r *rollout.Rollout) { r.Until, r.Replaced = r.Ended.Add(time.Hour), "01JNEXT" })
	undone := undo(back(true), over(rollout.RolledBack))
	undone.By = ben
	next := rollout.Rollout{ID: "01JNEXT", Candidate: "43", Release: rollout.Release{SHA: sha41}, By: ben}
	for name, next := range map[string]*rollout.Rollout{"was-live": nil, "was-live-undone": &undone, "was-live-replaced": &next} {
		o := options()
		o.Next = next
		m := views.Progress(was, o)
		t.Run(name, func(t *testing.T) { golden(t, "ended", name, m) })
		saysNot(t, m, "✅")
		for _, b := range m.Blocks {
			if row, ok := b.(*slackgo.ActionBlock); ok && len(row.Elements.ElementSet) != 1 {
				t.Errorf("%s: it can be taken back still", name)
			}
		}
	}
}
