package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// charted has a table that not every workspace takes, and the same in plainer blocks.
func charted(text string) views.Message {
	table := slackgo.NewTableBlock("t")
	table.Rows = [][]slackgo.TableCell{{slackgo.NewTableRawTextCell(text)}}
	return views.Message{Text: text, Blocks: []slackgo.Block{table}, Fallback: section("in short: " + text)}
}

// faults.md B16, by whichever way a message goes: a workspace that has no tables gets
// the same in plainer blocks, and one that has gets the table.
func TestWhateverIsSaidFallsBackWhereTheNewBlocksAreRefused(t *testing.T) {
	ways := map[string]func(w *world, m views.Message) error{
		"posted":    func(w *world, m views.Message) error { _, err := w.Post(w.t.Context(), channel, "", m); return err },
		"edited":    func(w *world, m views.Message) error { return w.Update(w.t.Context(), channel, w.post(plain("x")), m) },
		"ephemeral": func(w *world, m views.Message) error { return w.Ephemeral(w.t.Context(), channel, ana, m) },
		"answered":  func(w *world, m views.Message) error { return w.Respond(w.t.Context(), w.responseURL(), m) },
		"replaced":  func(w *world, m views.Message) error { return w.Replace(w.t.Context(), w.answered(), m) },
	}
	for name, say := range ways {
		for _, refused := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, refused %v", name, refused), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					if refused {
						w.RefuseBlocks("table")
					}
					ok(t, say(w, charted("checkout")))
					seen := w.seen(ana)
					equal(t, "messages", len(seen), 1)
					equal(t, "the table", strings.Contains(string(seen[0].Blocks), `"table"`), !refused)
					equal(t, "the same in short", strings.Contains(string(seen[0].Blocks), "in short: checkout"), refused)
				})
			})
		}
	}
}

// answered is the response_url of a click in an answer that only ana sees.
func (w *world) answered() string {
	w.t.Helper()
	m := plain("page 1")
	button := slackgo.NewButtonBlockElement("slipway_turn", "/deploy status", slackgo.NewTextBlockObject(slackgo.PlainTextType, "Next", false, false))
	m.Blocks = append(m.Blocks, slackgo.NewActionBlock("row", button))
	ok(w.t, w.Ephemeral(w.t.Context(), channel, ana, m))
	seen := w.seen(ana)
	d, err := w.Click(w.t.Context(), ana, channel, seen[len(seen)-1].TS, "slipway_turn", "")
	ok(w.t, err)
	return d.ResponseURL
}

// What takes the place of an answer that only one person sees stays for that person.
func TestAReplacementOfAPrivateAnswerStaysPrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.Replace(t.Context(), w.answered(), plain("page 2")))
		seen := w.seen(ana)
		equal(t, "ana sees", len(seen), 1)
		equal(t, "it", seen[0].Text, "page 2")
		equal(t, "ben sees", len(w.seen(ben)), 0)
	})
}

// Slack may say by the status alone that it does not take the blocks, or by the word
// alone; and no error repeats more of its answer than that word.
func TestARefusalAtAResponseURLIsUnderstoodHoweverItIsSaid(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		tries  int
		says   string
	}{
		{http.StatusOK, `{"ok":true}`, 1, ""},
		{http.StatusOK, "ok", 1, ""},
		{http.StatusBadRequest, `{"ok":false,"error":"invalid_blocks"}`, 2, "invalid_blocks"},
		{http.StatusOK, `{"ok":false,"error":"invalid_blocks"}`, 2, "invalid_blocks"},
		{http.StatusBadRequest, "no", 2, "invalid_blocks"},
		{http.StatusNotFound, `{"ok":false,"error":"used_url"}`, 1, "used_url"},
		{http.StatusInternalServerError, "see https://slack.test/response/R1", 1, "status 500"},
		{http.StatusBadGateway, `{"ok":false,"error":"See https://slack.test/response/R1"}`, 1, "status 502"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			address := w.responseURL()
			before := len(w.wire.calls)
			w.wire.fault = answers(c.status, c.body)
			err := w.Respond(t.Context(), address, charted("checkout"))
			equal(t, c.body+": tries", len(w.wire.calls)-before, c.tries)
			if (err == nil) != (c.says == "") || err != nil && (!strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "R1")) {
				t.Errorf("%d %s: %v", c.status, c.body, err)
			}
		})
	}
}
