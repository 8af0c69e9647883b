// Package slackblocks compares the simulated Slack's rules for blocks with those
// of slackblocks, a Python package whose authors put theirs to Slack's own
// validator. Every sample is judged by both, and differences.md explains each
// case in which they do not agree. There is nothing in it but tests.
package slackblocks
