package github

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// push is what was pushed to a branch.
type push struct {
	ID         int64
	Repository string
	Branch     string
	Before     string // the head before it; empty for a new branch
	Commits    []Commit
	Head       string // empty where the branch was deleted
}

// take puts what was pushed into the repository.
func (r *repository) take(p push) error {
	for _, c := range p.Commits {
		if err := r.add(c); err != nil {
			return err
		}
	}
	if p.Head == "" {
		delete(r.branches, p.Branch)
		return nil
	}
	r.branches[p.Branch] = p.Head
	return nil
}

// PushCommits pushes commits to a branch, oldest first. One without parents follows
// the one before it, and the first of them the head of the branch, or of the default
// branch where the branch is new.
func (h *Host) PushCommits(repository, branch string, commits ...Commit) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	repo := h.repoOf(repository)
	if len(commits) == 0 || repo.commits == nil {
		return fmt.Errorf("push to %s: no commits, or no such repository", repository)
	}
	before, known := repo.branches[branch]
	commits, parent := slices.Clone(commits), before
	if !known {
		parent = repo.branches[repo.Default]
	}
	for i := range commits {
		if commits[i].Parents == nil && parent != "" {
			commits[i].Parents = []string{parent}
		}
		if commits[i].At.IsZero() {
			commits[i].At = h.o.Now()
		}
		parent = commits[i].SHA
	}
	return h.pushed(repo, push{Repository: repo.FullName(), Branch: branch, Before: before, Commits: commits, Head: parent})
}

// Move makes a branch point to another commit, as a forced push does; an empty SHA
// deletes the branch.
func (h *Host) Move(repository, branch, sha string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	repo := h.repoOf(repository)
	if _, known := repo.commits[sha]; !known && sha != "" {
		return fmt.Errorf("move %s of %s: there is no commit %s", branch, repository, sha)
	}
	return h.pushed(repo, push{Repository: repo.FullName(), Branch: branch, Before: repo.branches[branch], Head: sha})
}

func (h *Host) pushed(repo *repository, p push) error {
	p.ID = h.nextID()
	next := *repo
	next.commits, next.order, next.branches = maps.Clone(repo.commits), maps.Clone(repo.order), maps.Clone(repo.branches)
	if err := next.take(p); err != nil {
		return fmt.Errorf("push to %s: %w", p.Repository, err)
	}
	t := &turn{Host: h, when: h.o.Now(), repo: &next}
	t.tell("push", t.pushEvent(p))
	return h.commit(append(t.rows, row{"push/" + strconv.FormatInt(p.ID, 10), p, func() { *repo = next }})...)
}

// checked are the checks of a commit, in place of those that it had.
type checked struct {
	Repository, SHA string
	Checks          []Check
}

func (r *repository) setChecks(c checked) {
	if r.checks != nil {
		r.checks[c.SHA] = c.Checks
	}
}

// SetChecks says which checks a commit has, in place of all before. When all of them
// are completed, so is its check suite.
func (h *Host) SetChecks(repository, sha string, checks ...Check) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	repo := h.repoOf(repository)
	if _, known := repo.commits[sha]; !known {
		return fmt.Errorf("set checks: %s has no commit %s", repository, sha)
	}
	c := checked{Repository: repo.FullName(), SHA: sha, Checks: checks}
	t := &turn{Host: h, when: h.o.Now(), repo: repo, run: run{ID: h.nextID(), SHA: sha, Branch: repo.branchOf(sha), Status: completed, Conclusion: success}}
	for _, check := range checks {
		if check.status() != completed {
			t.run.Status = inProgress
		}
		if conclusion := check.conclusion(); conclusion != success && conclusion != "neutral" && conclusion != skipped {
			t.run.Conclusion = failure
		}
	}
	if t.run.Status == completed {
		t.tell("check_suite", t.suiteEvent())
	}
	return h.commit(append(t.rows, row{"checks/" + strings.ToLower(c.Repository) + "/" + sha, c, func() { repo.setChecks(c) }})...)
}

// branchOf is a branch whose head the commit is: the default one if it is that.
func (r *repository) branchOf(sha string) string {
	if r.branches[r.Default] == sha {
		return r.Default
	}
	for name, head := range r.branches {
		if head == sha {
			return name
		}
	}
	return ""
}

// Will says how runs for a commit come out from now on.
func (h *Host) Will(sha string, o Outcome) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.commit(row{"outcome/" + sha, o, func() { h.outcomes[sha] = o }})
}
