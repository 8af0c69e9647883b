package ingress_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"testing"
	"time"
)

var (
	seconds = regexp.MustCompile(`^[0-9]+\z`)
	tagged  = regexp.MustCompile(`^v0=[0-9a-f]{64}\z`)
)

// slackSent is Slack's rule for requests, written once more: with numbers of any
// size for the time, and with HMAC as RFC 2104 defines it.
func slackSent(h http.Header, body string) bool {
	stamps, signatures := h["X-Slack-Request-Timestamp"], h["X-Slack-Signature"]
	if len(stamps) != 1 || len(signatures) != 1 || !seconds.MatchString(stamps[0]) || !tagged.MatchString(signatures[0]) {
		return false
	}
	at, ok := new(big.Int).SetString(stamps[0], 10)
	age := new(big.Int).Sub(big.NewInt(time.Now().Unix()), at)
	return ok && age.CmpAbs(big.NewInt(300)) <= 0 && signatures[0] == "v0="+rfc2104(secret, "v0:"+stamps[0]+":"+body)
}

// rfc2104 is H(K ⊕ opad, H(K ⊕ ipad, text)) for a key of at most one block.
func rfc2104(key, text string) string {
	inner, outer := make([]byte, 64), make([]byte, 64)
	copy(inner, key)
	copy(outer, key)
	for i := range 64 {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	sum := sha256.Sum256(append(inner, text...))
	return fmt.Sprintf("%x", sha256.Sum256(append(outer, sum[:]...)))
}

// The vector is the one in Slack's documentation, and so is the secret.
func TestTheOtherReadingAgreesWithSlacksExample(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands" +
		"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	if got := rfc2104(secret, "v0:1531420618:"+body); got != "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503" {
		t.Error(got)
	}
}
