package cost

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

//go:embed page.md
var words string

// view is what the page's template is filled with. Tables end with a line break.
type view struct {
	Region, Read                                              string
	Goal                                                      goal
	Levers, Switches, Lines, Service, Looks, Measured, Prices string
	ThreeACLs, Fleet                                          string
	Memory                                                    int
}

// goal is how the bot itself stands to what it may cost.
type goal struct {
	Deploys                     int
	Holds                       bool
	Bot, WAF, Secrets, Security string
	Limit, Over, Idle, One      string
	Fits                        int // deploys a day that cost no more
}

// page is docs/cost.md.
func (r report) page() (string, error) {
	t, err := template.New("page").Parse(words)
	if err != nil {
		return "", fmt.Errorf("read the template: %w", err)
	}
	var b strings.Builder
	err = t.Execute(&b, view{
		Region: r.region, Read: r.read(), Goal: r.goal(), Memory: model.Memory,
		Levers: r.levers(), Switches: r.switches(), Lines: r.lines(), Service: r.service(), Looks: r.looks(), Measured: measured(), Prices: r.list(),
		ThreeACLs: money(3 * r.of(model.Usage{model.ACLs: 1, model.Rules: model.ACLRules})),
		Fleet:     money(r.services(10)),
	})
	return b.String(), err
}

// read is the day of the oldest price.
func (r report) read() string {
	days := make([]string, len(r.prices.List))
	for i, p := range r.prices.List {
		days[i] = p.Read
	}
	return slices.Min(days)
}

// of is what a usage costs, the free tiers taken off.
func (r report) of(u model.Usage) float64 { return r.prices.Of(u, r.region).Total() }

// bare is the bill of the bot itself in dollars.
func (r report) bare(deploys int) float64 { return r.bill(model.Bare(), deploys).Total() }

func (r report) goal() goal {
	const n = model.DayDeploysGoal
	bot, whole := r.bare(n), r.bill(model.Asked(), n).Total()
	waf := model.Bare()
	waf.WAF = true
	guarded := r.bill(waf, n).Total()
	g := goal{
		Deploys: n, Holds: bot <= model.Goal,
		Bot: money(bot), WAF: money(guarded - bot), Secrets: money(whole - guarded), Security: money(whole - bot),
		Limit: money(model.Goal), Over: money(bot - model.Goal), Idle: money(r.bare(0)),
		One: cents((r.bare(n+1) - bot) / 30),
	}
	for g.Fits < most && r.bare(g.Fits+1) <= model.Goal {
		g.Fits++
	}
	return g
}

// cents is a sum below a dollar.
func cents(dollars float64) string { return fmt.Sprintf("%.2f cents", 100*dollars) }

// services is what so many services add to the bot, each with its warm-up and dashboard.
func (r report) services(n int) float64 {
	bot := model.Asked().Month(100)
	return r.of(bot.Plus(model.Service(true, true).Times(float64(n)))) - r.of(bot)
}
