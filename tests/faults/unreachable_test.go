package faults

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md E3: what a network can be besides bad. A tick that sees nothing fails in
// time for the state machine to try again, and changes nothing.
func TestATickThatReachesNobodyFailsInTimeAndIsGoneOnWith(t *testing.T) {
	stranger := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(stranger.Close)
	nobody := httptest.NewServer(http.NotFoundHandler())
	nobody.Close()
	for name, endpoint := range map[string]string{
		"nobody listens":                  nobody.URL,
		"the name does not resolve":       "http://lambda.invalid",
		"the certificate is a stranger's": stranger.URL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			k, id := w.ticker(), w.deploy("good")
			before, traffic := k.drive(id, seen(0)), w.live()
			env := k.env
			k.env = append(env[:len(env):len(env)], "AWS_ENDPOINT_URL_LAMBDA="+endpoint)
			w.until(before.Wake)
			if _, err := k.tick(id); err == nil {
				t.Error("a tick that saw nothing has not failed")
			}
			if after := w.rollout(id); after.Revision != before.Revision || w.live() != traffic {
				t.Errorf("it went on from revision %d to %d, and %s to %s", before.Revision, after.Revision, traffic, w.live())
			}
			k.env = env
			r := k.drive(id, nil)
			w.holds(r)
			if r.Phase != rollout.Succeeded {
				t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
			}
		})
	}
}
