package stream_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
)

// waiting is an input that hands out a line at a time, and looks at the output
// before each.
type waiting struct {
	lines []string
	look  func(left int)
}

func (w *waiting) Read(p []byte) (int, error) {
	w.look(len(w.lines))
	if len(w.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(p, w.lines[0]+"\n")
	w.lines = w.lines[1:]
	return n, nil
}

func TestAVerdictIsOutBeforeTheNextMinuteComes(t *testing.T) {
	var out strings.Builder
	in := &waiting{lines: []string{good, with(`"minute":1`, `"minute":2`), with(`"minute":1`, `"minute":3`)}}
	in.look = func(left int) {
		if got := strings.Count(out.String(), "\n"); got != 3-left {
			t.Errorf("%d verdicts are out, and %d lines to come", got, left)
		}
	}
	if err := stream.Judge(standard(t), in, &out, io.Discard); err != nil {
		t.Error(err)
	}
}

func TestTheLastVerdictIsOutHoweverTheInputEnds(t *testing.T) {
	for _, end := range []string{"", "\n"} {
		var out strings.Builder
		if err := stream.Judge(standard(t), iotest.DataErrReader(strings.NewReader(good+end)), &out, io.Discard); err != nil || strings.Count(out.String(), "\n") != 1 {
			t.Error(out.String(), err)
		}
	}
}

// broken is a pipe whose reader has gone.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Neither is the fault of whoever wrote the input.
func TestReadingAndWritingMayFail(t *testing.T) {
	unplugged := errors.New("unplugged")
	long := strings.Repeat(good[:len(good)-1]+strings.Repeat(" ", 1<<12)+"}\n", 1<<9)
	for name, c := range map[string]struct {
		in   io.Reader
		out  io.Writer
		want error
		says string
	}{
		"read":                    {io.MultiReader(strings.NewReader(good+"\n"), iotest.ErrReader(unplugged)), io.Discard, unplugged, "read the lines: unplugged"},
		"read, in a long line":    {io.MultiReader(strings.NewReader(strings.Repeat(" ", 3<<20)), iotest.ErrReader(unplugged)), io.Discard, unplugged, "read the lines: unplugged"},
		"write, a little":         {strings.NewReader(good), broken{}, io.ErrClosedPipe, "write the verdicts: "},
		"write, all in one piece": {iotest.DataErrReader(strings.NewReader(good + "\n")), broken{}, io.ErrClosedPipe, "write the verdicts: "},
		"write, a lot":            {strings.NewReader(long), broken{}, io.ErrClosedPipe, "write the verdicts: "},
		"write, in the middle":    {bytes.NewReader(traffic(1000, 1000)), broken{}, io.ErrClosedPipe, "write the verdicts: "},
	} {
		err := stream.Judge(standard(t), c.in, c.out, io.Discard)
		var wrong *params.Wrong
		if !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), c.says) || errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A stream may be as long as it likes: only its series take memory.
func TestALineLeavesNothingBehind(t *testing.T) {
	s := standard(t)
	allocations := func(lines int) float64 {
		text := traffic(10, lines)
		return testing.AllocsPerRun(3, func() {
			if err := stream.Judge(s, bytes.NewReader(text), io.Discard, io.Discard); err != nil {
				t.Error(err)
			}
		})
	}
	if few, many := allocations(1000), allocations(3000); many > few+20 {
		t.Errorf("%v allocations for 1,000 lines, %v for 3,000", few, many)
	}
}
