package browser

import "testing"

// What a screen reader goes by: the parts of the page, and what it reads out.
func TestAScreenReaderFindsItsWay(t *testing.T) {
	open(t).do(
		seen(`nav[aria-label="Workspace"]`),
		seen(`main`),
		seen(`aside[aria-label="The simulated cloud"]`),
		seen(`[role=log][aria-live=polite][aria-label="Messages in #checkout"]`),
		seen(`textarea[aria-label="Message #checkout"][aria-autocomplete=list]`),
		seen(`[role=slider][aria-valuetext*="calls"]`),
		poll(`document.documentElement.lang === 'en' && document.title === 'checkout · Slipway sandbox'`),
		poll(`[...document.querySelectorAll('button, input, textarea')].filter(e => e.checkVisibility()).every(e => e.ariaLabel || e.labels?.length || e.innerText.trim())`),
	)
}
