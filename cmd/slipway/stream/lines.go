package stream

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// longest is the length of a line, without its end, that is still read.
const longest = 1 << 20

// errTooLong says that a line was longer than that. It has been passed over.
var errTooLong = errors.New("longer than 1 MiB")

// lines reads a text line by line.
type lines struct {
	in     *bufio.Reader
	number int // of the last line, from 1
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, longest+1)} }

// next is the next line that is not blank, good until the one after it is read.
func (l *lines) next() ([]byte, error) {
	for {
		text, err := l.in.ReadSlice('\n')
		if len(text) > 0 {
			l.number++
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, l.drop()
		}
		if len(bytes.TrimSpace(text)) > 0 && (err == nil || errors.Is(err, io.EOF)) {
			return text, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// drop reads on to the end of the line.
func (l *lines) drop() error {
	for {
		_, err := l.in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == nil || errors.Is(err, io.EOF):
			return errTooLong
		default:
			return err
		}
	}
}

// flushing lets go of what is written before it waits for more to read, or finds
// that there is none.
type flushing struct {
	in  io.Reader
	out *bufio.Writer
}

func (f *flushing) Read(p []byte) (int, error) {
	if err := f.out.Flush(); err != nil {
		return 0, fmt.Errorf("write the verdicts: %w", err)
	}
	n, err := f.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read the lines: %w", err)
	}
	return n, err
}
