// Package metrics writes what the bot counts of itself as lines of its log, in
// CloudWatch's embedded metric format: no call, no agent, nothing to wait for, and
// nothing that could fail what is being counted.
//
// The front links it, so it needs nothing but the standard library and the log.
package metrics

// Metric is one number that the bot tells of itself, by its name in CloudWatch.
type Metric string

// The metrics. Ten are free in an account; docs/adr/0028 says why none has dimensions.
const (
	AckTime           Metric = "AckTime"           // the front, milliseconds from a request to its answer
	Forged            Metric = "Forged"            // the front: a request without a signature that counts
	SlackErrors       Metric = "SlackErrors"       // the worker: a call that Slack refused or did not answer
	Heartbeat         Metric = "Heartbeat"         // the ticker: a sweep came to a good end
	SweeperRepairs    Metric = "SweeperRepairs"    // the ticker: a rollout was taken up, or a split put right
	DeploysStarted    Metric = "DeploysStarted"    // a deploy is under way
	DeploysSucceeded  Metric = "DeploysSucceeded"  // a deploy went all the way and stayed
	DeploysRolledBack Metric = "DeploysRolledBack" // a deploy was taken back, under way or afterwards
	LeadTime          Metric = "LeadTime"          // seconds from a deploy's beginning to all of the traffic
	RecoveryTime      Metric = "RecoveryTime"      // seconds from the beginning of the way back to its end
)

// All are those that there are.
func All() []Metric {
	return []Metric{
		AckTime, Forged, SlackErrors, Heartbeat, SweeperRepairs,
		DeploysStarted, DeploysSucceeded, DeploysRolledBack, LeadTime, RecoveryTime,
	}
}

// Unit is what CloudWatch calls the metric's unit.
func (m Metric) Unit() string {
	switch m {
	case AckTime:
		return "Milliseconds"
	case LeadTime, RecoveryTime:
		return "Seconds"
	case Forged, SlackErrors, Heartbeat, SweeperRepairs, DeploysStarted, DeploysSucceeded, DeploysRolledBack:
		return "Count"
	}
	return "None"
}
