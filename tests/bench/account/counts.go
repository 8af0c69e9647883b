package account

import (
	"fmt"
	"strings"
)

// Counts are calls by kind.
type Counts map[Call]int

// Since are the calls that came after those.
func (c Counts) Since(before Counts) Counts {
	out := Counts{}
	for call, n := range c {
		if n -= before[call]; n > 0 {
			out[call] = n
		}
	}
	return out
}

// AWS is how many of them went to AWS.
func (c Counts) AWS() int {
	n := 0
	for call, times := range c {
		if call.Service != "Slack" {
			n += times
		}
	}
	return n
}

// By are those of one caller.
func (c Counts) By(key string) Counts {
	out := Counts{}
	for call, n := range c {
		if call.By == key {
			out[call] = n
		}
	}
	return out
}

// Times is how often an operation was called.
func (c Counts) Times(operation string) int {
	n := 0
	for call, times := range c {
		if call.Operation == operation {
			n += times
		}
	}
	return n
}

// Of is how many went to a service.
func (c Counts) Of(service string) int {
	n := 0
	for call, times := range c {
		if call.Service == service {
			n += times
		}
	}
	return n
}

// String lists them by service, in no more than a line.
func (c Counts) String() string {
	var parts []string
	for _, service := range []string{"Lambda", "CloudWatch", "Logs", "DynamoDB", "ECR", "SQS", "SNS", "Step Functions", "Secrets Manager", "Slack", "unknown"} {
		if n := c.Of(service); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", service, n))
		}
	}
	return strings.Join(parts, ", ")
}
