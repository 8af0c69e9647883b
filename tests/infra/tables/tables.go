package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/source"
)

// tables are a module's inputs, those first that have to be given, and its outputs.
func tables(m source.Module) string {
	var out strings.Builder
	inputs := m.All("variable")
	slices.SortStableFunc(inputs, func(a, b source.Block) int {
		return cmp.Or(strings.Compare(rank(a), rank(b)), strings.Compare(a.Name(), b.Name()))
	})
	if len(inputs) > 0 {
		out.WriteString("\n| Input | Type | Default | Meaning |\n| --- | --- | --- | --- |\n")
	}
	for _, v := range inputs {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", v.Name(), kind(v), standard(v), cell(v.String("description")))
	}
	outputs := m.All("output")
	slices.SortFunc(outputs, func(a, b source.Block) int { return strings.Compare(a.Name(), b.Name()) })
	if len(outputs) > 0 {
		out.WriteString("\n| Output | Meaning |\n| --- | --- |\n")
	}
	for _, o := range outputs {
		fmt.Fprintf(&out, "| `%s` | %s |\n", o.Name(), cell(o.String("description")))
	}
	return out.String() + "\n"
}

func rank(v source.Block) string {
	if v.Has("default") {
		return "b"
	}
	return "a"
}

func kind(v source.Block) string { return code(v.Text("type")) }

func standard(v source.Block) string {
	switch {
	case !v.Has("default"):
		return "required"
	case v.Text("default") == "null":
		return ""
	}
	return code(v.Text("default"))
}

func code(text string) string { return "`" + cell(text) + "`" }

// cell is a text as it may stand in a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(strings.TrimSpace(text))
}
