package github

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// How much a comparison tells at most.
// See https://docs.github.com/rest/commits/commits#compare-two-commits
const mostCommits, mostFiles = 250, 300

func getRepo(c *call) (answer, error) { return answer{body: c.repoJSON(c.repo)}, nil }

// commit finds what the path's ref stands for.
func (c *call) commitAt(ref string) (Commit, error) {
	found, ok := c.repo.find(ref)
	if !ok {
		return Commit{}, refuse(http.StatusUnprocessableEntity, "No commit found for SHA: %s", ref)
	}
	return found, nil
}

func getCommit(c *call) (answer, error) {
	found, err := c.commitAt(c.path("ref"))
	if err != nil {
		return answer{}, err
	}
	body := c.commitJSON(c.repo, found)
	body["files"] = filesJSON(found)
	body["stats"] = object{"additions": len(found.Files), "deletions": 0, "total": len(found.Files)}
	return answer{body: body}, nil
}

// listCommits lists a ref's commit and all before it, the newest first.
// See https://docs.github.com/rest/commits/commits#list-commits
func listCommits(c *call) (answer, error) {
	if len(c.repo.commits) == 0 {
		return answer{}, refuse(http.StatusConflict, "Git Repository is empty.")
	}
	head, ok := c.repo.find(cmp.Or(c.query("sha"), "HEAD"))
	if !ok {
		return answer{}, notFound()
	}
	all := c.repo.inOrder(c.repo.history(head.SHA))
	slices.Reverse(all)
	part, header := paged(c, all, perPage, mostPerPage)
	commits := []object{}
	for _, one := range part {
		commits = append(commits, c.commitJSON(c.repo, one))
	}
	return answer{header: header, body: commits}, nil
}

// compare says what lies between two refs: commits oldest first, as far as the page
// goes, and on the first page the files.
func compare(c *call) (answer, error) {
	from, to, ok := strings.Cut(c.path("basehead"), "...")
	base, there := c.repo.find(from)
	head, also := c.repo.find(to)
	if !ok || !there || !also {
		return answer{}, notFound()
	}
	before, after := c.repo.history(base.SHA), c.repo.history(head.SHA)
	common := c.repo.inOrder(without(before, without(before, after)))
	if len(common) == 0 {
		return answer{}, refuse(http.StatusNotFound, "No common ancestor between %s and %s.", from, to)
	}
	ahead, behind := c.repo.inOrder(without(after, before)), len(without(before, after))
	part, header := paged(c, ahead, mostCommits, mostCommits)
	commits := []object{}
	for _, one := range part {
		commits = append(commits, c.commitJSON(c.repo, one))
	}
	body := object{
		"status": relation(len(ahead), behind), "ahead_by": len(ahead), "behind_by": behind, "total_commits": len(ahead), "commits": commits,
		"base_commit": c.commitJSON(c.repo, base), "merge_base_commit": c.commitJSON(c.repo, common[len(common)-1]),
		"url": c.at(c.repo, "/compare/%s...%s", from, to), "html_url": c.page(c.repo, "/compare/%s...%s", from, to),
	}
	if number(c.query("page"), 1) == 1 {
		files := filesJSON(ahead...)
		body["files"] = files[:min(len(files), mostFiles)]
	}
	return answer{body: body, header: header}, nil
}

// relation says how a head stands to its base.
func relation(ahead, behind int) string {
	switch {
	case ahead > 0 && behind > 0:
		return "diverged"
	case ahead > 0:
		return "ahead"
	case behind > 0:
		return "behind"
	}
	return "identical"
}
