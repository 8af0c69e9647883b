package slack

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"
)

// File gives a file that a user can see, and its content: one that is in a message
// of a channel that the user is in. The error is an [*Error] if there is none.
func (w *Workspace) File(userID, fileID string) (File, []byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[fileID]
	for _, s := range f.Shares {
		if c, found := w.channel(s.Channel); found && c.has(userID) && !f.Deleted {
			return f.summary(), f.Content, nil
		}
	}
	return File{}, nil, refuse("file_not_found")
}

// serveUpload takes a file's content: as it is, or as the first file of a
// multipart form. It needs no token, since the address is a secret.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	content, err := uploaded(http.MaxBytesReader(rw, r.Body, maxFile+maxBody), r.Header.Get("Content-Type"))
	if err != nil {
		http.Error(rw, "Bad request", http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f, found := w.upload(r.PathValue("ticket"))
	switch {
	case !found:
		http.Error(rw, "Not found", http.StatusNotFound)
		return
	case len(content) != f.Size:
		http.Error(rw, fmt.Sprintf("Size mismatch: %d", len(content)), http.StatusBadRequest)
		return
	}
	f.Content = content
	if err := w.commit(w.fileRow(f)); err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(rw, "OK - "+strconv.Itoa(f.Size))
}

// upload finds the file that waits for its content.
func (w *Workspace) upload(ticket string) (file, bool) {
	for _, f := range w.files {
		if f.Ticket == ticket && f.Done.IsZero() {
			return f, true
		}
	}
	return file{}, false
}

func uploaded(body io.Reader, contentType string) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return io.ReadAll(body)
	}
	for form := multipart.NewReader(body, params["boundary"]); ; {
		part, err := form.NextPart()
		if err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		if part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

// serveFile gives a file's content to the app. Slack sends whoever has no token to
// its login page.
func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+w.opts.BotToken {
		http.Redirect(rw, r, w.opts.PublicURL+"/", http.StatusFound)
		return
	}
	w.mu.Lock()
	f, found := w.files[r.PathValue("id")]
	w.mu.Unlock()
	if !found || f.Deleted || f.Done.IsZero() || f.Name != r.PathValue("name") {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", f.mime())
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, "", time.Unix(f.Created, 0), bytes.NewReader(f.Content))
}
