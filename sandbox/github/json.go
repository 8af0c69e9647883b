package github

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// numberOf makes a number of words, which stays the same.
func numberOf(words ...string) int64 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(strings.ToLower(strings.Join(words, "\x00")))) // never fails
	return int64(sum.Sum32()) + 1
}

// stamp is a time as GitHub writes it; null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// orNull is null for an empty text.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (h *Host) userJSON(login string) object {
	kind := "User"
	if strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	return object{"login": login, "id": numberOf("user", login), "type": kind, "html_url": h.o.WebURL + "/" + login, "site_admin": false}
}

// at is the address of something of a repository in the API.
func (h *Host) at(r *repository, format string, args ...any) string {
	return h.o.APIURL + "/repos/" + r.FullName() + fmt.Sprintf(format, args...)
}

// page is the address of something of a repository for people.
func (h *Host) page(r *repository, format string, args ...any) string {
	return h.o.WebURL + "/" + r.FullName() + fmt.Sprintf(format, args...)
}

func (h *Host) repoJSON(r *repository) object {
	owner := h.userJSON(r.Owner)
	owner["name"] = r.Owner
	return object{
		"id": numberOf("repository", r.FullName()), "name": r.Name, "full_name": r.FullName(), "owner": owner, "private": true,
		"html_url": h.page(r, ""), "url": h.at(r, ""), "default_branch": r.Default, "fork": false, "archived": false, "visibility": "private",
	}
}

func (h *Host) commitJSON(r *repository, c Commit) object {
	parents := []object{}
	for _, p := range c.Parents {
		parents = append(parents, object{"sha": p, "url": h.at(r, "/commits/%s", p), "html_url": h.page(r, "/commit/%s", p)})
	}
	person := object{"name": c.Author, "email": c.email(), "date": stamp(c.At)}
	return object{
		"sha": c.SHA, "node_id": "C_" + c.SHA[:12], "url": h.at(r, "/commits/%s", c.SHA), "html_url": h.page(r, "/commit/%s", c.SHA),
		"commit": object{
			"author": person, "committer": person, "message": c.message(), "tree": object{"sha": c.SHA}, "verification": c.verification(),
		},
		"author": h.userJSON(c.Author), "committer": h.userJSON(c.Author), "parents": parents,
	}
}

// filesJSON are the files that commits change, each once.
func filesJSON(commits ...Commit) []object {
	out, seen := []object{}, map[string]bool{}
	for _, c := range commits {
		for _, f := range c.Files {
			if !seen[f] {
				seen[f] = true
				out = append(out, object{"filename": f, "status": "modified", "additions": 1, "deletions": 0, "changes": 1})
			}
		}
	}
	return out
}

// headCommitJSON is a commit as webhooks and runs tell of it.
func (h *Host) headCommitJSON(r *repository, c Commit) object {
	if c.SHA == "" {
		return nil
	}
	person := object{"name": c.Author, "email": c.email(), "username": c.Author}
	return object{
		"id": c.SHA, "tree_id": c.SHA, "message": c.message(), "timestamp": stamp(c.At), "url": h.page(r, "/commit/%s", c.SHA), "distinct": true,
		"author": person, "committer": person, "added": []string{}, "removed": []string{}, "modified": append([]string{}, c.Files...),
	}
}
