// Package prices reads the file of AWS's prices, strictly: all that is wrong with it is told at
// once, with lines.
package prices

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
)

// reader collects what is wrong with a file.
type reader struct {
	file     string
	regions  []string
	problems []problem
}

type problem struct {
	line int
	text string
}

// field is a key of a section: how its value is read, and whether it may be left out.
type field struct {
	read     func(at string, n ast.Node)
	optional bool
}

// Read gives the prices in data. The error names the file and has a line for each thing that is
// wrong.
func Read(file string, data []byte) (model.Prices, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return model.Prices{}, fmt.Errorf("%s: it is not YAML: %s", file, strings.SplitN(err.Error(), "\n", 2)[0])
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		return model.Prices{}, fmt.Errorf("%s:1: one section with version, regions and prices is expected", file)
	}
	r := &reader{file: file}
	p := model.Prices{}
	r.section("", tree.Docs[0].Body, map[string]field{
		"version": {read: r.version},
		"regions": {read: func(at string, n ast.Node) { r.names(at, n, &p.Regions) }},
		"prices":  {read: func(at string, n ast.Node) { r.prices(at, n, &p.List) }},
	})
	return p, r.err()
}

func (r *reader) err() error {
	slices.SortStableFunc(r.problems, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	errs := make([]error, len(r.problems))
	for i, p := range r.problems {
		errs[i] = fmt.Errorf("%s:%d: %s", r.file, p.line, p.text)
	}
	return errors.Join(errs...)
}

func (r *reader) complain(n ast.Node, format string, args ...any) {
	line := 1
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	r.problems = append(r.problems, problem{line, fmt.Sprintf(format, args...)})
}

// section reads the keys of a section in the order in which they are listed; regions come before
// prices by that.
func (r *reader) section(at string, n ast.Node, fields map[string]field) {
	given := map[string]*ast.MappingValueNode{}
	for _, v := range r.values(at, n) {
		key := v.Key.String()
		if _, known := fields[key]; !known {
			r.complain(v, "%s is unknown; here there may be %s", under(at, key), strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
			continue
		}
		given[key] = v
	}
	order := slices.Sorted(maps.Keys(fields))
	slices.SortStableFunc(order, func(a, b string) int { return first(a) - first(b) })
	for _, key := range order {
		switch v := given[key]; {
		case v != nil:
			fields[key].read(under(at, key), v.Value)
		case !fields[key].optional:
			r.complain(n, "%s is missing", under(at, key))
		}
	}
}

// first puts the list of regions before what has to be of them.
func first(key string) int {
	if key == "regions" {
		return 0
	}
	return 1
}

func (r *reader) values(at string, n ast.Node) []*ast.MappingValueNode {
	if m, ok := n.(*ast.MappingNode); ok {
		return m.Values
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		return []*ast.MappingValueNode{m}
	}
	r.complain(n, "%s has to be a section with keys", cmp.Or(at, "the file"))
	return nil
}

func under(at, key string) string { return strings.TrimPrefix(at+"."+key, ".") }

func (r *reader) version(at string, n ast.Node) {
	if n.String() != "1" {
		r.complain(n, "%s is %s; this program reads 1", at, n)
	}
}

func (r *reader) names(at string, n ast.Node, to *[]string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		r.complain(n, "%s has to be a list, such as [eu-west-1]", at)
		return
	}
	for _, v := range list.Values {
		r.regions = append(r.regions, v.String())
	}
	*to = r.regions
}

// number reads one of least or more.
func (r *reader) number(at string, n ast.Node, least float64, to *float64) {
	x, err := strconv.ParseFloat(n.String(), 64)
	if err != nil || !(x >= least) || math.IsInf(x, 0) {
		r.complain(n, "%s is %s; give a number of %g or more", at, n, least)
		return
	}
	*to = x
}

func (r *reader) text(at string, n ast.Node, to *string) {
	s, ok := n.(*ast.StringNode)
	if !ok || s.Value == "" {
		r.complain(n, "%s has to be a few words", at)
		return
	}
	*to = s.Value
}

// like reads a text that has to be of a kind.
func (r *reader) like(at string, n ast.Node, to *string, kind string, ok func(string) bool) {
	if *to = n.String(); !ok(*to) {
		r.complain(n, "%s is %s; give %s", at, *to, kind)
	}
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
