package config

import "time"

func environmentFields() []field[Environment] {
	return []field[Environment]{
		key("deploy", list(text("the name of a role", anyName), 1), "",
			"The roles that may deploy, steer and roll back.",
			func(e *Environment) *[]string { return &e.Deploy }).must(),
		key("after", text("the name of an environment", anyName), "",
			"An earlier environment that a release must have been shipped to before, with success.",
			func(e *Environment) *string { return &e.After }),
		key("confirm", boolean(), "false", "A deploy is shown first, and done once whoever asked confirms it.",
			func(e *Environment) *bool { return &e.Confirm }),
		key("maxCommits", number(1, 10_000), "", "The most commits that one deploy may ship. It needs `github`.",
			func(e *Environment) *int { return &e.MaxCommits }).or("any number", func(*Environment) {}),
		key("workflows", boolean(), "false",
			"Runs of workflows may deploy here too, with `slipway release`. Who may run them is GitHub's and IAM's to say.",
			func(e *Environment) *bool { return &e.Workflows }),
		key("checks", section(demandFields()), "", "What a commit must have before it may be shipped here. It needs `github`.",
			func(e *Environment) *Demands { return &e.Demands }),
		key("strategy", section(strategyFields()), "", "How traffic moves to a new version.",
			func(e *Environment) *Strategy { return &e.Strategy }),
		key("judge", section(judgeFields()), "", "When a new version is good, and when it goes back.",
			func(e *Environment) *Judge { return &e.Judge }),
		key("weighted", oneOf(Refuse, Adopt), Refuse,
			"What a deploy does where somebody has split `live` already: refuse, or put all of it on its main version first.",
			func(e *Environment) *string { return &e.Weighted }),
		key("keepVersions", number(1, 1000), "25",
			"The newest versions of a function that are never deleted. Of the older ones, only what an alias or a rollout may need "+
				"stays: whoever calls a version by its number (an event source, a statement of a policy, another team) should call an alias.",
			func(e *Environment) *int { return &e.KeepVersions }),
		key("provisioned", number(0, 10_000), "0", "Provisioned concurrency of every version that gets traffic; 0 for none.",
			func(e *Environment) *int { return &e.Provisioned }),
		key("health", section(overrideFields()), "", "What differs here from the services' own.",
			func(e *Environment) *time.Duration { return &e.HealthTimeout }),
		key("alarms", section(onAlarmFields()), "", "What an alarm does beside its thread. It needs the section `alarms` at the top.",
			func(e *Environment) *OnAlarm { return &e.OnAlarm }),
		key("account", optional(accountFields()), "", "The AWS account that its functions are in, where that is not the bot's: [accounts.md](accounts.md).",
			func(e *Environment) **Account { return &e.Account }),
		key("drill", duration("1m", "24h"), "",
			"A drill has to be taken back so long after its first traffic; later it is, but has failed. Without it there are no drills here.",
			func(e *Environment) *time.Duration { return &e.Drill }),
	}
}

func overrideFields() []field[time.Duration] {
	return []field[time.Duration]{
		key("timeout", duration("1s", "1m"), "", "How long the answer to a health check may take; else the service says.",
			func(d *time.Duration) *time.Duration { return d }),
	}
}

func strategyFields() []field[Strategy] {
	return []field[Strategy]{
		key("kind", oneOf(strategyKinds()...), Canary,
			"The names with capitals are CodeDeploy's and bring their own steps.",
			func(s *Strategy) *string { return &s.Kind }),
		key("steps", list(section(stepFields()), 1), "", "A canary's steps, each heavier than the one before.",
			func(s *Strategy) *[]Step { return &s.Steps }).
			or("10%, 25%, 50%, held 10m each", func(s *Strategy) { s.Steps = standardSteps() }),
		key("maxHold", duration("1m", "24h"), "30m", "How long a step is extended while its evidence is inconclusive.",
			func(s *Strategy) *time.Duration { return &s.MaxHold }),
		key("inconclusive", oneOf("ask", "probe", "promote", "rollback"), "ask",
			"What happens after that: ask a person, send synthetic calls to the new version, go on, or go back. "+
				"Probing lasts up to `maxHold` again; if it decides nothing either, a person is asked.",
			func(s *Strategy) *string { return &s.Inconclusive }),
		key("probes", number(1, 600), "60",
			"The synthetic calls a minute, at most, while a step is probed: up to four at a time, in five seconds of it. With the judge's defaults it takes 187 calls without an error to pass.",
			func(s *Strategy) *int { return &s.Probes }),
		key("watch", duration("0s", "24h"), "10m", "How long a version is watched after it got all traffic.",
			func(s *Strategy) *time.Duration { return &s.Watch }),
		key("pauseLimit", duration("1m", "72h"), "4h",
			"How long a rollout waits for a person before its traffic goes back.",
			func(s *Strategy) *time.Duration { return &s.PauseLimit }),
	}
}

func stepFields() []field[Step] {
	return []field[Step]{
		key("weight", share(0.1, 99.9), "", "The new version's share of the traffic.",
			func(s *Step) *float64 { return &s.Weight }).must(),
		key("hold", duration("1m", "24h"), "10m", "How long the step lasts at least.",
			func(s *Step) *time.Duration { return &s.Hold }),
	}
}

func judgeFields() []field[Judge] {
	return []field[Judge]{
		key("mode", oneOf(Enforce, Shadow), Enforce,
			"With `shadow` the judge looks on: steps go on by their holds alone, and what it would have taken back is told. "+
				"Health checks, alarms and people still take a version back.",
			func(j *Judge) *string { return &j.Mode }),
		key("errorRateMax", share(0.01, 50), "2%", "The error rate that the service promises to stay below.",
			func(j *Judge) *float64 { return &j.ErrorRateMax }),
		key("slowRateMax", share(0.01, 50), "5%", "The same for calls slower than `slowCall`.",
			func(j *Judge) *float64 { return &j.SlowRateMax }),
		key("falseRollback", share(0.001, 20), "1%", "The accepted chance of taking a good version back.",
			func(j *Judge) *float64 { return &j.FalseRollback }),
		key("falsePromote", share(0.001, 20), "5%", "The accepted chance of promoting a bad version.",
			func(j *Judge) *float64 { return &j.FalsePromote }),
		key("settleCap", duration("0s", "15m"), "60s",
			"A minute is judged this long after its end, at the earliest. One without a single datapoint is read again for three more minutes; "+
				"what comes in later than that is not seen.",
			func(j *Judge) *time.Duration { return &j.SettleCap }),
		key("tripwire", section(tripwireFields()), "", "What fails a version at once.",
			func(j *Judge) *Tripwire { return &j.Tripwire }),
		key("metricErrors", number(1, 60), "5", "Unreadable readings in a row before the rollout holds and asks.",
			func(j *Judge) *int { return &j.MetricErrors }),
	}
}

func tripwireFields() []field[Tripwire] {
	return []field[Tripwire]{
		key("errors", number(0, 1_000_000), "5",
			"More errors than this in one minute, beyond what the old version's rate explains; 0 turns it off.",
			func(t *Tripwire) *int { return &t.Errors }),
		key("literal", boolean(), "false",
			"Take the number as it is. At 2,000 calls a minute and 1 % errors on both sides, "+
				"that rolls back every good version before it has half of the traffic.",
			func(t *Tripwire) *bool { return &t.Literal }),
	}
}
