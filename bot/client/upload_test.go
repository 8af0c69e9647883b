package client_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

func picture(t testing.TB) views.File {
	t.Helper()
	var b bytes.Buffer
	ok(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4))))
	return views.File{Name: "checkout-prod.png", Title: "checkout in prod", Alt: "4 requests, no errors", PNG: b.Bytes()}
}

func TestAPictureIsSharedInTheChannelWithItsWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.Upload(t.Context(), channel, picture(t)))
		for _, who := range []string{ana, ben} {
			seen := w.seen(who)
			if len(seen) != 1 || len(seen[0].Files) != 1 {
				t.Fatalf("%s sees %+v", who, seen)
			}
			f := seen[0].Files[0]
			if f.Title != "checkout in prod" || f.AltText != "4 requests, no errors" || f.Name != "checkout-prod.png" || f.Size != len(picture(t).PNG) {
				t.Errorf("%+v", f)
			}
		}
	})
}

func TestAPictureThatSlackDoesNotTakeIsAnErrorThatSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		missing(t, w.Upload(t.Context(), "CPRIVATE", picture(t)), "channel", "CPRIVATE")
		w.Fail("files.getUploadURLExternal", "missing_scope", 1)
		if err := w.Upload(t.Context(), channel, picture(t)); err == nil || !strings.Contains(err.Error(), "missing_scope") {
			t.Error(err)
		}
		if err := w.Upload(t.Context(), channel, views.File{Name: "x.png"}); err == nil {
			t.Error("nothing was uploaded")
		}
		w.wire.fault = breaks
		if err := w.Upload(t.Context(), channel, picture(t)); err == nil {
			t.Error("it got through a broken wire")
		}
		equal(t, "messages", len(w.seen(ana)), 0)
	})
}

// The token goes along with the picture's bytes: not to wherever an answer says.
func TestAPictureIsUploadedToSlackOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.wire.only, w.wire.fault = "/api/files.getUploadURLExternal", answers(200, `{"ok":true,"file_id":"F1","upload_url":"https://evil.test/upload"}`)
		if err := w.Upload(t.Context(), channel, picture(t)); err == nil {
			t.Error("it was uploaded")
		}
		for _, c := range w.wire.calls {
			equal(t, "host", c.host, "slack.test")
		}
	})
}

const ourLink = "https://slipway.test/see/01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"

// linked is a world in which ana has posted a link to us; the id is Slack's name for it.
func linked(t *testing.T) (w *world, id string) {
	t.Helper()
	w = newWorld(t, func(o *slack.Options) { o.Unfurls, o.Events = []string{"slipway.test"}, []string{"link_shared"} })
	ts, err := w.Say(ana, channel, "look: "+ourLink, "")
	ok(t, err)
	return w, channel + "." + ts
}

func TestALinkSaysBelowItWhatItIsAbout(t *testing.T) {
	for _, refused := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w, id := linked(t)
			if refused {
				w.RefuseBlocks("table")
			}
			ok(t, w.Unfurl(t.Context(), id, "conversations_history", map[string]views.Message{ourLink: charted("checkout")}))
			below := string(w.seen(ben)[0].Attachments)
			equal(t, "the table", strings.Contains(below, `"table"`), !refused)
			equal(t, "the same in short", strings.Contains(below, "in short: checkout"), refused)
		})
	}
}

func TestALinkThatIsGoneIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, id := linked(t)
		err := w.Unfurl(t.Context(), "C1.2", "conversations_history", map[string]views.Message{ourLink: plain("x")})
		if err == nil {
			t.Error(err)
		}
		w.Fail("chat.unfurl", "internal_error", 1)
		if err := w.Unfurl(t.Context(), id, "conversations_history", map[string]views.Message{ourLink: plain("x")}); err == nil {
			t.Error("it was shown")
		}
	})
}
