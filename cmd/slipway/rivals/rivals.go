// Package rivals holds the other judges of docs/judge.md: what people use to
// decide over a canary today. Each is a short reading of its source, so that all
// can be shown the very same minutes as rollout/judge.
//
// Where a source leaves room, the reading is the one that comes closest to the
// reference table; the test of the table says how close.
package rivals

import "github.com/slipway-dev/slipway/rollout/judge"

// Judge looks at one minute after the other, and says when it would take the
// candidate back.
type Judge interface {
	// Fails takes the next minute. Minutes come in order and are valid, those
	// without datapoints too; after the first true it is not asked again.
	Fails(m judge.Minute) bool
}

// Rival is a judge and where it comes from.
type Rival struct {
	Name   string       // one word
	Rule   string       // what it does, in one plain sentence
	Source string       // address of the documentation or paper, and what was taken from it
	New    func() Judge // a judge that has seen nothing yet, for one rollout
}

// All are the rivals in the order of the table.
func All() []Rival {
	return []Rival{
		alarmRival(), thresholdRival(), ratioRival(), fisherRival(), mannWhitneyRival(),
	}
}

// rate is the share of calls that failed; ok is false without a call.
func rate(c *judge.Counts) (share float64, ok bool) {
	if c == nil || c.Invocations == 0 {
		return 0, false
	}
	return c.Rate(judge.MeasureErrors), true
}

// pool is what both versions have done so far. It adds up counts of different
// weights, which a judge should not do; two of the rivals do.
type pool struct{ candidate, stable judge.Counts }

func (p *pool) add(m judge.Minute) {
	grow(&p.candidate, m.Candidate)
	grow(&p.stable, m.Stable)
}

func grow(total, minute *judge.Counts) {
	if minute != nil {
		*total = total.Plus(*minute)
	}
}
