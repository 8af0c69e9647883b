package views

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// webPage is an address that a message may link to, or nothing.
func webPage(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	s := u.String()
	if len(s) > 2000 || strings.ContainsAny(s, "<>|\"` ") || clean(s) != s {
		return ""
	}
	return s
}

// repositoryOf is the page of the repository of a commit whose page is known.
func repositoryOf(commit string) (page string, known bool) {
	i := strings.LastIndex(commit, "/commit/")
	return commit[:max(0, i)], i > 0
}

// pullPage is the page of the pull request that brought a commit: it stands beside
// those of commits.
func pullPage(c rollout.Commit) string {
	repository, known := repositoryOf(c.URL)
	if !known {
		return ""
	}
	return webPage(fmt.Sprintf("%s/pull/%d", repository, c.Pull))
}

// beside is a release with its commit's page, where only that of another commit of the
// same service is known.
func beside(r, other rollout.Release) rollout.Release {
	repository, known := repositoryOf(other.URL)
	if known && r.URL == "" && len(r.SHA) == 40 && strings.Trim(r.SHA, "0123456789abcdef") == "" {
		r.URL = repository + "/commit/" + r.SHA
	}
	return r
}
