package views_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// filling is the form of checkout to prod, with commits to choose from.
func filling(changes ...func(*commands.FormShown)) commands.FormShown {
	f := commands.FormShown{
		Filled:   commands.Filled{Service: "checkout", Environment: "prod"},
		Services: []string{"checkout", "payments"}, Environments: []string{"staging", "prod"},
		Now: now(), Listed: true, Looked: true, Before: "staging",
		Verified: []rollout.Commit{{SHA: sha42, Subject: "Round *half* to even <!channel>", Author: "Ana Silva", At: begin().Add(-3 * time.Hour)}},
		Newest: []rollout.Commit{
			{SHA: strings.Repeat("c", 40), Subject: "Pay by invoice", Author: "ben", At: now().Add(-5 * time.Minute)},
			{SHA: sha42, Subject: "Round *half* to even <!channel>", Author: "Ana Silva", At: begin().Add(-26 * time.Hour)},
			{SHA: sha41, Subject: strings.Repeat("a long subject ", 20), Author: "Ana Silva", At: begin().Add(-72 * time.Hour)},
		},
		Live: live()[1:2],
	}
	for _, change := range changes {
		change(&f)
	}
	return f
}

// chose puts a version into the form, and its plan.
func chose(changes ...func(*commands.Planned)) func(*commands.FormShown) {
	return func(f *commands.FormShown) {
		p := planToProd(changes...)
		f.Version, f.Plan, f.Live = sha42, &p, nil
	}
}

func inTheWay(p *commands.Planned) {
	p.Gates[2].Refusal = &rollout.Refusal{Reason: rollout.Say("prod is locked by ").Who(ben).Say(": ").Quote("migrating *orders*"), Hint: "When it is sorted out: `/deploy unlock prod checkout`"}
}

func TestTheFormShowsWhatADeployWouldReplaceAndDo(t *testing.T) {
	all := commands.FormShown{Services: []string{"checkout", "payments"}, Environments: []string{"staging", "prod"}}
	looking := all
	looking.Service = "checkout"
	chosen := looking
	chosen.Listed, chosen.Looked, chosen.Live = true, true, live()
	many := commands.FormShown{
		Filled: commands.Filled{Service: "checkout"}, Services: []string{"checkout"}, More: 400,
		Environments: []string{"staging"}, MoreEnvironments: 99, Listed: true, Looked: true, Live: live()[:1], MoreLive: 90,
	}
	for name, f := range map[string]commands.FormShown{
		"form": all, "form-looking": looking, "form-chosen": chosen, "form-many": many,
		"form-versions": filling(),
		"form-planning": filling(func(f *commands.FormShown) { f.Version, f.Looked, f.Live = sha42, false, nil }),
		"form-planned":  filling(chose(func(p *commands.Planned) { p.Flagged = []string{"migrations/7.sql"} })),
		"form-refused":  filling(chose(inTheWay)),
		"form-first":    filling(chose(func(p *commands.Planned) { p.Live, p.Ships = rollout.Published{}, nil })),
		"form-unknown": filling(func(f *commands.FormShown) {
			f.Ref, f.Unknown = "nothing", rollout.Refuse("unknown_ref", "checkout has no commit or branch nothing.", "Take the SHA from the commit's page, or type `latest`.")
		}),
		"form-unlisted": filling(func(f *commands.FormShown) {
			f.Verified, f.Newest, f.Unlisted = nil, nil, "GitHub has trouble of its own"
		}),
	} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.Form(f, job.Source{Channel: "C0CHECKOUT"})) })
	}
	golden(t, "answers", "open-again", views.OpenAgain("checkout"))
}

// What the front reads is what the form has.
func TestTheFormHasTheBlocksThatTheFrontReads(t *testing.T) {
	form := views.Form(filling(), job.Source{})
	got := map[string]string{}
	for _, b := range form.Blocks.BlockSet {
		input, is := b.(*slackgo.InputBlock)
		if !is {
			continue
		}
		block, _, _ := strings.Cut(input.BlockID, "/")
		got[input.BlockID] = job.FormElement(block)
		if raw := string(plainJSON(t, input)); !strings.Contains(raw, `"action_id":"`+job.FormElement(block)+`"`) {
			t.Errorf("%s has another element: %s", block, raw)
		}
		if input.DispatchAction != (block != job.ReasonBlock) {
			t.Errorf("%s is told of at once: %v", block, input.DispatchAction)
		}
	}
	for _, block := range []string{job.ServiceBlock, job.EnvironmentBlock, job.VersionsOf("checkout"), job.RefBlock, job.StrategyBlock, job.ReasonBlock} {
		if got[block] == "" {
			t.Errorf("there is no block %s", block)
		}
		delete(got, block)
	}
	if len(got) > 0 || form.CallbackID != job.FormDialog {
		t.Errorf("the front does not know %v of %s", got, form.CallbackID)
	}
	for block, action := range map[string]string{
		job.ServiceBlock: job.ServiceAction, job.EnvironmentBlock: job.EnvironmentAction, job.VersionBlock: job.VersionAction,
		job.RefBlock: job.RefAction, job.StrategyBlock: job.StrategyAction,
	} {
		if job.FormElement(block) != action {
			t.Errorf("the worker does not know %s", job.FormElement(block))
		}
	}
}

