package ingress

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/slack-go/slack/slackutilsx"
)

// answer is what a request gets, and what the log says about it. Notes hold
// nothing that came in, except ids that are none of Slack's capabilities.
type answer struct {
	status  int
	body    any  // written as JSON; nil for an empty body
	page    bool // the page that links to us lead to, instead
	outcome string
	level   slog.Level
	notes   []slog.Attr
}

// refuse is an answer without a body: whoever gets it learns nothing.
func refuse(status int, outcome string, notes ...slog.Attr) answer {
	level := slog.LevelWarn
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	return answer{status: status, outcome: outcome, level: level, notes: notes}
}

// malformed refuses what Slack would not have sent.
func malformed(err error) answer {
	return refuse(http.StatusBadRequest, "malformed", slog.String("error", err.Error()))
}

// done is a 200 without a body.
func done(outcome string, notes ...slog.Attr) answer {
	return answer{status: http.StatusOK, outcome: outcome, notes: notes}
}

// private is the answer that only the person who asked gets to see.
type private struct {
	ResponseType string `json:"response_type"`
	Text         string `json:"text"`
}

// say shows text to the person who asked. Nothing in it can mention anybody;
// backticks stay what they are.
func say(outcome, text string, notes ...slog.Attr) answer {
	a := done(outcome, notes...)
	a.body = private{ResponseType: "ephemeral", Text: slackutilsx.EscapeMessage(text)}
	return a
}

// shut says that a request was not let in. Whoever asks by the wrong method is only looking
// around, and the news of a repository that is not served are nobody's fault.
func (a answer) shut() bool {
	stranger := a.outcome == "foreign" && a.level == slog.LevelWarn
	return stranger || a.status/100 == http.StatusBadRequest/100 && a.status != http.StatusMethodNotAllowed
}

// warn marks an answer as one that somebody should look at.
func (a answer) warn() answer {
	a.level = slog.LevelWarn
	return a
}

func (a answer) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if a.page {
		writePage(w)
		return
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	h.Set("Content-Type", jsonType+"; charset=utf-8")
	w.WriteHeader(a.status)
	// Whoever does not wait for the answer cannot be told.
	_ = json.NewEncoder(w).Encode(a.body)
}
