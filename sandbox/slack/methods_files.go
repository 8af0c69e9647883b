package slack

import (
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"
)

func fileMethods() map[string]method {
	const write = "files:write"
	return map[string]method{
		"files.completeUploadExternal": {do: (*Workspace).filesComplete, rate: tier4(), needs: "files", scopes: write},
		"files.delete":                 {do: (*Workspace).filesDelete, rate: tier3(), needs: "file", scopes: write},
		"files.getUploadURLExternal":   {do: (*Workspace).filesGetUploadURL, rate: tier4(), needs: "length filename", scopes: write, formOnly: true},
		"files.info":                   {do: (*Workspace).filesInfo, rate: tier4(), needs: "file", scopes: "files:read", formOnly: true},
	}
}

// filesGetUploadURL is the first of three steps; the second is serveUpload.
func (w *Workspace) filesGetUploadURL(a args) (answer, error) {
	size, err := strconv.Atoi(a["length"])
	switch {
	case err != nil || size < 1 || a["filename"] == "":
		return nil, refuse("missing_argument")
	case size > maxFile:
		return nil, refuse("file_upload_size_restricted")
	case utf8.RuneCountInString(a["alt_txt"]) > maxAltFile:
		return nil, refuse("alt_txt_too_large")
	}
	f := file{User: w.opts.BotUserID, Created: w.opts.Now().Unix(), Ticket: w.opts.NewID("upload")}
	f.File = File{ID: w.opts.NewID("F"), Name: a["filename"], Title: a["filename"], AltText: a["alt_txt"], Size: size}
	f.URL = w.fileURL(f.ID, f.Name)
	if err := w.commit(append(w.abandoned(), w.fileRow(f))...); err != nil {
		return nil, err
	}
	return answer{"file_id": f.ID, "upload_url": w.opts.PublicURL + "/upload/v1/" + f.Ticket}, nil
}

// filesComplete is the third step: it shares the files in one message a channel.
// Without a channel only the app has them.
func (w *Workspace) filesComplete(a args) (answer, error) {
	files, err := w.ticketed(a)
	if err != nil {
		return nil, err
	}
	messages, err := w.sharing(a, files)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, m := range messages {
		said, err := w.said(m)
		if err != nil {
			return nil, err
		}
		rows = append(rows, said...)
	}
	shown := []answer{}
	for _, f := range files {
		f.Done = w.opts.Now()
		for _, m := range messages {
			f.Shares = append(f.Shares, share{Channel: m.Channel, TS: m.TS, ThreadTS: m.ThreadTS})
		}
		rows, shown = append(rows, w.fileRow(f)), append(shown, w.showFile(f))
	}
	return answer{"files": shown}, w.commit(rows...)
}

// ticketed are the uploaded files that a call names, with their titles.
func (w *Workspace) ticketed(a args) (files []file, err error) {
	var named []struct{ ID, Title string }
	if json.Unmarshal([]byte(a["files"]), &named) != nil || len(named) == 0 || len(named) > maxFilesAtOnce {
		return nil, refuse("invalid_arguments")
	}
	for _, n := range named {
		f, found := w.files[n.ID]
		if !found || f.Content == nil || !f.Done.IsZero() || f.Deleted {
			return nil, refuse("file_not_found")
		}
		if n.Title != "" {
			f.Title = n.Title
		}
		files = append(files, f)
	}
	return files, nil
}

// sharing are the messages that share the files, not yet posted.
func (w *Workspace) sharing(a args, files []file) (out []Message, err error) {
	channels := a.list("channels")
	if a["channel_id"] != "" && !slices.Contains(channels, a["channel_id"]) {
		channels = append(channels, a["channel_id"])
	}
	if len(channels) > maxFileChannels {
		return nil, refuse("channels_limit_exceeded")
	}
	c := content{text: a["initial_comment"]}
	if c.text == "" {
		c.blocks = a["blocks"]
	}
	for _, f := range files {
		c.files = append(c.files, f.summary())
	}
	for _, id := range channels {
		channel, err := w.postable(args{"channel": id}, false)
		if err != nil {
			return nil, err
		}
		m, err := w.compose(channel.ID, a["thread_ts"], c)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// named is the file that a call is about.
func (w *Workspace) named(a args) (file, error) {
	f, found := w.files[a["file"]]
	switch {
	case !found || f.Done.IsZero():
		return f, refuse("file_not_found")
	case f.Deleted:
		return f, refuse("file_deleted")
	}
	return f, nil
}

func (w *Workspace) filesInfo(a args) (answer, error) {
	f, err := w.named(a)
	if err != nil {
		return nil, err
	}
	return answer{"file": w.showFile(f), "comments": []answer{}, "response_metadata": answer{"next_cursor": ""}}, nil
}

// filesDelete takes the file out of the messages that share it. A message that
// had nothing else goes too.
func (w *Workspace) filesDelete(a args) (answer, error) {
	f, err := w.named(a)
	if err != nil {
		return nil, err
	}
	rows := []row{w.fileRow(file{File: File{ID: f.ID}, User: f.User, Done: f.Done, Deleted: true})}
	for _, s := range f.Shares {
		m, found := w.message(s.Channel, s.TS)
		if !found || m.Deleted {
			continue
		}
		m.Files = slices.DeleteFunc(slices.Clone(m.Files), func(one File) bool { return one.ID == f.ID })
		without := w.said
		if len(m.Files) == 0 && m.Text == "" && m.Blocks == nil {
			without = w.erase
		}
		changed, err := without(m)
		if err != nil {
			return nil, err
		}
		rows = append(rows, changed...)
	}
	return answer{}, w.commit(rows...)
}
