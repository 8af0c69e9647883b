package slack

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// file is a file as it is kept.
type file struct {
	File
	Ticket  string    `json:"ticket"`            // names it in the address to upload to
	User    string    `json:"user"`              // who uploaded it
	Created int64     `json:"created"`           // Unix seconds
	Content []byte    `json:"content,omitempty"` // nil until uploaded
	Done    time.Time `json:"done,omitzero"`     // when files.completeUploadExternal was called
	Shares  []share   `json:"shares,omitempty"`
	Deleted bool      `json:"deleted,omitempty"`
}

// share is a message that a file is in.
type share struct {
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts,omitempty"`
}

func (w *Workspace) fileRow(f file) row {
	return row{"file/" + f.ID, f, func() { w.files[f.ID] = f }}
}

// abandoned forgets the uploads that were begun long ago and never completed.
func (w *Workspace) abandoned() (rows []row) {
	before := w.opts.Now().Add(-uploadLife).Unix()
	for id, f := range w.files {
		if f.Done.IsZero() && f.Created < before {
			rows = append(rows, row{"file/" + id, nil, func() { delete(w.files, id) }})
		}
	}
	return rows
}

// ready tells whether Slack has looked at the file: until then it has no type, and
// blocks cannot use it.
func (w *Workspace) ready(f file) bool {
	return !f.Deleted && !f.Done.IsZero() && !w.opts.Now().Before(f.Done.Add(fileTime))
}

// summary is what a message says of the file.
func (f file) summary() File {
	f.Mimetype = f.mime()
	return f.File
}

func (f file) mime() string {
	kind, _, _ := strings.Cut(http.DetectContentType(f.Content), ";")
	return kind
}

func (w *Workspace) fileURL(id, name string) string {
	return w.opts.PublicURL + "/files-pri/" + id + "/" + url.PathEscape(name)
}

// showFile: https://docs.slack.dev/reference/objects/file-object
func (w *Workspace) showFile(f file) answer {
	if f.Deleted {
		return answer{"id": f.ID, "mode": "tombstone"}
	}
	shown := answer{
		"id": f.ID, "created": f.Created, "timestamp": f.Created, "name": f.Name, "title": f.Title,
		"mimetype": "", "filetype": "", "pretty_type": "", "user": f.User, "user_team": w.opts.TeamID,
		"editable": false, "size": f.Size, "mode": "hosted", "is_external": false, "external_type": "",
		"is_public": false, "public_url_shared": false, "display_as_bot": false, "username": "",
		"url_private": f.URL, "url_private_download": f.URL,
		"permalink":        w.opts.PublicURL + "/files/" + f.User + "/" + f.ID + "/" + url.PathEscape(f.Name),
		"has_rich_preview": false, "file_access": "visible", "comments_count": 0, "alt_txt": f.AltText,
		"channels": []string{}, "groups": []string{}, "ims": []string{}, "shares": answer{},
	}
	if w.ready(f) {
		kind := strings.TrimPrefix(path.Ext(f.Name), ".")
		shown["mimetype"] = f.mime()
		shown["filetype"], shown["pretty_type"] = cmp.Or(kind, "binary"), strings.ToUpper(cmp.Or(kind, "binary"))
		w.showShares(f, shown)
	}
	return shown
}

// showShares adds where the file was shared.
func (w *Workspace) showShares(f file, shown answer) {
	public, private := map[string][]answer{}, map[string][]answer{}
	lists := map[string][]string{"channels": {}, "groups": {}, "ims": {}}
	for _, s := range f.Shares {
		c, _ := w.channel(s.Channel)
		list, shares := "channels", public
		switch {
		case c.IsIM:
			list, shares = "ims", private
		case c.IsPrivate:
			list, shares = "groups", private
		}
		if !slices.Contains(lists[list], c.ID) {
			lists[list] = append(lists[list], c.ID)
		}
		one := answer{"ts": s.TS, "channel_name": c.Name, "team_id": w.opts.TeamID, "share_user_id": f.User}
		if s.ThreadTS != "" {
			one["thread_ts"] = s.ThreadTS
		}
		shares[c.ID] = append(shares[c.ID], one)
	}
	for name, ids := range lists {
		shown[name] = ids
	}
	shares := answer{}
	for name, in := range map[string]map[string][]answer{"public": public, "private": private} {
		if len(in) > 0 {
			shares[name] = in
		}
	}
	shown["shares"], shown["is_public"] = shares, len(public) > 0
}

// showFiles are the files of a message.
func (w *Workspace) showFiles(list []File) []answer {
	return show(list, func(f File) answer { return w.showFile(w.files[f.ID]) })
}

// missingFiles are the files that decoded blocks show and that are not there or
// not ready yet, in Slack's words.
func (w *Workspace) missingFiles(blocks any, at string) (details []string) {
	walk(blocks, at, func(o map[string]any, at string) {
		given, there := o["slack_file"].(map[string]any)
		if there && !w.knowsFile(given) {
			details = append(details, problem{at: at + "/slack_file", says: "invalid slack file"}.String())
		}
	})
	return details
}

// knowsFile finds an image by what a block says of it: its id, or one of its
// addresses. See https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
func (w *Workspace) knowsFile(given map[string]any) bool {
	for id, f := range w.files {
		if !w.ready(f) || !slices.Contains([]string{"image/png", "image/jpeg", "image/gif"}, f.mime()) {
			continue
		}
		shown := w.showFile(f)
		if given["id"] == id || given["url"] != nil && (given["url"] == f.URL || given["url"] == shown["permalink"]) {
			return true
		}
	}
	return false
}
