package model

// What infra/ makes, and how often what it makes happens. tests/cost reads infra/ and holds these
// against it.
const (
	Queues         = 3   // that Lambda polls: jobs, urgent, dead letters
	SweepMinutes   = 2   // between two sweeps
	SweepRounds    = 5   // sweeps in which every target is looked after once
	WarmUpMinutes  = 5   // between two calls that keep a function awake
	Memory         = 512 // MB of each function of the bot
	ServiceMemory  = 256 // MB of a service's function
	RetentionDays  = 30  // of logs
	BotAlarms      = 9   // metrics that the bot's eight alarms read
	BotMetrics     = 13  // in the bot's log: twelve that it writes, and one that a filter makes of errors
	BotDashboards  = 3
	BotSecrets     = 2 // so that the front never holds the bot's token
	ACLRules       = 10
	ServiceAlarms  = 11 // metrics that a service's eight alarms read
	DayDeploysGoal = 10 // deploys a day at which the bot itself is to cost Goal
)

// Goal is what the bot itself may cost, in dollars a month.
const Goal = 1.0

// What cannot be counted here, and is rather too much than too little.
const (
	days, minutes = 30, 30 * 24 * 60 // of a month

	pollers  = 5  // at a queue, as Lambda starts them; of FIFO queues AWS does not say how many
	polls    = 3  // a minute, of 20 seconds each
	perQueue = 3  // requests for a message: send, receive, delete
	looks    = 9  // beside the command: clicks, questions, the news of builds
	images   = 30 // releases of the bot that are kept
	imageGB  = 0.012
	yearDays = 365 // of deploys in the table, which forgets none

	keyMinutes = 5 // that table and queues use a data key before they ask KMS for another
	keyUses    = 6 // then: of the table and two queues, by two functions each

	callSeconds   = 0.05  // that AWS takes to answer
	slackSeconds  = 0.15  // that Slack takes
	ownSeconds    = 0.005 // of an invocation: the least that Lambda and the code take
	platformBytes = 500   // that Lambda itself logs of an invocation
	accessBytes   = 400   // that API Gateway logs of a request
	aclBytes      = 1500  // that the web ACL logs of a request

	mega, giga = 1e6, 1e9
)

// Usage is what is paid for of it, by functions with so many MB.
func (m Measured) Usage(memory float64) Usage {
	n := float64(m.Invocations)
	seconds := float64(m.Calls)*callSeconds + float64(m.Slack)*slackSeconds + n*ownSeconds + m.WaitsSeconds
	return Usage{
		Transitions: float64(m.Transitions),
		Invocations: n,
		Compute:     seconds * memory / 1024,
		Requests:    float64(m.Requests),
		Messages:    float64(m.Messages) * perQueue,
		Reads:       float64(m.Reads),
		Writes:      float64(m.Writes),
		MetricCalls: float64(m.MetricCalls),
		Logged:      (float64(m.Logged) + n*platformBytes + float64(m.Requests)*accessBytes) / giga,
		SecretCalls: float64(m.SecretCalls),
	}
}

// IdleRequests are what Lambda asks so many queues in a month, messages or not.
func IdleRequests(queues int) float64 { return float64(queues * pollers * polls * minutes) }

// Month is what the bot uses in a month with so many deploys a day, each a canary.
func (s Setup) Month(deploys float64) Usage {
	memory := float64(Memory)
	u := Deploy().Usage(memory).Plus(Look().Usage(memory).Times(looks)).Times(deploys * days)
	u = u.Plus(Sweep().Usage(memory).Times(minutes / SweepMinutes))
	u = u.Plus(Usage{
		Messages:  IdleRequests(Queues),
		Schedules: minutes / SweepMinutes,
		Alarms:    BotAlarms,
		Metrics:   metricMonths(deploys),
		Kept:      deploys * yearDays * float64(Deploy().Kept) / giga,
	})
	if s.WarmUp {
		u = u.Plus(WarmUp().Usage(memory).Times(minutes / WarmUpMinutes))
	}
	return s.switched(u)
}

// metricMonths are how many metrics' worth of hours have values in a month with so many
// deploys a day, for CloudWatch bills a metric by the hours in which it is sent: each deploy
// is taken to be in hours of its own, and something to go wrong in every hour.
func metricMonths(deploys float64) float64 {
	const (
		verdicts  = 1 // its canary may begin in one hour and end in the next
		ofDeploys = 6 // started, succeeded, rolled back, lead time, recovery, failure
		anyway    = BotMetrics - verdicts - ofDeploys
	)
	share := func(hours float64) float64 { return min(hours, 24) / 24 }
	return anyway + ofDeploys*share(deploys) + verdicts*share(2*deploys)
}

// Service is what one service uses in one environment, before anybody calls it.
func Service(warmUp, dashboard bool) Usage {
	u := Usage{Alarms: ServiceAlarms}
	if warmUp {
		u = u.Plus(Measured{Invocations: 1, Calls: 1}.Usage(ServiceMemory).Times(minutes / WarmUpMinutes))
	}
	if dashboard {
		u[Dashboards] = 1
	}
	u[LogsKept] = u[Logged]
	return u
}

// Traced is as much as a service can have traced that is called every second, and no more often:
// of further calls in a second, X-Ray records 5 %.
func Traced() Usage { return Usage{Traces: minutes * 60} }

// Traffic is what a million requests to a service use before its function, with a web ACL or
// without.
func Traffic(acl bool) Usage {
	u := Usage{Requests: mega, Logged: mega * accessBytes / giga}
	if acl {
		u = u.Plus(Usage{ACLRequests: mega, Logged: mega * aclBytes / giga})
	}
	return u
}
