// Package commands holds what a person, an alarm or the clock may ask for: who
// may (Authorize), what stands in the way (gates), the use cases, one file each,
// and Tick, which is one turn of a rollout.
//
// It speaks to the world through the ports below, which it declares itself, and
// knows neither Slack nor any vendor. A command answers with an Outcome, a
// *rollout.Refusal or an error.
package commands
