package config

import "time"

func rootShape() shape[Config] {
	return section([]field[Config]{
		key("version", version(), "", "The form of this file.",
			func(c *Config) *int { return &c.Version }).must(),
		key("slack", section(slackFields()), "", "The workspace.",
			func(c *Config) *Slack { return &c.Slack }).must(),
		key("github", optional(gitHubFields()), "",
			"GitHub is spoken to, as its `api` and the secrets say; `{}` will do. Without it artifacts are found by the SHA of their commit alone.",
			func(c *Config) **GitHub { return &c.GitHub }),
		key("alarms", optional(alarmFields()), "",
			"Whose CloudWatch alarms are listened to. Without it nobody's are.",
			func(c *Config) **Alarms { return &c.Alarms }),
		key("pagerduty", optional(pagerDutyFields()), "",
			"PagerDuty is spoken to, with the worker's secret `PAGERDUTY_ROUTING_KEY`; `{}` will do.",
			func(c *Config) **PagerDuty { return &c.PagerDuty }),
		key("summary", optional(summaryFields()), "",
			"Each day it is told what was shipped; `{}` will do. Without it nothing is told by itself, but `/deploy summary` answers all the same.",
			func(c *Config) **Summary { return &c.Summary }),
		key("roles", table(roleShape(), "the users' ids by role", roleProblem,
			func(name string) Role { return Role{Name: name} }), "", "Who has which role.",
			func(c *Config) *[]Role { return &c.Roles }).must(),
		key("services", table(section(serviceFields()), "services by name", nameProblem,
			func(name string) Service { return Service{Name: name} }), "", "What is deployed.",
			func(c *Config) *[]Service { return &c.Services }).must(),
		key("environments", table(section(environmentFields()), "environments by name", nameProblem,
			func(name string) Environment { return Environment{Name: name} }), "",
			"Where it is deployed, in the order in which a release passes them.",
			func(c *Config) *[]Environment { return &c.Environments }).must(),
	})
}

func slackFields() []field[Slack] {
	return []field[Slack]{
		key("team", slackID("workspace", "TE"), "", "Requests from any other are refused.",
			func(s *Slack) *string { return &s.Team }).must(),
		key("app", slackID("app", "A"), "", "Requests for any other are refused.",
			func(s *Slack) *string { return &s.App }).must(),
		key("channel", slackID("channel", "CG"), "", "Where notices go that belong to no service.",
			func(s *Slack) *string { return &s.Channel }).must(),
		key("url", text("the address of the front, such as `https://abc123.execute-api.eu-west-1.amazonaws.com/live`", isPage), "",
			"Links to rollouts and incidents begin with it: on GitHub, in pages and by SNS. Slack shows a card for them. Without it there are none.",
			func(s *Slack) *string { return &s.URL }),
	}
}

// roleShape is a list of users, under the role's name.
func roleShape() shape[Role] {
	return within(list(slackID("user", "UW"), 1), func(r *Role) *[]string { return &r.Users })
}

