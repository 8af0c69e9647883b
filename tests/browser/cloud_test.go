package browser

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Any version can be broken by hand, while it is a canary or later.
func TestAKnobBreaksAVersion(t *testing.T) {
	open(t).do(
		speed("10"),
		typed("/deploy prod abc123"),
		weights("checkout-prod", "v42 10 %"),
		seen(testid("knob-error-checkout-prod-42")),
		chromedp.Focus(testid("knob-error-checkout-prod-42")),
		keys(kb.End),
		speed("60"),
		says("abc123a rolled back in prod"),
		weights("checkout-prod", "v41 100 %"),
	)
}

// Reset asks first, and then all is as it was at first.
func TestResetBeginsAgain(t *testing.T) {
	v := open(t)
	v.do(
		typed("Was I here?"),
		says("Was I here?"),
		click(testid("reset")),
		click(testid("confirm-cancel")),
		says("Was I here?"),
		click(testid("reset")),
	)
	v.restart.Store(true)
	v.do(
		loads(click(testid("confirm-ok"))),
		ready(),
		says("live in prod"),
		unsaid("Was I here?"),
	)
}

// Who prefers the other colours gets them the next time too.
func TestTheColoursAreKept(t *testing.T) {
	dark := poll(`getComputedStyle(document.body).backgroundColor === 'rgb(26, 29, 33)'`)
	open(t).do(click(testid("theme")), dark, loads(chromedp.Reload()), ready(), dark)
}

// loads waits until the page was loaded anew, by what a step does.
func loads(by step) step {
	return quietly(chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, by))
}
