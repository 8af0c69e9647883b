package github

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// maxBody bounds a request's body in bytes.
const maxBody = 1 << 20

// docs is the page that answers point to.
const docs = "https://docs.github.com/rest"

// object is a JSON object.
type object = map[string]any

// endpoint is one thing that the API can be asked. Which permission each needs is on
// https://docs.github.com/rest/authentication/permissions-required-for-github-apps
type endpoint struct {
	needs string // "contents=read"; none if empty
	app   bool   // it is asked as the App, not as its installation
	do    func(*call) (answer, error)
}

// call is a request while it is being answered, with the host locked.
type call struct {
	*Host
	r    *http.Request
	who  identity
	repo *repository // nil where the path names none
	body []byte
}

func (c *call) path(name string) string { return c.r.PathValue(name) }

func (c *call) query(name string) string { return c.r.URL.Query().Get(name) }

// read decodes the body.
func (c *call) read(into any) error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return refuse(http.StatusBadRequest, "Problems parsing JSON")
	}
	return nil
}

func (h *Host) serveAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-GitHub-Request-Id", strings.ToUpper(h.o.NewID("")))
	w.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	lost, err := h.disturb(r)
	if err != nil {
		writeRefusal(w, err)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		writeRefusal(w, refuse(http.StatusRequestEntityTooLarge, "Payload too big"))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if lost {
		h.endpoints.ServeHTTP(nowhere{}, r)
		writeRefusal(w, refuse(http.StatusBadGateway, "Server Error"))
		return
	}
	h.endpoints.ServeHTTP(w, r)
}

// nowhere is where a lost answer goes.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) WriteHeader(int)             {}

// serve answers one request at an endpoint.
func (h *Host) serve(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var a answer
		if err == nil {
			a, err = h.answer(e, &call{Host: h, r: r, body: body}, w.Header())
		}
		if err != nil {
			writeRefusal(w, err)
			return
		}
		for name, values := range a.header {
			w.Header()[name] = values
		}
		writeJSON(w, a.status, a.body)
	}
}

// answer does what is asked, if the caller may.
func (h *Host) answer(e endpoint, c *call, header http.Header) (answer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.settle(); err != nil {
		return answer{}, err
	}
	if err := h.admit(e, c, header); err != nil {
		return answer{}, err
	}
	if owner := c.path("owner"); owner != "" {
		repo, known := h.repo(owner, c.path("repo"))
		if !known || !c.who.sees(repo.FullName()) {
			return answer{}, notFound()
		}
		c.repo = repo
	}
	if err := c.who.may(e.needs, header); err != nil {
		return answer{}, err
	}
	return e.do(c)
}
