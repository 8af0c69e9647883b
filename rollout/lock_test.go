package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md G5: by our own clock, whatever rows are still there.
func TestAHoldKeepsDeploysOutUntilItsTimeIsUp(t *testing.T) {
	forever := rollout.Hold{By: "UANA", Reason: "migration", Since: noon}
	hour := forever
	hour.Until = noon.Add(time.Hour)
	for name, c := range map[string]struct {
		lock rollout.Lock
		at   time.Time
		held bool
	}{
		"nobody holds it":       {rollout.Lock{}, noon, false},
		"until it is unlocked":  {rollout.Lock{}.Hold(forever), noon.Add(1000 * time.Hour), true},
		"a moment before":       {rollout.Lock{}.Hold(hour), noon.Add(time.Hour - 1), true},
		"at the moment":         {rollout.Lock{}.Hold(hour), noon.Add(time.Hour), false},
		"after it was unlocked": {rollout.Lock{}.Hold(forever).Unhold(), noon, false},
	} {
		if got := c.lock.HeldAt(c.at); (got != nil) != c.held {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestEachOwnerHasAFenceOfItsOwn(t *testing.T) {
	none := rollout.Lock{Target: checkout}
	first := none.Take("01JA", noon)
	second := first.Take("01JB", noon.Add(time.Minute))
	if first.Fence != 1 || second.Fence != 2 || second.Owner != "01JB" || !second.Lease.After(noon.Add(time.Minute)) || none.Owner != "" {
		t.Errorf("%+v, then %+v", first, second)
	}
}

func TestAHoldIsAuditedAndTold(t *testing.T) {
	held := rollout.Lock{Target: checkout, Revision: 2}.Hold(rollout.Hold{By: "UANA", Reason: "lunch", Since: noon})
	for _, c := range []struct {
		lock   rollout.Lock
		kind   rollout.NoticeKind
		detail string
	}{{held, rollout.Locked, "lunch"}, {held.Unhold(), rollout.Unlocked, ""}} {
		s := read(t, rollout.Held(c.lock, rollout.Notice{ID: "n", Kind: c.kind, Channel: "C1", By: "UANA"}, string(c.kind), noon))
		if s.entry.Detail != c.detail || s.entry.Actor != "UANA" || s.lock.Revision != 3 || s.notice.Version != 1 || (s.notice.Lock.Held == nil) != (c.detail == "") {
			t.Errorf("%s: %+v, %+v", c.kind, s.entry, s.notice)
		}
	}
}
