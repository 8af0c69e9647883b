package ingress

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

var errForged = errors.New("the signature is not the sender's")

// sender is somebody whose requests are taken.
type sender struct {
	limit   int64                                  // how many bytes a body may have
	genuine func(h http.Header, body []byte) error // nil when the body carries the sender's signature
}

// verified is the body of a request that carries its sender's signature. Only verify
// makes one, and handlers get nothing else: not the path, not the query.
type verified struct {
	body     []byte
	host     string // that it was sent to; not signed
	stamp    string // Slack's timestamp, which is signed
	kind     string // what the code host calls the body; this and the next are not signed
	delivery string // which of the code host's messages it is
}

// verify reads a request's body, up to the limit, and checks its signature. No body
// gets past it otherwise.
func (f *Front) verify(w http.ResponseWriter, r *http.Request, from sender) (verified, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, from.limit))
	if err != nil {
		return verified{}, fmt.Errorf("read the body: %w", err)
	}
	if err := from.genuine(r.Header, body); err != nil {
		return verified{}, err
	}
	return verified{
		body: body, host: r.Host, stamp: sole(r.Header, timestampHeader),
		kind: sole(r.Header, eventHeader), delivery: sole(r.Header, deliveryHeader),
	}, nil
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

const (
	digits    = "0123456789"
	hexDigits = digits + "abcdef"
)

// sole is the one value of a header; empty where there is none, or more than one.
func sole(h http.Header, name string) string {
	if values := h.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// tagged is a SHA-256 in lower-case hexadecimal digits behind a prefix, without the
// prefix; empty for anything else.
func tagged(s, prefix string) string {
	sum, ok := strings.CutPrefix(s, prefix)
	if !ok || len(sum) != 64 || !consistsOf(sum, hexDigits) {
		return ""
	}
	return sum
}

// consistsOf tells whether s has something in it, and nothing but these characters.
func consistsOf(s, alphabet string) bool { return s != "" && strings.Trim(s, alphabet) == "" }

func isType(h http.Header, want string) bool {
	got, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && got == want
}
