package forgery

import (
	"net/http"
	"net/url"
	"strings"
)

// routes are genuine requests on the way to somewhere else.
func routes() []mutation {
	return []mutation{
		{"another method", "405", spoil(func(f *forger, r *request) {
			r.method = pick(f, http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions)
		})},
		{"an unknown path", "404", spoil(func(f *forger, r *request) {
			r.path = pick(f, "/", "/slack", "/slack/", "/slack/admin", "/github/webhooks")
		})},
		{"a path written otherwise", "404", spoil(func(f *forger, r *request) { r.path = pick(f, "/", "//slack/../", "/%2e", "/slack%2F..") + r.path })},
		{"a slash after the path", "404", spoil(func(_ *forger, r *request) { r.path += "/" })},
		{"a command on the way of a click", "400", altered((*forger).command, func(_ *forger, r *request) { r.path = interactions })},
		{"a click on the way of a command", "200", altered((*forger).click, func(_ *forger, r *request) { r.path = commands })},
		{"a form on the way of an event", "415", altered((*forger).form, func(_ *forger, r *request) { r.path = events })},
		{"an event on the way of a form", "415", altered((*forger).opened, func(f *forger, r *request) { r.path = pick(f, commands, interactions) })},
	}
}

// types are genuine bodies, said to be something else: the signature does not cover
// that.
func types() []mutation {
	as := func(make func(*forger) *request, mimes ...string) func(*forger) *request {
		return altered(make, func(f *forger, r *request) { r.set("Content-Type", pick(f, mimes...)) })
	}
	return []mutation{
		{"no content type", "415", spoil(func(_ *forger, r *request) { r.header.Del("Content-Type") })},
		{"plain text", "415", as((*forger).genuine, "text/plain", "text/html")},
		{"multipart", "415", as((*forger).genuine, "multipart/form-data; boundary=x", "multipart/form-data")},
		{"a form called JSON", "415", as((*forger).form, jsonType, jsonType+"; charset=utf-8")},
		{"JSON called a form", "415", as((*forger).opened, formType)},
		{"a broken content type", "415", as((*forger).form, formType+"; =", formType+";;x", formType+", "+jsonType, "form")},
	}
}

// forms are bodies that Slack would not have sent.
func forms() []mutation {
	command := func(change func(*forger, *request)) func(*forger) *request { return resign((*forger).command, change) }
	return []mutation{
		{"a payload in the query", "400", resign((*forger).click, func(f *forger, r *request) { r.query, r.body = r.body, pick(f, "", "payload=", "x=1") })},
		{"a command in the query", "200", command(func(f *forger, r *request) { r.query, r.body = r.body, pick(f, "", "x=1") })},
		{"the team in the query", "200", command(func(_ *forger, r *request) { r.without("team_id"); r.query = "team_id=T0TEAM" })},
		{"a field twice", "400", command(func(f *forger, r *request) {
			r.body += pick(f, "&text=prod+x", "&team_id=T0TEAM", "&user_id=U0BOSS", "&te%78t=x")
		})},
		{"a payload twice", "400", resign((*forger).click, func(_ *forger, r *request) { r.body += "&" + r.body })},
		{"; between fields", "400", command(func(_ *forger, r *request) { r.body = strings.Replace(r.body, "&", ";", 1) })},
		{"broken percent-encoding", "400", command(func(f *forger, r *request) { r.body += pick(f, "&x=%", "&x=%z", "&x=%zz", "&%=1") })},
		{"a NUL in an id", "400", command(func(_ *forger, r *request) { r.field("user_id", "U0ANA\x00") })},
		{"invalid UTF-8 in an id", "400", command(func(_ *forger, r *request) { r.field("user_id", "U0ANA\xff") })},
		{"raw bytes in an id", "400", command(func(_ *forger, r *request) { r.without("user_id"); r.body += "&user_id=U\xfe\xff" })},
		{"an id of 300 characters", "400", command(func(_ *forger, r *request) { r.field("user_id", strings.Repeat("U", 300)) })},
		{"no user", "400", command(func(_ *forger, r *request) { r.without("user_id") })},
		{"no channel", "400", command(func(_ *forger, r *request) { r.without("channel_id") })},
		{"names of fields in another case", "200", command(func(_ *forger, r *request) { r.body = swap(r.body, "team_id=", "TEAM_ID=") })},
		{"a list in place of a field", "200", command(func(_ *forger, r *request) { r.body = swap(r.body, "team_id=", "team_id[]=") })},
		{"a form inside a field", "200", command(func(_ *forger, r *request) { r.body = "x=" + url.QueryEscape(r.body) })},
		{"no fields", "200", command(func(f *forger, r *request) { r.body = pick(f, "", "&", "&&&", "=", "a") })},
		{"too long, signed", "413", command(func(f *forger, r *request) { r.body += "&x=" + strings.Repeat("x", 128<<10+f.IntN(1000)) })},
	}
}
