package pagerduty

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// again is the hint for what passes.
const again = "It is tried again; PagerDuty's own status is at https://status.pagerduty.com."

// explain says what an answer means: developer.pagerduty.com/docs/send-alert-event lists
// them. What an answer says may be shown, but never the key, should it repeat that.
func (p *Pager) explain(status int, said []byte) error {
	cause := fmt.Errorf("event not taken: status %d: %s", status, p.words(said))
	switch {
	case status == http.StatusAccepted:
		return nil
	case status == http.StatusTooManyRequests:
		return &rollout.Error{Kind: rollout.Throttled, Message: "PagerDuty wants to be left alone for a while.", Hint: again, Err: cause}
	case status >= http.StatusInternalServerError:
		return &rollout.Error{Kind: rollout.Broken, Message: fmt.Sprintf("PagerDuty has trouble of its own (status %d).", status), Hint: again, Err: cause}
	case status == http.StatusBadRequest:
		return &rollout.Error{Kind: rollout.Invalid, Message: "PagerDuty did not take the event: " + p.words(said) + ".", Err: cause,
			Hint: "Is `PAGERDUTY_ROUTING_KEY` the 32 characters of an Events API v2 integration?"}
	}
	return &rollout.Error{Kind: rollout.Invalid, Message: fmt.Sprintf("PagerDuty did not take the event (status %d).", status), Err: cause,
		Hint: "Is `pagerduty.url` in `slipway.yaml` the one of your account's region?"}
}

// words are what an answer says, on one line and of no great length.
func (p *Pager) words(said []byte) string {
	const most = 300
	var answer struct {
		Message string   `json:"message"`
		Errors  []string `json:"errors"`
	}
	if err := json.Unmarshal(said, &answer); err != nil || answer.Message == "" {
		return "it does not say why"
	}
	text := strings.Join(append([]string{strings.TrimSuffix(answer.Message, ".")}, answer.Errors...), "; ")
	if key := p.key(); key != "" {
		text = strings.ReplaceAll(text, key, "…")
	}
	return line(strings.Map(printable, text), most)
}

// printable leaves out what has a meaning in a message or cannot be seen.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f || r == '`' {
		return ' '
	}
	return r
}
