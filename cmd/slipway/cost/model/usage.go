// Package model says what Slipway costs a month: what it uses, by measurement, times what
// AWS asks for it, by a file of prices. It computes only.
package model

import "maps"

// Item is something that AWS has a price for, as infra/prices.yaml names it.
type Item string

// What is paid for. Amounts are of a month, and of the unit that the file of prices says.
const (
	Transitions Item = "transitions"    // of the state machine
	Invocations Item = "invocations"    // of functions
	Compute     Item = "compute"        // GB × seconds of functions
	ComputeX86  Item = "compute-x86"    // the same, of functions that are not on arm64
	Requests    Item = "requests"       // of Slack and GitHub, to the API
	Messages    Item = "queue-requests" // to send, receive and delete, and empty polls
	Reads       Item = "reads"          // units of the table
	Writes      Item = "writes"         // units of the table
	Kept        Item = "table-gb"       // in the table
	Backups     Item = "backup-gb"      // of the table, for 35 days (PITR)
	MetricCalls Item = "metric-calls"   // GetMetricStatistics
	Read        Item = "metrics-read"   // by GetMetricData
	Drawn       Item = "metrics-drawn"  // by GetMetricWidgetImage
	Metrics     Item = "metrics"        // of our own
	Alarms      Item = "alarms"         // metrics that alarms read
	Dashboards  Item = "dashboards"
	Logged      Item = "log-gb"      // written
	Scanned     Item = "log-gb-read" // by Logs Insights
	LogsKept    Item = "log-gb-kept" // at any time
	Traces      Item = "traces"      // recorded
	Schedules   Item = "schedules"   // calls by the clock
	Images      Item = "image-gb"    // kept in the registry
	Secrets     Item = "secrets"     // in Secrets Manager
	SecretCalls Item = "secret-calls"
	ACLs        Item = "web-acls"
	Rules       Item = "acl-rules"
	ACLRequests Item = "acl-requests" // that a web ACL looked at
	Keys        Item = "keys"         // of KMS, the customer's own
	KeyUses     Item = "key-uses"
)

// Usage is how much is used, by item.
type Usage map[Item]float64

// Plus is both together.
func (u Usage) Plus(other Usage) Usage {
	sum := Usage{}
	maps.Copy(sum, u)
	for i, n := range other {
		sum[i] += n
	}
	return sum
}

// Times is that many of it.
func (u Usage) Times(n float64) Usage {
	out := Usage{}
	for i, amount := range u {
		out[i] = n * amount
	}
	return out
}
