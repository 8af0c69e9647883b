package browser

import (
	"context"
	"os"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is what every state of the page has to stand, in light and in dark: a screen
// reader can make sense of it, nothing sticks out, and a picture is kept of it when
// that is asked for.
func (v visitor) look(name string) {
	v.t.Helper()
	for _, theme := range []string{"light", "dark"} {
		v.do(colours(theme), fits())
		v.accessible(name + ", " + theme)
		v.picture(name + "-" + theme)
	}
	v.do(colours("light"))
}

// pictures keeps pictures of a state that does not last, if they are asked for, and
// looks before each whether it still does.
func (v visitor) pictures(name string, still step) {
	v.t.Helper()
	if !asked() {
		return
	}
	for _, theme := range []string{"dark", "light"} {
		v.do(colours(theme), still)
		v.picture(name + "-" + theme)
	}
}

// fits waits until nothing is wider than its part of the page, or than the window,
// but for what can be scrolled by itself, such as a table.
func fits() step {
	return poll(`(() => {
		const parts = '[data-region], [role=log], [data-testid=home], section, dialog';
		const scrolls = e => e && !e.matches(parts) && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
		const out = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement);
		return [...document.querySelectorAll(parts)].every(e => e.scrollWidth <= e.clientWidth + 1) && ![...document.querySelectorAll('#root *')].some(out);
	})()`)
}

// serious is a script that asks axe-core for all that keeps somebody from using the
// page, by WCAG 2 on its levels A and AA.
const serious = `axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found => found.violations
	.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ': ' + n.failureSummary.replace(/\s+/g, ' '))).join('\n'))`

// accessible asks axe-core, when it is installed.
func (v visitor) accessible(state string) {
	v.t.Helper()
	name := os.Getenv("AXE_CORE")
	if name == "" {
		v.t.Log("AXE_CORE is not set: accessibility is not checked")
		return
	}
	axe, err := os.ReadFile(name)
	if err != nil {
		v.t.Fatal(err)
	}
	v.do(evaluate(string(axe) + "; undefined"))
	found, err := chromedp.Run(v.page, chromedp.Evaluate[string](serious, awaited))
	if err != nil {
		v.t.Fatal(err)
	}
	if found != "" {
		v.t.Errorf("%s: not everybody can use this:\n%s", state, found)
	}
}

func awaited(p *runtime.EvaluateParams) { chromedp.EvalAwaitPromise(p) }

// drawn waits until the browser has shown what the page is now.
func drawn() step {
	return func(ctx context.Context, target *chromedp.Target) (void chromedp.Void, err error) {
		const frames = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`
		_, err = chromedp.Evaluate[bool](frames, awaited)(ctx, target)
		return void, err
	}
}
