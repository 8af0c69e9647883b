package github

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// fullSHA is how long a full SHA is, and shortSHA the least that is taken for one.
const fullSHA, shortSHA = 40, 4

// repository is a repository as it is now.
type repository struct {
	Repository
	commits  map[string]Commit
	order    map[string]int // of commits: parents before children
	branches map[string]string
	checks   map[string][]Check // by SHA, in place of what the commit has
}

func newRepository(spec Repository) (*repository, error) {
	spec.Default = cmp.Or(spec.Default, "main")
	r := &repository{
		Repository: spec, commits: map[string]Commit{}, order: map[string]int{}, branches: map[string]string{}, checks: map[string][]Check{},
	}
	head := ""
	for _, c := range spec.Commits {
		if c.Parents == nil && head != "" {
			c.Parents = []string{head}
		}
		if c.At.IsZero() {
			c.At = beginning().Add(time.Duration(len(r.order)) * time.Hour)
		}
		if err := r.add(c); err != nil {
			return nil, fmt.Errorf("repository %s: %w", spec.FullName(), err)
		}
		if c.Branch == "" {
			head = c.SHA
		} else {
			r.branches[c.Branch] = c.SHA
		}
	}
	if head != "" {
		r.branches[spec.Default] = head
	}
	maps.Copy(r.branches, spec.Branches)
	for name, sha := range r.refs() {
		if _, known := r.commits[sha]; !known {
			return nil, fmt.Errorf("repository %s: %s is at %s, which is no commit", spec.FullName(), name, sha)
		}
	}
	return r, nil
}

// beginning is when the first commit of a repository was made, if nobody says
// otherwise; the others follow hour by hour.
func beginning() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// add takes a commit whose parents are there.
func (r *repository) add(c Commit) error {
	if len(c.SHA) != fullSHA || strings.Trim(c.SHA, hexDigits) != "" {
		return fmt.Errorf("%q is no full SHA", c.SHA)
	}
	for _, p := range c.Parents {
		if _, known := r.commits[p]; !known {
			return fmt.Errorf("commit %s has the parent %s, which is not before it", c.SHA, p)
		}
	}
	if _, known := r.commits[c.SHA]; !known {
		r.order[c.SHA] = len(r.order)
	}
	r.commits[c.SHA] = c
	return nil
}

const hexDigits = "0123456789abcdef"

// history is a commit and all before it.
func (r *repository) history(sha string) map[string]bool {
	seen, todo := map[string]bool{}, []string{sha}
	for len(todo) > 0 {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[next] {
			seen[next] = true
			todo = append(todo, r.commits[next].Parents...)
		}
	}
	return seen
}

// inOrder lists commits, oldest first.
func (r *repository) inOrder(set map[string]bool) []Commit {
	shas := slices.SortedFunc(maps.Keys(set), func(a, b string) int { return cmp.Compare(r.order[a], r.order[b]) })
	out := make([]Commit, len(shas))
	for i, sha := range shas {
		out[i] = r.commits[sha]
	}
	return out
}

// without is what of a set is not in another.
func without(set, other map[string]bool) map[string]bool {
	out := maps.Clone(set)
	maps.DeleteFunc(out, func(sha string, _ bool) bool { return other[sha] })
	return out
}

// workflow finds a workflow by its file's name or its number.
func (r *repository) workflow(name string) (Workflow, bool) {
	i := slices.IndexFunc(r.Workflows, func(w Workflow) bool {
		return w.File == name || fmt.Sprint(numberOf(r.FullName(), w.File)) == name
	})
	if i < 0 {
		return Workflow{}, false
	}
	return r.Workflows[i], true
}

// environment finds an environment by its name.
func (r *repository) environment(name string) (Environment, bool) {
	i := slices.IndexFunc(r.Environments, func(e Environment) bool { return e.Name == name })
	if i < 0 {
		return Environment{}, false
	}
	return r.Environments[i], true
}
