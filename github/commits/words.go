package commits

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// How much is kept of what others wrote, in runes. It is cut and nothing else:
// whoever shows it knows what has to be escaped there.
const (
	mostSubject = 200
	mostName    = 100
	mostPath    = 300
	mostLink    = 2048
)

func release(c *github.RepositoryCommit) rollout.Release {
	one := told(c)
	return rollout.Release{SHA: one.SHA, Subject: one.Subject, Author: one.Author, URL: one.URL}
}

// told is a commit as GitHub tells of it. Its author is who GitHub knows it to be,
// if anybody; the name in a commit is whatever its author has typed.
func told(c *github.RepositoryCommit) rollout.Commit {
	author := c.GetAuthor().GetLogin()
	if author == "" {
		author = c.GetCommit().GetAuthor().GetName()
	}
	subject, _, _ := strings.Cut(strings.TrimLeft(c.GetCommit().GetMessage(), "\r\n"), "\n")
	subject = strings.TrimSuffix(subject, "\r")
	return rollout.Commit{
		SHA: c.GetSHA(), Subject: cut(subject, mostSubject), Author: cut(author, mostName), URL: link(c.GetHTMLURL()),
		Pull: pullOf(subject), At: c.GetCommit().GetCommitter().GetDate().UTC(),
	}
}

// brought are the ways in which GitHub names the pull request in a subject: of a
// squashed one at its end, of a merge at its beginning.
var brought = regexp.MustCompile(`^Merge pull request #([0-9]{1,9}) from |\(#([0-9]{1,9})\)$`)

func pullOf(subject string) int {
	found := brought.FindStringSubmatch(subject)
	if found == nil {
		return 0
	}
	number, err := strconv.Atoi(found[1] + found[2]) // one of them is empty
	if err != nil {
		return 0
	}
	return number
}

// cut shortens words, and makes sure that they are UTF-8.
func cut(words string, most int) string {
	words = strings.ToValidUTF8(words, "\uFFFD")
	if runes := []rune(words); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return words
}

// link is an address that is not too long to be kept.
func link(address string) string {
	if len(address) > mostLink {
		return ""
	}
	return strings.ToValidUTF8(address, "\uFFFD")
}
