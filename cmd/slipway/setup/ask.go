package setup

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// person is whoever answers, on any terminal.
type person struct {
	in  *bufio.Reader
	out io.Writer
}

// errGone is told when there are no more answers.
var errGone = errors.New("the answers ended; nothing was written")

// line is what is typed at a prompt.
func (p person) line(prompt string) (string, error) {
	fmt.Fprint(p.out, prompt)
	text, err := p.in.ReadString('\n')
	if err != nil && text == "" {
		fmt.Fprintln(p.out)
		if errors.Is(err, io.EOF) {
			return "", errGone
		}
		return "", fmt.Errorf("read an answer: %w", err)
	}
	return strings.TrimSpace(text), nil
}

// interview asks what no flag has answered; those were checked. What was there before is
// offered.
func (p person) interview(given, before answers) (answers, error) {
	a, n := answers{}, 0
	for _, q := range questions() {
		if !q.asked(a) {
			continue
		}
		text, said := given[q.flag]
		switch {
		case said:
		case q.quiet:
			if text, said = q.offered(a, before); !said { // what was there fits no more
				text = q.fallback(a)
			}
		default:
			n++
			fmt.Fprintf(p.out, "\n%d. %s\n   %s\n", n, q.ask, q.why)
			var err error
			if text, err = p.answer(q, a, before); err != nil {
				return nil, err
			}
		}
		a[q.flag] = text
	}
	return a, nil
}

// answer asks until an answer will do, and says each time why one does not.
func (p person) answer(q question, a, before answers) (string, error) {
	offered, ok := q.offered(a, before)
	prompt := "   > "
	if ok {
		prompt = "   [" + params.Printable(offered) + "] > "
	}
	for {
		text, err := p.line(prompt)
		if err != nil {
			return "", err
		}
		if text == "" && ok {
			text = offered
		}
		if text == "" {
			fmt.Fprintln(p.out, "   It has no default, so please answer it.")
			continue
		}
		kept, err := q.check(a, text)
		if err == nil {
			return kept, nil
		}
		fmt.Fprintf(p.out, "   That will not do: %s. Once more:\n", params.Printable(err.Error()))
	}
}

// agrees asks a question that is answered by yes or no.
func (p person) agrees(question string, standard bool) (bool, error) {
	prompt := question + " [y/N] > "
	if standard {
		prompt = question + " [Y/n] > "
	}
	for {
		text, err := p.line(prompt)
		switch {
		case err != nil:
			return false, err
		case text == "":
			return standard, nil
		case strings.EqualFold(text, "y"), strings.EqualFold(text, "yes"):
			return true, nil
		case strings.EqualFold(text, "n"), strings.EqualFold(text, "no"):
			return false, nil
		}
		fmt.Fprintln(p.out, "Please answer y or n.")
	}
}
