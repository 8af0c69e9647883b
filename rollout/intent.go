package rollout

// IntentKind says which of the few things there are to do.
type IntentKind string

// The intents.
const (
	Nothing IntentKind = ""
	DoBuild IntentKind = "build"   // an image of the release should exist
	Publish IntentKind = "publish" // a version made of the release's digest should exist
	Point   IntentKind = "point"   // an alias should route like this
)

// Intent is the one thing to do after a tick was saved. It says how the world
// should be; its outcome is seen by the next tick.
type Intent struct {
	Kind     IntentKind `json:"kind,omitempty"`
	Alias    Alias      `json:"alias,omitempty"`
	Routing  Routing    `json:"routing,omitzero"`
	Stamp    string     `json:"stamp,omitempty"`    // description to write with it
	Revision string     `json:"revision,omitempty"` // the alias's RevisionId that was read; empty when there is no alias yet
}
