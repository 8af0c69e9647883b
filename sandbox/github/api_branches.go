package github

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// matchingRefs lists the refs whose name begins so, such as "heads/feature".
func matchingRefs(c *call) (answer, error) {
	refs, list := c.repo.refs(), []object{}
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if strings.HasPrefix(name, "refs/"+c.path("ref")) {
			list = append(list, object{
				"ref": name, "url": c.at(c.repo, "/git/%s", name), "object": object{"type": "commit", "sha": refs[name], "url": c.at(c.repo, "/git/commits/%s", refs[name])},
			})
		}
	}
	return plain(c, list)
}

// branchJSON is a branch, with the checks that its protection requires.
func (c *call) branchJSON(name string) object {
	p, protected := c.repo.Protected[name]
	checks := []object{}
	for _, required := range p.Checks {
		checks = append(checks, object{"context": required, "app_id": nil})
	}
	level := "off"
	if len(p.Checks) > 0 {
		level = "non_admins"
	}
	return object{
		"name": name, "protected": protected, "commit": object{"sha": c.repo.branches[name], "url": c.at(c.repo, "/commits/%s", c.repo.branches[name])},
		"protection":     object{"enabled": protected, "required_status_checks": object{"enforcement_level": level, "contexts": append([]string{}, p.Checks...), "checks": checks}},
		"protection_url": c.at(c.repo, "/branches/%s/protection", name),
	}
}

func getBranch(c *call) (answer, error) {
	name := c.path("branch")
	sha, known := c.repo.branches[name]
	if !known {
		return answer{}, refuse(http.StatusNotFound, "Branch not found")
	}
	body := c.branchJSON(name)
	body["commit"] = c.commitJSON(c.repo, c.repo.commits[sha])
	return answer{body: body}, nil
}

// branchRules are the rules of rulesets for a branch; there are none for one that
// nobody has heard of.
func branchRules(c *call) (answer, error) {
	p, list := c.repo.Protected[c.path("branch")], []object{}
	add := func(kind string, parameters object) {
		list = append(list, object{
			"type": kind, "ruleset_source_type": "Repository", "ruleset_source": c.repo.FullName(), "ruleset_id": 1, "parameters": parameters,
		})
	}
	if len(p.Rules) > 0 {
		checks := []object{}
		for _, name := range p.Rules {
			checks = append(checks, object{"context": name})
		}
		add("required_status_checks", object{"required_status_checks": checks, "strict_required_status_checks_policy": false})
	}
	if p.Review > 0 {
		add("pull_request", object{
			"required_approving_review_count": p.Review, "dismiss_stale_reviews_on_push": true, "require_code_owner_review": false,
			"require_last_push_approval": false, "required_review_thread_resolution": false,
		})
	}
	return plain(c, list)
}

// branchesWhereHead lists the branches that a commit is the head of.
func branchesWhereHead(c *call) (answer, error) {
	found, err := c.commitAt(c.path("ref"))
	if err != nil {
		return answer{}, err
	}
	list := []object{}
	for _, name := range slices.Sorted(maps.Keys(c.repo.branches)) {
		if c.repo.branches[name] == found.SHA {
			list = append(list, c.branchJSON(name))
		}
	}
	return plain(c, list)
}
