package browser

import (
	"fmt"
	"testing"
)

// choose picks from a list in the form.
func choose(block, option string) step {
	item := fmt.Sprintf(`[...document.querySelectorAll('.popup [role=option]')].find(o => o.innerText.trim() === %q)`, option)
	return all(
		click(testid("input-"+block)+" .pick-button"),
		poll(`!!`+item),
		evaluate(item+`.click()`),
		shows(testid("input-"+block)+" .pick-button", option),
	)
}

// A bare /deploy opens a form. What is wrong in it is told at its field, and what
// is right is shipped.
func TestABareDeployOpensAFormThatShips(t *testing.T) {
	v := open(t)
	v.do(
		typed("/deploy"),
		shows(testid("modal"), "Nothing has begun until you press Deploy"),
		shows(testid("input-service"), "checkout"),
		choose("environment", "staging"),
		fill(testid("input-ref")+" input", "abc123 please"),
		click(testid("modal-submit")),
		shows(testid("error-ref"), "Only one word goes in here"),
		focused(testid("input-ref")+" input"),
	)
	v.look("form")
	v.do(
		fill(testid("input-ref")+" input", "abc123"),
		click(testid("modal-submit")),
		gone(testid("modal")),
		says("abc123a live in staging"),
	)
}

func TestEscapeClosesTheFormAndGoesBackToTheComposer(t *testing.T) {
	open(t).do(
		typed("/deploy"),
		seen(testid("modal")),
		keys("\x1b"),
		gone(testid("modal")),
		focused(testid("composer")),
		click(testid("shortcuts")),
		click(testid("shortcut-slipway_deploy")),
		seen(testid("modal")),
		click(testid("modal-close")),
		gone(testid("modal")),
	)
}

// Enter in the field of a ref asks what it would do, and ships nothing.
func TestEnterInTheFormShowsThePlanAndShipsNothing(t *testing.T) {
	open(t).do(
		typed("/deploy"),
		shows(testid("input-service"), "checkout"),
		choose("environment", "staging"),
		fill(testid("input-ref")+" input", "abc123"),
		click(testid("input-ref")+" input"),
		keys("\r"),
		shows(testid("modal"), "Nothing is in the way"),
		seen(testid("modal-submit")),
	)
}
