package slack

import "time"

// Limits of the Web API's methods and of events, under https://docs.slack.dev.
const (
	// /reference/methods/chat.update
	maxUpdateText = 4000

	// /reference/methods/files.getUploadURLExternal. The size is ours, in bytes;
	// Slack takes 1 GB.
	maxFile    = 10 << 20
	maxAltFile = 1000

	// /reference/methods/files.completeUploadExternal
	maxFileChannels = 100
	maxFilesAtOnce  = 10

	// /reference/methods/conversations.open
	maxOpenUsers = 8

	// How long Slack takes to look at a file before it knows its type and lets it be
	// used in blocks. Not documented: most are ready within a second.
	fileTime = time.Second
)

// uploadLife is how long an upload may take. Ours: Slack does not say.
const uploadLife = 24 * time.Hour

// retryPauses is how long Slack waits before each retry of an event.
// See https://docs.slack.dev/apis/events-api
func retryPauses() []time.Duration { return []time.Duration{0, time.Minute, 5 * time.Minute} }
