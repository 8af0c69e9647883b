package slack_test

import (
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestARefusalSaysWhatIsWrong(t *testing.T) {
	equal(t, "short", (&slack.Error{Code: "no_text"}).Error(), "no_text")
	equal(t, "long", (&slack.Error{Code: "invalid_blocks", Details: []string{"a", "b"}}).Error(), "invalid_blocks: a; b")
}

func TestEachPersonSeesTheirOwnChannels(t *testing.T) {
	w := newWorld(t)
	names := func(user string) (out string) {
		for _, c := range w.View(user).Channels {
			out += c.Name + " "
		}
		return out
	}
	equal(t, "Ana", names(ana), "checkout random old shared ")
	equal(t, "Ben", names(ben), "checkout secret ")
	equal(t, "nobody", names("UNONE"), "")
	equal(t, "me", w.View(ana).Me.RealName, "Ana Silva")
	equal(t, "users", len(w.View(ana).Users), 6)
	equal(t, "team", w.View(ana).Team, "sandbox")
}

func TestWhoWaitsHearsOfEachChange(t *testing.T) {
	w := newWorld(t)
	version := w.View(ana).Version
	changed := w.Changed(version)
	select {
	case <-changed:
		t.Fatal("nothing has changed yet")
	default:
	}
	w.post("x")
	<-changed
	<-w.Changed(version)
	if got := w.View(ana).Version; got <= version {
		t.Errorf("version %d after %d", got, version)
	}
	<-w.Changed(1 << 40) // a page that knows a process of before
}
