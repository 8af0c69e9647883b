package stream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// line is one minute of a series as it was given. It is good until the next one
// is parsed.
type line struct {
	series       []byte
	step, minute int64
	counts       judge.Minute
}

// parser reads lines strictly: what is unknown, missing, given twice or of the
// wrong kind is a problem, and all of them are found in one go. It is used again
// for each line, so that a good one costs no memory.
type parser struct {
	json    *jsontext.Decoder
	options []jsontext.Options
	text    bytes.Reader
	broken  error // there is no JSON from here on

	top, canary, stable object
	canaryCounts        judge.Counts
	stableCounts        judge.Counts

	line     line
	sound    set // the fields of the line that can be what they say
	problems []string
}

func newParser() *parser {
	p := &parser{
		top:     object{fields: []string{"series", "step", "minute", "weight", "canary", "stable"}, must: weightAt},
		canary:  object{name: "canary", fields: []string{"invocations", "errors", "slow"}, must: errorsAt},
		options: []jsontext.Options{jsontext.AllowDuplicateNames(true)}, // they are found here, where the field has a name
	}
	p.stable = p.canary
	p.stable.name = "stable"
	p.json = jsontext.NewDecoder(&p.text, p.options...)
	return p
}

// parse reads one line into p.line, and what is wrong with it into p.problems.
func (p *parser) parse(text []byte) {
	p.text.Reset(text)
	p.json.Reset(&p.text, p.options...)
	p.line = line{series: p.line.series[:0]}
	p.broken, p.sound, p.problems = nil, 0, p.problems[:0]
	if p.members(&p.top, p.member) && p.broken == nil {
		if _, err := p.json.ReadToken(); !errors.Is(err, io.EOF) {
			p.complain("", "something follows the object")
		}
	}
	if p.broken != nil {
		p.syntax()
		return
	}
	p.check()
}

// complain tells a problem of a field, or with the line if that is empty.
func (p *parser) complain(field, format string, args ...any) {
	problem := fmt.Sprintf(format, args...)
	if field != "" {
		problem = field + ": " + problem
	}
	p.problems = append(p.problems, problem)
}

// syntax tells where the text is no JSON.
func (p *parser) syntax() {
	s := &jsontext.SyntacticError{Err: p.broken}
	_ = errors.As(p.broken, &s)
	field := strings.ReplaceAll(strings.TrimPrefix(string(s.JSONPointer), "/"), "/", ".")
	p.complain(visible(field), "column %d: %v", s.ByteOffset+1, s.Err)
}

// member reads a field of the line.
func (p *parser) member(i int) {
	sound := true
	switch i {
	case seriesAt:
		p.line.series, sound = p.name(p.line.series)
	case stepAt:
		p.line.step, sound = p.whole(&p.top, i)
	case minuteAt:
		p.line.minute, sound = p.whole(&p.top, i)
	case weightAt:
		p.line.counts.Weight, sound = p.number(&p.top, i)
	case canaryAt:
		p.line.counts.Candidate = p.counts(&p.canary, &p.canaryCounts)
	case stableAt:
		p.line.counts.Stable = p.counts(&p.stable, &p.stableCounts)
	}
	if sound {
		p.sound.add(i)
	}
}

// counts reads those of one version; null is no datapoint. Where the number of
// calls cannot be, nothing is to be said of the other numbers.
func (p *parser) counts(o *object, into *judge.Counts) *judge.Counts {
	if p.json.PeekKind() == 'n' {
		p.skip()
		return nil
	}
	*into = judge.Counts{}
	calls, slow := false, false
	there := p.members(o, func(i int) {
		n, sound := p.whole(o, i)
		switch i {
		case callsAt:
			into.Invocations, calls = n, sound
		case errorsAt:
			into.Errors = n
		case slowAt:
			into.Slow, slow = n, true
		}
	})
	if there && !slow {
		p.line.counts.NoSlow = true
	}
	if !calls {
		return nil
	}
	return into
}

// check looks at what the fields say. What the judge would refuse it refuses.
func (p *parser) check() {
	l := &p.line
	if p.sound.has(seriesAt) && len(l.series) == 0 {
		p.complain("series", "empty")
	}
	if p.sound.has(stepAt) && l.step < 1 {
		p.complain("step", "%d is less than 1", l.step)
	}
	counts := l.counts
	if w := counts.Weight; !(w > 0 && w < 1) {
		if p.sound.has(weightAt) {
			p.complain("weight", "%v is outside (0, 1)", w)
		}
		counts.Weight = 1 // has been told, and to the judge it is a watch
	}
	if err := counts.Validate(); err != nil {
		for _, problem := range strings.Split(err.Error(), "\n") {
			p.complain("", "%s", strings.Replace(problem, "candidate.", "canary.", 1))
		}
	}
}
