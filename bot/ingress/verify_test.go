package ingress_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/ingress"
)

// faults.md A1, A2, A4, A8: each change spoils a request that was good.
func TestARequestWithoutSlacksSignatureGetsAnEmpty401(t *testing.T) {
	const sig, ts = "X-Slack-Signature", "X-Slack-Request-Timestamp"
	for name, spoil := range map[string]func(h http.Header, good string){
		"no headers":            func(h http.Header, _ string) { h.Del(sig); h.Del(ts) },
		"no signature":          func(h http.Header, _ string) { h.Del(sig) },
		"no timestamp":          func(h http.Header, _ string) { h.Del(ts) },
		"blank signature":       func(h http.Header, _ string) { h.Set(sig, " ") },
		"blank timestamp":       func(h http.Header, _ string) { h.Set(ts, "") },
		"another version":       func(h http.Header, good string) { h.Set(sig, "v1="+good[3:]) },
		"upper-case version":    func(h http.Header, good string) { h.Set(sig, "V0="+good[3:]) },
		"upper-case digits":     func(h http.Header, good string) { h.Set(sig, "v0="+strings.ToUpper(good[3:])) },
		"no version":            func(h http.Header, good string) { h.Set(sig, good[3:]) },
		"63 digits":             func(h http.Header, good string) { h.Set(sig, good[:66]) },
		"65 digits":             func(h http.Header, good string) { h.Set(sig, good+"0") },
		"66 digits":             func(h http.Header, good string) { h.Set(sig, good+"00") },
		"not hex":               func(h http.Header, good string) { h.Set(sig, good[:66]+"g") },
		"empty after v0":        func(h http.Header, _ string) { h.Set(sig, "v0=") },
		"a bad one, then good":  func(h http.Header, good string) { h[sig] = []string{"v0=" + strings.Repeat("0", 64), good} },
		"a good one, then bad":  func(h http.Header, good string) { h[sig] = []string{good, "v0=" + strings.Repeat("0", 64)} },
		"two timestamps":        func(h http.Header, _ string) { h.Add(ts, "1700000000") },
		"a wrong secret":        func(h http.Header, _ string) { h.Set(sig, signature("guess", h.Get(ts), typed("/deploy help"))) },
		"an empty secret":       func(h http.Header, _ string) { h.Set(sig, signature("", h.Get(ts), typed("/deploy help"))) },
		"names in another case": func(h http.Header, good string) { h.Del(sig); h["x-slack-signature"] = []string{good} },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := signed(commands, typed("/deploy help"))
			spoil(r.Header, r.Header.Get(sig))
			w.refused(t, w.serve(r), http.StatusUnauthorized)
			if line := w.logged(t); line["outcome"] != "forged" || strings.Contains(w.log.String(), "help") {
				t.Errorf("logged %v", line)
			}
		})
	}
}

// faults.md A2. The signature and the timestamp bit by bit, the body at random.
func TestEveryFlippedBitGetsA401(t *testing.T) {
	w := newWorld(t)
	body := typed("/deploy staging abc123")
	good := signed(commands, body).Header
	try := func(t testing.TB, header, value, body string) {
		t.Helper()
		r := unsigned(commands, body)
		r.Header = good.Clone()
		if header != "" {
			r.Header.Set(header, value)
		}
		w.refused(t, w.serve(r), http.StatusUnauthorized)
	}
	for _, header := range []string{"X-Slack-Signature", "X-Slack-Request-Timestamp"} {
		for bit := range 8 * len(good.Get(header)) {
			try(t, header, flip(good.Get(header), bit), body)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		try(t, "", "", flip(body, rapid.IntRange(0, 8*len(body)-1).Draw(rt, "bit")))
	})
}

func flip(s string, bit int) string {
	b := []byte(s)
	b[bit/8] ^= 1 << (bit % 8)
	return string(b)
}

// faults.md A3: correctly signed, all of them.
func TestOnlyATimestampOfTheLastFiveMinutesCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix()
		plain := func(skew int64) string { return strconv.FormatInt(now+skew, 10) }
		for stamp, want := range map[string]int{
			plain(0): 200, plain(-299): 200, plain(-300): 200, plain(299): 200,
			plain(-301): 401, plain(301): 401,
			"0": 401, "-1": 401, "": 401, "+": 401, "+" + plain(0): 401, plain(0) + ".0": 401, " " + plain(0): 401,
			"9223372036854775807": 401, "-9223372036854775808": 401, "9223372036854775808": 401,
			"1e9": 401, "0x5f5e1000": 401, "９４６６８４８００": 401,
		} {
			w := newWorld(t)
			if got := w.serve(signedAt(commands, typed("/deploy help"), stamp)); got.Code != want {
				t.Errorf("%q: want %d, got %d", stamp, want, got.Code)
			}
		}
	})
}

// faults.md A18
func TestTwoSecretsCountWhileTheyAreRotated(t *testing.T) {
	old := func() *http.Request {
		r := signed(commands, typed("/deploy help"))
		r.Header.Set("X-Slack-Signature", signature(oldSecret, r.Header.Get("X-Slack-Request-Timestamp"), typed("/deploy help")))
		return r
	}
	during := newWorld(t, func(o *ingress.Options) { o.Secrets = []string{secret, oldSecret} })
	for name, r := range map[string]*http.Request{"new": signed(commands, typed("/deploy help")), "old": old()} {
		if got := during.serve(r); got.Code != http.StatusOK {
			t.Errorf("%s: got %d during the rotation", name, got.Code)
		}
	}
	after := newWorld(t)
	after.refused(t, after.serve(old()), http.StatusUnauthorized)
}

// faults.md A21
func TestAWrongClockIsToldFromAForgery(t *testing.T) {
	for _, skew := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			stamp := strconv.FormatInt(time.Now().Add(-skew).Unix(), 10)
			w.refused(t, w.serve(signedAt(commands, typed("/deploy help"), stamp)), http.StatusUnauthorized)
			line := w.logged(t)
			if line["outcome"] != "stale" || line["skew"] != float64(skew) || !strings.Contains(fmt.Sprint(line["hint"]), "clock") {
				t.Errorf("logged %v", line)
			}
		})
	}
}

// faults.md A8: the case of a header's name means nothing on the wire.
func TestHeadersCountInAnyCase(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.front)
	defer server.Close()
	good := signed(commands, typed("/deploy help"))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+commands, good.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range good.Header {
		r.Header[strings.ToLower(name)] = values
	}
	got, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	if got.StatusCode != http.StatusOK {
		t.Errorf("got %d", got.StatusCode)
	}
}
