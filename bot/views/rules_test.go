package views_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// mark is in every untrusted string of the property tests.
const mark = "zqx"

// complaints are what Slack and our own rules say against a message.
func complaints(m views.Message) (out []string) {
	out = complaintsAboutText(m.Text)
	blocks, err := sent(m.Blocks)
	if err != nil {
		out = append(out, "Slack refuses it: "+err.Error())
	}
	fallback, err := sent(m.Fallback)
	if err != nil {
		out = append(out, "Slack refuses the plainer one: "+err.Error())
	}
	if len(blocks) == 0 || len(blocks) > 12 || len(fallback) > 12 {
		out = append(out, fmt.Sprintf("%d blocks, or %d plainer ones", len(blocks), len(fallback)))
	}
	out = append(out, complaintsAbout(blocks)...)
	for _, b := range fallback {
		if kind := b["type"]; kind != "section" && kind != "context" && kind != "actions" {
			out = append(out, fmt.Sprintf("a fallback with a %s", kind))
		}
	}
	out = append(out, complaintsAbout(fallback)...)
	if missing := untold(m.Text, wordsIn(blocks), wordsIn(fallback)); len(missing) > 0 {
		out = append(out, fmt.Sprintf("only the blocks have %q", missing))
	}
	return out
}

// complaintsAboutText is about the words of a message without its blocks.
func complaintsAboutText(text string) (out []string) {
	if n := utf8.RuneCountInString(text); n > 4000 {
		out = append(out, fmt.Sprintf("a text of %d characters", n))
	}
	if first, _, _ := strings.Cut(text, "\n"); !strings.ContainsFunc(first, unicode.IsLetter) {
		out = append(out, "a text that begins with no word: "+first)
	}
	if hides(text) {
		out = append(out, fmt.Sprintf("%q hides something", text))
	}
	rest := ourMarkup.ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "<>") || strings.Contains(escaped.ReplaceAllString(rest, ""), "&") {
		out = append(out, "markup of somebody else's in the text: "+rest)
	}
	return out
}

// What may be in a text, and the numbers in it, with the sign that one was cut.
var (
	ourMarkup = regexp.MustCompile("<@[UW][A-Z0-9]+>|<#[CGD][A-Z0-9]+>|<!date\\^[0-9]+\\^[^|<>]+\\|[-0-9: UTC]+>|<https?://[^|<>]+\\|(`[^`<>]+`|#?[a-z0-9]+)>")
	escaped   = regexp.MustCompile("&(amp|lt|gt);")
	number    = regexp.MustCompile(`\d+([.,]\d+)*…?`)
)

// unescaped is a text of Slack's markup as people see it, but for the markup.
func unescaped(text string) string {
	text = strings.ReplaceAll(text, "&lt;", "<")
	text = strings.ReplaceAll(text, "&gt;", ">")
	return strings.ReplaceAll(text, "&amp;", "&") // last: it makes more of the others
}

// hides says that a text holds what acts without being seen.
func hides(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		if ' ' <= r && r <= '~' {
			return false // as most are
		}
		return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
	})
}

// complaintsAbout is about the blocks of a message or a view.
func complaintsAbout(blocks []block) (out []string) {
	for _, b := range blocks {
		total := 0
		walk(map[string]any(b), func(o map[string]any) {
			text, _ := o["text"].(string)
			total += utf8.RuneCountInString(text)
			out = append(out, complaintsAboutObject(o)...)
		})
		if b["type"] == "table" && total > 10_000 {
			out = append(out, fmt.Sprintf("a table of %d characters", total))
		}
	}
	return out
}

// complaintsAboutObject is about one object of a block: nothing untrusted is
// markup, nobody is called, and a link leads to a web page and does not pretend
// to lead to another.
func complaintsAboutObject(o map[string]any) (out []string) {
	text, _ := o["text"].(string)
	switch o["type"] {
	case "mrkdwn":
		if strings.Contains(text, mark) {
			out = append(out, "somebody else's words as markup: "+text)
		}
		out = append(out, complaintsAboutText("markup "+text)...)
	case "plain_text":
		if o["emoji"] != false {
			out = append(out, "a plain text in which names become pictures: "+text)
		}
	case "broadcast", "usergroup", "team", "emoji", "markdown":
		out = append(out, fmt.Sprintf("a %s", o["type"]))
	}
	if address, has := o["url"].(string); has {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			out = append(out, "a link to "+address)
		}
		if o["type"] == "link" && strings.ContainsAny(text, "./:") {
			out = append(out, "a link that says it leads to "+text)
		}
	}
	for key, value := range o {
		if s, _ := value.(string); hides(s) {
			out = append(out, fmt.Sprintf("%s %q hides something", key, s))
		}
	}
	return out
}

// untold are the numbers that only the blocks have. What a button does is asked
// beside it, a chart has its own test, and what was visibly cut cannot be told.
func untold(text string, blocks, fallback []string) (missing []string) {
	cut := strings.HasSuffix(text, "…")
	if fallback != nil {
		cut = cut && slices.ContainsFunc(fallback, func(s string) bool { return strings.HasSuffix(s, "…") })
	}
	if cut {
		return nil
	}
	known := map[string]bool{}
	for _, s := range append(fallback, text) {
		for _, n := range number.FindAllString(unescaped(s), -1) {
			known[n] = true
		}
	}
	for _, s := range blocks {
		for _, n := range number.FindAllString(s, -1) {
			if !known[n] && !strings.HasSuffix(n, "…") {
				missing = append(missing, n)
			}
		}
	}
	return missing
}

// wordsIn are the texts and titles that people read in some blocks.
func wordsIn(blocks []block) (out []string) {
	for _, b := range blocks {
		if b["type"] == "actions" || b["type"] == "data_visualization" {
			continue
		}
		walk(map[string]any(b), func(o map[string]any) {
			for _, key := range []string{"text", "title"} {
				if s, _ := o[key].(string); s != "" {
					out = append(out, s)
				}
			}
		})
	}
	return out
}

// block is one as Slack gets it.
type block map[string]any

// sent are blocks as Slack gets them, and an error if it does not take them in a
// message.
func sent(blocks []slackgo.Block) (out []block, err error) {
	raw, out, err := encoded(blocks)
	if err != nil || blocks == nil {
		return nil, err
	}
	return out, slack.CheckBlocks(raw)
}

// encoded are blocks as they are sent to Slack, and what is read from that.
func encoded(blocks []slackgo.Block) (raw []byte, out []block, err error) {
	if raw, err = json.Marshal(blocks); err != nil {
		return nil, nil, err
	}
	return raw, out, json.Unmarshal(raw, &out)
}

func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, inner := range v {
			walk(inner, visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, visit)
		}
	}
}
