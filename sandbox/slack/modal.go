package slack

import (
	"encoding/json"
	"fmt"
)

// The types of view.
const (
	modalKind = "modal"
	homeKind  = "home"
)

// shape is a view as Slack shows it. An app's own view has some of its fields.
// See https://docs.slack.dev/reference/views
type shape struct {
	ID              string          `json:"id"`
	TeamID          string          `json:"team_id"`
	Type            string          `json:"type"`
	Title           json.RawMessage `json:"title"`
	Submit          json.RawMessage `json:"submit"`
	Close           json.RawMessage `json:"close"`
	Blocks          json.RawMessage `json:"blocks"`
	State           state           `json:"state"`
	PrivateMetadata string          `json:"private_metadata"`
	CallbackID      string          `json:"callback_id"`
	ExternalID      string          `json:"external_id"`
	Hash            string          `json:"hash"` // another after each change by the app
	ClearOnClose    bool            `json:"clear_on_close"`
	NotifyOnClose   bool            `json:"notify_on_close"`
	SubmitDisabled  bool            `json:"submit_disabled"`
	RootViewID      string          `json:"root_view_id"`
	PreviousViewID  *string         `json:"previous_view_id"` // the modal below; nil at the bottom
	AppID           string          `json:"app_id"`
	InstalledTeamID string          `json:"app_installed_team_id"`
	BotID           string          `json:"bot_id"`
}

// state wraps what was chosen as Slack does.
type state struct {
	Values chosen `json:"values"`
}

// panel is a view as it is kept: a modal that somebody has open, or a Home tab.
// Its state holds only what its user has changed.
type panel struct {
	shape
	User    string `json:"user"`
	Channel string `json:"channel,omitempty"` // where the user was when it opened
}

// below is the id of the modal below this one.
func (p panel) below() string {
	if p.PreviousViewID == nil {
		return ""
	}
	return *p.PreviousViewID
}

// bare is the view as a method answers with it: without state.
func (p panel) bare() shape {
	p.State.Values = chosen{}
	return p.shape
}

// parseView checks the JSON of a view as Slack would and gives ids to blocks
// and elements that have none.
func (w *Workspace) parseView(text, kind string) (shape, error) {
	if len(text) > maxViewSize {
		return shape{}, refuse("view_too_large")
	}
	view, err := decode([]byte(text))
	if err != nil {
		return shape{}, refuse("invalid_arguments", sentences(wrong("/view", "must provide an object"))...)
	}
	if problems := viewSchemas[kind](view, "/view"); len(problems) > 0 {
		return shape{}, refuse("invalid_arguments", sentences(problems)...)
	}
	body, _ := view.(map[string]any)
	blocks, _ := body["blocks"].([]any)
	if details := w.missingFiles(blocks, "/view/blocks"); len(details) > 0 {
		return shape{}, refuse("invalid_arguments", details...)
	}
	w.giveIDs(blocks)
	for _, e := range w.elementsOf(blocks) {
		if e.props["action_id"] == nil {
			e.props["action_id"] = w.opts.NewID("a")
		}
	}
	raw, err := json.Marshal(view)
	if err != nil {
		return shape{}, fmt.Errorf("encode view: %w", err)
	}
	var s shape
	if err := json.Unmarshal(raw, &s); err != nil {
		return shape{}, fmt.Errorf("decode view: %w", err)
	}
	return s, nil
}

// decoded are the view's blocks as JSON values.
func (s shape) decoded() ([]any, error) { return decodeBlocks(s.Blocks) }

// decodeBlocks reads blocks that have been checked before.
func decodeBlocks(raw json.RawMessage) ([]any, error) {
	if raw == nil {
		return nil, nil
	}
	v, err := decode(raw)
	blocks, _ := v.([]any)
	return blocks, err
}
