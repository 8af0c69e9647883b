package github

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Host is the simulated code host. It is safe for concurrent use.
type Host struct {
	o         Options
	endpoints *http.ServeMux
	sender    chan struct{} // held by whoever sends webhooks

	mu          sync.Mutex
	repos       map[string]*repository // by owner/name in small letters
	runs        map[int64]run
	deployments map[int64]deployment
	deliveries  []delivery // in the order in which they happened
	events      []Event    // in that order too
	outcomes    map[string]Outcome
	tokens      map[string]token
	logs        map[string]logLink
	rates       map[string]rate
	troubles    []Trouble
	suspended   bool
	last        int64 // the newest id given out
}

// New makes a code host: it loads what is on Disk and adds what is missing there
// from the options.
func New(o Options) (*Host, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	h := &Host{
		o: o, repos: map[string]*repository{}, runs: map[int64]run{}, deployments: map[int64]deployment{},
		outcomes: map[string]Outcome{}, tokens: map[string]token{}, logs: map[string]logLink{}, rates: map[string]rate{}, last: 1_000_000, sender: make(chan struct{}, 1),
	}
	for sha, outcome := range o.Outcomes {
		h.outcomes[sha] = outcome
	}
	for _, r := range o.Repositories {
		built, err := newRepository(r)
		if err != nil {
			return nil, err
		}
		h.repos[strings.ToLower(r.FullName())] = built
	}
	h.endpoints = h.mux()
	return h, h.load()
}

// Handler serves the API and the pages, each below the path of its address.
func (h *Host) Handler() http.Handler {
	api, web := pathOf(h.o.APIURL), pathOf(h.o.WebURL)
	serve := map[string]http.Handler{
		api: http.StripPrefix(api, http.HandlerFunc(h.serveAPI)),
		web: http.StripPrefix(web, h.pages()),
	}
	inner, outer := api, web
	if len(web) > len(api) {
		inner, outer = web, api
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, inner+"/"):
			serve[inner].ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, outer+"/"):
			serve[outer].ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}

// pathOf is the path of an address that was checked.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

// nextID gives out an id that is higher than all before it.
func (h *Host) nextID() int64 {
	h.last++
	return h.last
}

// repo finds a repository, whatever the case of its name.
func (h *Host) repo(owner, name string) (*repository, bool) {
	r, ok := h.repos[strings.ToLower(owner+"/"+name)]
	return r, ok
}
