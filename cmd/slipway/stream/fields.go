package stream

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
)

// object says which fields a JSON object may have.
type object struct {
	name   string // as the input writes it; the line itself has none
	fields []string
	must   int // the last of those that have to be there
}

func (o *object) path(field string) string {
	if o.name == "" {
		return field
	}
	return o.name + "." + field
}

// The places of the line's fields.
const (
	seriesAt = iota
	stepAt
	minuteAt
	weightAt
	canaryAt
	stableAt
)

// The places of a version's fields.
const (
	callsAt = iota
	errorsAt
	slowAt
)

// set is a set of fields, by their places.
type set uint8

func (s *set) add(i int)     { *s |= 1 << i }
func (s set) has(i int) bool { return s&(1<<i) != 0 }

// members has each field of an object read by take, and says whether there is an
// object.
func (p *parser) members(o *object, take func(i int)) bool {
	if kind := p.json.PeekKind(); kind != '{' && kind != jsontext.KindInvalid {
		p.complain(o.name, "not an object")
		p.skip()
		return false
	}
	var seen set
	for p.token(); p.broken == nil && p.json.PeekKind() != '}'; {
		p.field(o, &seen, take)
	}
	p.token()
	if p.broken != nil {
		return true
	}
	for i, field := range o.fields[:o.must+1] {
		if !seen.has(i) {
			p.complain(o.path(field), "missing")
		}
	}
	return true
}

func (p *parser) field(o *object, seen *set, take func(i int)) {
	raw := p.value()
	if p.broken != nil {
		return
	}
	name := unquoted(raw)
	i := slices.IndexFunc(o.fields, func(field string) bool { return field == string(name) })
	switch {
	case i < 0:
		p.complain(o.path(visible(string(name))), "unknown field")
		p.skip()
	case seen.has(i):
		p.complain(o.path(o.fields[i]), "given twice")
		p.skip()
	default:
		seen.add(i)
		take(i)
	}
}

// name reads the series' name into a buffer.
func (p *parser) name(buffer []byte) (name []byte, sound bool) {
	raw := p.value()
	if p.broken != nil {
		return buffer, false
	}
	if raw.Kind() != '"' {
		p.complain("series", "%s is not a string", visible(string(raw)))
		return buffer, false
	}
	return append(buffer, unquoted(raw)...), true
}

// whole reads a whole number.
func (p *parser) whole(o *object, i int) (n int64, sound bool) {
	raw := p.value()
	if p.broken != nil {
		return 0, false
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	switch {
	case err == nil:
		return n, true
	case errors.Is(err, strconv.ErrRange):
		p.complain(o.path(o.fields[i]), "%s is out of range", visible(string(raw)))
	default:
		p.complain(o.path(o.fields[i]), "%s is not a whole number", visible(string(raw)))
	}
	return 0, false
}

// number reads any number.
func (p *parser) number(o *object, i int) (x float64, sound bool) {
	raw := p.value()
	if p.broken != nil {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		p.complain(o.path(o.fields[i]), "%s is not a number", visible(string(raw)))
		return 0, false
	}
	return x, true
}

// value reads any value, which is good until the next one is read.
func (p *parser) value() (raw jsontext.Value) {
	raw, p.broken = p.json.ReadValue()
	return raw
}

func (p *parser) token() {
	if p.broken == nil {
		_, p.broken = p.json.ReadToken()
	}
}

func (p *parser) skip() { p.broken = p.json.SkipValue() }

// unquoted is what a JSON string says. Few have anything in them to be replaced.
func unquoted(raw jsontext.Value) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	text, _ := jsontext.AppendUnquote(nil, raw) // the decoder has found it valid
	return text
}

// visible is a piece of the input that is safe to show, and not long.
func visible(text string) string {
	const most = 60
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.QuoteToASCII(text)
	}
	return text
}
