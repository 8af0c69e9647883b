package browser

import "testing"

// While a rollout's message is edited again and again, nothing moves under the
// reader: it stays the same element, an open menu stays open, and who has scrolled
// back stays there.
func TestAMessageThatIsEditedDoesNotFlicker(t *testing.T) {
	progress := message("checkout abc123a")
	v := open(t)
	v.do(
		speed("60"),
		typed("/deploy staging abc123"),
		says("checkout abc123a"),
		evaluate(`window.shown = `+progress+`; window.edits = 0; new MutationObserver(() => edits++).observe(shown, {subtree: true, childList: true, characterData: true})`),
		hover(testid("message")+`:last-child`),
		click(testid("message")+`:last-child `+testid("message-menu")),
		seen(testid("shortcut-slipway_why_shortcut")),
		evaluate(`window.menu = document.querySelector('.popup'); window.list = document.querySelector('[data-testid=messages]'); list.scrollTop = 100`),
		poll(`list.scrollTop === 100`),
		says("abc123a live in staging"),
	)
	for what, so := range map[string]string{
		"the message was edited":               `edits >= 3`,
		"the message is the element it was":    `shown === ` + progress + ` && shown.isConnected`,
		"the menu is still open":               `menu.isConnected && menu.checkVisibility() && menu === document.querySelector('.popup')`,
		"the list is where it was scrolled to": `list.scrollTop === 100 && list === document.querySelector('[data-testid=messages]')`,
	} {
		if !v.is(so) {
			t.Errorf("It is not so that %s", what)
		}
	}
}

// Who reads the newest message still does when the window becomes another one.
func TestTheNewestMessageStaysInSightWhenTheWindowChanges(t *testing.T) {
	end := poll(`(l => l.scrollTop > 0 && l.scrollHeight - l.scrollTop - l.clientHeight < 2)(document.querySelector('[data-testid=messages]'))`)
	whole := poll(`document.scrollingElement.scrollHeight === innerHeight`)
	v := open(t)
	for _, w := range []window{small, narrow, wide} {
		v.do(w.open(), drawn(), end, whole)
	}
}
