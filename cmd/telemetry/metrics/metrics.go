// Package metrics writes what the bot counts of itself as lines of its log, in
// CloudWatch's embedded metric format: no call, no agent, nothing to wait for, and
// nothing that could fail what is being counted.
//
// The front links it, so it needs nothing but the standard library and the log.
package metrics

// Metric is one number that the bot tells of itself, by its name in CloudWatch.
type Metric string

// The metrics. CloudWatch bills each by the hours in which it is written; docs/adr/0028 says
// what that comes to, and why none has dimensions.
const (
	AckLatency       Metric = "AckLatency"       // the front, milliseconds from a request to its answer
	RefusedRequests  Metric = "RefusedRequests"  // the front: a request that was not let in
	SlackErrors      Metric = "SlackErrors"      // the worker: a call that Slack refused or did not answer
	Heartbeat        Metric = "Heartbeat"        // the ticker: a sweep came to a good end
	SweeperRepairs   Metric = "SweeperRepairs"   // the ticker: a rollout was taken up, or a split put right
	DeployStarted    Metric = "DeployStarted"    // a deploy is under way
	DeploySucceeded  Metric = "DeploySucceeded"  // a deploy went all the way and stayed
	DeployRolledBack Metric = "DeployRolledBack" // a deploy was taken back, under way or afterwards
	LeadTime         Metric = "LeadTime"         // seconds from a deploy's beginning to all of the traffic
	Recovery         Metric = "Recovery"         // seconds from the beginning of the way back to its end
	ChangeFailure    Metric = "ChangeFailure"    // 1 for a deploy to production that was taken back afterwards, 0 for one that stayed until the next
	Verdicts         Metric = "Verdicts"         // the judge let a canary go on, or took it back
)

// All are those that there are.
func All() []Metric {
	return []Metric{
		AckLatency, RefusedRequests, SlackErrors, Heartbeat, SweeperRepairs,
		DeployStarted, DeploySucceeded, DeployRolledBack, LeadTime, Recovery, ChangeFailure, Verdicts,
	}
}

// Unit is what CloudWatch calls the metric's unit.
func (m Metric) Unit() string {
	switch m {
	case AckLatency:
		return "Milliseconds"
	case LeadTime, Recovery:
		return "Seconds"
	case RefusedRequests, SlackErrors, Heartbeat, SweeperRepairs, DeployStarted, DeploySucceeded, DeployRolledBack, ChangeFailure, Verdicts:
		return "Count"
	}
	return "None"
}
