package simulate

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows how many runs are done, on a terminal and once a moment has passed;
// nil where nobody would see it. It is gone when all are.
func bar(w io.Writer, runs int, moment <-chan time.Time) func(done int) {
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
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
				b = progressbar.NewOptions(runs,
					progressbar.OptionSetWriter(w),
					progressbar.OptionSetDescription("rollouts"),
					progressbar.OptionShowCount(),
					progressbar.OptionThrottle(100*time.Millisecond),
					progressbar.OptionClearOnFinish(),
				)
			default:
				return
			}
		}
		_ = b.Set(done) // a terminal that is gone is no reason to stop
	}
}
