package forgery

import "strings"

// headers are genuine ones, sent more than once, under other names, or over two lines.
func headers() []mutation {
	wrong := signed + strings.Repeat("0", 64)
	return []mutation{
		{"a wrong signature, then the right one", "401", spoil(func(_ *forger, r *request) { r.header[signature] = []string{wrong, r.get(signature)} })},
		{"the right signature, then a wrong one", "401", spoil(func(_ *forger, r *request) { r.header[signature] = []string{r.get(signature), wrong} })},
		{"the right signature twice", "401", spoil(func(_ *forger, r *request) { r.header[signature] = []string{r.get(signature), r.get(signature)} })},
		{"two signatures in one header", "401", spoil(func(_ *forger, r *request) { r.set(signature, r.get(signature)+","+wrong) })},
		{"two timestamps, the old one first", "401", spoil(func(f *forger, r *request) { r.header[timestamp] = []string{f.stamp(-day), r.get(timestamp)} })},
		{"two timestamps, the old one last", "401", spoil(func(f *forger, r *request) { r.header[timestamp] = []string{r.get(timestamp), f.stamp(-day)} })},
		{"a signature over two lines", "401", spoil(func(_ *forger, r *request) { r.set(signature, "v0=\r\n "+strings.TrimPrefix(r.get(signature), signed)) })},
		{"underscores in the header's name", "401", spoil(func(_ *forger, r *request) { rename(r, signature, "X_Slack_Signature") })},
		{"the header's name with a prefix", "401", spoil(func(_ *forger, r *request) { rename(r, signature, "X-Forwarded-X-Slack-Signature") })},
		{"signature and timestamp in the query", "401", spoil(func(_ *forger, r *request) {
			r.query = "X-Slack-Signature=" + r.get(signature) + "&X-Slack-Request-Timestamp=" + r.get(timestamp)
			r.header.Del(signature)
			r.header.Del(timestamp)
		})},
	}
}

func rename(r *request, from, to string) {
	r.header[to] = r.header[from]
	delete(r.header, from)
}

// tampered are genuine requests with another body.
func tampered() []mutation {
	return []mutation{
		{"a bit of the body", "401", spoil(func(f *forger, r *request) { r.body = f.flip(r.body) })},
		{"a body cut short", "401", spoil(func(f *forger, r *request) { r.body = r.body[:f.IntN(len(r.body))] })},
		{"a body made longer", "401", spoil(func(f *forger, r *request) { r.body += pick(f, "&text=prod", "\n", " ", "\x00") })},
		{"a line break before the body", "401", spoil(func(_ *forger, r *request) { r.body = "\r\n" + r.body })},
		{"a byte order mark before the body", "401", spoil(func(_ *forger, r *request) { r.body = "\ufeff" + r.body })},
		{"another request's body", "401", spoil(func(f *forger, r *request) { *r = request{r.method, r.path, r.query, r.header, f.genuine().body} })},
		{"no body", "401", spoil(func(_ *forger, r *request) { r.body = "" })},
		{"blanks of the body written otherwise", "401", altered((*forger).command, func(_ *forger, r *request) { r.body = strings.Replace(swap(r.body, "+", "%20"), "%2F", "%2f", 1) })},
		{"undecodable bytes for U+FFFD", "401", resignThen(func(_ *forger, r *request) { r.body = swap(r.body, "\ufffd", "\xff") })},
		{"too long, unsigned", "413", spoil(func(f *forger, r *request) { r.body += "&x=" + strings.Repeat("x", 128<<10+f.IntN(1000)) })},
	}
}

// resignThen tampers with a signed command in whose text stands a U+FFFD.
func resignThen(change func(*forger, *request)) func(*forger) *request {
	lossy := resign((*forger).command, func(_ *forger, r *request) { r.body += "&note=\ufffd" })
	return altered(lossy, change)
}

// checks are Slack's questions whether there is anybody, asked by somebody else.
func checks() []mutation {
	unsigned := func(f *forger, r *request) {
		if r.sign(oldSecret); f.IntN(2) == 0 {
			r.header.Del(signature)
		}
	}
	return []mutation{
		{"ssl_check, unsigned", "401", altered((*forger).command, func(f *forger, r *request) { r.field("ssl_check", "1"); unsigned(f, r) })},
		{"url_verification, unsigned", "401", altered((*forger).opened, func(f *forger, r *request) {
			r.body = `{"type":"url_verification","challenge":"` + trigger + `"}`
			unsigned(f, r)
		})},
	}
}
