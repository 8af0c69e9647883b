package waf

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Look is where a statement looks, and through which glasses.
type Look struct {
	Field []Field     `json:"field_to_match"`
	Text  []Transform `json:"text_transformation"`
}

// Field is a part of a request: the one that is there.
type Field struct {
	Method  []struct{} `json:"method"`
	Path    []struct{} `json:"uri_path"`
	Query   []struct{} `json:"all_query_arguments"`
	Header  []Named    `json:"single_header"`
	Headers []Several  `json:"headers"`
	Cookies []Several  `json:"cookies"`
	Body    []Several  `json:"body"`
	JSON    []Several  `json:"json_body"`
}

// Several is a part that can be too large to be looked at whole.
type Several struct {
	Scope    string            `json:"match_scope"`
	Oversize string            `json:"oversize_handling"`
	Fallback string            `json:"invalid_fallback_behavior"`
	Pattern  []json.RawMessage `json:"match_pattern"`
}

// Transform is done to a text before it is looked at.
type Transform struct {
	Priority int    `json:"priority"`
	Type     string `json:"type"`
}

// headerBytes is how much of all headers, or of all cookies, AWS looks at.
const headerBytes = 8 << 10

// finds tells whether any text in the field, transformed, is what is looked for.
func (l Look) finds(q *inquiry, wanted func(string) bool) bool {
	texts, large := l.Field[0].texts(q)
	if large != "" && large != "CONTINUE" {
		return large == "MATCH"
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		for _, t := range slices.SortedFunc(slices.Values(l.Text), func(a, b Transform) int { return a.Priority - b.Priority }) {
			text = t.of(text)
		}
		return wanted(text)
	})
}

// texts are what is looked at in a request, and what to do when that is not all.
func (f Field) texts(q *inquiry) (texts []string, large string) {
	switch {
	case len(f.Method) > 0:
		return []string{q.Method}, ""
	case len(f.Path) > 0:
		return []string{q.Path}, ""
	case len(f.Query) > 0:
		return arguments(q.Query), ""
	case len(f.Header) > 0:
		return []string{q.Header[f.Header[0].Name]}, ""
	case len(f.Headers) > 0:
		return bounded(slices.Collect(maps.Values(q.Header)), f.Headers[0])
	case len(f.Cookies) > 0:
		return bounded(crumbs(q.Header["cookie"]), f.Cookies[0])
	}
	body, large := q.Body, ""
	if part := slices.Concat(f.Body, f.JSON)[0]; len(body) > q.acl.Inspects {
		body, large = body[:q.acl.Inspects], part.Oversize
	}
	if len(f.JSON) > 0 {
		return members(body), large
	}
	return []string{body}, large
}

func bounded(texts []string, part Several) ([]string, string) {
	if len(strings.Join(texts, "")) > headerBytes || len(texts) > 200 {
		return texts, part.Oversize
	}
	return texts, ""
}

// arguments are the values of a query, as they were sent.
func arguments(query string) []string {
	var values []string
	for pair := range strings.SplitSeq(query, "&") {
		_, value, _ := strings.Cut(pair, "=")
		values = append(values, value)
	}
	return values
}

// crumbs are the names and the values of cookies.
func crumbs(cookies string) []string {
	return strings.FieldsFunc(cookies, func(r rune) bool { return r == ';' || r == '=' })
}

// members are all keys and values of a JSON text, or the text if it is none.
func members(body string) []string {
	var value any
	if json.Unmarshal([]byte(body), &value) != nil {
		return []string{body}
	}
	var found []string
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, inner := range v {
				found = append(found, key)
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		default:
			found = append(found, fmt.Sprint(v))
		}
	}
	walk(value)
	return found
}

func (t Transform) of(text string) string {
	switch t.Type {
	case "NONE":
		return text
	case "URL_DECODE":
		return decoded(text)
	case "HTML_ENTITY_DECODE":
		return html.UnescapeString(text)
	}
	panic("an unknown transformation: " + t.Type)
}

// decoded leaves what cannot be decoded as it is.
func decoded(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+3 <= len(text) {
			if one, err := url.PathUnescape(text[i : i+3]); err == nil {
				b.WriteString(one)
				i += 2
				continue
			}
		}
		if text[i] == '+' {
			b.WriteByte(' ')
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
