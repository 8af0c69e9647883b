package page

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 256 << 10

// policy lets the page load its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard refuses what does not come from this machine, bounds bodies, and tells
// browsers to be careful. A name that is made to point at this machine by its
// owner's DNS is foreign too.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		if !local(r) {
			writeJSON(w, http.StatusForbidden, problem("the sandbox only answers its own page, and programs of this machine"))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// local tells whether a request is under a name of this machine, and from a page
// of the same port if it is from a page at all.
func local(r *http.Request) bool {
	at, err := url.Parse("http://" + r.Host)
	if err != nil || at.Host != r.Host || !loopback(at) {
		return false
	}
	for _, origin := range r.Header.Values("Origin") {
		from, err := url.Parse(origin)
		if err != nil || from.Scheme != "http" || !loopback(from) || from.Port() != at.Port() {
			return false
		}
	}
	return true
}

func loopback(u *url.URL) bool {
	return strings.EqualFold(u.Hostname(), "localhost") || net.ParseIP(u.Hostname()).IsLoopback()
}
