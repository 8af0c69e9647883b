package model

// Setup is the switches of infra/ that have a price.
type Setup struct {
	WAF            bool // "block" or "count", which cost the same
	SecretsManager bool // else Parameter Store
	Key            bool // a customer's own, of KMS
	WarmUp         bool
	Dashboards     bool
	Image          bool // else a zip
	Tracing        bool
	Backups        bool    // PITR; infra/ has no switch for it
	Retention      float64 // days that logs are kept
}

// Asked is what infra/environments/prod begins with.
func Asked() Setup {
	s := Bare()
	s.WAF, s.SecretsManager = true, true
	return s
}

// Bare is the bot itself: all that is asked for but the web ACL and Secrets Manager.
func Bare() Setup {
	return Setup{WarmUp: true, Dashboards: true, Image: true, Tracing: true, Backups: true, Retention: RetentionDays}
}

// switched is the usage with what the switches add to it.
func (s Setup) switched(u Usage) Usage {
	if s.WAF {
		u = u.Plus(Usage{ACLs: 1, Rules: ACLRules, ACLRequests: u[Requests], Logged: u[Requests] * aclBytes / giga})
	}
	if s.SecretsManager {
		u[Secrets] = BotSecrets
	} else {
		delete(u, SecretCalls)
	}
	if s.Key {
		u = u.Plus(Usage{Keys: 1, KeyUses: keyUses * minutes / keyMinutes})
	}
	if s.Dashboards {
		u[Dashboards] = BotDashboards
	}
	if s.Image {
		u[Images] = images * imageGB
	}
	if s.Tracing { // Lambda records the first of a second and 5 % of the rest: at most all
		u[Traces] = u[Invocations]
	}
	if s.Backups {
		u[Backups] = u[Kept]
	}
	u[LogsKept] = u[Logged] * s.Retention / days
	return u
}
