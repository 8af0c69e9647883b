package model

import "slices"

// Price is what AWS asks for an item.
type Price struct {
	Item    Item               `json:"item"`
	Service string             `json:"service"`  // AWS's
	Unit    string             `json:"unit"`     // what is counted, in the plural
	Per     float64            `json:"per"`      // how many of them Dollars is for
	Dollars map[string]float64 `json:"usd"`      // by region
	Free    float64            `json:"free"`     // of them, each month and in any account
	FreeNew float64            `json:"free_new"` // of them, each month of a new account's first year; not counted on
	Source  string             `json:"source"`   // address of AWS's page
	Read    string             `json:"read"`     // the day, as 2026-11-23
	Checked string             `json:"checked"`  // against what: Checks has the words
}

// Checks are what a price was checked against: AWS's own page, another one that quotes it, or
// nothing but somebody's memory of the price list.
func Checks() []string { return []string{"aws", "quoted", "memory"} }

// Items are all that there has to be a price for.
func Items() []Item {
	return []Item{
		Transitions, Invocations, Compute, ComputeX86, Requests, Messages, Reads, Writes, Kept, Backups, MetricCalls, Read, Drawn,
		Metrics, Alarms, Dashboards, Logged, Scanned, LogsKept, Traces, Schedules, Images, Secrets, SecretCalls, ACLs, Rules, ACLRequests, Keys, KeyUses,
	}
}

// Prices are those of each item, in the order of the file.
type Prices struct {
	Regions []string
	List    []Price
}

// Has says whether there are prices of a region.
func (p Prices) Has(region string) bool { return slices.Contains(p.Regions, region) }

// Line is what an item costs.
type Line struct {
	Price   Price
	Amount  float64 // that is used
	Dollars float64 // for what of it is not free
}

// Bill is a month's, a line for each item.
type Bill []Line

// Of is the bill of a usage in a region.
func (p Prices) Of(u Usage, region string) Bill {
	bill := make(Bill, 0, len(p.List))
	for _, price := range p.List {
		n := u[price.Item]
		bill = append(bill, Line{price, n, max(0, n-price.Free) / price.Per * price.Dollars[region]})
	}
	return bill
}

// Total is its sum in dollars.
func (b Bill) Total() (dollars float64) {
	for _, l := range b {
		dollars += l.Dollars
	}
	return dollars
}
