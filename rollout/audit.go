package rollout

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Entry is one line of a target's audit: who did what, when and why. Entries are
// only ever added, and each holds the hash of the one before.
type Entry struct {
	Target  Target    `json:"target"`
	Seq     int64     `json:"seq"` // from 1, without gaps
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`             // Slack user id, or "slipway"
	Action  string    `json:"action"`            // "deploy", "point live", "rolled_back", …
	Rollout ID        `json:"rollout,omitempty"` // the rollout it was about
	Detail  string    `json:"detail,omitempty"`  // may hold untrusted text
	Prev    string    `json:"prev,omitempty"`    // hash of the entry before
	Hash    string    `json:"hash"`              // of this entry, with Hash empty
}

// Slipway is the actor of what happens by itself.
const Slipway = "slipway"

// Log adds an entry to the lock's chain.
func (l Lock) Log(at time.Time, actor, action string, id ID, detail string) (Lock, Entry) {
	e := Entry{Target: l.Target, Seq: l.Seq + 1, At: at.UTC(), Actor: actor, Action: action, Rollout: id, Detail: detail, Prev: l.Head}
	e.Hash = e.sum()
	l.Seq, l.Head = e.Seq, e.Hash
	return l, e
}

func (e Entry) sum() string {
	e.Hash = ""
	body, err := json.Marshal(e)
	if err != nil { // strings, numbers and a time: it cannot happen
		return "unhashed: " + err.Error()
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// VerifyChain says where a target's entries, in order, were edited, reordered or
// lost; nil when they are whole. The lock is the chain's end.
func VerifyChain(entries []Entry, l Lock) error {
	prev := ""
	for i, e := range entries {
		switch {
		case e.Seq != int64(i)+1:
			return fmt.Errorf("audit of %s: entry %d is missing", l.Target, i+1)
		case e.Prev != prev:
			return fmt.Errorf("audit of %s: entry %d does not follow the one before it", l.Target, e.Seq)
		case e.Hash != e.sum():
			return fmt.Errorf("audit of %s: entry %d was changed", l.Target, e.Seq)
		}
		prev = e.Hash
	}
	if l.Seq != int64(len(entries)) || l.Head != prev {
		return fmt.Errorf("audit of %s: the entries after %d are missing", l.Target, len(entries))
	}
	return nil
}

// Key is where the entry is stored; ids of one target sort by number.
func (e Entry) Key() Key {
	return Key{Kind: "audit", ID: fmt.Sprintf("%s/%010d", e.Target, e.Seq)}
}

// Rev is always the first: an entry is never written over.
func (e Entry) Rev() (int64, Guard) { return 1, Next }

// Indexes lists the entries of a target.
func (e Entry) Indexes() []string { return []string{AuditIndex(e.Target)} }

// AuditIndex lists a target's audit.
func AuditIndex(t Target) string { return "audit/" + t.String() }
