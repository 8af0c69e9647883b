// Package bill says what the bot itself has cost so far, by the model and the prices of
// `slipway cost`. It asks AWS nothing: bills come a day late, and are of the whole account.
package bill

import (
	"slices"
	"time"

	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/infra"
)

// Spending is commands.Spending of a bot.
type Spending struct {
	Region   string
	Switches []string // of what costs something, what is on, as settings names them; nil: what is on by default
}

// monthDays is how many the model's month has.
const monthDays = 30

// SoFar is what the days from the beginning of a month on have cost, with so many deploys
// in them. What is free each month is taken off whole. A region without prices has those of
// the file's first, which the cost says. The file is read each time, which takes a
// millisecond or two a day, and not at every start.
func (s Spending) SoFar(month, until time.Time, deploys int) commands.Cost {
	all, err := prices.Read("prices.yaml", infra.Prices())
	if err != nil { // a test reads it, too
		return commands.Cost{Deploys: deploys}
	}
	c := commands.Cost{Deploys: deploys, Region: s.Region, Read: oldest(all.List)}
	if !all.Has(c.Region) {
		c.Region = all.Regions[0]
	}
	if days := until.Sub(month).Hours() / 24; days > 0 {
		used := s.setup().Month(float64(deploys) / days).Times(days / monthDays)
		c.Dollars = all.Of(used, c.Region).Total()
	}
	return c
}

// setup is what is on.
func (s Spending) setup() model.Setup {
	if s.Switches == nil {
		return model.Bare()
	}
	on := func(name string) bool { return slices.Contains(s.Switches, name) }
	return model.Setup{
		WAF: on(settings.WAF), SecretsManager: on(settings.SecretsManager), Key: on(settings.Key), WarmUp: on(settings.WarmUp),
		Dashboards: on(settings.Dashboards), Image: on(settings.Image), Tracing: on(settings.Tracing),
		Backups: true, Retention: model.RetentionDays,
	}
}

// oldest is the day of the oldest price.
func oldest(all []model.Price) string {
	days := make([]string, len(all))
	for i, p := range all {
		days[i] = p.Read
	}
	return slices.Min(days)
}
