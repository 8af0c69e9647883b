package ingress

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// The headers of GitHub's webhooks. The SHA-1 that it sends too, for those who have
// not moved on, is never looked at.
const (
	hubHeader      = "X-Hub-Signature-256"
	eventHeader    = "X-GitHub-Event"
	deliveryHeader = "X-GitHub-Delivery"
)

// webhookLimit is how many bytes a webhook may have. GitHub sends up to 25 MB, but
// what is larger than this are pushes of thousands of commits: the next one comes.
const webhookLimit = 1 << 20

// fromGitHub checks GitHub's signature with every secret that counts. It has no time
// in it: that a replay does nothing is for those who act on it.
func (f *Front) fromGitHub(h http.Header, body []byte) error {
	claimed := []byte(tagged(sole(h, hubHeader), "sha256="))
	for _, secret := range f.options.GitHub {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		if hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), claimed) {
			return nil
		}
	}
	return errForged
}
