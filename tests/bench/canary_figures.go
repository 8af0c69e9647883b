package main

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/price"
)

// did is what a tick did, told by its calls.
type did string

const (
	judges did = "a minute is judged"
	moves  did = "a weight moves"
	makes  did = "a version is made and checked"
)

func (t turn) did() did {
	switch {
	case t.after.Phase == rollout.Deploying || t.after.Phase == rollout.Checking:
		return makes
	case t.calls.Times("UpdateAlias") > 0:
		return moves
	case t.calls.Of("CloudWatch") > 0:
		return judges
	default:
		return "" // a phase ends
	}
}

// figures are the most calls of each kind of tick, and the bill.
func (c *canary) figures() ([]figure, error) {
	most := map[did]account.Counts{}
	for _, t := range c.turns {
		if d := t.did(); t.calls.AWS() > most[d].AWS() {
			most[d] = t.calls
		}
	}
	park := account.Counts{}
	for _, p := range c.parks {
		if p.AWS() > park.AWS() {
			park = p
		}
	}
	var out []figure
	for _, of := range []struct {
		did   did
		limit float64
	}{{judges, 12}, {moves, 12 + 5}, {makes, 0}} {
		if most[of.did] == nil {
			return nil, fmt.Errorf("in no tick %s", of.did)
		}
		out = append(out, figure{
			what: fmt.Sprintf("tick: calls to AWS when %s (%s)", of.did, most[of.did]), value: float64(most[of.did].AWS()), limit: of.limit,
		})
	}
	out = append(out, figure{what: fmt.Sprintf("tick: calls to AWS to park after it (%s)", park), value: float64(park.AWS())})
	return append(out, c.costs()...), nil
}

func (c *canary) costs() []figure {
	bill := c.use.Bill()
	var lines []string
	for _, i := range bill {
		lines = append(lines, fmt.Sprintf("%s %s", i.What, short(100*i.Dollars)))
	}
	first, last := c.turns[0].after, c.turns[len(c.turns)-1].after
	return []figure{
		{what: "canary: from the command to the end", unit: "min", value: last.Ended.Sub(first.Created).Minutes()},
		{what: fmt.Sprintf("canary: transitions of the state machine, in %d ticks", len(c.turns)), value: float64(c.use.Transitions), limit: float64(3*len(c.turns) + 2)},
		{what: fmt.Sprintf("canary: calls to AWS (%s)", c.Counts()), value: float64(c.Counts().AWS())},
		{what: fmt.Sprintf("canary: units of DynamoDB (%d to read, %d to write)", c.use.Reads, c.use.Writes), value: float64(c.use.Reads + c.use.Writes)},
		{what: fmt.Sprintf("canary: cost (%s)", strings.Join(lines, ", ")), unit: "cents", value: price.Total(bill), limit: 1},
	}
}
