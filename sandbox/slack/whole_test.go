package slack_test

import (
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestWhatBelongsTogetherIsWrittenAtOnce(t *testing.T) {
	w, _ := subscribed(t, "message.channels", "app_mention", "member_joined_channel", "group_left", "channel_left")
	id, address := w.ticket(png)
	equal(t, "uploaded", w.upload(address, "image/png", png), 200)
	_, shared := w.clicked()
	w.pile("One", "Two")
	trigger := w.command().TriggerID
	for _, c := range []struct {
		name   string
		writes int
		do     func() error
	}{
		{"a message and two events", 1, func() error { _, err := w.Say(ana, channel, "<@UBOT> hi", ""); return err }},
		{"a channel and an event", 1, func() error { return w.RemoveApp("CSHARED") }},
		{"a stack of modals and a new one", 1, func() error { _, err := w.client.OpenView(trigger, pushy("New")); return err }},
		{"files and their messages", 1, func() error {
			_, err := w.client.CompleteUploadExternalContext(t.Context(), slackgo.CompleteUploadExternalParameters{
				Files: []slackgo.FileSummary{{ID: id}}, Channel: channel})
			return err
		}},
		{"a file that goes and its messages", 1, func() error { return w.client.DeleteFile(id) }},
		{"a message that goes, after the use of its response_url", 2, func() error {
			equal(t, "ok", w.respond(shared, `{"delete_original":true}`)["ok"], any(true))
			return nil
		}},
	} {
		before := w.disk.writes
		ok(t, c.do())
		equal(t, c.name, w.disk.writes-before, c.writes)
	}
}

func TestAnAnswerInTheChannelIsWrittenWithItsCommand(t *testing.T) {
	w, _ := subscribed(t, "message.channels")
	w.hearCommands(`{"response_type":"in_channel","text":"hi"}`)
	before := w.disk.writes
	_, err := w.Command(t.Context(), ana, channel, "/deploy", "")
	ok(t, err)
	equal(t, "writes", w.disk.writes-before, 2) // the response_url is the first
	equal(t, "messages", len(w.seen(ben)), 2)
}
