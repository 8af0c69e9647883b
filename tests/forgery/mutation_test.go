package forgery

import "slices"

// mutation is one way to forge a request, and the verdict that the front has to
// come to: "acts", or the status with which it does not. A 200 is what a stranger
// gets, but for dialogs.
type mutation struct {
	name  string
	want  string
	forge func(*forger) *request
}

// acts is the verdict on a request that leads to work.
const acts = "acts"

// mutations are all the ways.
func mutations() []mutation {
	return slices.Concat(keys(), signatures(), bases(), replays(), stamps(), headers(), tampered(), checks(),
		routes(), types(), forms(), payloads(), dialogs(), strangers())
}

// controls are requests that may look odd but are genuine. A front that refused
// everything would fail by them.
func controls() []mutation {
	return []mutation{
		{"genuine", acts, func(f *forger) *request { f.last = f.genuine(); return f.last }},
		{"genuine, sent again", acts, func(f *forger) *request {
			if f.last == nil {
				f.last = f.genuine()
			}
			return f.last
		}},
		{"genuine, 300 s old", acts, spoil(func(f *forger, r *request) { r.set(timestamp, f.stamp(f.margin-300)); r.sign(secret) })},
		{"genuine, 300 s ahead", acts, spoil(func(f *forger, r *request) { r.set(timestamp, f.stamp(300-f.margin)); r.sign(secret) })},
		{"genuine, with a charset", acts, spoil(func(_ *forger, r *request) { r.set("Content-Type", r.get("Content-Type")+"; charset=utf-8") })},
		{"genuine, with a query", acts, spoil(func(_ *forger, r *request) { r.query = "payload=null&team_id=T0EVIL" })},
		{"genuine, a retry", acts, spoil(func(f *forger, r *request) {
			r.set("X-Slack-Retry-Num", pick(f, "1", "2", "3"))
			r.set("X-Slack-Retry-Reason", "http_timeout")
		})},
	}
}

// altered changes what is made.
func altered(make func(*forger) *request, change func(*forger, *request)) func(*forger) *request {
	return func(f *forger) *request {
		r := make(f)
		change(f, r)
		return r
	}
}

// spoil changes a genuine request after Slack has signed it.
func spoil(change func(*forger, *request)) func(*forger) *request {
	return altered((*forger).genuine, change)
}

// resign changes a genuine request before Slack signs it: what it asks for is wrong,
// although its signature is right.
func resign(make func(*forger) *request, change func(*forger, *request)) func(*forger) *request {
	return altered(make, func(f *forger, r *request) {
		change(f, r)
		r.sign(secret)
	})
}
