package slack_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestNothingIsRememberedOfWhatIsGone(t *testing.T) {
	w := newWorld(t)
	begin := w.Remembered()
	use := func(at slack.Place) {
		t.Helper()
		w.hear(`{"options":[` + optionA + `]}`)
		_, err := w.Suggest(t.Context(), ana, at, "b", "one", "x")
		ok(t, err)
		_, err = w.Act(t.Context(), ana, at, "b", "one", value("a"))
		ok(t, err)
		if w.Remembered() == begin {
			t.Error("nothing was remembered")
		}
	}
	at := w.posted(externalMenus)
	use(at)
	ok(t, w.DeleteMessage(at.Channel, at.TS))
	equal(t, "of a message", w.Remembered(), begin)

	at = slack.Place{ViewID: w.openJSON(externalMenus).ID}
	use(at)
	_, err := w.Dismiss(t.Context(), ana, at.ViewID, false)
	ok(t, err)
	equal(t, "of a modal", w.Remembered(), begin)
}

func TestAnUploadThatIsNotCompletedIsForgottenAfterADay(t *testing.T) {
	w := newWorld(t)
	begin := w.Remembered()
	_, address := w.ticket(png)
	equal(t, "uploaded", w.upload(address, "image/png", png), 200)
	w.clock.forward(23 * time.Hour)
	kept, _ := w.ticket(png)
	equal(t, "within a day", w.Remembered(), begin+2)
	w.clock.forward(2 * time.Hour)
	w.ticket(png)
	equal(t, "after a day", w.Remembered(), begin+2)
	w.reopen()
	equal(t, "after a crash", w.Remembered(), begin+2)
	equal(t, "the later one is there", w.call("files.completeUploadExternal", map[string]string{
		"files": fmt.Sprintf(`[{"id":%q}]`, kept)})["error"], any("file_not_found")) // it has no content yet
}

func BenchmarkViewOfAChannel(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := quiet(b)
			for range n {
				_, err := w.Say(ana, channel, "x", "")
				ok(b, err)
			}
			for b.Loop() {
				w.View(ana)
			}
		})
	}
}
