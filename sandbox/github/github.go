package github

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
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

	Message  string    `json:"message,omitempty"` // all that it says; Subject if empty
	Email    string    `json:"email,omitempty"`   // the author's
	At       time.Time `json:"at,omitzero"`
	Parents  []string  `json:"parents,omitempty"`  // nil: the commit before it that is on no branch of its own
	Files    []string  `json:"files,omitempty"`    // paths that it changes
	Signed   bool      `json:"signed,omitempty"`   // its signature is verified
	Unsigned string    `json:"unsigned,omitempty"` // why it is not, in GitHub's words; "unsigned" if empty
	Checks   []Check   `json:"checks,omitempty"`   // nil: the repository's, all of them passed
	Statuses []Status  `json:"statuses,omitempty"`
}

// Digest is the digest of the image that a build of the commit makes.
func (c Commit) Digest() string {
	sum := sha256.Sum256([]byte(c.Service + "@" + c.SHA))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// New makes a code host.
func New(o Options) *Host { return &Host{o: o, legacy: map[string]time.Time{}} }

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
	if _, ok := h.legacy[c.SHA]; ok {
		return nil
	}
	if err := h.o.Push(c, h.o.Takes); err != nil {
		return fmt.Errorf("build %s: %w", c.SHA, err)
	}
	h.legacy[c.SHA] = h.o.Now()
	return nil
}

// Building says whether a build of the commit was started and has not ended.
func (h *Host) Building(sha string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	began, ok := h.legacy[sha]
	return ok && h.o.Now().Before(began.Add(h.o.Takes))
}
