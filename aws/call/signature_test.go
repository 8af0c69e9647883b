package call_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// punctual refuses what was not signed within five minutes of its own clock.
func punctual(code string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil || time.Since(at).Abs() > 5*time.Minute {
			refusal(403, code)(w, r)
			return
		}
		answer(`{}`)(w, r)
	}
}

// faults.md E10
func TestAClockThatIsWrongIsSetByTheServices(t *testing.T) {
	for _, code := range []string{"RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"} {
		s := serve(t, punctual(code))
		rapid.Check(t, func(r *rapid.T) {
			c := s.queues(time.Duration(rapid.Int64Range(int64(-48*time.Hour), int64(48*time.Hour)).Draw(r, "fast")))
			s.requests()
			for call, most := range []int{2, 1} {
				if _, err := send(t.Context(), c); err != nil {
					r.Fatal(err)
				}
				if n := len(s.requests()); n > most {
					r.Fatalf("%d requests in call %d", n, call+1)
				}
			}
		})
	}
}

func TestAClockThatWasSetIsSetBack(t *testing.T) {
	s, fast := serve(t, punctual("RequestTimeTooSkewed")), time.Hour
	c := caller(s.config(&keys{id: "AKID"}), func() time.Time { return time.Now().Add(fast) })
	for _, fast = range []time.Duration{time.Hour, 0, -time.Hour} {
		if _, err := send(t.Context(), c); err != nil || len(s.requests()) != 2 {
			t.Errorf("fast by %v: %v", fast, err)
		}
	}
}

func TestASignatureThatNoClockCouldMendIsNotSentAgain(t *testing.T) {
	old := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
	for name, edit := range map[string]func(http.Header){
		"the key is wrong":       func(http.Header) {},
		"there is no date":       func(h http.Header) { h["Date"] = nil },
		"the date is none":       func(h http.Header) { h.Set("Date", "yesterday") },
		"a cache has an old one": func(h http.Header) { h.Set("Date", old); h.Set("Age", "3600") },
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			edit(w.Header())
			refusal(403, "InvalidSignatureException")(w, r)
		})
		if _, err := send(t.Context(), s.queues(0)); code(err) != "InvalidSignatureException" || len(s.requests()) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// faults.md E10
func TestExpiredCredentialsAreReadAnewAndTriedOnce(t *testing.T) {
	for _, expired := range []string{"ExpiredToken", "ExpiredTokenException"} {
		for name, c := range map[string]struct {
			then string // the key that is there afterwards
			want []string
			fine bool
		}{
			"renewed":                {"AKIDNEW", []string{"AKIDOLD", "AKIDNEW"}, true},
			"renewed, and no better": {"AKIDBAD", []string{"AKIDOLD", "AKIDBAD"}, false},
			"as they were":           {"AKIDOLD", []string{"AKIDOLD"}, false},
			"gone in the mean time":  {"", []string{"AKIDOLD"}, false},
		} {
			k := &keys{id: "AKIDOLD"}
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.Header.Get("Authorization"), "AKIDNEW") {
					answer(`{}`)(w, r)
					return
				}
				k.set(c.then)
				refusal(403, expired)(w, r)
			})
			_, err := send(t.Context(), caller(s.config(k), time.Now))
			if fine := err == nil; fine != c.fine || !fine && code(err) != expired {
				t.Errorf("%s: %v", name, err)
			}
			all := s.requests()
			if len(all) != len(c.want) {
				t.Errorf("%s: %d requests", name, len(all))
				continue
			}
			for i, r := range all {
				if !strings.Contains(r.Header.Get("Authorization"), c.want[i]+"/") {
					t.Errorf("%s: request %d: %s", name, i+1, r.Header.Get("Authorization"))
				}
			}
		}
	}
}
