package views_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// A notification shows little more than the first line.
func TestTheFirstLineAloneSaysWhatHappenedAndWhere(t *testing.T) {
	target := rollout.Target{Service: "a-service-with-the-longest-name", Environment: "an-environment-of-31-characters"}
	r := deploy(at(0), few, func(r *rollout.Rollout) { r.Target, r.Reason = target, strings.Repeat("r", 1000) })
	hold := &rollout.Hold{By: ben, Reason: strings.Repeat("h", 20), Until: now()}
	all := map[string]views.Message{
		"🔓 ":           views.Held(rollout.Notice{Kind: rollout.Unlocked, By: ben, Lock: &rollout.Lock{Target: target}}),
		"🔒 ":           views.Held(rollout.Notice{Kind: rollout.Locked, By: ben, Lock: &rollout.Lock{Target: target, Held: hold}}),
		"⚠️ ":          views.Stray(rollout.Notice{Stray: &rollout.Stray{Target: target, Found: rollout.Split("41", "42", 0.1)}}),
		"🔴 *":          views.Incident(incident(where(target)), options()),
		"🟠 *":          views.Incident(incident(where(target), acked), options()),
		"🟢 *":          views.Incident(incident(where(target), wellAgain), options()),
		"⚠️ *Really":   views.Outcome(commands.BackAsked{Target: target, From: rollout.Published{Version: "42", Release: r.Release}, To: rollout.Published{Version: "41"}}, options()),
		"🧪 *Drill":     views.Progress(drillOf(r, rollout.CauseHealth), options()),
		"🚨 *DRILL":     views.Progress(drillOf(r, rollout.CauseDrill), options()),
		"📦 *What it":   views.Ships(r, thread(r, 30)),
		"❌ *The build": views.Broke(r),
		"🛑 Cancelled":  views.Outcome(commands.Dismissed{Target: target}, options()),
		"🚀 Started":    views.Outcome(commands.Started{Rollout: r}, options()),
		"⏫ Promoting":  views.Outcome(commands.Changed{Action: "promote", Rollout: r}, options()),
		"🔒 Locked":     views.Outcome(commands.HoldChanged{Target: target, Hold: hold}, options()),
		"📝 *Plan*":     views.Outcome(commands.Planned{Target: target, Release: r.Release}, options()),
		"📜 *The last":  views.Outcome(commands.HistoryShown{Where: target}, options()),
		"🐤 *Canary*":   views.Outcome(commands.CanaryShown{Target: target}, options()),
		"🔎 *Why*":      views.Outcome(commands.Explained{Rollout: r}, options()),
		"⏸️ *Paused*":  views.Progress(pausedLike(r), options()),
		"🚦 *Shifting*": views.Progress(r, options()),
		"📊 *":          views.Outcome(hour(canarying, func(d *commands.DashboardShown) { d.Target = target }), options()),
	}
	for _, p := range phases() {
		r.Phase, r.Ended = p, now()
		all[" "+string(p)] = views.Progress(r, options())
	}
	for _, kind := range happenings() {
		all["  "+string(kind)] = views.Reply(incident(where(target), suspicious()), rollout.Happens{Kind: kind, At: now(), By: ana, What: strings.Repeat("n", 80)}, options())
	}
	for begins, m := range all {
		first, _, _ := strings.Cut(m.Text, "\n")
		if !strings.Contains(first, target.Service) || !strings.Contains(first, target.Environment) {
			t.Errorf("where did it happen? %s", first)
		}
		if begins[0] != ' ' && !strings.HasPrefix(first, begins) {
			t.Errorf("what happened? %s, want %s", first, begins)
		}
		if n := utf8.RuneCountInString(asSeen(first)); n > 220 {
			t.Errorf("a first line of %d characters: %s", n, asSeen(first))
		}
	}
	first, _, _ := strings.Cut(all["🚦 *Shifting*"].Text, "\n")
	if !strings.HasSuffix(first, " 10 % on v42 · step 1 of 3") {
		t.Errorf("how far is it? %s", first)
	}
}

func where(target rollout.Target) func(*rollout.Incident) {
	return func(i *rollout.Incident) { i.Target = target }
}

func drillOf(r rollout.Rollout, code string) rollout.Rollout {
	drill(&r)
	because(code, "")(&r)
	over(rollout.Failed)(&r)
	return r
}

func pausedLike(r rollout.Rollout) rollout.Rollout {
	waits(rollout.PauseAsked, "", ana)(&r)
	return r
}

// asSeen is markup as it is shown.
func asSeen(text string) string {
	text = regexp.MustCompile(`<[^>|]*\|([^>]*)>`).ReplaceAllString(text, "$1")
	return unescaped(strings.NewReplacer("*", "", "`", "").Replace(text))
}

// Where there is a chart, what it comes to is beside it in words: the last point of
// each line, and the two thresholds.
func TestAChartIsToldInWordsToo(t *testing.T) {
	charts := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRollout().Draw(rt, "rollout")
		kept := anyJudgements(rt, r)
		r.Phase, r.Stable, r.Candidate = rollout.RolledBack, "41", "42"
		for _, m := range []views.Message{
			views.Progress(r, views.Options{Now: now(), Judged: kept}),
			views.Outcome(commands.Explained{Rollout: r, Minutes: r.Replay(kept)}, options()),
		} {
			if !has(m, slackgo.MBTDataVisualization) {
				continue
			}
			charts++
			last := kept[len(kept)-1].Verdict
			for form, said := range map[string]string{"blocks": words(m.Blocks), "fallback": words(m.Fallback)} {
				for _, number := range []float64{last.Absolute, last.Pass, r.Strategy.Judge.FailAt(), r.Strategy.Judge.PassAt()} {
					if odds := judge.Odds(number); !strings.Contains(said, odds) {
						rt.Errorf("%s is not in the words of the %s: %s", odds, form, said)
					}
				}
			}
		}
	})
	if charts == 0 {
		t.Error("there was no chart")
	}
}

func TestTheMinutesSayInWordsWhoseTheyAre(t *testing.T) {
	m := why(deploy(at(0)), quiet(3))
	says(t, m, "\nMinute · Weight · v42 · v41 · ")
	if !strings.Contains(words(m.Fallback), "Minute · Weight · v42 · v41 · ") {
		t.Error("the plainer message does not say whose calls are whose")
	}
}

func has(m views.Message, kind slackgo.MessageBlockType) bool {
	for _, b := range m.Blocks {
		if b.BlockType() == kind {
			return true
		}
	}
	return false
}
