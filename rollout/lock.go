package rollout

import "time"

// Lock is who owns a target. There is one record per target, which stays when
// nobody does, so that fences only ever rise and the audit has one head.
type Lock struct {
	Target   Target    `json:"target"`
	Revision int64     `json:"revision"`
	Fence    int64     `json:"fence"`           // number of the latest ownership
	Owner    ID        `json:"owner,omitempty"` // the rollout that owns it; empty for none
	Lease    time.Time `json:"lease,omitzero"`  // until when, by our own clock
	Held     *Hold     `json:"held,omitempty"`  // set while people or a rollback keep deploys out
	Seq      int64     `json:"seq"`             // number of the latest audit entry
	Head     string    `json:"head,omitempty"`  // its hash
}

// Hold keeps deploys out of a target, never rollbacks.
type Hold struct {
	By     string    `json:"by,omitempty"` // Slack user id; empty when Slipway did it
	Reason string    `json:"reason"`       // may hold untrusted text
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until,omitzero"` // zero: until it is unlocked
}

// leaseMargin is how long after its next wake a rollout still owns its target.
const leaseMargin = 5 * time.Minute

// HeldAt is the hold that keeps deploys out at that time, or nil.
func (l Lock) HeldAt(at time.Time) *Hold {
	if l.Held == nil || !l.Held.Until.IsZero() && !at.Before(l.Held.Until) {
		return nil
	}
	return l.Held
}

// Take makes the rollout the owner, with a fence of its own.
func (l Lock) Take(id ID, at time.Time) Lock {
	l.Fence++
	l.Owner, l.Lease = id, at.Add(leaseMargin)
	return l
}

// Hold keeps deploys out.
func (l Lock) Hold(h Hold) Lock {
	l.Held = &h
	return l
}

// Unhold lets deploys in again.
func (l Lock) Unhold() Lock {
	l.Held = nil
	return l
}

// next is the lock one revision on, as it is written.
func (l Lock) next() Lock {
	l.Revision++
	return l
}

// Key is where the lock is stored.
func (l Lock) Key() Key { return LockKey(l.Target) }

// LockKey is where a target's lock is stored.
func LockKey(t Target) Key { return Key{Kind: "lock", ID: t.String()} }

// Rev lets one of two owners win.
func (l Lock) Rev() (int64, Guard) { return l.Revision, Next }

// Indexes lists the lock among all.
func (l Lock) Indexes() []string { return []string{LockIndex} }

// LockIndex lists all locks.
const LockIndex = "locks"
