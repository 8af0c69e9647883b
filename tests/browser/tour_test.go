package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The tour shows a first visitor around, once.
func TestTheTourIsForTheFirstVisit(t *testing.T) {
	v := visit(t)
	v.do(shows(testid("tour"), "1 of"), focused(testid("tour-next")))
	v.look("tour")
	for range 4 {
		v.do(keys("\r"))
	}
	v.do(
		shows(testid("tour"), "5 of 5"),
		shows(testid("tour"), "Who may press what"),
		click(testid("tour-back")),
		shows(testid("tour"), "4 of 5"),
		keys("\x1b"),
		gone(testid("tour")),
		focused(testid("composer")),
		loads(chromedp.Reload()),
		ready(),
		gone(testid("tour")),
		click(testid("help")),
		click(testid("tour-again")),
		shows(testid("tour"), "1 of 5"),
	)
}
