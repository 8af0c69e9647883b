package setup

import (
	"slices"
	"strings"
)

// question is one thing to know. Its flag answers it, too.
type question struct {
	flag string
	ask  string // what is wanted
	why  string // a sentence, with the price where there is one
	// fallback is the default; nil, or "" from it, means that it has to be answered.
	fallback func(answers) string
	// check gives the answer as it is kept, or says what is wrong with it.
	check func(answers, string) (string, error)
	when  func(answers) bool // nil: always
	quiet bool               // a flag only: it has a good default, or is known later
}

const (
	later = "later" // of an id that does not exist yet
	none  = "none"  // of e-mail addresses, and of what is not wanted
)

// questions are all there is to know, in the order in which it is asked: what a
// default or a check is made of comes first.
func questions() []question {
	return slices.Concat(aws(), slack(), service(), environments(), switches(), known())
}

func aws() []question {
	return []question{
		{flag: "account", ask: "AWS account, 12 digits", why: "All is built there; Terraform refuses credentials of another one.", check: account},
		{flag: "region", ask: "AWS region", why: "Where the bot, its state and its images are.", fallback: always("eu-west-1"), check: region},
	}
}

func slack() []question {
	return []question{
		{flag: "team", ask: "Slack workspace, T…", why: "Requests from any other are refused. It is in the address of Slack in a browser: app.slack.com/client/T…", check: policy("team")},
		{flag: "app", ask: "Slack app, A…, or \"later\"", why: "It exists once Slack has made it from the manifest. Until then no bot can be built.", fallback: always(later), check: app},
		{flag: "channel", ask: "Channel for deploys, C…", why: "Rollouts are told of there. Its id is at the end of the channel's details.", check: policy("channel")},
		{flag: "deployers", ask: "Who may deploy: members' ids, U…, with commas", why: "Nobody else may deploy or roll back. Each is in the member's profile: Copy member ID.", check: policyList("deployers")},
		{flag: "timezone", ask: "The team's time zone, such as Europe/Berlin, or \"none\"", why: "At 9 there, the channel is told each day what was shipped. none: nobody is told by itself.", fallback: always("UTC"), check: policy("timezone")},
	}
}

func service() []question {
	return []question{
		{flag: "service", ask: "The first service", why: "Its name is typed in commands: /deploy prod checkout.", check: policy("service")},
		{flag: "repository", ask: "Its GitHub repository, owner/name", why: "Its commits are looked up there.", check: policy("repository")},
		{flag: "artifact", ask: "Where its builds are: an ECR repository, or s3://bucket/prefix", why: "By default the ECR repository that infra/bootstrap makes.",
			fallback: registry, check: policy("artifact"), quiet: true},
		{flag: "origin", ask: "The GitHub repository of this clone, owner/name", why: "Its workflows plan and apply infra/; the roles trust no other.",
			fallback: beside, check: origin},
	}
}

func environments() []question {
	all := []question{{flag: "environments", ask: "Environments, of dev, staging and prod", why: "A release passes them in this order. The bot is in the last one, and serves all.",
		fallback: always("staging,prod"), check: stages}}
	for name, mode := range map[string]string{"dev": "count", "staging": "block", "prod": "block"} {
		all = append(all, question{flag: "waf-" + name, ask: "Web ACL of " + name + ": block, count or off",
			why:      "block turns attacks away, count looks on: " + usd(aclPrice) + " a month each, and $0.60 a million requests. off is free.",
			fallback: always(mode), check: oneOf("block", "count", "off"),
			when: func(a answers) bool { return slices.Contains(a.list("environments"), name) }})
	}
	slices.SortFunc(all[1:], func(a, b question) int { return stage(a.flag) - stage(b.flag) })
	return all
}

func switches() []question {
	return []question{
		{flag: "package", ask: "The bot's package: image or zip", why: "An image is scanned, and applied by workflows: " + usd(imagePrice) + " a month. Zips are free, and applied from your machine.",
			fallback: always("image"), check: oneOf("image", "zip")},
		{flag: "secrets", ask: "The bot's secrets: secretsmanager or ssm", why: "Secrets Manager has versions and a recovery window: " + usd(secretsPrice) + " a month. Parameter Store is free, and whoever plans can read it.",
			fallback: always("secretsmanager"), check: oneOf("secretsmanager", "ssm")},
		{flag: "emails", ask: "E-mail for alerts and the budget, with commas, or \"none\"", why: "Red alarms, and a month that gets dear, are told there. Free.", check: emails},
		{flag: "budget", ask: "The budget in USD a month", why: "An e-mail comes at 80 % of it.", fallback: budget, check: amount, quiet: true},
	}
}

// known are what only the later steps tell.
func known() []question {
	return []question{
		{flag: "image", ask: "The bot's image, <repository>@sha256:…", why: "Known once it is pushed.", fallback: always(later), check: image, quiet: true},
		{flag: "first-build", ask: "The service's first build: a full SHA or a digest, or <SHA>.zip", why: "Known once there is one.", fallback: always(later), check: build, quiet: true},
		{flag: "url", ask: "The bot's address, https://…", why: "Known after the first apply; it goes into the Slack manifest.", fallback: always(later), check: address, quiet: true},
	}
}

func always(text string) func(answers) string { return func(answers) string { return text } }

// registry is where infra/bootstrap makes a place for the service's images.
func registry(a answers) string {
	if a["account"] == "" || a["region"] == "" || a["repository"] == "" {
		return ""
	}
	return ecr(a) + "/" + strings.ToLower(a["repository"])
}

// ecr is the address of the account's images.
func ecr(a answers) string { return a["account"] + ".dkr.ecr." + a["region"] + ".amazonaws.com" }

// beside is Slipway's own repository under the owner of the service's.
func beside(a answers) string {
	owner, _, _ := strings.Cut(a["repository"], "/")
	if owner == "" {
		return ""
	}
	return owner + "/slipway"
}

// stage is how late an environment comes; of what ends like its name, too.
func stage(name string) int {
	return slices.IndexFunc(stageNames(), func(s string) bool { return strings.HasSuffix(name, s) })
}

func stageNames() []string { return []string{"dev", "staging", "prod"} }
