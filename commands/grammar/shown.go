package grammar

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func dashboardSpec() Spec {
	return Spec{
		Name: "dashboard", Slash: "/dashboard", Who: Anyone,
		Args:     "<env> [service] [" + strings.Join(Ranges(), "|") + "] [--chart " + strings.Join(Charts(), "|") + "] [--fresh] [--picture]",
		Summary:  "Show how the calls have gone: requests, errors, latency, cold starts and cost.",
		Examples: []string{"/dashboard prod", "/dashboard prod checkout 1d --chart load"},
		flags:    []string{"chart"},
		switches: []string{"fresh", "picture"},
		parse: func(p *parser) Command {
			return Dashboard{
				Target: p.target(1), Range: p.oneOf("a time to look back at", Ranges(), nearestRange),
				Chart: p.chart(), Fresh: p.given("fresh"), Picture: p.given("picture"),
			}
		},
		decode: decode[Dashboard],
	}
}

func summarySpec() Spec {
	return Spec{
		Name: "summary", Slash: "/deploy", Who: Anyone,
		Args:     "[" + Day + "|" + Week + "] [--on 2026-11-22] [--page 2]",
		Summary:  "Say what was shipped yesterday, or in the week that ended last, and how well that goes.",
		Examples: []string{"/deploy summary", "/deploy summary week", "/deploy summary --on 2026-11-22"},
		flags:    []string{"on", "page"},
		parse: func(p *parser) Command {
			return Summary{Period: p.oneOf("a period", []string{Day, Week}, nil), On: p.day(), Page: p.page()}
		},
		decode: decode[Summary],
	}
}

// oneOf reads a word that is one of a few, if there is one. Which of them another word
// probably means, meant may know; it may be nil.
func (p *parser) oneOf(kind string, valid []string, meant func(word string) []string) string {
	if len(p.words) == 0 {
		return ""
	}
	word := p.words[0]
	p.end(p.words[1:])
	if name, ok := lookup(valid, word); ok || p.lost {
		return name
	}
	var suggestions []string
	if meant != nil {
		suggestions = meant(asciiLower(bare(word)))
	}
	if len(suggestions) == 0 {
		suggestions = near(word, valid)
	}
	if len(suggestions) == 0 {
		suggestions = alike(word, valid)
	}
	p.complain(Complaint{Word: word, Message: show(word) + " is not " + kind + ": " + list(valid) + ".", Suggestions: suggestions})
	return ""
}

// nearestRange is the range that is nearest to a time written in another way, such as
// "24h", "2w" or "day".
func nearestRange(word string) []string {
	wanted, ok := duration(word)
	if !ok {
		return nil
	}
	best := slices.MinFunc(Ranges(), func(a, b string) int {
		x, _ := duration(a)
		y, _ := duration(b)
		return int((x - wanted).Abs() - (y - wanted).Abs())
	})
	return []string{best}
}

// duration reads a number, up to four digits of it, and the unit that it begins a word
// of; one of the unit when there is no number.
func duration(word string) (time.Duration, bool) {
	unit := strings.TrimLeft(word, "0123456789")
	digits := strings.TrimSuffix(word, unit)
	n, err := strconv.Atoi(digits)
	if digits == "" {
		n, err = 1, nil
	}
	if err != nil || len(digits) > 4 {
		return 0, false
	}
	for name, length := range map[string]time.Duration{"minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour, "weeks": 7 * 24 * time.Hour} {
		if unit != "" && strings.HasPrefix(name, unit) {
			return time.Duration(n) * length, true
		}
	}
	return 0, false
}

// chart reads --chart.
func (p *parser) chart() string {
	value := p.flag("chart")
	name, ok := lookup(Charts(), value)
	if !ok && value != "" {
		p.complain(Complaint{
			Word:        value,
			Message:     show(value) + " is not a chart: " + list(Charts()) + ".",
			Suggestions: near(value, Charts()),
		})
	}
	return name
}

// day reads --on; empty when it is not given.
func (p *parser) day() string {
	value := p.flag("on")
	if value == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		p.complain(Complaint{Word: value, Message: "`--on` takes a day of the calendar, such as `2026-11-22`, not " + show(value) + "."})
		return ""
	}
	return value
}

// lastPage is the highest number that --page takes. There never are that many.
const lastPage = 9999

// page reads --page; 0 when it is not given.
func (p *parser) page() int {
	value := p.flag("page")
	if value == "" {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || !isNumber(value) || n > lastPage {
		p.complain(Complaint{Word: value, Message: "`--page` takes a whole number from 1 up, such as `2`, not " + show(value) + "."})
		return 0
	}
	return n
}
