package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A whole story without a mouse: deploy, ask why, take it back after a question.
// The focus can be seen all the time, and is never lost.
func TestAWholeStoryWithTheKeyboardAlone(t *testing.T) {
	v := visit(t)
	v.do(
		focused(testid("tour-next")),
		keys("\x1b"),
		focused(testid("composer")),
		marked(),
		keys("\r"),
		says("abc123a live in staging"),
	)
	v.tab(newest("slipway_why"), kb.ModifierShift)
	v.do(keys("\r"), says("Why · checkout abc123a → staging"), marked(), keys(kb.F6), focused("[data-region=cloud]"), keys(kb.F6, kb.ModifierShift))
	v.do(focused(testid("composer")))
	v.walk(newest("slipway_rollback"))
	v.do(
		keys("\r"),
		focused(testid("confirm-cancel")), // so that a second Enter does no harm
		marked(),
		keys("\x1b"),
		gone(testid("confirm")),
		focused(newest("slipway_rollback")),
		keys("\r"),
		focused(testid("confirm-cancel")),
		keys("\t"),
		focused(testid("confirm-ok")),
		marked(),
		keys("\r"),
		says("abc123a rolled back in staging"),
		marked(),
	)
}

// F6 goes around the page, and back.
func TestF6GoesFromRegionToRegion(t *testing.T) {
	v := open(t)
	for _, region := range []string{"[data-region=cloud]", "[data-region=channels]", testid("composer")} {
		v.do(keys(kb.F6), focused(region), marked())
	}
	v.do(keys(kb.F6, kb.ModifierShift), focused("[data-region=channels]"))
	v.tab(testid("channel-payments"))
	v.do(keys("\r"), focused(testid("composer")), shows("h1", "payments"))
}

// tab presses the Tab key until an element has the focus.
func (v visitor) tab(selector string, with ...kb.Modifier) {
	v.t.Helper()
	for range 40 {
		v.do(keys("\t", with...), marked())
		if v.is(`document.activeElement.matches(` + quoted(selector) + `)`) {
			return
		}
	}
	v.t.Fatalf("the Tab key does not get to %s", selector)
}

// walk goes to the messages, up to the one that has the element, and to that.
func (v visitor) walk(selector string) {
	v.t.Helper()
	v.tab(testid("message"), kb.ModifierShift)
	for range 20 {
		if v.is(`!!document.activeElement.querySelector(` + quoted(selector) + `)`) {
			v.tab(selector)
			return
		}
		v.do(keys(kb.ArrowUp), marked())
	}
	v.t.Fatalf("the arrow keys do not get to %s", selector)
}

// is tells whether something is so now.
func (v visitor) is(expression string) bool {
	v.t.Helper()
	so, err := chromedp.Run(v.page, chromedp.Evaluate[bool](expression))
	if err != nil {
		v.t.Fatalf("%s: %v", expression, err)
	}
	return so
}

// marked waits until something has the focus, and looks like it.
func marked() step {
	return poll(`(() => {
		const drawn = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; };
		const e = document.activeElement;
		return e !== document.body && [e, e.closest('label'), e.closest('.typing')].some(x => x && drawn(x));
	})()`)
}
