package github

import (
	"cmp"
	"slices"
	"strconv"
)

// pullJSON is a pull request as lists have it; merged is said only where there is one
// alone, so it goes by merged_at.
func (c *call) pullJSON(p Pull) object {
	state := "open"
	if p.Closed || p.Merge != "" {
		state = "closed"
	}
	head := c.repoJSON(c.repo)
	if p.Fork != "" {
		head["full_name"], head["fork"] = p.Fork, true
	}
	return object{
		"number": p.Number, "id": numberOf("pull", c.repo.FullName(), strconv.Itoa(p.Number)), "title": p.Title, "body": orNull(p.Body), "state": state,
		"draft": p.Draft, "merged_at": stamp(c.repo.commits[p.Merge].At), "merge_commit_sha": orNull(p.Merge), "user": c.userJSON(p.Author),
		"html_url": c.page(c.repo, "/pull/%d", p.Number), "url": c.at(c.repo, "/pulls/%d", p.Number),
		"head": object{"ref": p.Branch, "sha": p.Head, "repo": head, "label": c.repo.Owner + ":" + p.Branch},
		"base": object{"ref": cmp.Or(p.Base, c.repo.Default), "sha": c.repo.branches[cmp.Or(p.Base, c.repo.Default)], "repo": c.repoJSON(c.repo)},
	}
}

func (c *call) pull() (Pull, error) {
	i := slices.IndexFunc(c.repo.Pulls, func(p Pull) bool { return strconv.Itoa(p.Number) == c.path("number") })
	if i < 0 {
		return Pull{}, notFound()
	}
	return c.repo.Pulls[i], nil
}

func getPull(c *call) (answer, error) {
	p, err := c.pull()
	if err != nil {
		return answer{}, err
	}
	body := c.pullJSON(p)
	body["merged"] = p.Merge != ""
	return answer{body: body}, nil
}

// commitPulls lists the pull requests that a commit is of.
func commitPulls(c *call) (answer, error) {
	found, err := c.commitAt(c.path("ref"))
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for _, p := range c.repo.Pulls {
		if p.Head == found.SHA || p.Merge == found.SHA || slices.Contains(p.Commits, found.SHA) {
			list = append(list, c.pullJSON(p))
		}
	}
	return plain(c, list)
}

// listReviews lists the reviews of a pull request, oldest first.
func listReviews(c *call) (answer, error) {
	p, err := c.pull()
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for i, r := range p.Reviews {
		list = append(list, object{
			"id": numberOf("review", c.repo.FullName(), strconv.Itoa(p.Number), strconv.Itoa(i)), "user": c.userJSON(r.Author), "state": r.State, "body": "",
			"commit_id": r.SHA, "submitted_at": stamp(r.At), "html_url": c.page(c.repo, "/pull/%d", p.Number), "author_association": "MEMBER",
		})
	}
	return plain(c, list)
}
