package page_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const png = "\x89PNG\r\n\x1a\nnot much of a picture"

// upload is the app that puts a file into #checkout, in Slack's three steps.
func (w *world) upload(name, content string) (id string) {
	w.t.Helper()
	var begun struct {
		URL string `json:"upload_url"`
		ID  string `json:"file_id"`
	}
	w.ok(json.Unmarshal(w.api("/api/files.getUploadURLExternal", url.Values{"filename": {name}, "length": {fmt.Sprint(len(content))}}.Encode()), &begun))
	to, err := url.Parse(begun.URL)
	w.ok(err)
	w.api(to.Path, content)
	w.api("/api/files.completeUploadExternal", url.Values{"files": {`[{"id":"` + begun.ID + `"}]`}, "channel_id": {checkout}}.Encode())
	return begun.ID
}

func (w *world) api(path, body string) []byte {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), "POST", path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer xoxb-1")
	if strings.HasPrefix(path, "/api/") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	rec := httptest.NewRecorder()
	w.slack.Handler().ServeHTTP(rec, r)
	if rec.Code != 200 || strings.Contains(rec.Body.String(), `"ok":false`) {
		w.t.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
	}
	return rec.Body.Bytes()
}

func TestAPictureIsShownToThoseWhoSeeItsMessage(t *testing.T) {
	w := newWorld(t)
	id := w.upload("a.png", png)
	rec := w.do("GET", "/sandbox/ui/file/"+id+"?user="+ana, "")
	if rec.Code != 200 || rec.Body.String() != png || rec.Header().Get("Content-Type") != "image/png" {
		t.Errorf("%d %v %q", rec.Code, rec.Header(), rec.Body)
	}
	if rec := w.do("GET", "/sandbox/ui/file/"+id+"?user=UNONE", ""); rec.Code != 400 || strings.Contains(rec.Body.String(), "PNG") {
		t.Errorf("somebody who is not there: %d %q", rec.Code, rec.Body)
	}
}

// A page that the bot made would be one of this origin.
func TestAFileThatIsNoPictureIsNotShown(t *testing.T) {
	w := newWorld(t)
	id := w.upload("a.html", "<script>alert(1)</script>")
	says(t, w.do("GET", "/sandbox/ui/file/"+id+"?user="+ana, ""), 400, problem("a.html is not a picture that is shown here"))
}
