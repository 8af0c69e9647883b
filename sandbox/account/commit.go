package account

import (
	"crypto/sha256"
	"encoding/hex"
)

// Commit is one commit of a service, and how a version that is made of it behaves.
type Commit struct {
	Service   string `json:"service"`
	SHA       string `json:"sha"` // 40 hexadecimal digits
	Subject   string `json:"subject"`
	Author    string `json:"author"`
	Behaviour string `json:"behaviour"` // good, bad, slow, crash, late
	Branch    string `json:"-"`         // the branch whose head it is, if any
	Unbuilt   bool   `json:"-"`         // it has no image until somebody asks for one
	Broken    bool   `json:"-"`         // its build fails
}

// Digest is the digest of the image that a build of the commit makes.
func (c Commit) Digest() string {
	sum := sha256.Sum256([]byte(c.Service + "@" + c.SHA))
	return "sha256:" + hex.EncodeToString(sum[:])
}
