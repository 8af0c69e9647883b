package page

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"time"
)

// static is the page: a script, a style sheet and a picture, made of web/.
//
//go:embed static
var static embed.FS

// files serves the page's files, each with the type that browsers insist on,
// whatever this machine thinks that the ends of names mean.
func files() http.Handler {
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
		".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		if name == "/" {
			name = "/index.html"
		}
		body, err := static.ReadFile(path.Join("static", path.Clean(name)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", types[path.Ext(name)])
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}
