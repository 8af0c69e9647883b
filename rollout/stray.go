package rollout

import "time"

// Stray is a split of live that is there while nobody owns the target.
type Stray struct {
	Target   Target    `json:"target"`
	Found    Routing   `json:"found"`
	Origin   Origin    `json:"origin"`
	Rollout  ID        `json:"rollout,omitempty"` // that the alias's stamp names; untrusted when Origin is Unrecorded
	Deadline time.Time `json:"deadline,omitzero"` // of the stamp: when what was left behind may be put right
	Back     Version   `json:"back,omitempty"`    // the version that gets all of the traffic back; empty when it stays split
}

// Origin says whose a stray is.
type Origin string

// The origins.
const (
	Foreign    Origin = "foreign"    // somebody else's: without a stamp of ours, or not what the stamped rollout did
	Unrecorded Origin = "unrecorded" // stamped by a rollout that the store does not know, so nobody knows what it meant to do
	LeftBehind Origin = "left"       // of a rollout of ours that is over
	Losing     Origin = "losing"     // of a rollout that has lost the target, and ends at its next turn
)

// Whose says in words where the split comes from, as in "live is split, …".
func (s Stray) Whose() Text {
	switch s.Origin {
	case Unrecorded:
		return Say("stamped by rollout ").Quote(string(s.Rollout)).Say(", whose record is gone")
	case LeftBehind:
		return Say("left behind by rollout " + string(s.Rollout))
	case Losing:
		return Say("by rollout " + string(s.Rollout) + ", which has lost the target")
	case Foreign:
	}
	return Say("not by a rollout of mine")
}

// Ours says that it is known what the split was for, so that the sweeper ends it
// by itself once its deadline has passed.
func (s Stray) Ours() bool { return s.Origin == LeftBehind || s.Origin == Losing }
