package rollout

import "time"

// Viewer is somebody who has looked at the Home tab, which is shown anew to them for a
// while when something changes.
type Viewer struct {
	User string    `json:"user"` // Slack user id
	At   time.Time `json:"at"`   // when they looked last, in real time
}

// Key is where it is stored: one for each person.
func (v Viewer) Key() Key { return Key{Kind: "viewer", ID: v.User} }

// Rev lets a later look take the place of an earlier one.
func (v Viewer) Rev() (int64, Guard) { return v.At.UnixMilli(), Newer }

// Indexes lists them all.
func (v Viewer) Indexes() []string { return []string{ViewersIndex} }

// ViewersIndex lists who has looked at the Home tab, in the order of their ids.
const ViewersIndex = "viewers"
