package github

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Sign gives the header X-Hub-Signature-256, with which GitHub proves that a webhook
// is its own. See
// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
