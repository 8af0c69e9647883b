package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// option is the completion with that label.
const listed = `[...document.querySelectorAll('[data-testid=completion]')]`

func offers(label string) step {
	return poll(listed + `.some(o => o.querySelector('strong').innerText === ` + quoted(label) + `)`)
}

// A command is written with the keyboard alone, and comes back with ↑.
func TestACommandIsCompletedAndComesBack(t *testing.T) {
	open(t).do(
		fill(testid("composer"), "/dep"),
		offers("/deploy"),
		keys("\t"),
		holds("composer", "/deploy "),
		offers("staging"),
		keys("stag"),
		gone(testid("completion")+":nth-child(2)"),
		keys("\t"),
		holds("composer", "/deploy staging "),
		keys("abc123"),
		keys("\x1b"),
		gone(testid("completions")),
		keys("\r"),
		holds("composer", ""),
		says("Looking at abc123"),
		keys(kb.ArrowUp),
		holds("composer", "/deploy staging abc123"),
		keys(kb.ArrowDown),
		holds("composer", ""),
	)
}

func TestAnArrowChoosesACompletionAndEnterTakesIt(t *testing.T) {
	open(t).do(
		fill(testid("composer"), "/deploy "),
		offers("staging"),
		keys(kb.ArrowDown),
		seen(testid("completion")+"[aria-selected=true]"),
		poll(`document.getElementById(document.querySelector('[data-testid=composer]').getAttribute('aria-activedescendant'))?.ariaSelected === 'true'`),
		keys("\r"),
		poll(`/^\/deploy \S+ $/.test(document.querySelector('[data-testid=composer]').value)`),
		focused(testid("composer")),
	)
}
