// Package github is a simulated code host: the commits of each service, and
// builds that take a while and end with an image. It knows nothing of deploys.
package github

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Commit is one commit of a service.
type Commit struct {
	Service   string `json:"service"`
	SHA       string `json:"sha"` // 40 hexadecimal digits
	Subject   string `json:"subject"`
	Author    string `json:"author"`
	Behaviour string `json:"behaviour"` // how a version made of it behaves: good, bad, slow, crash, late
	Branch    string `json:"-"`         // the branch whose head it is, if any
	Unbuilt   bool   `json:"-"`         // it has no image until somebody asks for one
}

// Digest is the digest of the image that a build of the commit makes.
func (c Commit) Digest() string {
	sum := sha256.Sum256([]byte(c.Service + "@" + c.SHA))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Options are what the code host needs.
type Options struct {
	Commits []Commit // newest last, of all services
	Now     func() time.Time
	Takes   time.Duration // of one build
	// Push puts an image of the commit into the registry, where it appears after
	// takes. A second push of the same commit changes nothing.
	Push func(c Commit, takes time.Duration) error
}

// Host is the simulated code host. It is safe for concurrent use.
type Host struct {
	o    Options
	mu   sync.Mutex
	runs map[string]time.Time // commit's SHA → when its build began
}

// New makes a code host.
func New(o Options) *Host { return &Host{o: o, runs: map[string]time.Time{}} }

// Commits lists the commits of all services.
func (h *Host) Commits() []Commit { return slices.Clone(h.o.Commits) }

// NotFoundError says that a ref stands for no commit, or for several.
type NotFoundError struct {
	Service, Ref string
	Candidates   []Commit // the commits it may stand for, when there are several
}

// Error says so.
func (e *NotFoundError) Error() string {
	if len(e.Candidates) > 0 {
		return fmt.Sprintf("%s of %s is ambiguous", e.Ref, e.Service)
	}
	return fmt.Sprintf("%s has no %s", e.Service, e.Ref)
}

// Resolve finds the one commit that a short or full SHA, a branch (also as
// "refs/heads/…", which is nothing else), or "latest" stands for; a *NotFoundError if
// there is not exactly one.
func (h *Host) Resolve(service, ref string) (Commit, error) {
	var found []Commit
	branch := strings.TrimPrefix(ref, "refs/heads/")
	for _, c := range h.o.Commits {
		if c.Service != service {
			continue
		}
		switch {
		case ref == "latest" || branch == "main":
			found = []Commit{c} // the newest wins
		case branch != "" && c.Branch == branch, strings.HasPrefix(c.SHA, strings.ToLower(ref)) && len(ref) >= 6:
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return Commit{}, &NotFoundError{Service: service, Ref: ref, Candidates: found}
	}
	return found[0], nil
}

// Build starts a build of a commit; a second one joins the first.
func (h *Host) Build(c Commit) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.runs[c.SHA]; ok {
		return nil
	}
	if err := h.o.Push(c, h.o.Takes); err != nil {
		return fmt.Errorf("build %s: %w", c.SHA, err)
	}
	h.runs[c.SHA] = h.o.Now()
	return nil
}

// Building says whether a build of the commit was started and has not ended.
func (h *Host) Building(sha string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	began, ok := h.runs[sha]
	return ok && h.o.Now().Before(began.Add(h.o.Takes))
}
