package views

import (
	"fmt"
	"math"
	"slices"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// number is a row of a dashboard's table: what it is, and what it comes to for a side,
// in words; empty where that is not known.
type number struct {
	name string
	of   func(s side) string
}

// numberRows are all that a dashboard tells in words, whatever its charts show.
func numberRows() []number {
	return []number{
		{"Requests", func(s side) string { return s.inWords(rollout.Calls, side.sum, count) }},
		{"Error rate", side.failingWords},
		{"Latency p50", func(s side) string { return s.latency(rollout.P50) }},
		{"Latency p95", func(s side) string { return s.latency(rollout.P95) }},
		{"Latency p99", func(s side) string { return s.latency(rollout.P99) }},
		{"Throttles", func(s side) string { return s.inWords(rollout.Throttles, side.sum, count) }},
		{"Concurrency", func(s side) string {
			return s.inWords(rollout.Concurrency, side.most, func(v float64) string { return "at most " + count(v) })
		}},
		{"Cold starts", side.coldWords},
		{"Billed a request", side.billedWords},
		{"Cost", side.costWords},
	}
}

// numbersTable are the numbers of all of the time that is shown. In plainer blocks they
// are lines, since there is nothing untrusted in them.
func numbersTable(d commands.DashboardShown) piece {
	known := slices.DeleteFunc(sides(d), func(s side) bool {
		return !slices.ContainsFunc(numberRows(), func(n number) bool { return n.of(s) != "" })
	})
	if len(known) == 0 {
		return piece{}
	}
	header := []string{"Number"}
	for _, s := range known {
		header = append(header, s.column())
	}
	var rows [][]line
	var lines []line
	for _, n := range numberRows() {
		row, said := []line{say(n.name)}, []line(nil)
		for _, s := range known {
			value := n.of(s)
			if row = append(row, say(value)); value == "" {
				continue
			}
			if s.version != "" {
				value = s.column() + ": " + value
			}
			said = append(said, say(value))
		}
		if len(said) > 0 {
			rows = append(rows, row)
			lines = append(lines, append(say(n.name+": "), joined(said)...))
		}
	}
	p := table(header, rows, "")
	p.plainer, p.text = paragraph("table", lines...).plainer, lines
	return p
}

// column is what stands above the numbers of a side.
func (s side) column() string {
	if s.version == "" {
		return "All requests"
	}
	return s.version.String()
}

func count(v float64) string { return judge.Count(int64(math.Round(v))) }

func (s side) inWords(n rollout.Number, of func(side, rollout.Number, stretch) (float64, bool), words func(float64) string) string {
	v, ok := of(s, n, whole(s.DashboardShown))
	if !ok {
		return ""
	}
	return words(v)
}

func (s side) failingWords() string {
	share, ok := s.failing(whole(s.DashboardShown))
	if !ok {
		return ""
	}
	errors, _ := s.sum(rollout.Errors, whole(s.DashboardShown))
	return fmt.Sprintf("%s (%s)", judge.Percent(share), count(errors))
}

// latency is how a percentile was last, and at worst. Those of several periods cannot be
// made one of all of them.
func (s side) latency(n rollout.Number) string {
	all := s.values(n, whole(s.DashboardShown))
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf("%s last, %s at worst", ms(all[len(all)-1]), ms(slices.Max(all)))
}

// ms are milliseconds, with as many digits as a person wants to see.
func ms(v float64) string {
	if v >= 10 {
		return count(v) + " ms"
	}
	return amount(math.Round(v*10)/10) + " ms"
}

func (s side) coldWords() string {
	share, ok := s.cold(whole(s.DashboardShown))
	if !ok {
		return ""
	}
	_, u := s.used(whole(s.DashboardShown))
	return fmt.Sprintf("%s (%s)", judge.Percent(share), judge.Count(u.Cold))
}

func (s side) billedWords() string {
	v, ok := s.billed(whole(s.DashboardShown))
	if !ok {
		return ""
	}
	return ms(v)
}

func (s side) costWords() string {
	million, ok := s.million(whole(s.DashboardShown))
	if !ok {
		return ""
	}
	if s.version != "" { // its share of the calls was not the same all of the time
		return money(million) + " a million requests"
	}
	daily, _ := s.daily(whole(s.DashboardShown))
	return fmt.Sprintf("%s a million requests, %s a day", money(million), money(daily))
}
