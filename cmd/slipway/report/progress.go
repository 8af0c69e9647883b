package report

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// watch tells talk that a part begins, and gives what tells how far it is: a bar
// on a terminal, and nothing more elsewhere.
func watch(talk io.Writer, p part) (progress func(done int)) {
	if f, ok := talk.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return bar(talk, p)
	}
	fmt.Fprintf(talk, "%s: %s rollouts in %d cells\n", p.what, judge.Count(int64(p.total())), len(p.cells))
	return func(int) {}
}

// bar is gone when the part is done.
func bar(talk io.Writer, p part) (progress func(done int)) {
	b := progressbar.NewOptions(p.total(),
		progressbar.OptionSetWriter(talk),
		progressbar.OptionSetDescription(p.what),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	return func(done int) { _ = b.Set(done) } // a terminal that is gone is no reason to stop
}
