package ingress

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

const (
	signatureHeader = "X-Slack-Signature"
	timestampHeader = "X-Slack-Request-Timestamp"
)

var errForged = errors.New("the signature is not Slack's")

// verified is the body of a request that carries Slack's signature. Only verify
// makes one, and handlers get nothing else: not the path, not the query.
type verified struct {
	body  []byte
	stamp string // the signed timestamp
}

// verify reads a request's body, up to the limit, and checks its signature.
func (f *Front) verify(w http.ResponseWriter, r *http.Request) (verified, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, f.options.Limit))
	if err != nil {
		return verified{}, fmt.Errorf("read the body: %w", err)
	}
	if err := f.genuine(r.Header, body); err != nil {
		return verified{}, err
	}
	return verified{body: body, stamp: r.Header.Get(timestampHeader)}, nil
}

// unverified refuses what verify did not let through.
func (f *Front) unverified(h http.Header, err error) answer {
	tooLarge := new(http.MaxBytesError)
	switch {
	case errors.As(err, &tooLarge):
		return refuse(http.StatusRequestEntityTooLarge, "too_large")
	case errors.Is(err, slack.ErrExpiredTimestamp):
		return refuse(http.StatusUnauthorized, "stale", f.skew(h),
			slog.String("hint", "an old request, or this machine's clock is wrong"))
	case errors.Is(err, errForged):
		return refuse(http.StatusUnauthorized, "forged")
	}
	return refuse(http.StatusBadRequest, "broken_off")
}

// genuine checks the signature with every secret that counts.
func (f *Front) genuine(h http.Header, body []byte) error {
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
	const digits = "0123456789"
	signatures, stamps := h.Values(signatureHeader), h.Values(timestampHeader)
	if len(signatures) != 1 || len(stamps) != 1 {
		return false
	}
	hex, ok := strings.CutPrefix(signatures[0], "v0=")
	return ok && len(hex) == 64 && consistsOf(hex, digits+"abcdef") && consistsOf(stamps[0], digits)
}

// consistsOf tells whether s has something in it, and nothing but these characters.
func consistsOf(s, alphabet string) bool { return s != "" && strings.Trim(s, alphabet) == "" }

// skew is how far a request is behind our clock.
func (f *Front) skew(h http.Header) slog.Attr {
	seconds, err := strconv.ParseInt(h.Get(timestampHeader), 10, 64)
	if err != nil {
		return slog.Attr{}
	}
	return slog.Duration("skew", f.options.Now().Sub(time.Unix(seconds, 0)).Round(time.Second))
}

func isType(h http.Header, want string) bool {
	got, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && got == want
}
