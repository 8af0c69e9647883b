package rollout

import "time"

// Shipped says that a release went all the way on a target and stayed: written in
// the change in which its rollout succeeds. A later environment takes the same
// artifact, by its digest.
type Shipped struct {
	Target  Target    `json:"target"`
	Release Release   `json:"release"` // with its digest
	Version Version   `json:"version"`
	Rollout ID        `json:"rollout"`
	At      time.Time `json:"at"`
}

// Key is where it is stored: one for each commit on each target.
func (s Shipped) Key() Key {
	return Key{Kind: "shipped", ID: s.Target.String() + "/" + s.Release.SHA}
}

// Rev lets a later success take the place of an earlier one.
func (s Shipped) Rev() (int64, Guard) { return s.At.UnixMilli(), Newer }

// Indexes lists where a commit has been shipped to.
func (s Shipped) Indexes() []string {
	return []string{ShippedIndex(s.Target.Service, s.Release.SHA)}
}

// ShippedIndex lists the targets that a commit of a service was shipped to.
func ShippedIndex(service, sha string) string { return "shipped/" + service + "/" + sha }
