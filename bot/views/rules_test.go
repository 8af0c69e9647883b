package views_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// mark is in every untrusted string of the property tests.
const mark = "zqx"

// complaints are our own rules for a message, on top of Slack's.
func complaints(m views.Message) (out []string) {
	out = complaintsAboutText(m.Text)
	for name, blocks := range map[string][]slackgo.Block{"blocks": m.Blocks, "fallback": m.Fallback} {
		if len(blocks) > 12 || name == "blocks" && len(blocks) == 0 {
			out = append(out, fmt.Sprintf("%s: %d of them", name, len(blocks)))
		}
		for _, b := range blocks {
			out = append(out, complaintsAbout(name, b)...)
		}
	}
	if missing := untold(m); len(missing) > 0 {
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
	rest := ourMarkup().ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "<>") || strings.Contains(escapes().ReplaceAllString(rest, ""), "&") {
		out = append(out, "markup of somebody else's in the text: "+rest)
	}
	return out
}

func ourMarkup() *regexp.Regexp {
	return regexp.MustCompile("<@[UW][A-Z0-9]+>|<#[CGD][A-Z0-9]+>|<!date\\^[0-9]+\\^[^|<>]+\\|[-0-9: UTC]+>|<https?://[^|<>]+\\|`[^`<>]+`>")
}

func escapes() *regexp.Regexp { return regexp.MustCompile("&(amp|lt|gt);") }

// hides says that a text holds what acts without being seen.
func hides(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
	})
}

func complaintsAbout(name string, b slackgo.Block) (out []string) {
	everywhere := []slackgo.MessageBlockType{slackgo.MBTSection, slackgo.MBTContext, slackgo.MBTAction}
	if name == "fallback" && !slices.Contains(everywhere, b.BlockType()) {
		out = append(out, "a fallback with a "+string(b.BlockType()))
	}
	v, err := decoded(b)
	if err != nil {
		return append(out, err.Error())
	}
	total := 0
	walk(v, func(o map[string]any) {
		text, _ := o["text"].(string)
		total += utf8.RuneCountInString(text)
		for _, complaint := range complaintsAboutObject(o) {
			out = append(out, name+": "+complaint)
		}
	})
	if b.BlockType() == slackgo.MBTTable && total > 10_000 {
		out = append(out, fmt.Sprintf("a table of %d characters", total))
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
func untold(m views.Message) (missing []string) {
	told := html.UnescapeString(m.Text)
	cut := strings.HasSuffix(told, "…")
	for _, s := range stringsIn(m.Fallback) {
		told += "\n" + html.UnescapeString(s)
		cut = cut && !strings.HasSuffix(s, "…")
	}
	if cut && m.Fallback == nil || strings.HasSuffix(m.Text, "…") && !cut {
		return nil
	}
	number := regexp.MustCompile(`\d+([.,]\d+)*…?`)
	known := map[string]bool{}
	for _, n := range number.FindAllString(told, -1) {
		known[n] = true
	}
	for _, s := range stringsIn(m.Blocks) {
		for _, n := range number.FindAllString(s, -1) {
			if !known[n] && !strings.HasSuffix(n, "…") {
				missing = append(missing, n)
			}
		}
	}
	return missing
}

// stringsIn are the texts and titles that people read in some blocks.
func stringsIn(blocks []slackgo.Block) (out []string) {
	for _, b := range blocks {
		if b.BlockType() == slackgo.MBTAction || b.BlockType() == slackgo.MBTDataVisualization {
			continue
		}
		v, err := decoded(b)
		if err != nil {
			return nil // which is complained about elsewhere
		}
		walk(v, func(o map[string]any) {
			for _, key := range []string{"text", "title"} {
				if s, _ := o[key].(string); s != "" {
					out = append(out, s)
				}
			}
		})
	}
	return out
}

func decoded(v any) (out any, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(raw, &out)
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
