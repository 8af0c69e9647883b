package ingress

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

const (
	signatureHeader = "X-Slack-Signature"
	timestampHeader = "X-Slack-Request-Timestamp"
)

// fromSlack checks Slack's signature with every secret that counts.
func (f *Front) fromSlack(h http.Header, body []byte) error {
	if !wellFormed(h) {
		return errForged
	}
	for _, secret := range f.options.Secrets {
		err := signedWith(secret, h, body)
		if err == nil || errors.Is(err, slack.ErrExpiredTimestamp) {
			return err
		}
	}
	return errForged
}

func signedWith(secret string, h http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return fmt.Errorf("check the signature: %w", err)
	}
	if _, err := v.Write(body); err != nil {
		return fmt.Errorf("hash the body: %w", err)
	}
	return v.Ensure()
}

// wellFormed is stricter than the verifier: one header of each kind, written the
// one way in which Slack writes them.
func wellFormed(h http.Header) bool {
	return tagged(sole(h, signatureHeader), "v0=") != "" && consistsOf(sole(h, timestampHeader), digits)
}

// skew is how far a request is behind our clock.
func (f *Front) skew(h http.Header) slog.Attr {
	seconds, err := strconv.ParseInt(h.Get(timestampHeader), 10, 64)
	if err != nil {
		return slog.Attr{}
	}
	return slog.Duration("skew", f.options.Now().Sub(time.Unix(seconds, 0)).Round(time.Second))
}
