package ingress

import (
	_ "embed"
	"net/http"

	"github.com/slipway-dev/slipway/bot/job"
)

// seen is what a link to us shows outside of Slack: the same to everybody, without a
// fact, since whoever has a link need not be of the team.
//
//go:embed see.html
var seen string

// isSeen says that a path is that of a link to us.
func isSeen(path string) bool {
	id := job.Seen(path)
	return id != "" && path == job.SeePath+id
}

// writePage writes the page. Nothing in it is fetched, run or sent anywhere.
func writePage(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(http.StatusOK)
	// Whoever does not wait for the answer cannot be told.
	_, _ = w.Write([]byte(seen))
}
