package simulate

import (
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// follow lets a rival look after the same canary: the same steps, each for its
// hold, and then all of the traffic, unless one of the minutes makes it go back.
// It sees a minute as soon as its metrics are in, and drops none.
func follow(s rollout.Strategy, w *world.World, r rivals.Rival) ending {
	promotion := w.Start()
	for _, step := range s.Steps {
		w.Route(promotion, step.Weight)
		promotion += step.Hold
	}
	j := r.New()
	e := ending{}
	for n := 0; ; n++ {
		now := time.Duration(n+1)*time.Minute + s.Settle
		if now > promotion {
			e.outcome, e.decided, e.failed = Promoted, promotion-w.Start(), w.End(promotion)
			return e
		}
		m := w.Minute(n)
		if m.Candidate != nil {
			e.errorsSeen += m.Candidate.Errors
		}
		if j.Fails(m) {
			e.outcome, e.why, e.byVerdict = RolledBack, r.Name, true
			e.decided, e.failed = now-w.Start(), w.End(now)
			e.restored = e.decided
			return e
		}
	}
}
