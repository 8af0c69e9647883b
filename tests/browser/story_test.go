package browser

import "testing"

// A person deploys with one key press, watches it finish, and takes it back.
func TestDeployWatchAndRollBack(t *testing.T) {
	v := open(t)
	v.do(
		click(testid("composer")),
		keys("\r"),
		says("abc123a live in staging"),
		click(newest("slipway_rollback")),
		shows("dialog[open]", "v41"),
	)
	v.look("confirm")
	v.do(
		click(testid("confirm-ok")),
		says("abc123a rolled back in staging"),
		weights("checkout-staging", "v41 100 %"),
	)
}

// A bad version in prod is taken back by itself, and the page says so in words.
func TestABadVersionInProdIsTakenBackByItself(t *testing.T) {
	v := open(t)
	v.do(
		click(testid("story-broken")),
		shows(testid("story-line"), "fails one call in five"),
		seen(`[data-speed="10"][aria-pressed=true]`), // so that one can follow
		weights("checkout-prod", "v42 10 %"),
		speed("60"),
		says("rolled back in prod"),
		says("worse"),
		weights("checkout-prod", "v41 100 %"),
		shows(testid("story-line"), "It went back by itself"),
		shows(testid("card-checkout-prod"), "it failed too many calls"),
		seen(testid("unlock-checkout-prod")),
	)
	v.look("caught")
}

// The bot dies in the middle of a canary. Another one finishes it.
func TestABotThatWasKilledGoesOnWhereItWas(t *testing.T) {
	v := open(t)
	v.do(
		speed("10"),
		typed("/deploy prod abc123"),
		weights("checkout-prod", "v42 10 %"),
		says("10 % on v42"),
		poll(message("10 % on v42")+`.innerText.includes(' vs ')`),
		speed("1"),
	)
	v.look("canary")
	v.do(small.open(), fits(), wide.open())
	dead := shows(testid("story-line"), "The bot is dead")
	v.do(click(testid("story-kill")), dead)
	v.pictures("killed", dead) // it is not dead for long enough to look at more
	v.do(
		shows(testid("story-line"), "The bot is back"),
		speed("300"),
		says("abc123a live in prod"),
		weights("checkout-prod", "v42 100 %"),
	)
}
