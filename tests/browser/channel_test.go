package browser

import "testing"

// point moves the mouse to the last message that says so, and shows what can be
// done with it.
func point(words string) step {
	return all(
		says(words),
		evaluate(message(words)+`.scrollIntoView({block: 'center'})`),
		evaluate(`(m => { document.querySelectorAll('[data-pointed]').forEach(e => e.removeAttribute('data-pointed')); m.dataset.pointed = ''; })(`+message(words)+`)`),
		hover(`[data-pointed]`),
	)
}

// A thread is beside the channel, which says how many have replied.
func TestRepliesGoIntoAThread(t *testing.T) {
	v := open(t)
	v.do(
		typed("Who ships the invoices?"),
		point("Who ships the invoices?"),
		click("[data-pointed] "+testid("reply")),
		focused(testid("thread-composer")),
		keys("I do, after lunch.\r"),
		shows(testid("replies"), "I do, after lunch."),
		shows(testid("messages"), "1 reply"),
	)
	v.look("thread")
	v.do(
		click(testid("thread-composer")),
		keys("\x1b"),
		gone(testid("thread")),
		click(testid("open-thread")),
		shows(testid("replies"), "I do, after lunch."),
		click(testid("close-thread")),
		gone(testid("thread")),
	)
}

// What others say elsewhere is marked, until one has been there.
func TestAChannelWithNewsHasADot(t *testing.T) {
	dot := testid("channel-payments") + ` [aria-label=unread]`
	open(t).do(
		gone(dot),
		become("ben"),
		click(testid("channel-payments")),
		typed("Acquirer is slow today."),
		says("Acquirer is slow today."),
		click(testid("channel-checkout")),
		become("ana"),
		seen(dot),
		click(testid("channel-payments")),
		says("Acquirer is slow today."),
		gone(dot),
	)
}

func TestEachChannelKeepsWhatIsBeingTyped(t *testing.T) {
	open(t).do(
		fill(testid("composer"), "Half a sentence"),
		click(testid("channel-payments")),
		holds("composer", ""),
		fill(testid("composer"), "Another one"),
		click(testid("channel-checkout")),
		holds("composer", "Half a sentence"),
		click(testid("channel-payments")),
		holds("composer", "Another one"),
	)
}

// Whatever can be done about a rollout is in its message's menu too.
func TestAMessageCanBeAskedWhyAndTakenBack(t *testing.T) {
	menu := "[data-pointed] " + testid("message-menu")
	open(t).do(
		typed("/deploy staging abc123"),
		point("abc123a live in staging"),
		click(menu),
		click(testid("shortcut-slipway_why_shortcut")),
		says("Why · checkout abc123a → staging"),
		point("abc123a live in staging"),
		click(menu),
		click(testid("shortcut-slipway_rollback_shortcut")),
		shows(testid("modal"), "v41"),
		click(testid("modal-submit")),
		gone(testid("modal")),
		says("abc123a rolled back in staging"),
	)
}
