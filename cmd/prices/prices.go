// Package prices says what AWS asks for calls, and for looking at them, by the file that
// `slipway cost` reads too.
package prices

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	file "github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/infra"
)

// Of are the prices of a region; where the file has none of it, those of the first region
// that it has, which the prices say.
func Of(region string) (commands.Prices, error) {
	all, err := file.Read("prices.yaml", infra.Prices())
	if err != nil {
		return commands.Prices{}, fmt.Errorf("read the prices: %w", err)
	}
	if !all.Has(region) {
		region = all.Regions[0]
	}
	by := map[model.Item]model.Price{}
	for _, price := range all.List {
		by[price.Item] = price
	}
	one := func(i model.Item) float64 { return by[i].Dollars[region] / by[i].Per }
	compute := by[model.Compute]
	return commands.Prices{
		Region: region, Request: one(model.Invocations),
		GBSecond: map[string]float64{"arm64": one(model.Compute), "x86_64": one(model.ComputeX86)},
		Metric:   one(model.Read), ScanGB: one(model.Scanned), Read: compute.Read, Source: compute.Source,
	}, nil
}
