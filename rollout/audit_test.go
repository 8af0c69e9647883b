package rollout_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// chain is an audit of n entries, and the lock that ends it.
func chain(n int) ([]rollout.Entry, rollout.Lock) {
	l := rollout.Lock{Target: checkout}
	entries := make([]rollout.Entry, n)
	for i := range entries {
		l, entries[i] = l.Log(noon.Add(time.Duration(i)*time.Minute), "UANA", "deploy", "01J", strings.Repeat("x", i))
	}
	return entries, l
}

// faults.md G7.
func TestAWholeAuditVerifies(t *testing.T) {
	for _, n := range []int{0, 1, 2, 12} {
		if entries, l := chain(n); rollout.VerifyChain(entries, l) != nil {
			t.Errorf("%d entries: %v", n, rollout.VerifyChain(entries, l))
		}
	}
}

// faults.md G7: whatever is done to an audit is found, and said where.
func TestAnyTamperingWithAnAuditIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries, l := chain(rapid.IntRange(2, 8).Draw(t, "entries"))
		i := rapid.IntRange(0, len(entries)-1).Draw(t, "which")
		e := &entries[i]
		switch rapid.SampledFrom([]string{"actor", "action", "detail", "time", "rollout", "target", "hash", "prev", "drop", "swap", "repeat", "head", "empty"}).Draw(t, "tampering") {
		case "actor":
			e.Actor = "UBEN"
		case "action":
			e.Action = "rollback"
		case "detail":
			e.Detail += "!"
		case "time":
			e.At = e.At.Add(time.Second)
		case "rollout":
			e.Rollout = "01K"
		case "target":
			e.Target.Environment = "staging"
		case "hash":
			e.Hash = "0" + e.Hash[1:] + "x"
		case "prev":
			e.Prev += "x"
		case "drop":
			entries = slices.Delete(entries, i, i+1)
		case "swap":
			j := (i + 1) % len(entries)
			entries[i], entries[j] = entries[j], entries[i]
		case "repeat":
			entries = slices.Insert(entries, i, entries[i])
		case "head":
			l.Head = strings.Repeat("0", 64)
		case "empty":
			entries = nil
		}
		err := rollout.VerifyChain(entries, l)
		if err == nil || !strings.Contains(err.Error(), "checkout/prod") {
			t.Errorf("it is not found: %v", err)
		}
	})
}

// A chain that somebody hashed anew from the change on still does not end in the
// lock's head.
func TestAnAuditThatWasHashedAnewDoesNotEndInTheLock(t *testing.T) {
	_, l := chain(3)
	forged := rollout.Lock{Target: checkout}
	entries := make([]rollout.Entry, 3)
	for i := range entries {
		forged, entries[i] = forged.Log(noon, "UANA", "nothing to see here", "", "")
	}
	if err := rollout.VerifyChain(entries, l); err == nil {
		t.Error("it is not found")
	}
}

// An entry that is whole in itself, put in the place of another one.
func TestAnEntryOfAnotherAuditDoesNotFit(t *testing.T) {
	entries, l := chain(3)
	_, entries[0] = rollout.Lock{Target: checkout}.Log(noon, "UBEN", "rollback", "", "")
	if err := rollout.VerifyChain(entries, l); err == nil || !strings.Contains(err.Error(), "entry 2 does not follow") {
		t.Errorf("it is not found: %v", err)
	}
}

func TestWhatSomebodyMayNotDoOrDidBesideARolloutIsOnlyInTheAudit(t *testing.T) {
	lock := rollout.Lock{Target: checkout, Revision: 2}
	for action, c := range map[string]rollout.Change{
		"refused": rollout.Refused(lock, "UANA", "deploy: not allowed", noon),
		"cleanup": rollout.Noted(lock, "UANA", "cleanup", "", "deploy: not allowed", noon),
	} {
		s := read(t, c)
		if s.entry.Action != action || s.entry.Actor != "UANA" || s.entry.Detail != "deploy: not allowed" || s.lock.Seq != 1 || s.notice != nil || len(c.Put) != 2 {
			t.Errorf("%s: %+v, lock %+v", action, s.entry, s.lock)
		}
	}
}
