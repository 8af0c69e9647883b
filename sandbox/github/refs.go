package github

import (
	"fmt"
	"strings"
)

// refs are the branches, tags and heads of pull requests, by their full names.
func (r *repository) refs() map[string]string {
	out := map[string]string{}
	for name, sha := range r.branches {
		out["refs/heads/"+name] = sha
	}
	for name, sha := range r.Tags {
		out["refs/tags/"+name] = sha
	}
	for _, p := range r.Pulls {
		out[fmt.Sprintf("refs/pull/%d/head", p.Number)] = p.Head
	}
	return out
}

// find is the one commit that a ref stands for. As for git, a name wins over the
// beginning of a SHA, and a tag over a branch.
func (r *repository) find(ref string) (Commit, bool) {
	if ref == "HEAD" {
		ref = "heads/" + r.Default
	}
	if c, full := r.commits[strings.ToLower(ref)]; full {
		return c, true
	}
	refs := r.refs()
	for _, name := range []string{ref, "refs/" + ref, "refs/tags/" + ref, "refs/heads/" + ref} {
		if sha, known := refs[name]; known {
			return r.commits[sha], true
		}
	}
	return r.begins(strings.ToLower(ref))
}

// begins is the one commit whose SHA begins so.
func (r *repository) begins(short string) (found Commit, ok bool) {
	if len(short) < shortSHA || strings.Trim(short, hexDigits) != "" {
		return Commit{}, false
	}
	for sha, c := range r.commits {
		if !strings.HasPrefix(sha, short) {
			continue
		}
		if ok {
			return Commit{}, false
		}
		found, ok = c, true
	}
	return found, ok
}