func serviceFields() []field[Service] {
	return []field[Service]{
		key("channel", slackID("channel", "CG"), "",
			"Where its messages go. In a channel of one service, commands need not name it.",
			func(s *Service) *string { return &s.Channel }).must(),
		key("repository", text("a GitHub repository, `owner/name`", isRepository), "", "Where its commits are.",
			func(s *Service) *string { return &s.Repository }).must(),
		key("branch", text("the name of a branch", isBranch), "main", "Its main branch. With `github`, `latest` is its newest commit.",
			func(s *Service) *string { return &s.Branch }),
		key("build", optional(buildFields()), "",
			"The workflow that builds what has no artifact. Without it something else has to. It needs `github`.",
			func(s *Service) **Build { return &s.Build }),
		key("watched", list(text("a pattern of paths with `*`, `?` and, for any folders, `**`, such as `migrations/**`", isPattern), 1), "",
			"A deploy that changes what matches is flagged. It needs `github`.",
			func(s *Service) *[]string { return &s.Watched }),
		key("artifact", artifact(), "",
			"Where its builds are: an image tagged, or a `.zip` named, with the commit's full SHA. Upload a `.zip` with `aws s3api put-object --checksum-algorithm SHA256`. Worker and ticker on AWS need it.",
			func(s *Service) *Artifact { return &s.Artifact }),
		key("slowCall", duration("1ms", "15m"), "1s", "A call that takes longer counts as slow.",
			func(s *Service) *time.Duration { return &s.SlowCall }),
		key("health", section(healthFields()), "", "The call that a new version must answer before it gets traffic.",
			func(s *Service) *Health { return &s.Health }),
		key("smoke", list(section(smokeFields()), 0), "", "Endpoints that a new version must serve before it gets traffic.",
			func(s *Service) *[]Smoke { return &s.Smoke }),
		key("functions", functionsShape(), "`<service>-<environment>`", "The Lambda functions, by environment.",
			func(s *Service) *[]Function { return &s.Functions }),
		key("url", pagesShape(), "",
			"Where what was deployed is seen, by environment. The message of a deploy that is live leads there, and GitHub's page of it.",
			func(s *Service) *[]Page { return &s.Pages }),
		key("alarms", alarmsShape(), "",
			"Lists of the alarms that are about it, by environment, with `*` for any characters in a name. They count before what an alarm's dimensions and tags say.",
			func(s *Service) *[]AlarmNames { return &s.Alarms }),
		key("runbook", text("the address of a page, such as `https://wiki.example.com/checkout#alarms`", isRunbook), "",
			"What to do when its alarms are red. Their thread leads there.",
			func(s *Service) *string { return &s.Runbook }),
		key("drill", text("the name of a branch or a tag, or a commit", isDrill), "",
			"A ref whose build is known to be bad: `/deploy drill` ships it, to see it taken back. It needs `github`.",
			func(s *Service) *string { return &s.Drill }),
	}
}

// functionsShape is a function's name under each environment's.
func functionsShape() shape[[]Function] {
	name := within(text("the name of a Lambda function", isFunction), func(f *Function) *string { return &f.Name })
	return table(name, "the functions' names by environment", func(string) string { return "" },
		func(environment string) Function { return Function{Environment: environment} })
}

// pagesShape is the address of a page under each environment's name.
func pagesShape() shape[[]Page] {
	address := within(text("the address of a page, such as `https://shop.example.com/`", isPage), func(p *Page) *string { return &p.URL })
	return table(address, "the pages' addresses by environment", func(string) string { return "" },
		func(environment string) Page { return Page{Environment: environment} })
}

func healthFields() []field[Health] {
	return []field[Health]{
		key("payload", jsonText(), "{}", "What the function is invoked with.",
			func(h *Health) *string { return &h.Payload }),
		key("probe", jsonText(), "",
			"What a synthetic call is made with where an inconclusive step is probed; it has to be answered with a status below 400, or without one. "+
				"Without it: the payload and the smoke tests in turn, but for those that expect 400 or above. A health check that touches nothing proves nothing: "+
				"give a request like those of real callers, but one that may be repeated.",
			func(h *Health) *string { return &h.Probe }),
		key("timeout", duration("1s", "1m"), "5s", "How long an answer may take.",
			func(h *Health) *time.Duration { return &h.Timeout }),
	}
}

func smokeFields() []field[Smoke] {
	return []field[Smoke]{
		key("path", text("the path of a URL, such as `/health`", isPath), "", "What is asked for, by GET.",
			func(s *Smoke) *string { return &s.Path }).must(),
		key("status", number(100, 599), "200", "The HTTP status that is expected.",
			func(s *Smoke) *int { return &s.Status }),
		key("environments", list(text("the name of an environment", anyName), 1), "all", "Where it is tried.",
			func(s *Smoke) *[]string { return &s.Environments }),
	}
}

// anyName takes every name; whether it exists is checked when all are known.
func anyName(s string) bool { return s != "" }
