package hub

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// Answer is GitHub's answer to what it did not do.
type Answer struct {
	Status  int    // of HTTP
	Message string // GitHub's words, on one line and of no great length; untrusted

	request string // without its query, which may be a secret: that of a log's address is
	needs   string // the permissions that are missing, in words; empty when GitHub does not say
	signing bool   // it was the App that was not let in
	err     error  // what the client made of it
}

// Error is for the log.
func (a *Answer) Error() string { return fmt.Sprintf("%s: %d %s", a.request, a.Status, a.Message) }

// Unwrap gives what the client made of the answer.
func (a *Answer) Unwrap() error { return a.err }

// Status is that of GitHub's answer which err comes of; 0 when there was none.
func Status(err error) int {
	var a *Answer
	if !errors.As(err, &a) {
		return 0
	}
	return a.Status
}

// refusal is one that comes of an answer.
type refusal struct {
	*rollout.Refusal
	answer *Answer
}

// Unwrap gives both.
func (r *refusal) Unwrap() []error { return []error{r.Refusal, r.answer} }

// signing reads an answer to the App itself.
func signing(got *http.Response, body []byte) *Answer {
	var said struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		said.Message = http.StatusText(got.StatusCode)
	}
	a := of(got, said.Message, nil)
	a.signing = true
	return a
}

// silent is an error of which the address is not told.
type silent struct{ err error }

// Error is for the log.
func (s *silent) Error() string {
	var lost *url.Error
	if errors.As(s.err, &lost) {
		return "ask GitHub: " + lost.Err.Error()
	}
	return "ask GitHub: " + s.err.Error()
}

// Unwrap gives the error.
func (s *silent) Unwrap() error { return s.err }

// safe is what the log gets: that there was an answer, or why there was none.
func safe(err error) error {
	var a *Answer
	var refused *github.ErrorResponse
	var primary *github.RateLimitError
	var secondary *github.AbuseRateLimitError
	switch {
	case errors.As(err, &a):
		return a
	case errors.As(err, &refused):
		words := []string{refused.Message}
		for _, more := range refused.Errors {
			words = append(words, more.Message)
		}
		return of(refused.Response, strings.Join(words, "; "), err)
	case errors.As(err, &primary):
		return of(primary.Response, primary.Message, err)
	case errors.As(err, &secondary):
		return of(secondary.Response, secondary.Message, err)
	}
	return &silent{err}
}

func of(got *http.Response, message string, err error) *Answer {
	return &Answer{
		Status: got.StatusCode, Message: tame(message), request: request(got.Request),
		needs: permissions(got.Header), err: err,
	}
}

func request(q *http.Request) string {
	if q == nil || q.URL == nil {
		return "GitHub"
	}
	return q.Method + " " + q.URL.Path
}

// tame makes words of GitHub's fit for one line: they may repeat what somebody typed.
func tame(words string) string {
	const enough = 200
	words = strings.Map(func(r rune) rune {
		if r < ' ' || r == '`' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(words, "\uFFFD"))
	if runes := []rune(words); len(runes) > enough {
		return string(runes[:enough]) + "…"
	}
	return words
}
