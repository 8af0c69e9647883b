package arch

import (
	"fmt"
	"go/ast"
	"slices"
)

// Limits keep things small enough to be read at once.
type Limits struct {
	File   int // lines of the longest file
	Median int // lines of the median file
	Port   int // methods of an interface
}

// DefaultLimits is what this project holds itself to.
func DefaultLimits() Limits { return Limits{File: 300, Median: 100, Port: 3} }

// CheckSize returns a sentence for every file or interface that is too large,
// and one when files in general are.
func CheckSize(files []File, l Limits) []string {
	var found []string
	var lines []int
	for _, f := range files {
		lines = append(lines, f.Lines)
		if f.Lines > l.File {
			found = append(found, fmt.Sprintf("%s: %d lines, but no file has more than %d", f.Path, f.Lines, l.File))
		}
		found = append(found, ports(f, l.Port)...)
	}
	if m := median(lines); m > l.Median {
		found = append(found, fmt.Sprintf("the median file has %d lines, but %d is the limit", m, l.Median))
	}
	return found
}

func ports(f File, limit int) []string {
	var found []string
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if i, ok := spec.Type.(*ast.InterfaceType); ok && i.Methods.NumFields() > limit {
			found = append(found, fmt.Sprintf("%s: interface %s has %d methods, but %d is the limit",
				f.At(spec), spec.Name.Name, i.Methods.NumFields(), limit))
		}
		return true
	})
	return found
}

func median(lines []int) int {
	if len(lines) == 0 {
		return 0
	}
	slices.Sort(lines)
	return lines[len(lines)/2]
}
