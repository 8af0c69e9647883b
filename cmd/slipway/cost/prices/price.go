package prices

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

// prices reads one for each item that the model knows, and no other.
func (r *reader) prices(at string, n ast.Node, to *[]model.Price) {
	missing := model.Items()
	for _, v := range r.values(at, n) {
		item := model.Item(v.Key.String())
		if !slices.Contains(model.Items(), item) {
			r.complain(v, "%s.%s is nothing that Slipway uses", at, item)
			continue
		}
		missing = slices.DeleteFunc(missing, func(i model.Item) bool { return i == item })
		*to = append(*to, r.price(at+"."+string(item), v.Value, item))
	}
	for _, item := range missing {
		r.complain(n, "%s.%s is missing", at, item)
	}
}

func (r *reader) price(at string, n ast.Node, item model.Item) model.Price {
	p := model.Price{Item: item, Dollars: map[string]float64{}}
	r.section(at, n, map[string]field{
		"service": {read: func(at string, n ast.Node) { r.text(at, n, &p.Service) }},
		"unit":    {read: func(at string, n ast.Node) { r.text(at, n, &p.Unit) }},
		"per":     {read: func(at string, n ast.Node) { r.number(at, n, 1, &p.Per) }},
		"usd":     {read: func(at string, n ast.Node) { r.dollars(at, n, p.Dollars) }},
		"free":    {read: func(at string, n ast.Node) { r.free(at, n, &p) }, optional: true},
		"source": {read: func(at string, n ast.Node) {
			r.like(at, n, &p.Source, "the address of AWS's page, https://…", func(s string) bool { return strings.HasPrefix(s, "https://") })
		}},
		"read": {read: func(at string, n ast.Node) { r.like(at, n, &p.Read, "a day, such as 2026-11-23", isDay) }},
		"checked": {read: func(at string, n ast.Node) {
			r.like(at, n, &p.Checked, strings.Join(model.Checks(), ", "), func(s string) bool { return slices.Contains(model.Checks(), s) })
		}},
	})
	return p
}

// dollars reads a price for each region.
func (r *reader) dollars(at string, n ast.Node, to map[string]float64) {
	if len(r.regions) == 0 {
		return // that is complained about already
	}
	fields := map[string]field{}
	for _, region := range r.regions {
		fields[region] = field{read: func(at string, n ast.Node) {
			var x float64
			r.number(at, n, 0, &x)
			to[region] = x
		}}
	}
	r.section(at, n, fields)
}

func (r *reader) free(at string, n ast.Node, p *model.Price) {
	r.section(at, n, map[string]field{
		"always": {read: func(at string, n ast.Node) { r.number(at, n, 0, &p.Free) }, optional: true},
		"new":    {read: func(at string, n ast.Node) { r.number(at, n, 0, &p.FreeNew) }, optional: true},
	})
}
