package rollout

import (
	"strings"
	"time"
)

// Text is a sentence for people in which names, times and untrusted words are
// told apart from our own, so that a view can show each as what it is and nothing
// that somebody typed becomes markup.
type Text []Span

// Span is a piece of a Text; exactly one of its fields is set, but for Link.
type Span struct {
	Plain  string    `json:"plain,omitempty"`  // our own words
	Person string    `json:"person,omitempty"` // Slack user id
	Time   time.Time `json:"time,omitzero"`
	Quote  string    `json:"quote,omitempty"` // untrusted
	Link   string    `json:"link,omitempty"`  // address that Quote leads to, when there is one; untrusted
}

// Say begins a text with words of our own.
func Say(words string) Text { return Text{{Plain: words}} }

// Say adds words of our own.
func (t Text) Say(words string) Text { return append(t, Span{Plain: words}) }

// Who adds a person, or Slipway itself when there is none.
func (t Text) Who(id string) Text {
	if id == "" || id == Slipway {
		return t.Say("Slipway")
	}
	return append(t, Span{Person: id})
}

// When adds a time, which each reader sees in their own time zone.
func (t Text) When(at time.Time) Text { return append(t, Span{Time: at.UTC()}) }

// Quote adds untrusted words.
func (t Text) Quote(words string) Text {
	if words == "" {
		return t
	}
	return append(t, Span{Quote: words})
}

// Link adds untrusted words that lead to an address; without one, only the words.
func (t Text) Link(words, address string) Text {
	if words == "" {
		return t
	}
	return append(t, Span{Quote: words, Link: address})
}

// String is the text for a log.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		switch {
		case s.Person != "":
			b.WriteString("@" + s.Person)
		case !s.Time.IsZero():
			b.WriteString(s.Time.Format("2006-01-02 15:04 UTC"))
		default:
			b.WriteString(s.Plain + s.Quote)
		}
	}
	return b.String()
}
