package views

import (
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// What Slack takes in a menu, in code points and items.
const (
	maxOption  = 75
	maxOptions = 100
)

// versionMenu offers the commits that somebody may want to ship: those first that came
// through the environment before. It is nil while there is none to choose.
func versionMenu(f commands.FormShown) slack.Block {
	groups, initial := versionGroups(f)
	if len(groups) == 0 {
		return nil
	}
	choice := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, plainText("Choose a commit"), job.FormElement(job.VersionBlock), groups...)
	choice.InitialOption = initial
	return asked(slack.NewInputBlock(job.VersionsOf(f.Service), plainText("Version"), nil, choice).WithOptional(true))
}

// versionGroups are the commits that are offered, each once, and the one that is chosen. It stays
// among them though it may be on no list any more.
func versionGroups(f commands.FormShown) (groups []*slack.OptionGroupBlockObject, initial *slack.OptionBlockObject) {
	if !f.Listed {
		return nil, nil
	}
	offered := map[string]*slack.OptionBlockObject{}
	add := func(title string, all []rollout.Commit) {
		var options []*slack.OptionBlockObject
		for _, c := range all {
			if offered[c.SHA] == nil && len(options) < maxOptions {
				offered[c.SHA] = versionOption(c, f.Now)
				options = append(options, offered[c.SHA])
			}
		}
		if len(options) > 0 {
			groups = append(groups, slack.NewOptionGroupBlockElement(plainText(cut(title, maxOption)), options...))
		}
	}
	add("Went all the way in "+named(f.Before), f.Verified)
	add("Newest commits", f.Newest)
	if f.Version != "" && offered[f.Version] == nil {
		add("Chosen before", []rollout.Commit{{SHA: f.Version}})
	}
	return groups, offered[f.Version]
}

// versionOption is a commit to choose: its subject, and below that who made it and how
// long ago. An option is plain text, in which Slack reads no markup, and shows no dates.
func versionOption(c rollout.Commit, now time.Time) *slack.OptionBlockObject {
	var about []string
	if author := tidy(c.Author, maxName); author != "" {
		about = append(about, author)
	}
	if age := now.Sub(c.At); !c.At.IsZero() && age >= 0 {
		about = append(about, ago(age)+" ago")
	}
	text := rollout.Release{SHA: c.SHA}.Short()
	if subject := tidy(c.Subject, maxOption-len(text)-1); subject != "" {
		text += " " + subject
	}
	option := slack.NewOptionBlockObject(c.SHA, plainText(text), nil)
	if len(about) > 0 {
		option.Description = plainText(cut(strings.Join(about, " · "), maxOption))
	}
	return option
}

// ago is an age in one unit: how fresh something is needs no more.
func ago(age time.Duration) string {
	for _, unit := range slices.Backward([]time.Duration{time.Minute, time.Hour, 24 * time.Hour}) {
		if age >= unit {
			return duration(age.Truncate(unit))
		}
	}
	return "a moment"
}
