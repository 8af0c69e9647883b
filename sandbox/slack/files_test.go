package slack_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
)

const png = "\x89PNG\r\n\x1a\n chart"

// ticket is the first step of an upload.
func (w *world) ticket(content string) (id, address string) {
	w.t.Helper()
	got := w.call("files.getUploadURLExternal", map[string]string{"filename": "chart.png", "length": fmt.Sprint(len(content))})
	return fmt.Sprint(got["file_id"]), fmt.Sprint(got["upload_url"])
}

// upload is the second.
func (w *world) upload(address, contentType, body string) int {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, address, strings.NewReader(body))
	req.Header.Set("Content-Type", contentType)
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, req)
	return rec.Code
}

// image is a block that shows an uploaded file.
func image(id string) slackgo.MsgOption {
	return slackgo.MsgOptionBlocks(slackgo.NewImageBlockSlackFile(&slackgo.SlackFileObject{ID: id}, "a chart", "", nil))
}

func TestAFileIsUploadedInThreeStepsAndSeen(t *testing.T) {
	w := newWorld(t)
	root := w.post("root")
	done, err := w.client.UploadFile(slackgo.UploadFileParameters{
		Reader: strings.NewReader(png), FileSize: len(png), Filename: "chart.png", Title: "Errors",
		Channel: channel, ThreadTimestamp: root, InitialComment: "look", AltTxt: "rising",
	})
	ok(t, err)
	m := w.seen(ana)[0].Replies[0]
	equal(t, "text", m.Text, "look")
	equal(t, "file", m.Files[0].Title+" "+m.Files[0].Mimetype+" "+m.Files[0].AltText, "Errors image/png rising")

	t.Run("Slack knows its type a little later", func(t *testing.T) {
		early, _, _, err := w.client.GetFileInfo(done.ID, 0, 0)
		ok(t, err)
		equal(t, "type", early.Mimetype, "")
		w.clock.forward(time.Second)
		late, _, _, err := w.client.GetFileInfo(done.ID, 0, 0)
		ok(t, err)
		equal(t, "type", late.Mimetype+" "+late.Filetype, "image/png png")
		equal(t, "shared", late.Shares.Public[channel][0].ThreadTs, root)
	})
	t.Run("the app fetches it with its token, even after a crash", func(t *testing.T) {
		w.reopen()
		var got bytes.Buffer
		ok(t, w.client.GetFile(m.Files[0].URL, &got))
		equal(t, "content", got.String(), png)
	})
	t.Run("nobody fetches it without", func(t *testing.T) {
		rec := httptest.NewRecorder()
		w.Handler().ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, m.Files[0].URL, nil))
		equal(t, "status", rec.Code, http.StatusFound)
		equal(t, "leaked", strings.Contains(rec.Body.String(), png), false)
	})
	t.Run("a member of the channel sees it", func(t *testing.T) {
		f, content, err := w.File(ana, done.ID)
		ok(t, err)
		equal(t, "file", f.Name+" "+string(content), "chart.png "+png)
		_, _, err = w.File("USTRANGER", done.ID)
		refused(t, err, "file_not_found")
	})
}

func TestABlockShowsAFileOnlyWhenItIsReady(t *testing.T) {
	w := newWorld(t)
	id, address := w.ticket(png)
	show := func() error { _, _, err := w.client.PostMessage(channel, image(id)); return err }
	refused(t, show(), "invalid_blocks")
	equal(t, "status", w.upload(address, "application/octet-stream", png), http.StatusOK)
	refused(t, show(), "invalid_blocks")
	done := w.call("files.completeUploadExternal", map[string]string{"files": `[{"id":"` + id + `"}]`})
	equal(t, "error", done["error"], nil)
	refused(t, show(), "invalid_blocks")
	got := w.call("chat.postMessage", map[string]string{"channel": channel,
		"blocks": `[{"type":"image","alt_text":"a","slack_file":{"id":"F00000000"}}]`})
	equal(t, "why", toJSON(t, got["errors"]), `["invalid slack file [json-pointer:/blocks/0/slack_file]"]`)
	ok(t, show()) // the call above took its time
	info, _, _, err := w.client.GetFileInfo(id, 0, 0)
	ok(t, err)
	for _, link := range []string{info.URLPrivate, info.Permalink} {
		got := w.call("chat.postMessage", map[string]string{"channel": channel,
			"blocks": `[{"type":"image","alt_text":"a","slack_file":{"url":"` + link + `"}}]`})
		equal(t, link, got["ok"], any(true))
	}
	_, _, err = w.File(ana, id)
	refused(t, err, "file_not_found") // it is the app's own
}

