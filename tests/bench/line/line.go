// Package line is what lies between the bot and what it calls: each call takes about
// as long as it does within a region of AWS, or to Slack, and is noted.
package line

import (
	"bytes"
	"cmp"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/tests/bench/account"
)

// Call is one call that was made.
type Call struct {
	account.Call
	Path       string
	Body       []byte
	Began, End time.Time // as the caller saw it
	Status     int       // of the answer
}

// Line carries calls. The zero value is one without delays.
type Line struct {
	mu     sync.Mutex
	random *rand.Rand // nil while calls take no time
	calls  []Call
}

// Slow has every call that begins from now on take its time, drawn from random.
func (l *Line) Slow(random *rand.Rand) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.random = random
}

// Carry has next answer a call, at its time. It is what [account.Around] asks for.
func (l *Line) Carry(c account.Call, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
		made := Call{Call: c, Path: q.URL.Path, Body: body, Began: time.Now()}
		time.Sleep(l.delay(c))
		seen := &status{ResponseWriter: w}
		next.ServeHTTP(seen, q)
		made.End, made.Status = time.Now(), cmp.Or(seen.code, http.StatusOK)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.calls = append(l.calls, made)
	})
}

// Since are the calls that began then or later and have been answered, in the order in
// which they began.
func (l *Line) Since(at time.Time) []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := slices.DeleteFunc(slices.Clone(l.calls), func(c Call) bool { return c.Began.Before(at) })
	slices.SortStableFunc(out, func(a, b Call) int { return a.Began.Compare(b.Began) })
	return out
}

func (l *Line) delay(c account.Call) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.random == nil {
		return 0
	}
	least, most := takes(c)
	return least + time.Duration(l.random.Int64N(int64(most-least)))
}

// takes is how long a call takes, at least and at most, the network included.
func takes(c account.Call) (least, most time.Duration) {
	ms := func(a, b int) (time.Duration, time.Duration) {
		return time.Duration(a) * time.Millisecond, time.Duration(b) * time.Millisecond
	}
	switch {
	case c.Service == "Slack":
		return ms(120, 180)
	case c.Service == "DynamoDB" && c.Operation == "TransactWriteItems":
		return ms(12, 20)
	case c.Service == "DynamoDB":
		return ms(4, 8)
	case c.Service == "SQS":
		return ms(10, 20)
	case c.Operation == "UpdateAlias":
		return ms(80, 120)
	case c.Operation == "Invoke":
		return ms(60, 100)
	case c.Service == "Logs":
		return ms(100, 200)
	default: // Lambda's other calls, CloudWatch, Step Functions, SNS, the secret
		return ms(30, 60)
	}
}

// status notes the status of an answer.
type status struct {
	http.ResponseWriter
	code int
}

// WriteHeader notes it.
func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}
