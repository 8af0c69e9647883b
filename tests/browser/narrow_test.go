package browser

import "testing"

// On a phone there is one part at a time, and all of it can be reached.
func TestAPhoneShowsOnePartAtATime(t *testing.T) {
	v := open(t)
	v.do(
		narrow.open(),
		gone("[data-region=cloud]"),
		gone("[data-region=channels]"),
		typed("/deploy staging abc123"),
		says("abc123a live in staging"),
	)
	v.look("narrow-messages")
	v.do(click(newest("slipway_rollback")), seen(testid("confirm-ok")), fits(), click(testid("confirm-cancel")))
	v.do(click(testid("pane-cloud")), gone(testid("composer")), seen(testid("weights-checkout-prod")), seen(testid("story-broken")))
	v.look("narrow-cloud")
	v.do(click(testid("pane-channels")), seen(testid("who-gus")), fits(), click(testid("app-home")), shows(testid("home"), "What is live"))
	v.look("narrow-home")
	v.do(
		click(testid("home")+` [data-action-id="slipway_form"]`),
		seen(testid("modal-submit")),
		fits(),
		click(testid("modal-close")),
		gone(testid("modal")),
		click(testid("me")),
		become("ben"),
		click(testid("channel-payments")),
		typed("Hello"),
		says("Hello"),
	)
}
