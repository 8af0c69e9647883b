package forgery

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const (
	commands     = "/slack/commands"
	interactions = "/slack/interactions"
	events       = "/slack/events"

	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"

	signature = "X-Slack-Signature"
	timestamp = "X-Slack-Request-Timestamp"
)

// What must never be seen in a log or in an answer. The last four are in every
// genuine request.
const (
	secret    = "8f742231b10e8888abcd99yyyzzz85a5"
	oldSecret = "e5f1c2a9b7d60431b10e8888abcd99aa"
	token     = "xoxb-111-tokencanary"
	trigger   = "triggercanary"
	capable   = "urlcanary"
	signed    = "v0="
)

// request is a request as bytes, of which a forger may write any.
type request struct {
	method, path, query string
	header              http.Header
	body                string
}

func (r *request) set(name, value string) { r.header[name] = []string{value} }

func (r *request) get(name string) string { return r.header.Get(name) }

// sign signs a request as Slack does, with a key that may be anybody's.
func (r *request) sign(key string) { r.signOver(key, "v0:"+r.get(timestamp)+":"+r.body) }

func (r *request) signOver(key, base string) {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(base))
	r.set(signature, signed+hex.EncodeToString(mac.Sum(nil)))
}

// field replaces a field of a form, or adds it.
func (r *request) field(name, value string) {
	form, err := url.ParseQuery(r.body)
	if err != nil {
		panic(err)
	}
	form.Set(name, value)
	r.body = form.Encode()
}

// without takes a field out of a form.
func (r *request) without(name string) {
	form, err := url.ParseQuery(r.body)
	if err != nil {
		panic(err)
	}
	form.Del(name)
	r.body = form.Encode()
}

// json changes the JSON of an event, or inside an interaction.
func (r *request) json(change func(string) string) {
	if r.path == events {
		r.body = change(r.body)
		return
	}
	form, err := url.ParseQuery(r.body)
	if err != nil {
		panic(err)
	}
	// Brackets are left as they are: escaped, many of them would be too long to be read.
	r.body = "payload=" + strings.NewReplacer("%", "%25", "&", "%26", "+", "%2B", ";", "%3B").Replace(change(form.Get("payload")))
}

// swap puts one text in another's place. A forgery that forges nothing is a mistake
// of the test.
func swap(s, old, new string) string {
	if !strings.Contains(s, old) {
		panic(fmt.Sprintf("there is no %s in %s", old, s))
	}
	return strings.Replace(s, old, new, 1)
}

// http is the request as a server hands it on.
func (r *request) http() *http.Request {
	target, err := url.ParseRequestURI(r.target())
	if err != nil {
		panic(err)
	}
	h := &http.Request{Method: r.method, URL: target, Header: r.header, Body: io.NopCloser(strings.NewReader(r.body))}
	return h.WithContext(context.Background())
}

func (r *request) target() string {
	if r.query == "" {
		return r.path
	}
	return r.path + "?" + r.query
}