// menuOf is the form's menu of versions.
func menuOf(f commands.FormShown) *slackgo.SelectBlockElement {
	for _, b := range views.Form(f, job.Source{}).Blocks.BlockSet {
		if input, is := b.(*slackgo.InputBlock); is && input.BlockID == job.VersionsOf(f.Service) {
			menu, _ := input.Element.(*slackgo.SelectBlockElement)
			return menu
		}
	}
	return nil
}

func TestAVersionThatWasChosenStaysChosenThoughItIsOnNoListAnyMore(t *testing.T) {
	for _, sha := range []string{sha42, sha41, strings.Repeat("d", 40)} {
		menu := menuOf(filling(func(f *commands.FormShown) { f.Version = sha }))
		if menu.InitialOption == nil || menu.InitialOption.Value != sha {
			t.Errorf("%s: chosen is %+v", sha, menu.InitialOption)
		}
	}
	if menu := menuOf(filling(func(f *commands.FormShown) { f.Listed = false })); menu != nil {
		t.Error("there is a menu before anybody has looked")
	}
}

func TestACommitIsOfferedOnce(t *testing.T) {
	seen := map[string]int{}
	for _, g := range menuOf(filling()).OptionGroups {
		for _, o := range g.Options {
			seen[o.Value]++
		}
	}
	if len(seen) != 3 || seen[sha42] != 1 {
		t.Errorf("offered: %v", seen)
	}
}

func formPlaces() []place {
	form := func(change func(*commands.FormShown)) any { return views.Form(filling(change), job.Source{}) }
	refusal := func(words string) *rollout.Refusal {
		return &rollout.Refusal{Reason: rollout.Text{}.Quote(words), Hint: "Wait."}
	}
	return []place{
		{"subject in a menu", 67, func(words string) any {
			return form(func(f *commands.FormShown) { f.Newest = []rollout.Commit{{SHA: sha41, Subject: words}} })
		}},
		{"author in a menu", 40, func(words string) any {
			return form(func(f *commands.FormShown) { f.Verified = []rollout.Commit{{SHA: sha41, Author: words}} })
		}},
		{"why there is no list", 400, func(words string) any { return form(func(f *commands.FormShown) { f.Unlisted = words }) }},
		{"why there is no plan", 400, func(words string) any { return form(func(f *commands.FormShown) { f.Unknown = refusal(words) }) }},
		{"gate in the form", 400, func(words string) any {
			return form(chose(func(p *commands.Planned) { p.Gates[0].Refusal = refusal(words) }))
		}},
		{"subject of a plan in the form", 100, func(words string) any {
			return form(chose(func(p *commands.Planned) { p.Release.Subject = words }))
		}},
	}
}

func anyForm(t *rapid.T) commands.FormShown {
	f := commands.FormShown{
		More:             rapid.SampledFrom([]int{0, 1, 400}).Draw(t, "more"),
		MoreEnvironments: rapid.SampledFrom([]int{0, 1, 400}).Draw(t, "more environments"),
	}
	for i := range rapid.SampledFrom([]int{1, 3, 100}).Draw(t, "services") {
		f.Services = append(f.Services, namedLike(t, "service", i))
	}
	for i := range rapid.SampledFrom([]int{1, 3, 100}).Draw(t, "environments") {
		f.Environments = append(f.Environments, namedLike(t, "environment", i))
	}
	if !rapid.Bool().Draw(t, "chosen") {
		return f
	}
	f.Service, f.Now = rapid.SampledFrom(f.Services).Draw(t, "service"), now()
	f.Environment = rapid.SampledFrom(append(f.Environments, "")).Draw(t, "environment")
	f.Listed, f.Looked = rapid.Bool().Draw(t, "listed"), rapid.Bool().Draw(t, "looked")
	if commits := anyComparison().Draw(t, "commits").Commits; len(commits) > 0 {
		f.Newest, f.Verified = commits, commits[:1]
		f.Version = rapid.SampledFrom([]string{"", commits[0].SHA, sha42}).Draw(t, "version")
	}
	f.Unlisted = rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "unlisted")
	if p, is := outcome(t, 3).(commands.Planned); is && rapid.Bool().Draw(t, "planned") {
		f.Plan = &p
		return f
	}
	f.Unknown = anyRefusal(t)
	f.Live = rapid.SliceOfN(rapid.Custom(anyStatus), 0, 10).Draw(t, "live")
	f.MoreLive = rapid.SampledFrom([]int{0, 1, 90}).Draw(t, "live elsewhere")
	return f
}

// namedLike is a name that is in its list once.
func namedLike(t *rapid.T, what string, n int) string {
	return fmt.Sprintf("%.27s-%02d", name().Draw(t, what), n)
}
