// Package release is `slipway release`: a deploy in the parts that a workflow's jobs
// are made of. It gives the commands that Slack gives, to the same table, and moves
// the rollout on itself for as long as it waits. When its machine dies, the bot's
// engine goes on.
package release
