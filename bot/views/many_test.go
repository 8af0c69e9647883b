package views_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// rendering is a message, a dialog or a Home tab, and the view that it comes from.
type rendering struct {
	kind  string
	shown any
}

// faults.md B18, D11: fifty thousand messages, of every kind and of a rollout in
// every phase; Slack takes each, in both of its forms, and each keeps our rules.
func TestFiftyThousandMessagesOfEveryKindAreTaken(t *testing.T) {
	const halves = 2 // side by side
	goal := 50_000
	if testing.Short() {
		goal = 2000
	}
	counted := [halves]map[string]int{}
	t.Run("halves", func(t *testing.T) { // ends when both have
		for i := range counted {
			t.Run(strconv.Itoa(i+1), func(t *testing.T) {
				t.Parallel()
				counted[i] = tell(t, goal/halves)
			})
		}
	})
	total, all := 0, map[string]int{}
	for _, half := range counted {
		for kind, n := range half {
			all[kind] += n
			total += n
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%7d × %s", all[kind], kind)
	}
	t.Logf("%7d in all", total)
	if total < goal && !t.Failed() {
		t.Errorf("%d messages, want %d", total, goal)
	}
}

// tell checks as many messages as wanted, or a few more, and counts those of each
// kind. Only between rounds it looks at how many there were: whether a story passes
// must never depend on those before it.
func tell(t *testing.T, wanted int) map[string]int {
	t.Helper()
	total, counted := 0, map[string]int{}
	for total < wanted {
		rapid.Check(t, func(rt *rapid.T) {
			for _, r := range story(rt) {
				for _, wrong := range faults(r.shown) {
					rt.Errorf("%s: %s", r.kind, wrong)
				}
				counted[r.kind]++
				total++
			}
		})
	}
	return counted
}

// faults are what Slack and our own rules say against a message or a view.
func faults(shown any) (out []string) {
	if m, is := shown.(views.Message); is {
		return complaints(m)
	}
	raw, err := json.Marshal(shown)
	if err == nil {
		err = slack.CheckView(raw)
	}
	if err != nil {
		out = append(out, "Slack refuses it: "+err.Error())
	}
	var view struct{ Blocks []block }
	if err := json.Unmarshal(raw, &view); err != nil {
		out = append(out, err.Error())
	}
	return append(out, complaintsAbout(view.Blocks)...)
}

// story is every message that there is about one rollout, and what else may be
// said meanwhile.
func story(t *rapid.T) (out []rendering) {
	r := anyRollout().Draw(t, "rollout")
	kept, from := anyJudgements(t, r), anySource(t)
	minutes := r.Replay(kept)
	for _, p := range phases() {
		r.Phase = p
		out = append(out,
			rendering{"Progress, " + string(p), views.Progress(r, views.Options{Now: now(), Judged: kept})},
			rendering{"Why, " + string(p), views.Outcome(commands.Explained{Rollout: r, Minutes: minutes}, options())},
			rendering{"Confirm, " + string(p), views.ConfirmRollback(r, from)})
	}
	for i := range outcomes {
		o := outcome(t, i)
		out = append(out, rendering{fmt.Sprintf("%T", o), views.Outcome(o, options())})
	}
	return append(out, slices.Concat(answers(t), notices(t), screens(t))...)
}

func answers(t *rapid.T) []rendering {
	failed := &rollout.Error{Message: text().Draw(t, "message"), Hint: text().Draw(t, "hint")}
	action := rapid.SampledFrom([]string{job.AbortAction, job.WhyAction, "teleport", ""}).Draw(t, "action")
	d := commands.Pictured{DashboardShown: anyDashboard(t), PNG: rapid.SampledFrom([][]byte{nil, []byte("PNG")}).Draw(t, "picture")}
	return []rendering{
		{"Uploaded", views.Uploaded(d)},
		{"Unpictured", views.Unpictured(d, rapid.Bool().Draw(t, "outside"), options())},
		{"Refused", views.Refused(anyRefusal(t))},
		{"Failed", views.Failed(failed)},
		{"Broken", views.Broken(text().Draw(t, "ref"))},
		{"GivenUp", views.GivenUp(rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "command"), action)},
		{"OpenAgain", views.OpenAgain(name().Draw(t, "service"))},
	}
}

func notices(t *rapid.T) (out []rendering) {
	lock := rollout.Lock{Target: anyTarget(t), Held: anyHold(t)}
	for _, kind := range []rollout.NoticeKind{rollout.Locked, rollout.Unlocked} {
		out = append(out, rendering{"Held", views.Held(rollout.Notice{Kind: kind, By: id().Draw(t, "by"), Lock: &lock})})
	}
	out = append(out, slices.Concat(threads(t), incidents(t))...)
	out = append(out, rendering{"Card", views.Card(anyRollout().Draw(t, "linked"), options())}, rendering{"IncidentCard", views.IncidentCard(anyIncident().Draw(t, "linked incident"), options())})
	out = append(out, rendering{"Summary", views.Summary(anySummary(t), options())})
	return append(out, rendering{"Stray", views.Stray(rollout.Notice{Kind: rollout.Strayed, Stray: anyStray(t)})})
}

func screens(t *rapid.T) []rendering {
	said := views.Outcome(anyOutcome(t), options())
	return []rendering{
		{"Form", views.Form(anyForm(t), anySource(t))},
		{"Home", views.Home(anyHome(t), options())},
		{"Home, saying", views.Saying(said, views.Home(anyHome(t), options()))},
		{"HomeSaying", views.HomeSaying(said)},
		{"HomeSaying, refused", views.HomeSaying(views.Refused(anyRefusal(t)))},
	}
}
