package browser

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
)

// switched sets a switch of prod's policy, and waits until the bot has it.
func (v visitor) switched(name, judge string, rollBack bool) {
	v.t.Helper()
	v.do(click(testid(name + "-prod")))
	type policy struct {
		Environment string `json:"environment"`
		Judge       string `json:"judge"`
		RollBack    bool   `json:"rollback_on_alarm"`
	}
	for range 200 {
		var state struct{ Policies []policy }
		v.sandbox.Get(v.t, "/sandbox/api/state", &state)
		for _, p := range state.Policies {
			if p == (policy{"prod", judge, rollBack}) {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.t.Fatalf("prod never had the judge %s and rollback on alarm %v", judge, rollBack)
}

// The judge only looks on while a bad version goes to prod. Its alarm turns red by
// itself, the thread names it, and one click takes it back.
func TestAnAlarmNamesTheDeployAndOneClickTakesItBack(t *testing.T) {
	v := open(t)
	v.switched("judge", "shadow", false)
	v.do(
		speed("60"),
		typed("/deploy prod old-coupons"),
		shows(testid("alarm-checkout-prod-errors"), "ALARM"),
		says("checkout in prod: checkout-prod-errors is red since"),
		says("v42 is worse: v42 fails"),
		speed("10"),
		says("What the log of v42 says most"),
		poll(message("is red since")+`.innerText.includes('by @Ana')`),
	)
	v.look("alarm")
	v.do(small.open(), fits(), wide.open())
	v.do(
		click(newest(job.BackAction)),
		shows("dialog[open]", "back to v41"),
		click(testid("confirm-ok")),
		weights("checkout-prod", "v41 100 %"),
		says("Taken back to v41 by @Ana"),
		speed("60"),
		says("over after"),
		says("The rollback by @Ana ended it"),
		says("well again"),
		shows(testid("alarm-checkout-prod-errors"), "OK"),
		point("over after"),
		click("[data-pointed] "+testid("open-thread")),
		shows(testid("replies"), "live is back to v41"),
		shows(testid("replies"), "over after"),
	)
	v.look("alarm-over")
}

// With rollback on alarm nobody needs to click.
func TestWithRollbackOnAlarmNobodyNeedsToClick(t *testing.T) {
	v := open(t)
	v.switched("judge", "shadow", false)
	v.switched("on-alarm", "shadow", true)
	v.do(
		speed("60"),
		typed("/deploy prod old-coupons"),
		says("rolled back in prod"),
		says("Taken back to v41 by itself"),
		weights("checkout-prod", "v41 100 %"),
		says("The automatic rollback ended it"),
		seen(testid("unlock-checkout-prod")),
		gone(newest(job.BackAction)),
	)
}

// An alarm can be fired and cleared by hand, with the keyboard alone. Somebody says that
// they are at it.
func TestAnAlarmIsFiredAndClearedByHand(t *testing.T) {
	v := open(t)
	button := testid("alarm-checkout-prod-latency") + " button"
	v.do(
		speed("10"),
		shows(button, "Fire"),
		evaluate(`document.querySelector(`+quoted(button)+`).focus()`),
		keys("\r"),
		shows(button, "Clear"),
		focused(button),
		says("checkout-prod-latency is red since"),
		click(newest(job.AckAction)),
		says("is at it since"),
		shows(newest(job.AckAction), "Take over"),
		evaluate(`document.querySelector(`+quoted(button)+`).focus()`),
		keys("\r"),
		shows(button, "Fire"),
		says("over after"),
		says("It ended by itself"),
	)
}
