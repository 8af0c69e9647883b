// Package slack is a Slack workspace in one process, as strict as Slack, for
// trying and testing Slack apps without Slack.
//
// It has two sides. The app's side is [Workspace.Handler]: the methods of the Web
// API that [Methods] names, the addresses that files are uploaded to and fetched
// from, and the response_url. Any Slack client library talks to it unchanged. It
// refuses what Slack refuses: wrong tokens, missing scopes and arguments, unknown
// channels, blocks that break a limit (with a JSON pointer to the offending
// property), used trigger ids, stale hashes, and calls that come too fast (HTTP 429
// with Retry-After, by each method's tier).
//
// The people's side is what a Slack client does. [Workspace.Command],
// [Workspace.Act], [Workspace.Submit], [Workspace.Shortcut] and their like send
// signed requests to the app and show its answer; [Workspace.Say] posts a human
// message; [Workspace.View] is all that one person can see: channels and direct
// messages, ephemeral messages, modals and the Home tab.
//
// Events that the app is subscribed to are sent by [Workspace.Retry], and sent
// again when the app does not take them, as often and as late as Slack does.
//
// An app that is given an AppToken is in Socket Mode: all of this comes to it in
// envelopes, over the connections that it opens by apps.connections.open, and is
// signed by nobody. [Workspace.Disconnect] and [Workspace.Cut] end them.
//
// Everything that is said is written to a [Disk] before the call that said it
// is answered, whole or not at all: a message together with its events, a view
// together with what it takes the place of. So a process that is killed loses
// nothing.
//
// Slack's limits are in real time: Now in [Options] should be the wall clock, or in
// tests one that stands still until it is told to move. What people read beside a
// message may be by another clock, Stamp.
//
// # What is not exact
//
// Where Slack's own pages say nothing, the workspace is rather too strict than too
// lax: a text over 40,000 characters is refused, where Slack cuts it, and the burst
// that a tier allows is one minute's worth.
//
// A method that has a scope for each kind of channel takes any of them. Files are
// ready a second after they were completed, are 10 MB at most and have no
// thumbnails. Emoji are told from other names by their letters only. Redirects of
// the app's answers are not followed.
//
// Events go one after another, each when the app has taken the last: Slack sends
// them side by side, so an app's races between events do not show here.
//
// The app's answers are read as JSON only if their Content-Type says that they are.
// For commands that is how Slack does it; of modals and external menus nobody
// says, and an answer without it is a failure here. So is {} as the answer to a
// submission. When all modals close at once, only the bottom one is told of.
//
// What the app posts comes back to it with & escaped, in texts and in text
// objects; what rich_text says comes back as it was. Of attachments only their
// blocks are checked, and nobody can press what is in them. A message of
// markdown_text is one with a markdown block. With no scopes given, the app has
// all but chat:write.public, which would let it post where it is not; and that
// holds for posting and editing messages only.
//
// Nobody can choose a file in a file_input: it is submitted as if it were not
// there, even a required one. Buttons in the cells of a data_table are refused.
// How long a message's blocks may be together (msg_blocks_too_long) is not
// documented, and not checked. People cannot edit what they said, nor react.
//
// Not simulated: scheduled messages, direct messages of several people, bookmarks,
// pins, canvases, lists, search, links in the composer, Enterprise Grid, OAuth,
// functions and workflows, user tokens, and the administrators' methods.
package slack
