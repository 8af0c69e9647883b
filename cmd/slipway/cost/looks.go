package cost

import (
	"fmt"
	"strconv"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// What looking is reckoned for: a service that is called a million times a day, and a team
// that ships this often.
const (
	lookedCalls   = 1e6 // a day
	lookedBytes   = 500 // that Lambda logs of a call; what a service writes itself comes on top
	lookedDeploys = 10  // a day
)

// hours are those that a range looks back.
func hours(over string) float64 {
	n, _ := strconv.ParseFloat(over[:len(over)-1], 64)
	if over[len(over)-1] == 'd' {
		n *= 24
	}
	return n
}

// dashboard is what one dashboard reads that tells so many versions apart.
func dashboard(over string, versions int) model.Usage {
	return model.Usage{
		model.Read:    float64(commands.MetricsRead(versions)),
		model.Scanned: hours(over) / 24 * lookedCalls * lookedBytes / 1e9,
	}
}

// summary is what one summary reads: the results of 14 weeks, each in at most so many units
// of the table, and what is live.
func summary() model.Usage {
	const days, units = 14 * 7, 1
	return model.Usage{model.Reads: days * lookedDeploys * units}.Plus(model.Look().Usage(model.Memory))
}

// looks is what it costs to look once, with nothing left of what is free.
func (r report) looks() string {
	row := func(what string, metrics, gb float64, u model.Usage) []string {
		return []string{what, some(metrics), some(gb), small(r.paid(u))}
	}
	var rows [][]string
	for _, over := range grammar.Ranges() {
		one, two := dashboard(over, 0), dashboard(over, 2)
		rows = append(rows,
			row("`/dashboard … "+over+"`", one[model.Read], one[model.Scanned], one),
			row("the same while two versions are live", two[model.Read], two[model.Scanned], two))
	}
	drawn := model.Usage{model.Drawn: float64(commands.MetricsRead(0))}
	rows = append(rows,
		row("*High resolution*, beside the dashboard, at most", drawn[model.Drawn], 0, drawn),
		row("`/deploy status`", 0, 0, model.Look().Usage(model.Memory)),
		row(fmt.Sprintf("`/deploy summary`, at %d deploys a day", lookedDeploys), 0, 0, summary()))
	return table([]string{"what", ">metrics", ">GB of log", ">price"}, rows)
}

// paid is what a usage costs where nothing is free any more.
func (r report) paid(u model.Usage) (dollars float64) {
	for _, p := range r.prices.List {
		dollars += u[p.Item] / p.Per * p.Dollars[r.region]
	}
	return dollars
}

// some is an amount, or nothing where there is none.
func some(n float64) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

// small is a sum of fractions of a cent.
func small(dollars float64) string { return "$" + strconv.FormatFloat(dollars, 'f', 5, 64) }
