package github

import (
	"cmp"
	"strings"
	"time"
)

// Commit is one commit of a repository.
type Commit struct {
	SHA     string `json:"sha"` // 40 hexadecimal digits
	Subject string `json:"subject"`
	Author  string `json:"author"`
	Branch  string `json:"-"` // the branch whose head it is, if any

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

// message is all that the commit says.
func (c Commit) message() string { return cmp.Or(c.Message, c.Subject) }

func (c Commit) email() string {
	return cmp.Or(c.Email, strings.ReplaceAll(strings.ToLower(c.Author), " ", ".")+"@example.com")
}

func (c Commit) verification() object {
	if c.Signed {
		return object{"verified": true, "reason": "valid", "signature": "-----BEGIN SSH SIGNATURE-----", "payload": "tree " + c.SHA}
	}
	return object{"verified": false, "reason": cmp.Or(c.Unsigned, "unsigned"), "signature": nil, "payload": nil}
}