func TestAViewShowsAFileOnlyWhenItIsThere(t *testing.T) {
	w := newWorld(t)
	got := w.call("views.publish", map[string]string{"user_id": ana,
		"view": `{"type":"home","blocks":[{"type":"image","alt_text":"a","slack_file":{"id":"FNONE"}}]}`})
	equal(t, "error", got["error"], any("invalid_arguments"))
	equal(t, "why", toJSON(t, got["errors"]), `["invalid slack file [json-pointer:/view/blocks/0/slack_file]"]`)
}

func TestABlockShowsNothingButImages(t *testing.T) {
	w := newWorld(t)
	f, err := w.client.UploadFile(slackgo.UploadFileParameters{
		Reader: strings.NewReader("text"), FileSize: 4, Filename: "chart.png", Channel: channel,
	})
	ok(t, err)
	w.clock.forward(time.Second)
	_, _, err = w.client.PostMessage(channel, image(f.ID))
	refused(t, err, "invalid_blocks")
}

func TestAFileMayComeAsAForm(t *testing.T) {
	w := newWorld(t)
	_, address := w.ticket(png)
	form := "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + png + "\r\n--x--\r\n"
	equal(t, "status", w.upload(address, "multipart/form-data; boundary=x", form), http.StatusOK)
	equal(t, "no file in it", w.upload(address, "multipart/form-data; boundary=y", form), http.StatusBadRequest)
	equal(t, "too short", w.upload(address, "image/png", png[1:]), http.StatusBadRequest)
	equal(t, "no ticket", w.upload(w.url+"/upload/v1/none", "image/png", png), http.StatusNotFound)
	w.disk.full = true
	equal(t, "disk full", w.upload(address, "image/png", png), http.StatusInternalServerError)
}

func TestUploadsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	id, address := w.ticket(png)
	for name, c := range map[string]struct{ args, want string }{
		"nothing":            {"length=0&filename=x", "missing_argument"},
		"no number":          {"length=x&filename=x", "missing_argument"},
		"too large":          {"length=10485761&filename=x", "file_upload_size_restricted"},
		"too long a comment": {"length=1&filename=x&alt_txt=" + strings.Repeat("é", 1001), "alt_txt_too_large"},
	} {
		equal(t, name, w.call("files.getUploadURLExternal", parse(c.args))["error"], any(c.want))
	}
	files := `files=[{"id":"` + id + `"}]`
	complete := func(args string) any { return w.call("files.completeUploadExternal", parse(args))["error"] }
	equal(t, "before the content", complete(files), any("file_not_found"))
	equal(t, "status", w.upload(address, "image/png", png), http.StatusOK)
	for args, want := range map[string]string{
		"files=[]":                                       "invalid_arguments",
		"files=x":                                        "invalid_arguments",
		files + "&channel_id=CNONE":                      "channel_not_found",
		files + "&channel_id=CRANDOM":                    "not_in_channel",
		files + "&channels=CCHECKOUT,COLD":               "is_archived",
		files + "&channel_id=CCHECKOUT&blocks=x":         "invalid_blocks_format",
		files + "&channels=" + strings.Repeat("C,", 101): "channels_limit_exceeded",
	} {
		equal(t, args, complete(args), any(want))
	}
	equal(t, "messages", len(w.seen(ana)), 0)
	equal(t, "at last", complete(files+"&channels=CCHECKOUT,CSHARED&title=x"), nil)
	equal(t, "twice", complete(files), any("file_not_found"))
	equal(t, "late", w.upload(address, "image/png", png), http.StatusNotFound)
	_, _, _, err := w.client.GetFileInfo("FNONE", 0, 0)
	refused(t, err, "file_not_found")
}

func TestADeletedFileIsGoneFromItsMessages(t *testing.T) {
	w := newWorld(t)
	share := func(comment string) string {
		f, err := w.client.UploadFile(slackgo.UploadFileParameters{
			Reader: strings.NewReader(png), FileSize: len(png), Filename: "chart.png", Channel: channel, InitialComment: comment,
		})
		ok(t, err)
		return f.ID
	}
	said, alone := share("look"), share("")
	link := w.seen(ana)[0].Files[0].URL
	for _, id := range []string{said, alone} {
		ok(t, w.client.DeleteFile(id))
		refused(t, w.client.DeleteFile(id), "file_deleted")
		_, _, _, err := w.client.GetFileInfo(id, 0, 0)
		refused(t, err, "file_deleted")
		_, _, err = w.File(ana, id)
		refused(t, err, "file_not_found")
	}
	w.reopen()
	equal(t, "messages", strings.Join(texts(w.seen(ana)), " "), "look")
	equal(t, "files", len(w.seen(ana)[0].Files), 0)
	if err := w.client.GetFile(link, io.Discard); err == nil {
		t.Error("still there")
	}
}

// parse reads arguments that are written as in an address, but not escaped.
func parse(args string) map[string]string {
	form := map[string]string{}
	for pair := range strings.SplitSeq(args, "&") {
		name, value, _ := strings.Cut(pair, "=")
		form[name] = value
	}
	return form
}
