// Package price says what a rollout costs.
package price

import "math"

// Prices of us-east-1 in US dollars, after the free tiers, from AWS's own pricing
// pages (aws.amazon.com/<service>/pricing), looked up in November 2026.
const (
	transition = 25.0 / million  // Step Functions, Standard
	read       = 0.125 / million // DynamoDB on demand: up to 4 KB, strongly consistent
	write      = 0.625 / million // DynamoDB on demand: up to 1 KB; twice in a transaction
	metric     = 0.01 / thousand // CloudWatch: GetMetricStatistics
	invocation = 0.20 / million  // Lambda
	gigabyteS  = 0.0000166667    // Lambda, x86: one GB for one second
	message    = 0.50 / million  // SQS, FIFO: each request
	request    = 3.50 / million  // API Gateway, REST
	logged     = 0.50 / giga     // CloudWatch Logs: each byte taken in
	secret     = 0.05 / tenth    // Secrets Manager: each call

	thousand, tenth, million, giga = 1e3, 1e4, 1e6, 1e9
)

// What is not measured on this machine, and rather too much than too little.
const (
	GB         = 0.25 // memory of each function
	awsLatency = 0.05 // seconds that AWS takes for a call, on top of what this machine took
	platform   = 500  // bytes of log that Lambda itself writes for an invocation
	perMessage = 3    // requests: send, receive, delete
)

// Use is what a rollout has used.
type Use struct {
	Transitions    int     // of the state machine
	Reads, Writes  int     // units of DynamoDB
	Metrics        int     // calls of GetMetricStatistics
	Invocations    int     // of the functions, together
	Seconds        float64 // of the functions, as measured with an AWS that answers at once
	Calls          int     // of AWS by the functions, one after the other
	Messages       int
	Requests       int // of Slack
	Logged         int // bytes by the functions
	SecretsFetched int
}

// Item is one line of a bill.
type Item struct {
	What    string
	Dollars float64
}

// Bill is what that costs, the most first.
func (u Use) Bill() []Item {
	seconds := u.Seconds + float64(u.Calls)*awsLatency
	return []Item{
		{"Step Functions", float64(u.Transitions) * transition},
		{"CloudWatch metrics", float64(u.Metrics) * metric},
		{"DynamoDB", float64(u.Reads)*read + float64(u.Writes)*write},
		{"Lambda", float64(u.Invocations)*invocation + seconds*GB*gigabyteS},
		{"SQS", float64(u.Messages*perMessage) * message},
		{"logs", float64(u.Logged+u.Invocations*platform) * logged},
		{"API Gateway and secrets", float64(u.Requests)*request + float64(u.SecretsFetched)*secret},
	}
}

// Total is the sum of a bill in cents, rounded up to a thousandth.
func Total(bill []Item) (cents float64) {
	for _, i := range bill {
		cents += 100 * i.Dollars
	}
	return math.Ceil(1000*cents) / 1000
}
