package job

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Source is where a dialog was opened from. It lies in the dialog's private
// metadata and comes back with what somebody does there; like every id from
// outside it is only a name.
type Source struct {
	Channel string    `json:"channel,omitempty"` // Slack channel id; empty for the Home tab
	Message string    `json:"message,omitempty"` // ts of the message that the dialog is about
	Value   string    `json:"value,omitempty"`   // the opaque id of what it is about
	Action  string    `json:"action,omitempty"`  // what it asks about: the action of the button that would do it
	Asked   time.Time `json:"asked,omitzero"`    // when it was asked, by Slack's clock
}

// String is the source as private metadata, which has room for 3,000 characters.
func (s Source) String() string {
	body, err := json.Marshal(s)
	if err != nil { // only a year of five digits cannot be written
		return ""
	}
	return string(body)
}

// ReadSource reads what String wrote, and nothing else.
func ReadSource(metadata string) (Source, error) {
	var s Source
	if err := strictly([]byte(metadata), &s); err != nil {
		return Source{}, fmt.Errorf("read where a dialog was opened: %w", err)
	}
	if s.String() != metadata {
		return Source{}, errors.New("read where a dialog was opened: it is not as it was written")
	}
	return s, nil
}
