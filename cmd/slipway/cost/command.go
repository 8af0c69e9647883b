// Package cost is `slipway cost`: what Slipway costs a month, line by line, and the page that
// says so.
package cost

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

const long = `Cost says what the bot costs a month, line by line, at so many deploys a day: what one deploy
uses, which tests count by running one, times what AWS asks for it, by a file of prices. Each
deploy is a canary of 10, 25 and 50 %, ten minutes each, and ten minutes' watch. What every account
has free is taken off, as if nothing else ran in it. It asks AWS nothing.

With --page the whole page is written anew; the numbers of deploys and the region are those of
the page then.

Exit codes: 0; 1 the page could not be written; 2 a flag or the file of prices is wrong.`

// options are the flags.
type options struct {
	prices, deploys, region, page, output string
}

// Command is `slipway cost`.
func Command() *cobra.Command {
	o := options{}
	deploys, region := &params.Text{Value: "10,100,1000", Kind: "list"}, &params.Text{Value: "eu-west-1", Kind: "name"}
	c := &cobra.Command{
		Use:   "cost",
		Short: "Say what Slipway costs a month",
		Long:  long,
		Example: `  slipway cost --deploys 5
  slipway cost --page docs/cost.md`,
		Args: params.None,
	}
	c.Flags().StringVar(&o.prices, "prices", "infra/prices.yaml", "take the prices from this `file`")
	c.Flags().StringVar(&o.page, "page", "", "write the page into this `file`")
	c.Flags().StringVar(&o.output, "output", "text", "what is printed: `text`, json or csv")
	c.Flags().Var(deploys, "deploys", "deploys a day, one column each")
	c.Flags().Var(region, "region", "whose prices; one of the file's")
	c.RunE = func(c *cobra.Command, _ []string) error {
		o.deploys, o.region = deploys.Value, region.Value
		r, err := o.report()
		if err != nil {
			return &params.Wrong{Err: err}
		}
		if o.page == "" {
			return r.print(c.OutOrStdout(), o.output)
		}
		text, err := r.page()
		if err == nil {
			err = os.WriteFile(o.page, []byte(text), 0o644) //nolint:gosec // G306: for everybody, as all of the documents
		}
		if err != nil {
			return fmt.Errorf("write the page: %w", err)
		}
		return nil
	}
	return c
}

// report reads all that the flags say, and tells all that is wrong with them.
func (o options) report() (report, error) {
	r := report{region: o.region}
	var errs []error
	for _, s := range strings.Split(o.deploys, ",") {
		n, err := params.Count(s)
		if err != nil || n > most {
			errs = append(errs, fmt.Errorf("--deploys %q: give whole numbers from 1 to %d, with commas between them", o.deploys, most))
			break
		}
		r.deploys = append(r.deploys, n)
	}
	if !strings.Contains(" text json csv ", " "+o.output+" ") || o.output == "" {
		errs = append(errs, fmt.Errorf("--output %q: give text, json or csv", o.output))
	}
	data, err := os.ReadFile(o.prices)
	if err != nil {
		return r, errors.Join(append(errs, fmt.Errorf("--prices: %w", err))...)
	}
	if r.prices, err = prices.Read(o.prices, data); err != nil {
		return r, errors.Join(append(errs, err)...)
	}
	if !r.prices.Has(o.region) {
		errs = append(errs, fmt.Errorf("--region %q: %s has prices of %s", o.region, o.prices, strings.Join(r.prices.Regions, ", ")))
	}
	return r, errors.Join(errs...)
}

// most is more deploys a day than the bot can do at once.
const most = 100_000

// report is what is told: prices of a region, and deploys a day.
type report struct {
	prices  model.Prices
	region  string
	deploys []int
}

// bill is that of a setup at so many deploys a day.
func (r report) bill(s model.Setup, deploys int) model.Bill {
	return r.prices.Of(s.Month(float64(deploys)), r.region)
}
