package page

import (
	"bytes"
	"net/http"
	"time"
)

// file serves a picture that somebody sees in a message. Other files are only named: a
// page of the bot's making would be one of this origin.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	f, content, err := p.Slack.File(r.URL.Query().Get("user"), r.PathValue("id"))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if f.Mimetype != "image/png" {
		p.fail(w, r, refuse("%s is not a picture that is shown here", f.Name))
		return
	}
	w.Header().Set("Content-Type", f.Mimetype)
	w.Header().Set("Cache-Control", "private, max-age=3600") // what was uploaded does not change
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
