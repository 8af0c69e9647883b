package slack

import (
	"fmt"
	"math/big"
	"net/mail"
	"net/url"
	"unicode/utf8"
)

// lacking says what Slack's client finds wrong with inputs before it submits
// them, by block_id. The words are ours: Slack does not document its own.
func lacking(elements []element, all chosen) map[string]string {
	found := map[string]string{}
	for _, e := range elements {
		if e.input == nil {
			continue
		}
		value := all[e.block][e.id()]
		if says := wanting(e, value); says != "" {
			found[e.block] = says
		}
	}
	return found
}

func wanting(e element, value answer) string {
	empty := true
	for name, v := range value {
		list, many := v.([]any)
		if name != "type" && name != "timezone" && v != nil && v != "" && (!many || len(list) > 0) {
			empty = false
		}
	}
	text, _ := value["value"].(string)
	switch {
	case empty && e.input["optional"] == true:
		return ""
	case empty:
		return "Please complete this required field."
	case e.kind() == "plain_text_input":
		return misfit(e, text)
	case e.kind() == "number_input":
		return miscounted(e, text)
	case e.kind() == "email_text_input" && !isAddress(text):
		return "Please enter a valid email address."
	case e.kind() == "url_text_input" && !isURL(text):
		return "Please enter a valid URL."
	}
	return ""
}

// misfit checks min_length and max_length, in code points.
func misfit(e element, text string) string {
	length := int64(utf8.RuneCountInString(text))
	least, _ := number64(e.props["min_length"])
	most, limited := number64(e.props["max_length"])
	if !limited {
		most = maxText
	}
	switch {
	case length < least:
		return fmt.Sprintf("Please enter at least %d characters.", least)
	case length > most:
		return fmt.Sprintf("Please enter at most %d characters.", most)
	}
	return ""
}

// miscounted checks a number exactly, however many digits it has. Its bounds
// are strings in the element.
func miscounted(e element, text string) string {
	n, ok := new(big.Rat).SetString(text)
	switch {
	case !ok:
		return "Please enter a number."
	case !n.IsInt() && e.props["is_decimal_allowed"] != true:
		return "Please enter a whole number."
	}
	if least, ok := new(big.Rat).SetString(e.text("min_value")); ok && n.Cmp(least) < 0 {
		return "Please enter at least " + e.text("min_value") + "."
	}
	if most, ok := new(big.Rat).SetString(e.text("max_value")); ok && n.Cmp(most) > 0 {
		return "Please enter at most " + e.text("max_value") + "."
	}
	return ""
}

func isAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text
}

func isURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
