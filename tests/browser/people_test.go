package browser

import "testing"

// The Home tab is another one for each person.
func TestHomeShowsWhatIsLiveAndWhatIMayDo(t *testing.T) {
	v := open(t)
	v.do(
		click(testid("app-home")),
		shows(testid("home"), "What you may do"),
		shows(testid("home"), "checkout · prod · v41"),
	)
	v.look("home")
	v.do(
		click(testid("home")+` [data-action-id="slipway_form"]`),
		seen(testid("modal")),
		keys("\x1b"),
		gone(testid("modal")),
		become("gus"),
		shows(testid("home"), "Guests and people of other workspaces cannot use Slipway"),
		gone(testid("home")+` [data-action-id="slipway_form"]`),
	)
}

// A guest gets an answer that nobody else sees.
func TestAGuestIsRefusedInPrivate(t *testing.T) {
	v := open(t)
	v.do(
		become("gus"),
		shows(testid("may"), "guests cannot use Slipway"),
		typed("/deploy prod abc123"),
		says("Guests and people of other workspaces cannot use Slipway"),
		poll(message("Guests and people")+`.innerText.includes('Only visible to you')`),
	)
	v.look("refused")
	v.do(
		become("ana"),
		typed("I see nothing."),
		says("I see nothing."),
		unsaid("Guests and people"),
		weights("checkout-prod", "v41 100 %"),
	)
}
