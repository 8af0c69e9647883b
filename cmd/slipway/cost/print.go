package cost

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

// line is an item, with what it costs in each column.
type line struct {
	Price  model.Price `json:"price"`
	Amount []float64   `json:"amount"`
	USD    []float64   `json:"usd"`
}

// result is what --output json prints.
type result struct {
	Region   string    `json:"region"`
	Deploys  []int     `json:"deploys_a_day"`
	Lines    []line    `json:"lines"`    // of all that is asked for
	Bot      []float64 `json:"bot"`      // the bot itself, in dollars a month
	Security []float64 `json:"security"` // what the web ACL and Secrets Manager add
}

// result computes both bills for each column.
func (r report) result() result {
	out := result{Region: r.region, Deploys: r.deploys}
	for column, n := range r.deploys {
		bill, bare := r.bill(model.Asked(), n), r.bill(model.Bare(), n)
		for i, l := range bill {
			if column == 0 {
				out.Lines = append(out.Lines, line{Price: l.Price})
			}
			out.Lines[i].Amount = append(out.Lines[i].Amount, l.Amount)
			out.Lines[i].USD = append(out.Lines[i].USD, l.Dollars)
		}
		out.Bot = append(out.Bot, bare.Total())
		out.Security = append(out.Security, bill.Total()-bare.Total())
	}
	return out
}

func (r report) print(w io.Writer, output string) error {
	var err error
	switch all := r.result(); output {
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		err = e.Encode(all)
	case "csv":
		err = all.csv(w)
	default:
		err = all.text(w)
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// csv has a row for each item and number of deploys.
func (r result) csv(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"region", "deploys_a_day", "item", "service", "unit", "amount", "usd"}}
	for column, n := range r.Deploys {
		for _, l := range r.Lines {
			rows = append(rows, []string{
				r.Region, strconv.Itoa(n), string(l.Price.Item), l.Price.Service, l.Price.Unit,
				strconv.FormatFloat(l.Amount[column], 'g', 6, 64), strconv.FormatFloat(l.USD[column], 'f', 4, 64),
			})
		}
	}
	return c.WriteAll(rows)
}

func (r result) text(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells []string, what string) {
		for _, c := range cells {
			fmt.Fprint(t, c, "\t")
		}
		fmt.Fprint(t, "  ", what, "\n")
	}
	head := make([]string, len(r.Deploys))
	for i, n := range r.Deploys {
		head[i] = count(float64(n)) + "/day"
	}
	row(head, "dollars a month, "+r.Region)
	for _, l := range r.Lines {
		row(dollars(l.USD), l.Price.Service+": "+l.Price.Unit)
	}
	row(dollars(r.Bot), "= the bot itself")
	row(dollars(r.Security), "= web ACL and Secrets Manager")
	return t.Flush()
}

func dollars(all []float64) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = money(d)
	}
	return out
}
