package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// User is a member of the workspace, or somebody seen in a shared channel.
type User struct {
	ID          string `json:"id"`   // "U…"
	Name        string `json:"name"` // the handle
	RealName    string `json:"real_name"`
	DisplayName string `json:"display_name"`
	Email       string `json:"email,omitempty"`
	TZ          string `json:"tz,omitempty"`        // "Europe/Amsterdam"
	TZOffset    int    `json:"tz_offset,omitempty"` // seconds east of UTC
	TeamID      string `json:"team_id,omitempty"`   // the workspace's own if empty

	IsAdmin           bool `json:"is_admin,omitempty"`
	IsBot             bool `json:"is_bot,omitempty"`
	IsRestricted      bool `json:"is_restricted,omitempty"`       // a guest
	IsUltraRestricted bool `json:"is_ultra_restricted,omitempty"` // a guest of one channel
	IsStranger        bool `json:"is_stranger,omitempty"`         // shares a channel, but no workspace
	Deleted           bool `json:"deleted,omitempty"`             // deactivated
}

// Channel is a public or private channel, or direct messages.
type Channel struct {
	ID      string   `json:"id"`   // "C…", or "D…" for direct messages
	Name    string   `json:"name"` // without #; direct messages have none
	Topic   string   `json:"topic,omitempty"`
	Purpose string   `json:"purpose,omitempty"`
	Members []string `json:"members"`           // user ids; the bot is one if it was invited
	Created int64    `json:"created,omitempty"` // Unix seconds

	IsPrivate   bool `json:"is_private,omitempty"`
	IsArchived  bool `json:"is_archived,omitempty"`
	IsExtShared bool `json:"is_ext_shared,omitempty"` // shared with another organisation
	IsIM        bool `json:"is_im,omitempty"`         // direct messages of one person and the app
}

// kind is the type by which channels are listed.
func (c Channel) kind() string {
	switch {
	case c.IsIM:
		return "im"
	case c.IsPrivate:
		return "private_channel"
	}
	return "public_channel"
}

// nameFor is the name of a channel in payloads: Slack tells an app the names of
// public channels only.
func nameFor(c Channel) string {
	switch c.kind() {
	case "im":
		return "directmessage"
	case "private_channel":
		return "privategroup"
	}
	return c.Name
}

func (c Channel) has(userID string) bool { return slices.Contains(c.Members, userID) }

// Message is one message as it is kept.
type Message struct {
	Channel  string `json:"channel"`             // channel id
	TS       string `json:"ts"`                  // "1700000000.000100": its id within the channel, and its time
	At       int64  `json:"at,omitempty"`        // when it was posted by the clock that people read, Unix seconds; see Options.Stamp
	ThreadTS string `json:"thread_ts,omitempty"` // the ts of the message that this one replies to
	User     string `json:"user"`
	Text     string `json:"text"`

	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"` // {"event_type", "event_payload"}

	Files     []File     `json:"files,omitempty"`
	Reactions []Reaction `json:"reactions,omitempty"`

	Broadcast   bool   `json:"broadcast,omitempty"`    // a reply that is shown in the channel too
	EditedTS    string `json:"edited_ts,omitempty"`    // when it was last edited
	EphemeralTo string `json:"ephemeral_to,omitempty"` // the only user who sees it
	Deleted     bool   `json:"deleted,omitempty"`
}

// isReply tells whether the message lives in somebody else's thread.
func (m Message) isReply() bool { return m.ThreadTS != "" && m.ThreadTS != m.TS }

// Error is a refusal in Slack's words.
type Error struct {
	Code    string   // "channel_not_found"
	Details []string // for invalid_blocks and invalid_arguments: what is wrong, blocks with a JSON pointer each

	retryAfter       int    // seconds, with "ratelimited"
	needed, provided string // scopes, with "missing_scope"
}

func (e *Error) Error() string {
	if len(e.Details) == 0 {
		return e.Code
	}
	return e.Code + ": " + strings.Join(e.Details, "; ")
}

// Reaction is an emoji on a message.
type Reaction struct {
	Name  string   `json:"name"`  // without colons
	Users []string `json:"users"` // user ids, in the order they reacted
}

// File is a file that was uploaded, without its content.
type File struct {
	ID       string `json:"id"` // "F…"
	Name     string `json:"name"`
	Title    string `json:"title"`
	AltText  string `json:"alt_txt,omitempty"`
	Mimetype string `json:"mimetype"`
	Size     int    `json:"size"` // bytes
	URL      string `json:"url_private"`
}

// Group is a user group. It belongs to the configuration and is not kept on Disk.
type Group struct {
	ID          string // "S…"
	Name        string // "Release managers"
	Handle      string // "releasers"
	Description string
	Users       []string // user ids
	Disabled    bool
}

func refuse(code string, details ...string) *Error { return &Error{Code: code, Details: details} }

// formatTS writes microseconds since 1970 as Slack writes a ts.
func formatTS(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// parseTS reads a ts. It takes only ten digits before the point, so that ts
// sort as strings: years 2001 to 2286.
func parseTS(ts string) (micros int64, ok bool) {
	seconds, fraction, found := strings.Cut(ts, ".")
	if !found || len(seconds) != 10 || len(fraction) != 6 || seconds[0] == '0' {
		return 0, false
	}
	micros, err := strconv.ParseInt(seconds+fraction, 10, 64)
	return micros, err == nil && formatTS(micros) == ts
}
