// Package stream judges many canaries at once, minute by minute, from JSON Lines
// to JSON Lines: the work of `slipway judge`.
package stream

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Judge reads one minute of a series from each line of in, and writes what it
// amounts to as a line to out. A strategy that is not a valid canary is a
// *params.Wrong, before anything is read.
//
// A line that makes no sense is told on talk, with its number; nothing is judged
// on it, and at the end the error is a *params.Wrong. Any other error is one of
// reading or writing, and ends it. What is judged is out before Judge waits for
// more.
func Judge(strategy rollout.Strategy, in io.Reader, out, talk io.Writer) error {
	if err := valid(strategy); err != nil {
		return &params.Wrong{Err: err}
	}
	buffer := bufio.NewWriterSize(out, 1<<16)
	lines := newLines(&flushing{in: in, out: buffer})
	j := judging{strategy: strategy, parser: newParser(), all: map[string]*series{}, writer: newWriter(buffer)}
	read, refused := int64(0), int64(0)
	for {
		problems, err := j.next(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		read++
		for _, problem := range problems {
			fmt.Fprintf(talk, "line %d: %s\n", lines.number, problem)
		}
		if len(problems) > 0 {
			refused++
		}
	}
	if err := buffer.Flush(); err != nil {
		return fmt.Errorf("write the verdicts: %w", err)
	}
	if refused > 0 {
		return &params.Wrong{Err: fmt.Errorf("%s of %s lines were not judged", judge.Count(refused), judge.Count(read))}
	}
	return nil
}

// judging is all series, and what it takes to read and write a line.
type judging struct {
	strategy rollout.Strategy
	parser   *parser
	all      map[string]*series
	writer   *writer
}

// next judges the next line, or says what is wrong with it. A line that is not
// judged leaves no trace.
func (j *judging) next(lines *lines) (problems []string, err error) {
	text, err := lines.next()
	if errors.Is(err, errTooLong) {
		return []string{err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	p := j.parser
	p.parse(text)
	s := j.all[string(p.line.series)]
	if s != nil && p.sound.has(minuteAt) && p.line.minute <= s.minute {
		p.complain("minute", "%d is not after %d", p.line.minute, s.minute)
	}
	if len(p.problems) > 0 {
		return p.problems, nil
	}
	if s == nil {
		s = &series{name: string(p.line.series)}
		j.all[s.name] = s
	}
	if err := j.writer.write(s, s.judge(&j.strategy, &p.line)); err != nil {
		return nil, fmt.Errorf("write the verdicts: %w", err)
	}
	return nil, nil
}

// valid says whether a strategy can be judged by. After that no verdict is
// judge.Error: what the judge would refuse in a line is refused when it is parsed.
func valid(s rollout.Strategy) error {
	if s.Kind != rollout.Canary {
		return fmt.Errorf("only a canary is judged step by step, not %s", s.Kind)
	}
	return s.Validate()
}
