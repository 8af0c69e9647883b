package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	slackgo "github.com/slack-go/slack"
)

func TestAResponseIsPrivateAndLeavesTheMessageAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		m := plain("press me")
		button := slackgo.NewButtonBlockElement("slipway_pause", "01ROLLOUT", slackgo.NewTextBlockObject(slackgo.PlainTextType, "Pause", false, false))
		m.Blocks = append(m.Blocks, slackgo.NewActionBlock("row", button))
		ts := w.post(m)
		d, err := w.Click(t.Context(), ana, channel, ts, "slipway_pause", "")
		ok(t, err)
		ok(t, w.Respond(t.Context(), d.ResponseURL, plain("paused")))
		seen := w.seen(ana)
		equal(t, "ana sees", len(seen), 2)
		equal(t, "the message", seen[0].Text, "press me")
		equal(t, "the answer", seen[1].Text, "paused")
		equal(t, "ben sees", len(w.seen(ben)), 1)
	})
}

// faults.md B11
func TestAResponseURLOfAnotherOriginIsNeverCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for name, address := range map[string]string{
			"empty":           "",
			"http":            "http://slack.test/response/R1",
			"another host":    "https://evil.test/response/R1",
			"a longer host":   "https://slack.test.evil.test/response/R1",
			"a subdomain":     "https://x.slack.test/response/R1",
			"a port":          "https://slack.test:8443/response/R1",
			"userinfo":        "https://slack.test@evil.test/response/R1",
			"our host behind": "https://evil.test/https://slack.test/response/R1",
			"a user":          "https://me:secret@slack.test/response/R1",
			"IPv4":            "https://169.254.169.254/latest/meta-data",
			"IPv6":            "https://[::1]/response/R1",
			"IDN":             "https://slасk.test/response/R1", // with Cyrillic letters
			"no scheme":       "//slack.test/response/R1",
			"opaque":          "https:slack.test/response/R1",
			"another scheme":  "file://slack.test/etc/passwd",
			"not a URL":       "https://slack.test/%zz",
			"a control":       "https://slack.test/\r\nHost: evil.test",
		} {
			err := w.Respond(t.Context(), address, plain("hello"))
			if err == nil || strings.Contains(err.Error(), "R1") {
				t.Errorf("%s: got %v", name, err)
			}
		}
		equal(t, "calls", len(w.wire.calls), 0)
	})
}

// faults.md B11
func TestARedirectIsNotFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		address := w.responseURL()
		for _, status := range []int{301, 302, 307, 308} {
			w.wire.fault = answers(status, "", "Location", "https://evil.test/")
			if err := w.Respond(t.Context(), address, plain("hello")); err == nil {
				t.Errorf("%d was taken for an answer", status)
			}
		}
		for _, c := range w.wire.calls {
			equal(t, "host", c.host, "slack.test")
		}
	})
}

// faults.md B12
func TestAResponseURLWorksFiveTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		address := w.responseURL()
		for range 5 {
			ok(t, w.Respond(t.Context(), address, plain("hello")))
		}
		if err := w.Respond(t.Context(), address, plain("hello")); err == nil {
			t.Error("it worked a sixth time")
		}
		equal(t, "ana sees", len(w.seen(ana)), 5)
	})
}

// faults.md B12
func TestAResponseURLWorksForHalfAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		address := w.responseURL()
		time.Sleep(30 * time.Minute)
		if err := w.Respond(t.Context(), address, plain("hello")); err == nil {
			t.Error("it worked after 30 minutes")
		}
	})
}

// faults.md B16
func TestAResponseFallsBackToPlainerBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.Respond(t.Context(), w.responseURL(), tooLong("in short")))
		equal(t, "blocks", strings.Contains(string(w.seen(ana)[0].Blocks), "in short"), true)
	})
}

func TestARespondThatIsInterruptedSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		address := w.responseURL()
		w.wire.fault = hangs
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := w.Respond(ctx, address, plain("hello"))
		equal(t, "why", errors.Is(err, context.DeadlineExceeded), true)
	})
}
