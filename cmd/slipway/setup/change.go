package setup

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// state is what would become of a file.
type state string

const (
	fresh   state = "new"
	same    state = "as it is"
	instead state = "instead of the example"
	changed state = "changed"
	kept    state = "yours, and kept: no answer changes it"
	edited  state = "changed, and you have changed it too"
)

// change is a file beside what stands in its place.
type change struct {
	file
	was   []byte
	state state
}

// changes compare what would be written with what is there. What init would have written
// from the answers that are there already tells whether a person has changed a file since.
func changes(folder string, now, then []file) ([]change, error) {
	before := map[string][]byte{}
	for _, f := range then {
		before[f.path] = f.text
	}
	all := make([]change, len(now))
	for i, f := range now {
		was, err := existing(folder, f.path)
		if err != nil {
			return nil, err
		}
		all[i] = change{file: f, was: was, state: compare(was, f.text, before[f.path])}
		if f.path == nextSteps && all[i].state != fresh && all[i].state != same {
			all[i].state = changed // it says itself that it is written anew
		}
	}
	return all, nil
}

func compare(was, text, before []byte) state {
	switch {
	case was == nil:
		return fresh
	case bytes.Equal(was, text):
		return same
	case example(was):
		return instead
	case bytes.Equal(text, before):
		return kept
	case bytes.Equal(was, before):
		return changed
	}
	return edited
}

// writes tells whether there is anything to do.
func (c change) writes() bool { return c.state != same && c.state != kept }

// tell lists what would become of each file, with the lines that change.
func tell(out io.Writer, all []change) {
	fmt.Fprintln(out)
	for _, c := range all {
		fmt.Fprintf(out, "  %-43s %s\n", c.path, c.state)
	}
	for _, c := range all {
		if (c.state == changed || c.state == edited) && c.path != nextSteps { // it follows from the others
			fmt.Fprintln(out)
			fmt.Fprint(out, params.Printable(lines(c)))
		}
	}
	fmt.Fprintln(out)
}

// lines are a file's name and its lines that change, with a little around them.
func lines(c change) string {
	text := string(diff.Diff(c.path, c.was, c.path, c.text))
	_, text, _ = strings.Cut(text, "\n") // the command that would say the same
	return text
}
