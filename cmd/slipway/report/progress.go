package report

import (
	"fmt"
	"io"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// watch tells talk that a part begins, and gives what tells how far it is: a bar
// on a terminal, and nothing more elsewhere.
func watch(talk io.Writer, p part) (progress func(done int)) {
	if simulate.OnTerminal(talk) {
		return bar(talk, p)
	}
	fmt.Fprintf(talk, "%s: %s rollouts in %d cells\n", p.what, judge.Count(int64(p.total())), len(p.cells))
	return func(int) {}
}

// bar is gone when the part is done.
func bar(talk io.Writer, p part) (progress func(done int)) {
	b := simulate.NewBar(talk, p.total(), p.what)
	return func(done int) { _ = b.Set(done) } // a terminal that is gone is no reason to stop
}
