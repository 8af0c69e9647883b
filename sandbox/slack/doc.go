// Package slack is a Slack workspace in one process, as strict as Slack, for
// trying and testing Slack apps without Slack.
//
// It has two sides. The app's side is [Workspace.Handler]: the Web API methods
// that a bot uses to read and post, and the response_url. Any Slack client
// library talks to it unchanged. It refuses what Slack refuses: wrong tokens,
// unknown channels, blocks that break a limit (with a JSON pointer to the
// offending property), and calls that come too fast (HTTP 429).
//
// The people's side is what a Slack client does: [Workspace.Command] and
// [Workspace.Click] send signed requests to the app and show its answer,
// [Workspace.Say] posts a human message, and [Workspace.View] is all that one
// person can see, ephemeral messages included.
//
// Everything that is said is written to a [Disk] before the call that said it
// is answered, so a process that is killed loses nothing.
//
// Slack's limits are in real time: the clock in [Options] should be the wall
// clock, or in tests one that stands still until it is told to move.
//
// Not simulated yet: modals, the Home tab, files, user groups, events, direct
// messages and interactive elements other than buttons when they are clicked.
package slack
