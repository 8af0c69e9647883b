package forgery

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// keys are signatures made without the secret that counts.
func keys() []mutation {
	with := func(key func(*forger) string) func(*forger) *request {
		return spoil(func(f *forger, r *request) { r.sign(key(f)) })
	}
	return []mutation{
		{"a guessed secret", "401", with(func(f *forger) string { return fmt.Sprintf("%016x%016x", f.Uint64(), f.Uint64()) })},
		{"an empty secret", "401", with(func(*forger) string { return "" })},
		{"one bit of the secret wrong", "401", with(func(f *forger) string { return f.flip(secret) })},
		{"the secret in upper case", "401", with(func(*forger) string { return strings.ToUpper(secret) })},
		{"the secret with a line break", "401", with(func(*forger) string { return secret + "\n" })},
		{"the secret, decoded", "401", with(func(*forger) string { b, _ := hex.DecodeString(secret[:20]); return string(b) })},
		{"the previous secret, after its time", "401", with(func(*forger) string { return oldSecret })},
		{"the bot's token as the secret", "401", with(func(*forger) string { return token })},
		{"a hash without a secret", "401", spoil(func(_ *forger, r *request) {
			sum := sha256.Sum256([]byte("v0:" + r.get(timestamp) + ":" + r.body))
			r.set(signature, signed+hex.EncodeToString(sum[:]))
		})},
	}
}

// signatures are genuine ones, written otherwise.
func signatures() []mutation {
	written := func(how func(f *forger, digits string) string) func(*forger) *request {
		return spoil(func(f *forger, r *request) {
			r.set(signature, how(f, strings.TrimPrefix(r.get(signature), signed)))
		})
	}
	return []mutation{
		{"no signature", "401", spoil(func(_ *forger, r *request) { r.header.Del(signature) })},
		{"an empty signature", "401", written(func(f *forger, _ string) string { return pick(f, "", signed) })},
		{"version v1", "401", written(func(_ *forger, d string) string { return "v1=" + d })},
		{"version V0", "401", written(func(_ *forger, d string) string { return "V0=" + d })},
		{"no version", "401", written(func(f *forger, d string) string { return pick(f, d, "="+d) })},
		{"digits in upper case", "401", written(func(_ *forger, d string) string { return signed + strings.ToUpper(d) })},
		{"a signature cut short", "401", written(func(f *forger, d string) string { return signed + d[:f.IntN(len(d))] })},
		{"a signature and some digits", "401", written(func(f *forger, d string) string { return signed + d + d[:1+f.IntN(len(d))] })},
		{"a signature and =something", "401", written(func(f *forger, d string) string { return signed + d + pick(f, "=", "=x", "=v0="+d) })},
		{"a signature and a blank inside", "401", written(func(_ *forger, d string) string { return signed + " " + d })},
		{"a bit of the signature", "401", written(func(f *forger, d string) string { return visible(f, signed+d) })},
		{"base64 in place of digits", "401", written(func(_ *forger, d string) string {
			b, _ := hex.DecodeString(d)
			return signed + base64.StdEncoding.EncodeToString(b)
		})},
		{"another request's signature", "401", spoil(func(f *forger, r *request) { r.set(signature, f.genuine().get(signature)) })},
	}
}

// bases are signatures with the right secret over the wrong text, such as a
// receiver would ask for that hashes not the bytes but what it made of them.
func bases() []mutation {
	over := func(base func(stamp string, r *request) string) func(*forger) *request {
		return spoil(func(_ *forger, r *request) { r.signOver(secret, base(r.get(timestamp), r)) })
	}
	return []mutation{
		{"signed without a version", "401", over(func(ts string, r *request) string { return ts + ":" + r.body })},
		{"signed as version v1", "401", over(func(ts string, r *request) string { return "v1:" + ts + ":" + r.body })},
		{"signed without a colon", "401", over(func(ts string, r *request) string { return "v0:" + ts + r.body })},
		{"signed without a timestamp", "401", over(func(_ string, r *request) string { return "v0::" + r.body })},
		{"signed body only", "401", over(func(_ string, r *request) string { return r.body })},
		{"signed timestamp only", "401", over(func(ts string, _ *request) string { return "v0:" + ts + ":" })},
		{"signed in another order", "401", over(func(ts string, r *request) string { return "v0:" + r.body + ":" + ts })},
		{"signed with its path", "401", over(func(ts string, r *request) string { return "v0:" + ts + ":" + r.path + r.body })},
		{"signed with a line break", "401", over(func(ts string, r *request) string { return "v0:" + ts + ":" + r.body + "\n" })},
		{"signed in upper case", "401", over(func(ts string, r *request) string { return "v0:" + ts + ":" + strings.ToUpper(r.body) })},
		{"signed decoded", "401", altered((*forger).form, func(_ *forger, r *request) {
			plain, err := url.QueryUnescape(r.body)
			if err != nil {
				panic(err)
			}
			r.signOver(secret, "v0:"+r.get(timestamp)+":"+plain)
		})},
	}
}

// visible flips one bit so that it can still be sent in a header.
func visible(f *forger, s string) string {
	for {
		if out := f.flip(s); strings.Trim(out, " ") == out && !strings.ContainsFunc(out, func(r rune) bool { return r < ' ' || r > '~' }) {
			return out
		}
	}
}
