package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// kind says what a span is, and so how it may be shown.
type kind int

const (
	words   kind = iota // our own
	strong              // our own, in bold
	code                // a command, or an id
	quoted              // untrusted
	person              // Slack user id
	channel             // Slack channel id
	moment
	link  // a code with an address
	leads // a word of our own with an address
)

// span is a piece of a line.
type span struct {
	kind kind
	text string // what is shown; for a person or a channel its id
	url  string
	at   time.Time
}

// line is one line for people. Views write lines, and a line can be shown as
// rich text, in plainer blocks and in words.
type line []span

// say begins a line with words of our own, in which `commands` are in backquotes.
func say(s string) line { return line(nil).say(s) }

// say adds words of our own.
func (l line) say(s string) line {
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			l = l.add(code, part, maxWords)
		} else {
			l = l.add(words, part, maxWords)
		}
	}
	return l
}

func (l line) add(k kind, s string, most int) line {
	if s = cut(clean(s), most); s == "" {
		return l
	}
	return append(l, span{kind: k, text: s})
}

// strong adds words of our own in bold.
func (l line) strong(s string) line { return l.add(strong, s, maxWords) }

// code adds an id.
func (l line) code(s string) line { return l.add(code, s, maxWords) }

// quote adds something untrusted, with what comes before it if there is any.
func (l line) quote(before, s string, most int) line {
	if s = tidy(s, most); s == "" {
		return l
	}
	return l.say(before).add(quoted, s, most)
}

// quotes adds something untrusted many times: at most so many, of at most so many code
// points each, and how many are left out, in the words of rest.
func (l line) quotes(all []string, most, each int, rest string) line {
	for n, s := range all[:min(len(all), most)] {
		if n > 0 {
			l = l.say(", ")
		}
		l = l.quote("", s, each)
	}
	if n := len(all) - most; n > 0 {
		l = l.say(fmt.Sprintf(rest, n))
	}
	return l
}

// who adds a person, or Slipway itself when there is none.
func (l line) who(id string) line {
	switch login, ok := strings.CutPrefix(id, commands.WorkflowActor); {
	case id == "" || id == rollout.Slipway:
		return l.say("Slipway")
	case ok && tidy(login, maxName) != "":
		return l.quote("", login, maxName).say(" (GitHub)")
	case !slackID(id, "UW"):
		return l.quote("", id, maxName)
	}
	return append(l, span{kind: person, text: id})
}

// in adds a channel.
func (l line) in(id string) line {
	if !slackID(id, "CGD") {
		return l.say("its channel")
	}
	return append(l, span{kind: channel, text: id})
}

// when adds a time, which each reader sees in their own time zone.
func (l line) when(at time.Time) line {
	if at.Unix() < 0 || at.Unix() > 9_999_999_999 { // Slack knows no such time
		return l.say("an unknown time")
	}
	return append(l, span{kind: moment, at: at, text: at.UTC().Format("2006-01-02 15:04 UTC")})
}

// sha adds a release's commit, with a link to its page where that is known.
func (l line) sha(r rollout.Release) line {
	short := tidy(r.Short(), maxName)
	if address := webPage(r.URL); address != "" && short != "" {
		return append(l, span{kind: link, text: short, url: address})
	}
	return l.code(short)
}

// page adds a word of our own that leads to a web page, where an address is that of
// one. It goes beside what it is about: words of somebody else that were a link
// themselves could say that they lead elsewhere.
func (l line) page(word, address string) line {
	if address = webPage(address); address == "" {
		return l
	}
	return append(l.say(" ("), span{kind: leads, text: word, url: address}).say(")")
}

// told is a text of the core as a line.
func told(t rollout.Text) line {
	var l line
	for _, s := range t {
		switch {
		case s.Person != "":
			l = l.who(s.Person)
		case !s.Time.IsZero():
			l = l.when(s.Time)
		case s.Quote != "":
			l = l.quote("", s.Quote, maxQuote).page("details", s.Link)
		default:
			l = l.say(s.Plain)
		}
	}
	return l
}

// slackID says whether an id is one of Slack's that begins with one of some letters.
func slackID(id, letters string) bool {
	if len(id) < 2 || len(id) > 32 || !strings.ContainsRune(letters, rune(id[0])) {
		return false
	}
	return strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}
