package simulate

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// OnTerminal says whether what is written is seen by a person at once.
func OnTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// NewBar shows how far something is, and is gone when all of it is done.
func NewBar(w io.Writer, total int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
}

// bar shows how many runs are done, on a terminal and once a moment has passed;
// nil where nobody would see it. It is gone when all are.
func bar(w io.Writer, runs int, moment <-chan time.Time) func(done int) {
	if !OnTerminal(w) {
		return nil
	}
	return drawn(w, runs, moment)
}

func drawn(w io.Writer, runs int, moment <-chan time.Time) func(done int) {
	var b *progressbar.ProgressBar
	return func(done int) {
		if b == nil {
			select {
			case <-moment:
				b = NewBar(w, runs, "rollouts")
			default:
				return
			}
		}
		_ = b.Set(done) // a terminal that is gone is no reason to stop
	}
}
