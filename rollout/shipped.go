package rollout

import "time"

// Shipped says that a release went all the way on a target and stayed: written in
// the change in which its rollout succeeds. It is written again, as taken back, when any
// rollout of it goes back, though it may never have got that far. A later environment
// takes the same artifact, by its digest.
type Shipped struct {
	Target    Target    `json:"target"`
	Release   Release   `json:"release"` // with its digest
	Version   Version   `json:"version"`
	Rollout   ID        `json:"rollout"` // that shipped it, or took it back
	At        time.Time `json:"at"`
	TakenBack bool      `json:"takenBack,omitempty"` // it did not stay after all
}

// Key is where it is stored: one for each commit on each target.
func (s Shipped) Key() Key {
	return Key{Kind: "shipped", ID: s.Target.String() + "/" + s.Release.SHA}
}

// Rev lets what happened later take the place of what was before; at the same moment,
// a rollback that of the success.
func (s Shipped) Rev() (int64, Guard) {
	rev := 2 * s.At.UnixMilli()
	if s.TakenBack {
		rev++
	}
	return rev, Newer
}

// Indexes lists where a commit has been shipped to.
func (s Shipped) Indexes() []string {
	return []string{ShippedIndex(s.Target.Service, s.Release.SHA)}
}

// ShippedIndex lists the targets that a commit of a service was shipped to.
func ShippedIndex(service, sha string) string { return "shipped/" + service + "/" + sha }
