package ingress

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// number reads the whole number at a key; it is 0 where there is none.
func (r *reader) number(o object, key string) (n int64) {
	if o.has(key) && json.Unmarshal(o[key], &n) != nil {
		r.fail("a field is not a whole number")
	}
	return n
}

// flag reads the truth value at a key; it is false where there is none.
func (r *reader) flag(o object, key string) (yes bool) {
	if o.has(key) && json.Unmarshal(o[key], &yes) != nil {
		r.fail("a field is neither true nor false")
	}
	return yes
}

// id reads the number of something that has to have one.
func (r *reader) id(o object) int64 {
	n := r.number(o, "id")
	if n <= 0 {
		r.fail("there is no id")
	}
	return n
}

// sha reads a full commit. The one of zeros, which stands for none, is none.
func (r *reader) sha(o object, key string) string {
	s := r.text(o, key)
	if len(s) != 40 || !consistsOf(s, hexDigits) || strings.Trim(s, "0") == "" {
		r.fail("there is no full SHA of a commit")
		return ""
	}
	return s
}

// pointed reads what a branch pointed at: a full commit, or zeros where there was no
// such branch. It is empty where that is not said.
func (r *reader) pointed(o object, key string) string {
	s := r.text(o, key)
	if s != "" && (len(s) != 40 || !consistsOf(s, hexDigits)) {
		r.fail("a branch pointed at no full SHA")
	}
	return s
}

// name reads a short text that is one as a whole, or not.
func (r *reader) name(o object, key string) string {
	s := r.text(o, key)
	if !isShort(s, longestName) {
		r.fail("a name is longer than any is")
	}
	return s
}

// words reads the first line of what people have written, up to a limit.
func (r *reader) words(o object, key string) string {
	s, _, _ := strings.Cut(r.text(o, key), "\n")
	if runes := []rune(s); len(runes) > longestWords {
		return string(runes[:longestWords])
	}
	return s
}

// page reads the address of a web page; it is empty when it is no such address.
func (r *reader) page(o object, key string) string {
	s := r.text(o, key)
	if u, err := url.Parse(s); err != nil || len(s) > longestPage || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return s
}

// latest is the last second that a time may be: later ones cannot be written.
const latest = 253402300799 // 9999-12-31T23:59:59Z

// moment reads a time, in words or in seconds of Unix; it is zero where there is none.
func (r *reader) moment(o object, key string) time.Time {
	if !o.has(key) {
		return time.Time{}
	}
	var at time.Time
	var seconds int64
	if json.Unmarshal(o[key], &seconds) == nil {
		at = time.Unix(seconds, 0)
	} else if json.Unmarshal(o[key], &at) != nil {
		r.fail("a field is not a time")
		return time.Time{}
	}
	if s := at.Unix(); s < 0 || s > latest {
		r.fail("a time is out of range")
		return time.Time{}
	}
	return at.UTC()
}
